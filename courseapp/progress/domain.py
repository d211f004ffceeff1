"""What is done and what is next, from facts alone; pages and reports share these functions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from courseapp.catalog.domain.compiled import CompiledCourse


@dataclass(frozen=True, kw_only=True)
class StepOutline:
    """A step as far as progress is concerned."""

    id: str
    required: bool


@dataclass(frozen=True, kw_only=True)
class ModuleOutline:
    """A module as far as progress is concerned."""

    id: str
    steps: tuple[StepOutline, ...]


@dataclass(frozen=True, kw_only=True)
class Outline:
    """The bones of a course: modules and steps in learning order."""

    modules: tuple[ModuleOutline, ...]

    @property
    def steps(self) -> tuple[StepOutline, ...]:
        """All steps in learning order."""
        return tuple(step for module in self.modules for step in module.steps)

    @property
    def required(self) -> tuple[str, ...]:
        """Ids of the steps that completion asks for, in learning order."""
        return tuple(step.id for step in self.steps if step.required)


@dataclass(frozen=True, kw_only=True)
class ModuleProgress:
    """What of a module is done; `missing` are required steps in learning order."""

    id: str
    done: int
    total: int
    missing: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether nothing required is missing."""
        return not self.missing


@dataclass(frozen=True, kw_only=True)
class Progress:
    """What of a course is done; `done` and `total` count required steps only."""

    modules: tuple[ModuleProgress, ...]
    completed: frozenset[str]
    done: int
    total: int
    missing: tuple[str, ...]
    next_step: str | None
    is_complete: bool

    @property
    def percent(self) -> int:
        """Whole percent done, 0 to 100, and 100 only for a complete course."""
        if self.is_complete:
            return 100
        return min(99, 100 * self.done // self.total) if self.total else 0

    def module(self, module_id: str) -> ModuleProgress:
        """The progress of one module."""
        return next(module for module in self.modules if module.id == module_id)


def outline_of(course: CompiledCourse) -> Outline:
    """The bones of a compiled course."""
    return Outline(
        modules=tuple(
            ModuleOutline(
                id=module.id,
                steps=tuple(
                    StepOutline(id=step.id, required=step.required) for step in module.steps
                ),
            )
            for module in course.modules
        )
    )


def measure(
    outline: Outline, *, completed: Collection[str], last_step: str = "", is_finished: bool = False
) -> Progress:
    """Progress from the completed step ids, the step last worked on, and having finished before.

    A course that was finished stays complete, whatever was added to it or taken out of it since.
    """
    done = frozenset(completed)
    modules = tuple(_measure_module(module, done) for module in outline.modules)
    missing = tuple(step for module in modules for step in module.missing)
    total = sum(module.total for module in modules)
    return Progress(
        modules=modules,
        completed=done,
        done=total - len(missing),
        total=total,
        missing=missing,
        next_step=_next_step(outline, done, last_step),
        is_complete=is_finished or (bool(total) and not missing),
    )


def _measure_module(module: ModuleOutline, done: frozenset[str]) -> ModuleProgress:
    required = [step.id for step in module.steps if step.required]
    missing = tuple(step for step in required if step not in done)
    return ModuleProgress(
        id=module.id, done=len(required) - len(missing), total=len(required), missing=missing
    )


def _next_step(outline: Outline, done: frozenset[str], last_step: str) -> str | None:
    """The step last worked on while open, else the next open required one, else any open one."""
    open_steps = [step for step in outline.steps if step.id not in done]
    if any(step.id == last_step for step in open_steps):
        return last_step
    order = [step.id for step in outline.steps]
    place = order.index(last_step) if last_step in order else -1
    required = [step.id for step in open_steps if step.required]
    after = [step for step in required if order.index(step) > place]
    optional = [step.id for step in open_steps if not step.required]
    return next(iter([*after, *required, *optional]), None)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A row of the completion ledger: which step, on which revision, when."""

    step_id: str
    revision_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What an enrolment keeps of its ledger: required steps done, and when and on what it ended."""

    steps_done: int = 0
    completed_at: datetime | None = None
    completed_revision_id: int | None = None


def advance(
    summary: Summary,
    *,
    completed: Collection[str],
    required: Collection[str],
    revision_id: int,
    at: datetime,
) -> Summary:
    """The summary after a moment with `completed` steps, on a revision that asks for `required`.

    The count never falls, and the first moment at which all was done stays.
    """
    done = len(set(completed) & set(required))
    finished = summary.completed_at is None and bool(required) and done == len(set(required))
    return Summary(
        steps_done=max(summary.steps_done, done),
        completed_at=at if finished else summary.completed_at,
        completed_revision_id=revision_id if finished else summary.completed_revision_id,
    )


def replay(
    entries: Iterable[Entry],
    *,
    required: Mapping[int, Collection[str]],
    settled: Summary | None = None,
) -> Summary:
    """The summary that a ledger (in order of time) must have led to; `required` by revision id.

    `settled` is the recorded summary: its completion counts where the ledger bears it out, because
    a course may also be finished by the removal of the last missing step.
    """
    summary, completed = Summary(), set[str]()
    pending = (
        settled if settled and settled.completed_at and settled.completed_revision_id else None
    )
    for entry in entries:
        if pending and pending.completed_at and entry.at > pending.completed_at:
            summary, pending = _settle(summary, completed, required, pending), None
        completed.add(entry.step_id)
        summary = advance(
            summary,
            completed=completed,
            required=required[entry.revision_id],
            revision_id=entry.revision_id,
            at=entry.at,
        )
    return _settle(summary, completed, required, pending) if pending else summary


def _settle(
    summary: Summary,
    completed: Collection[str],
    required: Mapping[int, Collection[str]],
    recorded: Summary,
) -> Summary:
    if recorded.completed_at is None or recorded.completed_revision_id is None:
        return summary
    return advance(
        summary,
        completed=completed,
        required=required[recorded.completed_revision_id],
        revision_id=recorded.completed_revision_id,
        at=recorded.completed_at,
    )
