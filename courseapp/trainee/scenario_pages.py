"""What the pages of a scenario show: the form as it was typed, and the dialogue it makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import abort
from flask_babel import gettext as _

from courseapp.catalog.domain.compiled import CompiledStep
from courseapp.dialogues.models import Walk
from courseapp.reflections.services import StaleDraft, Stamp, TextsMissing, TextTooLong
from courseapp.scenarios.domain.play import Play, build_play, list_unreachable
from courseapp.scenarios.domain.sheet import Sheet, clean_sheet
from courseapp.scenarios.models import Scenario
from courseapp.scenarios.queries import find_scenario
from courseapp.trainee.blueprint import Desk
from courseapp.trainee.dialogue_pages import Player, Script, add_player
from courseapp.trainee.drafts import clean_text, fresh_stamp, too_long
from courseapp.trainee.scenario_words import end_titles, first_ends, list_differences
from courseapp.web.database import db


@dataclass(frozen=True, kw_only=True)
class ScenarioPage:
    """The form: what is in its fields, what is wrong, what was saved elsewhere."""

    sheet: Sheet
    stamp: Stamp
    errors: Mapping[str, str] = field(default_factory=dict)
    is_stale: bool = False
    elsewhere: Sequence[tuple[str, str]] = ()


def read_sheet(fields: Mapping[str, str]) -> Sheet:
    """The sheet in a form's fields."""
    return clean_sheet({name: clean_text(text) for name, text in fields.items()})


def scenario_page(stored: Scenario | None) -> ScenarioPage:
    """The form as it was last saved, or with the sentences to start from."""
    if stored is None:
        return ScenarioPage(sheet=clean_sheet(first_ends()), stamp=fresh_stamp(0))
    return ScenarioPage(sheet=clean_sheet(stored.draft), stamp=fresh_stamp(stored.sequence))


def scenario_page_with_problem(sheet: Sheet, stamp: Stamp, problem: Exception) -> ScenarioPage:
    """The form with everything that was typed, and what to do about the problem."""
    if isinstance(problem, StaleDraft) and isinstance(problem.stored, Scenario):
        theirs = clean_sheet(problem.stored.draft)
        return ScenarioPage(
            sheet=sheet,
            stamp=fresh_stamp(problem.stored.sequence),
            is_stale=True,
            elsewhere=list_differences(sheet, theirs),
        )
    errors = {}
    if isinstance(problem, TextsMissing):
        errors = {name: missing_words(name) for name in problem.missing}
    elif isinstance(problem, TextTooLong):
        errors[problem.field] = too_long(problem)
    return ScenarioPage(sheet=sheet, stamp=stamp, errors=errors)


def missing_words(name: str) -> str:
    """What to write in a field that was left empty."""
    kind = name.split("-")[0]
    words = {
        "customer": _("Geef de klant een naam die je verzint."),
        "setting": _("Schrijf in één zin wat er aan de hand is."),
        "says": _("Schrijf wat de klant zegt."),
        "reply": _("Schrijf wat jij zegt. Drie reacties zijn nodig."),
        "why": _("Schrijf waarom dit zo werkt bij de klant."),
        "end": _("Schrijf hoe het afloopt."),
    }
    return str(words[kind])


def play_of(step: CompiledStep, scenario: Scenario) -> Play:
    """The dialogue that is played, with the names of its ends in the reader's language."""
    return build_play(clean_sheet(scenario.script), step_id=step.id, titles=end_titles())


def unreachable_titles(play: Play) -> list[str]:
    """The ends that cannot be reached, by name."""
    titles = end_titles()
    return [titles[end][0].lower() + titles[end][1:] for end in list_unreachable(play)]


def _open_own_script(desk: Desk, step: CompiledStep, walk: Walk) -> Script:
    scenario = find_scenario(db.session(), enrolment=desk.enrolment, step_id=step.id)
    if scenario is None or scenario.ready_at is None:
        abort(404)
    play = play_of(step, scenario)
    return Script(step=step, data=play.data, key=play.key, graph=play.graph)


add_player("scenario", Player(open_script=_open_own_script, rule="scenario-played"))
