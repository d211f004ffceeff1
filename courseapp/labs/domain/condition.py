"""Goals and limits over named numbers: `final >= -0,05 and withdrawn < 1`."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass

from courseapp.catalog.domain.compiled import Json
from courseapp.labs.domain.fields import Declared, Values

_SIDE = r"[a-z][a-z0-9-]*|[+−-]?\d{1,9}(?:[.,]\d{1,6})?"
_CONDITION = re.compile(rf"({_SIDE})\s*(<=|>=|<|>)\s*({_SIDE})")
_OPERATORS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
SHOWN_ALIKE = 1e-9


@dataclass(frozen=True, kw_only=True)
class Condition:
    """`left op right`, each side the name of an output, field or total, or a number."""

    left: str | float
    op: str
    right: str | float

    def is_met(self, operands: Mapping[str, float]) -> bool:
        """Whether it holds; rounding errors do not count."""
        left, right = (operands[x] if isinstance(x, str) else x for x in (self.left, self.right))
        if abs(left - right) < SHOWN_ALIKE:
            return "=" in self.op
        return _OPERATORS[self.op](left, right)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What the learner may not do: `same` fields stay as they were, `conditions` hold."""

    same: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()

    def are_kept(self, start: Values, now: Values, operands: Mapping[str, float]) -> bool:
        """Whether `now` stays within the limits, seen from the `start`."""
        unchanged = all(abs(start[name] - now[name]) < SHOWN_ALIKE for name in self.same)
        return unchanged and all(condition.is_met(operands) for condition in self.conditions)


class UnknownPart(ValueError):
    """A goal or limit holds a part that says nothing known."""


def read_conditions(text: str, known: Collection[str]) -> tuple[Condition, ...]:
    """The conditions in `text`, joined by "and"; raises UnknownPart with the part it cannot read."""
    return tuple(_condition(part, known) for part in re.split(r"\s+and\s+", text.strip()))


def _condition(part: str, known: Collection[str]) -> Condition:
    found = _CONDITION.fullmatch(part.strip())
    if not found:
        raise UnknownPart(part)
    return Condition(left=_side(found[1], known), op=found[2], right=_side(found[3], known))


def _side(text: str, known: Collection[str]) -> str | float:
    if text[0].isalpha():
        if text not in known:
            raise UnknownPart(text)
        return text
    return float(text.replace("−", "-").replace(",", "."))


def read_limits(text: str, model: Declared) -> Limits:
    """The limits in `text`: `same-<field>`, `only-<field>` and conditions, with commas between."""
    same: set[str] = set()
    only: set[str] = set()
    conditions: list[Condition] = []
    for part in filter(None, (p.strip() for p in re.split(r",\s+|,(?!\d)", text))):
        word, _, name = part.partition("-")
        if word in ("same", "only"):
            (same if word == "same" else only).update(_members(name, part, model))
        else:
            conditions += read_conditions(part, operand_names(model))
    if only:
        same |= {field.name for field in model.fields} - only
    return Limits(same=tuple(sorted(same)), conditions=tuple(conditions))


def _members(name: str, part: str, model: Declared) -> tuple[str, ...]:
    if name in model.groups_by_name:
        return model.groups_by_name[name].fields
    if name in model.by_name:
        return (name,)
    raise UnknownPart(part)


def operand_names(model: Declared) -> tuple[str, ...]:
    """Every name that a goal may hold."""
    numbers = (field.name for field in model.fields if not field.words)
    return (*model.outputs, *model.totals, *numbers)


def rules_to_json(goal: tuple[Condition, ...], limits: Limits) -> Json:
    """Goal and limits as they travel in a compiled lab."""
    return {"goal": [asdict(condition) for condition in goal], "limits": asdict(limits)}


def rules_from_json(data: Json) -> tuple[tuple[Condition, ...], Limits]:
    """The inverse of `rules_to_json`."""
    goal, limits = data["goal"], data["limits"]
    return tuple(Condition(**c) for c in goal), Limits(
        same=tuple(limits["same"]),
        conditions=tuple(Condition(**c) for c in limits["conditions"]),
    )
