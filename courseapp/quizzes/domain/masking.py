"""Hiding the ids of options and cards behind an attempt's seed.

The compiled ids follow from the author's order, so that both languages share them; whoever knows
how could read the right order of cards from them. Each attempt shows a browser ids of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from courseapp.catalog.domain.compiled import Json
from courseapp.quizzes.domain.kind import Form, Response

_PIECES = ("options", "cards", "categories", "left", "right")
_MOVING = ("cards", "right")


class Mask:
    """The hidden ids of one question for one seed; ids that are not hidden pass through."""

    def __init__(self, data: Json, *, seed: str) -> None:
        ids = [piece["id"] for name in _PIECES for piece in data.get(name, ())]
        self._hidden = {each: _hide(each, seed) for each in ids}
        self._real = {hidden: each for each, hidden in self._hidden.items()}

    def data(self, data: Json, *, shuffle: bool) -> dict[str, Any]:
        """Public data with hidden ids; cards and right sides, and with `shuffle` options, move."""
        masked = dict(data)
        for name in _PIECES:
            if name in data:
                pieces = [{**piece, "id": self._hidden[piece["id"]]} for piece in data[name]]
                masked[name] = _arranged(pieces, moves=name in _MOVING or _may_move(data, shuffle))
        return masked

    def hide(self, response: Response | None) -> Response | None:
        """A stored response with hidden ids."""
        return None if response is None else _translate(response, self._hidden)

    def reveal(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """A response from a browser with the ids that the course knows."""
        return _translate(raw, self._real)

    def hide_part(self, part: str) -> str:
        """The hidden id of a marked part; a gap's number stays what it is."""
        return self._hidden.get(part, part)

    def form(self, form: Form) -> Form:
        """A form whose fields and values go by the ids that the course knows."""
        return _RevealedForm(form, self._hidden, self._real)


class _RevealedForm:
    def __init__(self, form: Form, hidden: Mapping[str, str], real: Mapping[str, str]) -> None:
        self._form, self._hidden, self._real = form, hidden, real

    def getlist(self, key: str) -> list[str]:
        stem, dash, part = key.rpartition("-")
        names = [f"{stem}{dash}{self._hidden[part]}"] if part in self._hidden else []
        found = (self._form.getlist(name) for name in [*names, key])
        values = next((values for values in found if values), [])
        return [self._real.get(value, value) for value in values]


def _hide(each: str, seed: str) -> str:
    return sha256(f"{seed}:part:{each}".encode()).hexdigest()[:8]


def _may_move(data: Json, shuffle: bool) -> bool:
    return shuffle and data["kind"] in ("single", "multiple")


def _arranged(pieces: Iterable[dict[str, Any]], *, moves: bool) -> list[dict[str, Any]]:
    return sorted(pieces, key=lambda piece: str(piece["id"])) if moves else list(pieces)


def _translate(response: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """The response with each id replaced; texts are left alone."""
    return {
        name: value if name in ("text", "texts") else _replace(value, names)
        for name, value in response.items()
    }


def _replace(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, list):
        return [names.get(each, each) if isinstance(each, str) else each for each in value]
    if isinstance(value, Mapping):
        return {
            names.get(k, k): names.get(v, v) if isinstance(v, str) else v for k, v in value.items()
        }
    return value
