"""What must hold for any text and any response."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from courseapp.quizzes.domain.kind import ResponseInvalid
from courseapp.quizzes.domain.numbers import NumberUnreadable, read_number
from courseapp.quizzes.domain.registry import QUESTION_KINDS
from courseapp.quizzes.domain.spelling import is_within
from tests.quizzes.reading import (
    GRADED,
    QUESTION,
    SAMPLES,
    Fields,
    PlainRender,
    block,
    report,
    sample,
)

LINES = st.sampled_from(
    [
        "- [x] a",
        "- [ ] b",
        "- [ ]",
        "  > c",
        "  d",
        "1. e",
        "2) f",
        "- g :: h",
        "- :: ",
        "= 3 ± 1 m",
        "= 1e9",
        "= ",
        "= a|b",
        "x [[y|z]] [[]]",
        "hint: k",
        "why:",
        "",
        "```",
        "tekst",
        "[[",
        "::",
        "### l",
        "- m",
        "- ( ) n",
        "- ()",
        "scale: 1..4 | o | p",
        "scale: 9..1 |",
        "= ٣",
        "- [x]\x00",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(LINES, max_size=14).map("\n".join))
RAW = st.dictionaries(
    st.sampled_from(["choice", "choices", "order", "pairs", "text", "texts"]),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=12),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner),
        max_leaves=6,
    ),
)
KINDS = st.sampled_from(sorted(SAMPLES))


@given(text=TEXTS, kind=st.none() | KINDS)
def test_parsing_and_compiling_never_raise_and_name_what_they_refuse(
    text: str, kind: str | None
) -> None:
    found = report()
    question = QUESTION.parse(block(text, **({"kind": kind} if kind else {})), found)
    assert question is not None or found.findings
    if question is None:
        return
    compiled = QUESTION.compile(question, PlainRender())
    own, key = QUESTION_KINDS[question.kind], compiled.keys["vraag"]
    if not own.is_graded:
        return
    right = own.right_response(compiled.data, key)
    assert own.grade(compiled.data, key, right).verdict == "correct"


@given(kind=KINDS, raw=RAW)
def test_any_json_is_either_refused_or_graded_within_bounds(kind: str, raw: dict[str, Any]) -> None:
    own, data, key = sample(kind, **({"points": "7"} if kind in GRADED else {}))
    try:
        response = own.read_json(data, raw).response
    except ResponseInvalid:
        return
    graded = own.grade(data, key, response)
    assert 0 <= graded.points <= graded.max_points == (7 if own.is_graded else 0)


@given(kind=KINDS, values=st.data())
def test_any_form_is_either_refused_or_read_the_same_again_as_json(
    kind: str, values: st.DataObject
) -> None:
    own, data, key = sample(kind)
    names = ["i", *(f"i-{part}" for part in [*_parts(data), "0", "1"])]
    value = st.lists(st.sampled_from(["", "1", "2", "4", "x", *_parts(data)]), max_size=2)
    form = Fields({name: values.draw(value) for name in names})
    try:
        reading = own.read_form(data, form, "i")
    except ResponseInvalid:
        return
    if reading.response is not None:
        assert own.read_json(data, reading.response).response == reading.response
        assert 0 <= own.grade(data, key, reading.response).points <= 1


@given(order=st.permutations(range(4)))
def test_turning_an_order_round_gives_the_points_that_were_missing(order: list[int]) -> None:
    own, data, key = sample("ordering", points="6")
    given_order = [key["order"][n] for n in order]
    there = own.grade(data, key, {"order": given_order}).points
    back = own.grade(data, key, {"order": given_order[::-1]}).points
    assert abs(there + back - 6) < 0.02


@given(chosen=st.permutations(["A", "C"]))
def test_the_order_in_which_options_are_chosen_does_not_count(chosen: list[str]) -> None:
    own, data, key = sample("multiple")
    ids = {o["html"]: o["id"] for o in data["options"]}
    reading = own.read_json(data, {"choices": [ids[each] for each in chosen]})
    assert own.grade(data, key, reading.response).verdict == "correct"


@given(text=st.text(max_size=30))
def test_reading_a_number_gives_a_number_or_a_reason(text: str) -> None:
    try:
        assert read_number(text).is_finite()
    except NumberUnreadable as unreadable:
        assert unreadable.reason in ("not-a-number", "thousands", "unit")


@given(value=st.decimals(-99, 99, places=2), comma=st.booleans(), minus=st.sampled_from("-−–"))
def test_every_spelling_of_a_number_is_the_same_number(value: Any, comma: bool, minus: str) -> None:
    text = str(value).replace("-", minus)
    assert read_number(text.replace(".", ",") if comma else text) == value


@given(a=st.text("abc", max_size=6), b=st.text("abc", max_size=6), slips=st.integers(0, 3))
def test_nearness_is_symmetric_and_grows_with_the_slips_allowed(a: str, b: str, slips: int) -> None:
    assert is_within(a, b, slips=slips) == is_within(b, a, slips=slips)
    assert not is_within(a, b, slips=slips) or is_within(a, b, slips=slips + 1)
    assert is_within(a, a, slips=0)


def _parts(data: Any) -> list[str]:
    pieces = [
        *data.get("options", []),
        *data.get("cards", []),
        *data.get("categories", []),
        *data.get("left", []),
        *data.get("right", []),
    ]
    return [piece["id"] for piece in pieces]
