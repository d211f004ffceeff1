"""Questions that would become of another kind while people's answers to them are kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from courseapp.catalog.domain.compiled import CompiledCourse
from courseapp.catalog.queries.courses import find_course
from courseapp.catalog.queries.revisions import get_revision, get_revisions

AnsweredIn = Callable[[Session, int, Collection[str]], Mapping[str, Collection[int]]]
"""For a course id and item ids: the revisions on which each item was answered."""


@dataclass(frozen=True, kw_only=True)
class KindChange:
    """A question whose answers were given to a question of another kind."""

    item_id: str
    was: str
    now: str


def list_kind_changes(
    session: Session, *, course: CompiledCourse, answered_in: AnsweredIn
) -> tuple[KindChange, ...]:
    """The questions of `course` that have answers to another kind of question under their id."""
    state = find_course(session, course.slug)
    if state is None:
        return ()
    current = get_revision(session, state.current.id, content_hash=state.current.content_hash)
    now, before = item_kinds(course), item_kinds(current.course)
    suspects = [item for item, kind in now.items() if before.get(item) != kind]
    revisions_of = answered_in(session, state.id, suspects) if suspects else {}
    ids = {number for numbers in revisions_of.values() for number in numbers}
    kinds = {number: item_kinds(r.course) for number, r in get_revisions(session, ids).items()}
    found = {
        (item, was)
        for item, numbers in revisions_of.items()
        for number in numbers
        if (was := kinds[number].get(item, now[item])) != now[item]
    }
    return tuple(KindChange(item_id=i, was=was, now=now[i]) for i, was in sorted(found))


def item_kinds(course: CompiledCourse) -> dict[str, str]:
    """The kind of each question by its id."""
    return {
        part.id: str(part.data["kind"])
        for step in course.steps()
        for text in step.texts.values()
        for part in text.parts
        if part.kind == "question"
    }
