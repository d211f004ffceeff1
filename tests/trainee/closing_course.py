"""A course that closes, and a learner who made something at every place where that can be done."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.catalog.models import Course
from courseapp.enrolment.models import CourseRun, Enrolment
from courseapp.plans.models import FollowUp, Plan
from courseapp.quizzes.models import Attempt, GradedItem
from courseapp.reflections.models import Reflection, WorkTask
from courseapp.writing.models import Writing
from tests.sample_course import COMPILED

SCORES = {"c1": 2, "c2": 1}
KEEP = '<div class="keep"><h3>Onthoud</h3><p><span class="mark">Maak er een van jezelf van.</span></p></div>'
OBJECTIVES = 10


def html(text: str) -> dict[str, Any]:
    return {"kind": "html", "id": "", "data": {"html": text}}


def free_text(item: str) -> dict[str, Any]:
    criteria = [
        {"id": name, "html": name, "points": points, "hint": ""} for name, points in SCORES.items()
    ]
    data = {
        "id": item, "kind": "free-text", "objective": "", "points": 1, "pool": "", "prompt_html": "<p>Schrijf.</p>",
        "prompt_text": "Schrijf.", "grading": "all", "hint_html": "", "criteria": criteria, "total": 3,
    }  # fmt: skip
    return {"kind": "question", "id": item, "data": data}


def closing_course(modules: int = 1, *, ends: bool = False) -> dict[str, Any]:
    """`modules` modules of a look ahead, a lesson with a free text, a quiz, a plan and a task."""
    made = [_module(number, last=number == modules, ends=ends) for number in range(1, modules + 1)]
    return {**COMPILED, "modules": made}


def _module(number: int, *, last: bool, ends: bool) -> dict[str, Any]:
    quiz = {
        "draw": 3,
        "shuffle": True,
        "pass_share": 0.5,
        "attempts": 3,
        "wait": 0,
        "feedback": "end",
    }
    plan = {"prompts": [], "plan": {"id": "plan", "html": "<p>Maak je plan.</p>", "follow_up": [3]}}
    steps = [
        _step(number, 1, "vooraf", "quiz", settings=quiz | {"graded": False}),
        _step(number, 2, "les", "lesson", [html("<p>Tekst.</p>"), free_text(f"zin-{number}")]),
        _step(number, 3, "toets", "quiz", settings=quiz),
        _step(number, 4, "plan", "reflection", data=plan),
        _step(number, 5, "taak", "task", [html("<p>Bel terug.</p>")], required=False),
    ]
    if last:
        prose = [html("<p>" + "Je bent aan het eind van deze cursus gekomen. " * 8 + "</p>")] * 2
        parts = [*prose, html(KEEP)] if ends else prose
        steps.append(_step(number, 6, "slot", "closing", parts, data={"ends": ends}, ident="slot"))
    title = f"Wat de klant van deel {number} meeneemt"
    return {
        "id": f"deel-{number}", "number": number, "steps": steps,
        "texts": {"nl": {"title": title, "subtitle": "", "summary": ""}},
        "objectives": [{"id": f"doel-{number}-{n}", "texts": {"nl": f"Je kunt {n}."}} for n in range(OBJECTIVES)],
    }  # fmt: skip


def _step(number: int, place: int, name: str, kind: str, parts: Any = (), **rest: Any) -> dict[str, Any]:  # fmt: skip
    text = {"title": f"Stap {name} {number}", "parts": list(parts), "data": rest.get("data", {})}
    return {
        "id": rest.get("ident", f"{name}-{number}"), "module_id": f"deel-{number}", "kind": kind,
        "number": f"{number}.{place}", "minutes": 5, "required": rest.get("required", True),
        "path": f"{number}/{place}.md", "objectives": [], "settings": rest.get("settings", {}), "texts": {"nl": text},
    }  # fmt: skip


def fill(
    session: Session, *, enrolment: Enrolment, now: datetime, modules: int = 1, long: bool = False
) -> None:
    """All that can be made in each of these modules; `long` as much as the fields take."""
    for number in range(1, modules + 1):
        _fill_module(session, enrolment, number, now - timedelta(days=2 * (modules - number)), long)
    session.flush()


def _fill_module(session: Session, e: Enrolment, number: int, at: datetime, long: bool) -> None:
    tie: dict[str, Any] = {"organisation_id": e.organisation_id, "enrolment_id": e.id}
    revision = _revision(session, e)
    more = " en daarna vertel ik rustig wat er de volgende dag gebeurt" * 9 if long else ""
    session.add(Writing(
        **tie, step_id=f"les-{number}", item_id=f"zin-{number}", revision_id=revision, updated_at=at,
        first_text="EERSTE versie", first_at=at, revised_text=f"Beste zin {number}{more}", revised_at=at,
        scores={"c1": 2, "c2": number % 2}, scored_at=at))  # fmt: skip
    session.add(WorkTask(
        **tie, step_id=f"taak-{number}", revision_id=revision, updated_at=at, is_ticked=True,
        evidence="BEWIJS", noticed=f"De klant lachte {number}{more[:480]}", done_at=at))  # fmt: skip
    session.add(Reflection(
        **tie, step_id=f"plan-{number}", revision_id=revision, texts={"p": "PRIVE reflectie"}, updated_at=at,
        cue="x", action="y", submitted_at=at))  # fmt: skip
    plan = Plan(**tie, person_id=e.person_id, step_id=f"plan-{number}", cue=f"de klant {number} zucht{more}",
                action=f"wacht ik {number} tellen{more}", made_at=at)  # fmt: skip
    session.add(plan)
    session.flush()
    session.add(FollowUp(
        organisation_id=e.organisation_id, plan_id=plan.id, due_on=date(2026, 11, number), outcome="partly",
        note=f"Ze vertelde verder {number}{more[:480]}", answered_at=at + timedelta(hours=1)))  # fmt: skip
    attempt(session, e, f"vooraf-{number}", at, right=1, passed=None)
    attempt(session, e, f"toets-{number}", at, right=2, passed=True)


def attempt(
    session: Session, e: Enrolment, step: str, at: datetime, *, right: int, passed: bool | None, number: int = 1
) -> None:  # fmt: skip
    """An attempt of three questions with a right answer and one of a survey."""
    made = Attempt(
        organisation_id=e.organisation_id, enrolment_id=e.id, step_id=step, revision_id=_revision(session, e),
        number=number, seed="s", items=[], started_at=at, state="submitted", submitted_at=at,
        points=None if passed is None else float(right), max_points=3.0, is_passed=passed)  # fmt: skip
    session.add(made)
    session.flush()
    module = step.rpartition("-")[2]
    for place, verdict in enumerate(["correct"] * right + ["incorrect"] * (3 - right) + ["noted"]):
        session.add(GradedItem(
            organisation_id=e.organisation_id, attempt_id=made.id, item_id=f"{step}-{place}", response={},
            points=0.0, max_points=float(verdict != "noted"), verdict=verdict, marks={}, objective_id=f"doel-{module}-{place}"))  # fmt: skip


def _revision(session: Session, e: Enrolment) -> int:
    found = session.scalar(
        select(Course.current_revision_id)
        .join(CourseRun, CourseRun.course_id == Course.id)
        .where(CourseRun.organisation_id == e.organisation_id, CourseRun.id == e.run_id)
    )
    assert found is not None
    return found
