"""Ratings, dates, sessions, mastery and retention: the rules of review without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fsrs import Rating
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courseapp.reviews.domain.evidence import (
    PRACTICE,
    QUIZ,
    REVIEW,
    SCENARIO,
    Evidence,
    in_order,
    share_of_walk,
)
from courseapp.reviews.domain.mastery import Word, measure, strength
from courseapp.reviews.domain.reminding import find_reminder_day, pack_days, unpack_days
from courseapp.reviews.domain.retention import make_point, period_of, wilson
from courseapp.reviews.domain.schedule import Memory, rate, replay, review
from courseapp.reviews.domain.session import (
    MOST_ITEMS,
    Due,
    choose_item,
    count_left,
    day_of,
    find_next,
    is_over,
    time_spent,
)

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def right(at: datetime = NOW, **more) -> Evidence:
    return Evidence(**({"objective_id": "slot", "source": QUIZ, "share": 1.0, "at": at} | more))


def wrong(at: datetime = NOW, **more) -> Evidence:
    return right(at, **({"share": 0.0} | more))


unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""For lists of answers, on a machine that has other things to do."""
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))
EVIDENCE = st.builds(
    Evidence,
    objective_id=st.just("slot"),
    source=st.sampled_from([QUIZ, PRACTICE, SCENARIO, REVIEW]),
    share=st.sampled_from([0.0, 0.5, 1.0]),
    at=MOMENTS,
    item_id=st.sampled_from(["a", "b", "c"]),
    confidence=st.sampled_from([None, "guess", "think", "sure"]),
    is_hinted=st.booleans(),
    is_known=st.booleans(),
    is_void=st.booleans(),
)


@pytest.mark.parametrize(
    ("evidence", "before", "expected"),
    [
        (wrong(), 3, Rating.Again),
        (wrong(confidence="sure"), 0, Rating.Again),
        (wrong(is_known=True), 0, Rating.Again),
        (right(confidence="guess"), 3, Rating.Hard),
        (right(is_hinted=True, confidence="sure"), 3, Rating.Hard),
        (right(share=0.5), 3, Rating.Hard),
        (right(), 3, Rating.Good),
        (right(confidence="think"), 3, Rating.Good),
        (right(confidence="sure"), 0, Rating.Good),
        (right(confidence="sure"), 1, Rating.Easy),
        (right(is_known=True), 0, Rating.Easy),
    ],
)
def test_the_rating_follows_from_behaviour(evidence, before, expected) -> None:
    assert rate(evidence, right_before=before) == expected


@given(EVIDENCE, st.integers(0, 50))
def test_ratings_are_total_and_only_what_is_wrong_comes_again(evidence, before) -> None:
    rating = rate(evidence, right_before=before)
    assert rating in tuple(Rating)
    assert (rating is Rating.Again) == (evidence.share == 0)


@given(st.lists(EVIDENCE, min_size=1, max_size=40))
@unhurried
def test_the_state_is_never_lost_and_never_due_before_it_was_answered(evidence) -> None:
    memory = replay(evidence)
    assert memory is not None
    assert memory.last_at == max(each.at for each in evidence)
    assert memory.due_at >= memory.last_at
    assert memory.due_at <= memory.last_at + timedelta(days=365)
    assert (memory.stability is None) == (memory.reviews == 0)


@given(
    st.lists(EVIDENCE, max_size=20, unique_by=lambda e: (e.at, e.source, e.item_id, e.share)),
    st.randoms(),
)
@unhurried
def test_the_same_answers_in_any_order_give_the_same_state(evidence, random) -> None:
    shuffled = list(evidence)
    random.shuffle(shuffled)
    assert replay(shuffled) == replay(evidence)


@given(st.lists(EVIDENCE, min_size=1, max_size=20))
@unhurried
def test_one_answer_at_a_time_leads_where_all_at_once_lead(evidence) -> None:
    counted = in_order(replace(e, is_void=False) for e in evidence)
    memory: Memory | None = None
    for each in counted:
        memory = review(memory, each)
    assert memory == replay(counted)


@pytest.mark.parametrize(("days", "chance"), [(0, 1.0), (5, 0.9403), (10, 0.9), (20, 0.8459), (40, 0.7821)])  # fmt: skip
def test_forgetting_follows_the_vectors_of_the_brief(days, chance) -> None:
    memory = Memory(due_at=NOW, last_at=NOW, stability=10.0, difficulty=5.0, reviews=1)
    assert memory.chance(NOW + days * DAY) == pytest.approx(chance, abs=1e-4)


def test_the_wait_grows_with_each_right_answer_and_shrinks_with_a_wrong_one() -> None:
    memory = replay([right()])
    waits = []
    for _ in range(3):
        waits.append(memory.due_at - memory.last_at)
        memory = review(memory, right(memory.due_at))
    assert waits == sorted(waits)
    assert timedelta(days=3) <= waits[0] <= timedelta(days=6)
    failed = review(memory, wrong(memory.due_at))
    assert failed.due_at - failed.last_at < waits[1]


def test_another_right_answer_makes_the_objective_new_and_due_at_once() -> None:
    memory = replay([right(is_void=True)])
    assert memory == Memory(due_at=NOW, last_at=NOW)
    later = right(NOW + DAY)
    assert replay([right(is_void=True), later]) == replace(replay([later]))


def test_sure_and_wrong_is_remembered_until_the_next_answer() -> None:
    memory = replay([wrong(confidence="sure")])
    assert memory.is_sure_wrong
    assert not review(memory, right(NOW + DAY)).is_sure_wrong


def test_sure_and_wrong_survives_a_right_answer_handed_in_together() -> None:
    together = [wrong(item_id="a", confidence="sure"), right(item_id="b")]
    assert replay(together).is_sure_wrong
    assert replay(together[::-1]).is_sure_wrong
    assert not replay([*together, right(NOW + DAY)]).is_sure_wrong


def test_fading_starts_below_seventy_percent() -> None:
    memory = Memory(due_at=NOW, last_at=NOW, stability=10.0, difficulty=5.0, reviews=1)
    assert not memory.has_faded(NOW + 80 * DAY)
    assert memory.has_faded(NOW + 120 * DAY)
    assert not Memory(due_at=NOW, last_at=NOW).has_faded(NOW + 999 * DAY)


def due(objective: str, *, module: int = 1, days: int = 0, sure: bool = False) -> Due:
    at = NOW - days * DAY
    return Due(enrolment_id=1, objective_id=objective, module=module, due_at=at, is_sure_wrong=sure)


def test_sure_and_wrong_comes_before_the_most_overdue() -> None:
    queue = [due("a", days=9), due("b", days=1, sure=True), due("c", days=4)]
    assert find_next(queue, last_module=None).objective_id == "b"
    assert find_next(queue[::2], last_module=None).objective_id == "a"
    assert find_next([], last_module=None) is None


def test_modules_take_turns_while_there_is_another_one() -> None:
    queue = [due("a", days=9), due("b", days=8), due("c", module=2, days=1)]
    assert find_next(queue, last_module=(1, 1)).objective_id == "c"
    assert find_next(queue[:2], last_module=(1, 1)).objective_id == "a"


@given(
    st.lists(
        st.builds(due, st.text("abcdef", min_size=1), module=st.integers(1, 4), days=st.integers(0, 9), sure=st.booleans()),
        unique_by=lambda each: each.objective_id,
    )
)  # fmt: skip
@unhurried
def test_everything_that_is_due_gets_its_turn(queue) -> None:
    left, order, last = list(queue), [], None
    while found := find_next(left, last_module=last):
        order.append(found)
        left.remove(found)
        last = (found.enrolment_id, found.module)
    assert sorted(order, key=str) == sorted(queue, key=str)
    assert [each.is_sure_wrong for each in order] == sorted([e.is_sure_wrong for e in queue], reverse=True)  # fmt: skip


def test_a_session_ends_after_ten_items_or_five_minutes() -> None:
    quick = [NOW + timedelta(seconds=10 * n) for n in range(MOST_ITEMS)]
    assert not is_over(quick[:9])
    assert is_over(quick)
    slow = [NOW + timedelta(seconds=60 * n) for n in range(6)]
    assert not is_over(slow[:5])
    assert is_over(slow)
    assert count_left(30, quick[:4]) == 6
    assert count_left(2, quick[:4]) == 2
    assert count_left(30, quick) == 0


def test_a_break_is_no_time_spent() -> None:
    assert time_spent([NOW, NOW + 3 * timedelta(hours=1)]) == timedelta(seconds=90)
    assert time_spent([]) == timedelta()


def test_the_day_runs_from_midnight_to_midnight_where_one_lives() -> None:
    day = day_of(datetime(2026, 10, 24, 23, 30, tzinfo=UTC), "Europe/Amsterdam")
    assert day.start == datetime(2026, 10, 24, 22, 0, tzinfo=UTC)
    assert day.end == datetime(2026, 10, 25, 23, 0, tzinfo=UTC)  # the clock goes back that night


def test_a_parallel_item_is_the_one_not_seen_lately() -> None:
    seen = {"a": NOW, "b": NOW - DAY}
    assert choose_item(["a", "b"], last_seen=seen, seed="x") == "b"
    assert choose_item(["a", "b", "c"], last_seen=seen, seed="x") == "c"
    assert choose_item([], last_seen={}, seed="x") is None
    fresh = {choose_item(["a", "b", "c"], last_seen={}, seed=str(n)) for n in range(20)}
    assert len(fresh) > 1


def test_strength_follows_the_vector_of_the_brief() -> None:
    expected = [0.51, 0.657, 0.4599, 0.6219, 0.7354, 0.8147, 0.8703]
    shares = [1, 1, 0, 1, 1, 1, 1]
    steps = [strength(shares[: n + 1]) for n in range(len(shares))]
    assert steps == pytest.approx(expected, abs=1e-4)


@given(st.lists(st.sampled_from([0.0, 0.5, 1.0])))
@unhurried
def test_strength_stays_between_nothing_and_all(shares) -> None:
    assert 0 <= strength(shares) <= 1
    assert strength([*shares, 1.0]) >= strength(shares) >= strength([*shares, 0.0])


def word(evidence, *, decided: bool = True, asks: bool = True) -> Word:
    return measure(evidence, has_decided=decided, asks_scenario=asks, now=NOW + 9 * DAY).word


MASTERS = [right(NOW + n * DAY) for n in range(5)]


def test_mastered_asks_for_strength_a_decision_and_three_days() -> None:
    assert word(MASTERS) == Word.MASTERED
    assert word(MASTERS[:3]) == Word.NEAR
    assert word(MASTERS, decided=False) == Word.NEAR
    assert word(MASTERS, decided=False, asks=False) == Word.MASTERED
    assert word([right() for _ in range(9)]) == Word.NEAR
    assert word([right()]) == Word.GROWING
    assert word([], decided=False) == Word.NEW
    assert word([]) == Word.GROWING


def test_practice_moves_no_strength_but_is_a_beginning() -> None:
    practised = [right(NOW + n * DAY, source=PRACTICE) for n in range(9)]
    assert word(practised) == Word.GROWING


def test_mastery_fades_visibly_and_what_was_void_does_not_count() -> None:
    later = measure(MASTERS, has_decided=True, asks_scenario=True, now=NOW + 3000 * DAY)
    assert later.word == Word.MASTERED
    assert later.has_faded
    void = [replace(each, is_void=True) for each in MASTERS]
    assert word(void) == Word.GROWING


@given(st.lists(EVIDENCE), st.booleans(), st.booleans())
@unhurried
def test_mastery_is_total_and_mastered_never_without_its_conditions(
    evidence, decided, asks
) -> None:
    found = measure(evidence, has_decided=decided, asks_scenario=asks, now=NOW)
    if found.word == Word.MASTERED:
        assert decided or not asks
        assert any(each.is_right for each in evidence)
    assert (found.word == Word.NEW) == (not evidence and not decided)


def test_a_walk_is_worth_what_its_replies_did() -> None:
    assert [share_of_walk(e) for e in ([2, 3], [2, -1], [0, -1])] == [1.0, 0.5, 0.0]


def test_wilson_follows_known_values() -> None:
    assert wilson(0.5, 10) == pytest.approx((0.2366, 0.7634), abs=1e-4)
    assert wilson(1.0, 5) == pytest.approx((0.5655, 1.0), abs=1e-4)
    assert wilson(0.0, 20) == pytest.approx((0.0, 0.1611), abs=1e-4)


@given(st.floats(0, 1), st.integers(1, 10_000))
def test_the_interval_holds_the_share_and_narrows_with_people(share, n) -> None:
    low, high = wilson(share, n)
    assert 0 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1
    wide = wilson(share, n)[1] - wilson(share, n)[0]
    assert wilson(share, n * 4)[1] - wilson(share, n * 4)[0] <= wide + 1e-9


@given(st.integers(0, 20), st.floats(0, 1))
def test_below_five_people_nothing_is_said(people, share) -> None:
    point = make_point(7, people=people, share=share)
    assert (point.share is None) == (people < 5)
    assert point.people == (people if people >= 5 else 0)


@pytest.mark.parametrize(("days", "name"), [(0, None), (3, None), (4, 7), (14, 7), (15, 30), (59, 30), (60, 90), (135, 90), (136, None)])  # fmt: skip
def test_a_review_belongs_to_the_period_it_is_near(days, name) -> None:
    assert period_of(days) == name


@given(st.sets(st.integers(0, 6)))
def test_days_of_the_week_survive_packing(days) -> None:
    assert set(unpack_days(pack_days(days))) == days


def test_a_reminder_waits_for_its_day_and_hour_and_goes_once() -> None:
    monday_nine = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)  # 9:00 in Amsterdam, a Monday
    rule = {"weekdays": pack_days([0]), "hour": 9, "time_zone": "Europe/Amsterdam"}
    assert find_reminder_day(**rule, last_on=None, now=monday_nine) == monday_nine.date()
    assert find_reminder_day(**rule, last_on=monday_nine.date(), now=monday_nine) is None
    assert find_reminder_day(**rule, last_on=None, now=monday_nine - timedelta(minutes=1)) is None
    assert find_reminder_day(**rule, last_on=None, now=monday_nine + DAY) is None
    late = monday_nine + timedelta(hours=3, minutes=59)
    assert find_reminder_day(**rule, last_on=None, now=late) is not None
    assert find_reminder_day(**rule, last_on=None, now=late + timedelta(minutes=1)) is None


def test_the_chosen_hour_stays_the_hour_on_the_wall_in_summer() -> None:
    summer = datetime(2027, 7, 5, 7, 0, tzinfo=UTC)  # 9:00 in Amsterdam, a Monday
    rule = {"weekdays": pack_days([0]), "hour": 9, "time_zone": "Europe/Amsterdam", "last_on": None}
    assert find_reminder_day(**rule, now=summer) is not None
    assert find_reminder_day(**rule, now=summer - timedelta(minutes=1)) is None
