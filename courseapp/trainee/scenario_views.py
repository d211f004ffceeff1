"""A scenario: writing it, autosave, playing it, sharing and taking back."""

from __future__ import annotations

from functools import partial
from secrets import token_hex
from uuid import uuid4

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courseapp.catalog.domain.compiled import CompiledStep
from courseapp.dialogues.services import progress_of
from courseapp.reflections.services import StaleDraft, Stamp, TextsMissing, TextTooLong
from courseapp.scenarios import services
from courseapp.scenarios.domain.sheet import LIMITS, TURNS, Sheet, clean_sheet, list_turns
from courseapp.scenarios.models import Scenario
from courseapp.scenarios.queries import find_scenario
from courseapp.trainee.blueprint import Desk, bp, open_desk
from courseapp.trainee.completion import touch
from courseapp.trainee.dialogue_pages import Script, find_walk, open_conversation
from courseapp.trainee.drafts import read_stamp
from courseapp.trainee.exercise_pages import render_exercise, to_step
from courseapp.trainee.private_views import answer_autosave, answer_sharing
from courseapp.trainee.scenario_pages import (
    ScenarioPage,
    play_of,
    read_sheet,
    scenario_page,
    scenario_page_with_problem,
    unreachable_titles,
)
from courseapp.trainee.scenario_words import channel_words, choice_words, end_titles, field_label
from courseapp.trainee.steps import step_view
from courseapp.web.database import db


@step_view("scenario")
def show_scenario(desk: Desk, step: CompiledStep) -> ResponseReturnValue:
    """The form, or the conversation once it can be played; `wijzig` asks for the form."""
    stored = find_scenario(db.session(), enrolment=desk.enrolment, step_id=step.id)
    if stored is not None and stored.ready_at is not None and "wijzig" not in request.args:
        return _conversation(desk, step, stored)
    return _form(desk, step, scenario_page(stored), stored=stored)


@bp.post("/leren/<int:enrolment_id>/stap/<step_id>/eigen-gesprek")
def save_scenario(enrolment_id: int, step_id: str) -> ResponseReturnValue:
    """Save a draft (`concept`, or JSON) or play it; whatever goes wrong, the text comes back."""
    desk = open_desk(enrolment_id)
    step = desk.step(step_id, kind="scenario")
    if request.is_json:
        return _autosave(desk, step)
    sheet, stamp = read_sheet(request.form), read_stamp(request.form)
    is_draft = "concept" in request.form
    try:
        _store(desk, step, sheet, stamp, is_draft=is_draft)
    except (StaleDraft, TextsMissing, TextTooLong) as problem:
        db.session.rollback()
        return _refuse(open_desk(enrolment_id), step, sheet, stamp, problem)
    db.session.commit()
    if is_draft:
        flash(_("Bewaard."), "done")
    return to_step(desk, step, wijzig=1 if is_draft else None)


def _autosave(desk: Desk, step: CompiledStep) -> ResponseReturnValue:
    return answer_autosave(
        lambda fields, stamp: _store(desk, step, read_sheet(fields), stamp, is_draft=True)
    )


def _store(
    desk: Desk, step: CompiledStep, sheet: Sheet, stamp: Stamp, *, is_draft: bool
) -> Scenario:
    play = partial(services.play_scenario, seed=token_hex(8))
    verb = services.save_scenario if is_draft else play
    stored = verb(
        db.session(),
        enrolment=desk.enrolment,
        place=services.Place(step_id=step.id, revision_id=desk.published.revision_id),
        sheet=sheet,
        stamp=stamp,
        now=desk.now,
    )
    touch(desk, step_id=step.id)
    return stored


@bp.post("/leren/<int:enrolment_id>/stap/<step_id>/eigen-gesprek/delen")
def share_scenario(enrolment_id: int, step_id: str) -> ResponseReturnValue:
    """Share a scenario that can be played with the trainer, or take it back."""
    desk = open_desk(enrolment_id)
    step = desk.step(step_id, kind="scenario")
    stored = find_scenario(db.session(), enrolment=desk.enrolment, step_id=step.id)
    return answer_sharing(desk, step, stored)


def _refuse(
    desk: Desk, step: CompiledStep, sheet: Sheet, stamp: Stamp, problem: Exception
) -> ResponseReturnValue:
    """The form once more with everything in it; 409 when something newer is stored, else 422."""
    stored = find_scenario(db.session(), enrolment=desk.enrolment, step_id=step.id)
    page = scenario_page_with_problem(sheet, stamp, problem)
    return _form(desk, step, page, stored=stored), 409 if page.is_stale else 422


def _form(desk: Desk, step: CompiledStep, page: ScenarioPage, *, stored: Scenario | None) -> str:
    return render_exercise(
        desk,
        step,
        "trainee/scenario.html",
        stored=stored,
        page=page,
        words=choice_words(),
        titles=end_titles(),
        limits=LIMITS,
        turns=TURNS,
        is_long=TURNS[-1] in list_turns(page.sheet),
        label_of=field_label,
    )


def _conversation(desk: Desk, step: CompiledStep, stored: Scenario) -> str:
    session, play = db.session(), play_of(step, stored)
    script = Script(step=step, data=play.data, key=play.key, graph=play.graph)
    walk = find_walk(desk, step)
    talk = walk and open_conversation(
        script, walk=walk, progress=progress_of(session, walk=walk, graph=play.graph)
    )
    sheet = clean_sheet(stored.script)
    return render_exercise(
        desk,
        step,
        "trainee/scenario_play.html",
        stored=stored,
        sheet=sheet,
        channel=channel_words()[sheet["channel"]],
        has_newer_draft=clean_sheet(stored.draft) != sheet,
        unreachable=unreachable_titles(play),
        talk=talk,
        key=str(uuid4()),
    )
