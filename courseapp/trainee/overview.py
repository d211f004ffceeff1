"""What the learning path and the course page show of a course."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import Session

from courseapp.catalog.domain.compiled import CompiledModule, CompiledStep, Objective
from courseapp.catalog.queries import Published, get_revision
from courseapp.certificates.models import Certificate
from courseapp.certificates.queries import list_certificates
from courseapp.enrolment.domain import Due, Status, find_due, status_of
from courseapp.enrolment.models import CourseRun, Enrolment
from courseapp.enrolment.queries import Learning
from courseapp.progress.domain import ModuleProgress, Progress
from courseapp.progress.queries import list_completed_by_enrolment, measure_enrolment
from courseapp.trainee.arcs import course_curve, module_glyph
from courseapp.trainee.blueprint import Desk
from courseapp.trainee.queries import OpenWork, list_open_work
from courseapp.trainee.resume import Resume, find_resume
from courseapp.web.curve import Picture
from courseapp.web.now import today_in

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class StepLine:
    """One step in a list of steps."""

    step: CompiledStep
    title: str
    url: str
    is_done: bool
    is_here: bool


@dataclass(frozen=True, kw_only=True)
class ModuleLine:
    """One module with its steps; `state` is done, busy or todo.

    `minutes` is what completion asks for, `extra_minutes` what one may do beside it.
    """

    module: CompiledModule
    title: str
    subtitle: str
    summary: str
    goals: Sequence[str]
    minutes: int
    extra_minutes: int
    progress: ModuleProgress
    state: str
    glyph: Picture
    steps: Sequence[StepLine]


@dataclass(frozen=True, kw_only=True)
class CourseView:
    """A course as one trainee sees it today."""

    enrolment: Enrolment
    run: CourseRun
    published: Published
    locale: str
    progress: Progress
    status: Status
    due: Due | None
    resume: Resume | None
    certificate: Certificate | None

    @property
    def title(self) -> str:
        """The title of the course."""
        return self.published.course.text(self.locale).title

    @property
    def summary(self) -> str:
        """What the course is about, in a sentence or two."""
        return self.published.course.text(self.locale).summary

    @property
    def url(self) -> str:
        """The page of the course."""
        return url_for("trainee.show_course", enrolment_id=self.enrolment.id)

    @property
    def here(self) -> str:
        """The id of the step to go on with, "" when there is none."""
        return self.resume.step.id if self.resume else ""

    @property
    def awaits_certificate(self) -> bool:
        """Whether all is done, yet nothing that the trainee did could lead to the certificate."""
        return self.progress.is_complete and self.certificate is None

    def curve(self) -> Picture:
        """The curve on the cover."""
        return course_curve(
            self.published.course,
            locale=self.locale,
            here=self.here,
            is_complete=self.progress.is_complete,
        )

    def modules(self) -> list[ModuleLine]:
        """The modules with their steps."""
        return [self._module(module) for module in self.published.course.modules]

    def missing(self) -> list[StepLine]:
        """The steps that completion still asks for."""
        steps = self.published.course.steps_by_id
        return [self._step(steps[step_id]) for step_id in self.progress.missing]

    def _module(self, module: CompiledModule) -> ModuleLine:
        text = module.text(self.locale)
        progress = self.progress.module(module.id)
        is_begun = any(s.id in self.progress.completed or s.id == self.here for s in module.steps)
        done = progress.is_complete and is_begun
        return ModuleLine(
            module=module,
            title=text.title,
            subtitle=text.subtitle,
            summary=text.summary,
            goals=[_in_words(objective, self.locale) for objective in module.objectives],
            minutes=sum(step.minutes for step in module.steps if step.required),
            extra_minutes=sum(step.minutes for step in module.steps if not step.required),
            progress=progress,
            state="done" if done else "busy" if is_begun else "todo",
            glyph=module_glyph(module),
            steps=[self._step(step) for step in module.steps],
        )

    def _step(self, step: CompiledStep) -> StepLine:
        return StepLine(
            step=step,
            title=step.text(self.locale).title,
            url=url_for("trainee.show_step", enrolment_id=self.enrolment.id, step_id=step.id),
            is_done=step.id in self.progress.completed,
            is_here=step.id == self.here and step.id not in self.progress.completed,
        )


def _in_words(objective: Objective, locale: str) -> str:
    return objective.texts.get(locale) or next(iter(objective.texts.values()))


@dataclass(frozen=True, kw_only=True)
class _Facts:
    """What the database says of several enrolments, by enrolment id."""

    completed: Mapping[int, frozenset[str]]
    open_work: Mapping[int, Sequence[OpenWork]]
    certificates: Mapping[int, Certificate]


def view_courses(
    session: Session, *, learnings: Sequence[Learning], locale: str, today: date
) -> list[CourseView]:
    """The courses of a trainee, the one to go on with first; a constant number of queries."""
    enrolments = [learning.enrolment for learning in learnings]
    facts = _Facts(
        completed=list_completed_by_enrolment(session, enrolments=enrolments),
        open_work=list_open_work(session, enrolments=enrolments),
        certificates=list_certificates(session, enrolments=enrolments),
    )
    views = [
        _view(
            learning,
            published=get_revision(
                session, learning.revision_id, content_hash=learning.content_hash
            ),
            facts=facts,
            locale=locale,
            today=today,
        )
        for learning in learnings
    ]
    return sorted(views, key=_urgency)


def view_course(session: Session, *, desk: Desk) -> CourseView:
    """The course of a desk, as the viewer sees it today."""
    learning = Learning(
        enrolment=desk.enrolment,
        run=desk.run,
        revision_id=desk.published.revision_id,
        content_hash=desk.published.content_hash,
    )
    today = today_in(current_user.time_zone, now=desk.now)
    (view,) = view_courses(session, learnings=[learning], locale=desk.locale, today=today)
    return view


def _urgency(view: CourseView) -> tuple[bool, float, date]:
    """Unfinished before finished, then what was worked on last, then what is due first."""
    last = view.enrolment.last_activity_at or LONG_AGO
    return (
        view.progress.is_complete,
        -last.timestamp(),
        view.due.on if view.due else date.max,
    )


def _view(
    learning: Learning, *, published: Published, facts: _Facts, locale: str, today: date
) -> CourseView:
    enrolment, run = learning.enrolment, learning.run
    progress = measure_enrolment(
        enrolment, published=published, completed=facts.completed[enrolment.id]
    )
    due = find_due(own=enrolment.due_on, of_run=run.due_on, today=today)
    return CourseView(
        enrolment=enrolment,
        run=run,
        published=published,
        locale=locale,
        progress=progress,
        status=status_of(
            started_at=enrolment.started_at,
            completed_at=enrolment.completed_at,
            due_on=due.on if due else None,
            today=today,
        ),
        due=due,
        resume=find_resume(
            enrolment,
            published=published,
            progress=progress,
            open_work=facts.open_work.get(enrolment.id, ()),
            locale=locale,
        ),
        certificate=facts.certificates.get(enrolment.id),
    )
