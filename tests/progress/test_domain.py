"""Progress: one pure function from facts, and the summary that a ledger leads to."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from courseapp.catalog.domain.compiled import course_from_json
from courseapp.progress.domain import (
    Entry,
    ModuleOutline,
    Outline,
    StepOutline,
    Summary,
    advance,
    measure,
    outline_of,
    replay,
)
from tests.sample_course import COMPILED

START = datetime(2026, 11, 20, 9, tzinfo=UTC)
STEP_IDS = [f"stap-{n}" for n in range(8)]


def outline(*modules: str) -> Outline:
    """An outline from words such as "a b? c": a question mark makes a step optional."""
    return Outline(
        modules=tuple(
            ModuleOutline(
                id=f"m{number}",
                steps=tuple(
                    StepOutline(id=word.rstrip("?"), required=not word.endswith("?"))
                    for word in words.split()
                ),
            )
            for number, words in enumerate(modules, start=1)
        )
    )


@st.composite
def outlines(draw: st.DrawFn) -> Outline:
    """A course of one to four modules with any of eight steps, each once."""
    ids = draw(st.lists(st.sampled_from(STEP_IDS), unique=True))
    steps = [StepOutline(id=i, required=draw(st.booleans())) for i in ids]
    cuts = sorted(draw(st.lists(st.integers(0, len(steps)), max_size=3)))
    edges = [0, *cuts, len(steps)]
    return Outline(
        modules=tuple(
            ModuleOutline(id=f"m{n}", steps=tuple(steps[a:b]))
            for n, (a, b) in enumerate(itertools.pairwise(edges))
        )
    )


done_steps = st.sets(st.sampled_from([*STEP_IDS, "verdwenen"]))


def test_the_outline_of_a_course_keeps_its_order() -> None:
    course = course_from_json(COMPILED)
    assert outline_of(course).required == course.required_step_ids()


def test_a_fresh_course_begins_with_its_first_required_step() -> None:
    progress = measure(outline("a? b", "c"), completed=())
    assert progress.next_step == "b"
    assert (progress.done, progress.total, progress.percent) == (0, 2, 0)


def test_optional_steps_do_not_count_but_may_come_last() -> None:
    progress = measure(outline("a b?", "c"), completed=("a", "c"), last_step="c")
    assert progress.is_complete
    assert progress.next_step == "b"


def test_the_step_under_way_comes_first() -> None:
    assert measure(outline("a b", "c"), completed=(), last_step="c").next_step == "c"


def test_after_a_finished_step_comes_the_one_after_it() -> None:
    progress = measure(outline("a b", "c"), completed=("b",), last_step="b")
    assert progress.next_step == "c"
    assert progress.missing == ("a", "c")


def test_each_module_says_what_it_misses() -> None:
    progress = measure(outline("a b", "c d?"), completed=("a", "c"))
    assert [(m.done, m.total, m.missing) for m in progress.modules] == [(1, 2, ("b",)), (1, 1, ())]
    assert [m.is_complete for m in progress.modules] == [False, True]
    assert progress.module("m2").is_complete


def test_a_course_without_steps_is_not_complete() -> None:
    progress = measure(outline("", "a?"), completed=())
    assert not progress.is_complete
    assert progress.percent == 0


def test_two_of_three_is_66_percent() -> None:
    assert measure(outline("a b c"), completed=("a", "b")).percent == 66


def test_a_finished_course_stays_complete_when_a_step_is_added() -> None:
    progress = measure(outline("a b"), completed=("a",), is_finished=True)
    assert progress.is_complete
    assert progress.percent == 100
    assert progress.missing == ("b",)


@given(outlines(), done_steps, st.sampled_from([*STEP_IDS, ""]), st.booleans())
def test_percentages_and_counts_stay_within_bounds(
    course: Outline, done: set[str], last: str, is_finished: bool
) -> None:
    progress = measure(course, completed=done, last_step=last, is_finished=is_finished)
    assert 0 <= progress.percent <= 100
    assert 0 <= progress.done <= progress.total
    assert progress.done + len(progress.missing) == progress.total
    assert (progress.percent == 100) == progress.is_complete
    assert sum(module.total for module in progress.modules) == progress.total


@given(outlines(), done_steps, st.sampled_from([*STEP_IDS, ""]))
def test_the_next_step_is_open_and_required_as_long_as_any_is(
    course: Outline, done: set[str], last: str
) -> None:
    progress = measure(course, completed=done, last_step=last)
    if progress.next_step is None:
        assert {step.id for step in course.steps} <= done
    else:
        assert progress.next_step not in done
        assert (
            progress.next_step in progress.missing
            or not progress.missing
            or (progress.next_step == last)
        )


@given(outlines(), done_steps, st.data())
def test_removing_a_step_never_lowers_a_finished_result(
    course: Outline, done: set[str], data: st.DataObject
) -> None:
    before = measure(course, completed=done)
    if not course.steps:
        return
    gone = data.draw(st.sampled_from(course.steps))
    after = measure(_without(course, gone.id), completed=done, is_finished=before.is_complete)
    assert after.is_complete >= before.is_complete
    assert set(after.missing) <= set(before.missing)


def _without(course: Outline, step_id: str) -> Outline:
    return Outline(
        modules=tuple(
            ModuleOutline(id=m.id, steps=tuple(s for s in m.steps if s.id != step_id))
            for m in course.modules
        )
    )


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Entry], dict[int, tuple[str, ...]]]:
    """A ledger in order of time, on up to three revisions that ask for different steps."""
    required = {
        number: tuple(draw(st.lists(st.sampled_from(STEP_IDS), unique=True)))
        for number in (1, 2, 3)
    }
    ids = draw(st.lists(st.sampled_from(STEP_IDS), unique=True))
    entries, revision = [], 1
    for minute, step_id in enumerate(ids):
        revision = draw(st.integers(revision, 3))
        at = START + timedelta(minutes=minute)
        entries.append(Entry(step_id=step_id, revision_id=revision, at=at))
    return entries, required


def _live(entries: list[Entry], required: dict[int, tuple[str, ...]]) -> list[Summary]:
    """The summaries that services would have stored, one after each row."""
    summary, completed, found = Summary(), set[str](), []
    for entry in entries:
        completed.add(entry.step_id)
        summary = advance(
            summary,
            completed=completed,
            required=required[entry.revision_id],
            revision_id=entry.revision_id,
            at=entry.at,
        )
        found.append(summary)
    return found


@given(histories())
def test_a_ledger_replayed_gives_the_stored_summary(
    history: tuple[list[Entry], dict[int, tuple[str, ...]]],
) -> None:
    entries, required = history
    stored = (_live(entries, required) or [Summary()])[-1]
    assert replay(entries, required=required, settled=stored) == stored


@given(histories())
def test_the_count_never_falls_and_the_first_completion_stays(
    history: tuple[list[Entry], dict[int, tuple[str, ...]]],
) -> None:
    entries, required = history
    summaries = _live(entries, required)
    for before, after in itertools.pairwise(summaries):
        assert after.steps_done >= before.steps_done
        if before.completed_at is not None:
            assert after.completed_at == before.completed_at


def test_a_completion_by_a_removed_step_is_borne_out_by_the_ledger() -> None:
    entries = [Entry(step_id="a", revision_id=1, at=START)]
    later = START + timedelta(days=1)
    settled = Summary(steps_done=1, completed_at=later, completed_revision_id=2)
    required = {1: ("a", "b"), 2: ("a",)}
    assert replay(entries, required=required, settled=settled) == settled


def test_a_completion_that_the_ledger_does_not_bear_out_is_not_believed() -> None:
    entries = [Entry(step_id="a", revision_id=1, at=START)]
    claimed = Summary(steps_done=2, completed_at=START, completed_revision_id=1)
    replayed = replay(entries, required={1: ("a", "b")}, settled=claimed)
    assert replayed == Summary(steps_done=1)


def test_a_completion_recorded_too_late_is_moved_to_the_row_that_earned_it() -> None:
    entries = [Entry(step_id="a", revision_id=1, at=START)]
    late = Summary(steps_done=1, completed_at=START + timedelta(hours=2), completed_revision_id=1)
    assert replay(entries, required={1: ("a",)}, settled=late).completed_at == START
