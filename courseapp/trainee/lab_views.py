"""Labs inside lessons: a lab takes its state from the query; the script only adds comfort."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request
from flask_babel import gettext as _

from courseapp.catalog.domain.compiled import Json
from courseapp.labs.domain.block import MODELS
from courseapp.labs.domain.peak_end import MINUTES, SCORES
from courseapp.labs.domain.peak_end_state import PeakEndState, Row
from courseapp.trainee.blueprint import bp
from courseapp.web.chart import Labels, Series, Stick, chart, midpoints
from courseapp.web.curve import Picture
from courseapp.web.rendering import number

LONGEST_LABEL = 11
MOST_LABELS = 7


@dataclass(frozen=True, kw_only=True)
class LabPage:
    """What a lab's template shows; `picture` is None until a prediction was made."""

    anchor: str
    model: str
    state: PeakEndState
    picture: Picture | None

    @property
    def is_timed(self) -> bool:
        """Whether moments of this preset last longer than one another, so that minutes show."""
        starts = (row.start for rows in self.state.rows.values() for row in rows)
        return any(start.minutes != 1 for start in starts)

    def url(self, preset: int) -> str:
        """The address of this lab with another preset (from 0) and the prediction kept."""
        query = {"lab": self.anchor.removeprefix("lab-"), "guess": self.state.guess}
        return f"?{urlencode({**query, 'preset': preset + 1})}#{self.anchor}"


@bp.app_template_global()
def lab_page(data: Json) -> LabPage:
    """The state of a lab; only the lab that the query names reads its fields."""
    fields = request.args if request.args.get("lab") == data["id"] else {}
    state = MODELS[data["model"]].read(data, fields)
    return LabPage(
        anchor=f"lab-{data['id']}",
        model=data["model"],
        state=state,
        picture=peak_end_chart(state, ident=f"lab-{data['id']}-chart") if state.guess else None,
    )


@bp.app_template_global()
def lab_problem(wrong: str, *, kind: str) -> str:
    """The sentence at a field with wrong input; {value} is what counts instead."""
    low, high = {"score": SCORES, "minutes": MINUTES, "weight": (0, 1)}[kind]
    bounds = {"low": _plain(low), "high": _plain(high)}
    texts = {
        "empty": _("Vul een getal in. Nu telt {value} mee."),
        "number": _("Dit is geen getal. Nu telt {value} mee."),
        "whole": _("Schrijf een heel getal. Nu telt {value} mee."),
        "range": _("Blijf tussen %(low)s en %(high)s. Nu telt {value} mee.", **bounds),
    }
    return str(texts[wrong])


def _plain(value: float) -> str:
    return number(value, decimals=0 if value == int(value) else 1)


def peak_end_chart(state: PeakEndState, *, ident: str) -> Picture:
    """Both series over time, with what is remembered of each as a stick beside them."""
    places = {name: midpoints([r.minutes.value for r in rows]) for name, rows in state.rows.items()}
    series = [
        Series(
            name=name.upper(),
            values=[row.score.value for row in rows],
            places=places[name],
            peak=state.memories[name].peak_index,
            css="" if name == "a" else "s2",
        )
        for name, rows in state.rows.items()
    ]
    longest = max(state.rows, key=lambda name: places[name][-1])
    return chart(
        series,
        title=_("Het verloop van A en B. Dezelfde cijfers staan in de tabellen."),
        ident=ident,
        labels=Labels(places=places[longest], texts=_words(state.rows[longest])),
        sticks=[
            Stick(name=name.upper(), remembered=memory.remembered, average=memory.mean)
            for name, memory in state.memories.items()
        ],
    )


def _words(rows: Sequence[Row]) -> list[str]:
    """Names of moments where all of them are short, else their numbers."""
    labels = [row.label for row in rows]
    if len(rows) <= MOST_LABELS and all(0 < len(label) <= LONGEST_LABEL for label in labels):
        return labels
    return [str(row.number) for row in rows]
