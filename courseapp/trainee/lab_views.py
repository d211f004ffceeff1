"""Labs inside lessons: a lab takes its state from the query; the script only adds comfort."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courseapp.catalog.domain.compiled import Json
from courseapp.labs.domain.block import MODELS
from courseapp.labs.domain.field_model import FieldModel
from courseapp.labs.domain.peak_end import MINUTES, SCORES
from courseapp.labs.domain.peak_end_state import PeakEndState, Row
from courseapp.trainee.blueprint import bp, open_desk
from courseapp.trainee.lab_adaptation import ADAPTATION_PAGE
from courseapp.trainee.lab_emotion import EMOTION_PAGE
from courseapp.trainee.lab_equity import EQUITY_PAGE
from courseapp.trainee.lab_page import FieldPage, ModelPage
from courseapp.trainee.lab_word_of_mouth import WORD_OF_MOUTH_PAGE
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


PAGES: Mapping[str, ModelPage] = {
    "adaptation": ADAPTATION_PAGE,
    "emotion": EMOTION_PAGE,
    "equity": EQUITY_PAGE,
    "word-of-mouth": WORD_OF_MOUTH_PAGE,
}


@bp.get("/leren/<int:enrolment_id>/stap/<step_id>/lab/<lab_id>")
def show_lab(enrolment_id: int, step_id: str, lab_id: str) -> ResponseReturnValue:
    """One lab of a lesson on its own, for the script: the same part that the lesson's page has."""
    desk = open_desk(enrolment_id)
    parts = desk.text(desk.step(step_id)).parts
    part = next((p for p in parts if p.kind == "lab" and p.data["id"] == lab_id), None)
    if part is None:
        abort(404)
    return render_template("trainee/blocks/lab.html", part=part)


@bp.app_template_global()
def lab_page(data: Json) -> LabPage | FieldPage:
    """The state of a lab; only the lab that the query names reads its fields."""
    fields = request.args if request.args.get("lab") == data["id"] else {}
    model = MODELS[data["model"]]
    if isinstance(model, FieldModel):
        return _field_page(data, model, fields)
    state = model.read(data, fields)
    return LabPage(
        anchor=f"lab-{data['id']}",
        model=data["model"],
        state=state,
        picture=peak_end_chart(state, ident=f"lab-{data['id']}-chart") if state.guess else None,
    )


def _field_page(data: Json, model: FieldModel, fields: Mapping[str, str]) -> FieldPage:
    state, page = model.read(data, fields), PAGES[model.name]
    anchor = f"lab-{data['id']}"
    where = dict(request.view_args or {})
    is_part = where.pop("lab_id", None) is not None
    in_lesson = "enrolment_id" in where
    return FieldPage(
        anchor=anchor,
        model=model.name,
        data=data,
        declared=model.declared,
        state=state,
        action=url_for("trainee.show_step", **where) if is_part else request.path,
        live=url_for("trainee.show_lab", **where, lab_id=data["id"]) if in_lesson else "",
        words=page.words(),
        sections=page.sections(state),
        tabs=page.tabs(),
        actions=page.actions(state),
        shown=page.show(state, f"{anchor}-chart") if state.guess else None,
    )


@bp.app_template_global()
def lab_begin(data: Json) -> FieldPage | None:
    """A lab as it stands right after its prediction; None for a model that has its own page."""
    model = MODELS[data["model"]]
    if not isinstance(model, FieldModel):
        return None
    right = next((o["id"] for o in data["prediction"]["options"] if o["right"]), "")
    return _field_page(data, model, {"guess": right})


@bp.app_template_global()
def lab_title(model: str) -> str:
    """What a lab is called, so that several in one lesson can be told apart."""
    titles = {
        "peak-end": _("Piek-eind-lab"),
        "equity": _("Balanslab"),
        "adaptation": _("Gewenningslab"),
        "word-of-mouth": _("Praatlab"),
        "emotion": _("Gevoelslab"),
    }
    return str(titles[model])


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
