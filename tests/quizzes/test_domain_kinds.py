"""Reading, compiling and grading each kind of question."""

from __future__ import annotations

import json

import pytest

from courseapp.quizzes.domain.kind import ResponseInvalid
from courseapp.quizzes.domain.registry import QUESTION_KINDS
from tests.quizzes.reading import GRADED, SAMPLES, Fields, compiled, read, sample

KINDS = sorted(QUESTION_KINDS)


def test_there_is_a_sample_of_every_kind() -> None:
    assert sorted(SAMPLES) == KINDS


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "true-false"])
def test_the_kind_follows_from_the_shape_of_the_answers(kind: str) -> None:
    question, _ = read(SAMPLES[kind])
    assert question is not None
    assert question.kind == kind


@pytest.mark.parametrize("kind", GRADED)
def test_the_right_response_earns_all_points(kind: str) -> None:
    question, data, key = sample(kind, points="4")
    graded = question.grade(data, key, question.right_response(data, key))
    assert (graded.points, graded.max_points, graded.verdict) == (4.0, 4.0, "correct")


@pytest.mark.parametrize("kind", KINDS)
def test_no_response_is_unanswered_and_earns_nothing(kind: str) -> None:
    question, data, key = sample(kind)
    graded = question.grade(data, key, None)
    assert (graded.points, graded.verdict) == (0.0, "unanswered")


@pytest.mark.parametrize("kind", GRADED)
def test_the_right_response_survives_json_and_the_strict_reading(kind: str) -> None:
    question, data, key = sample(kind)
    right = question.right_response(data, key)
    assert question.read_json(data, json.loads(json.dumps(right))).response == right


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_form_is_unanswered(kind: str) -> None:
    question, data, _ = sample(kind)
    assert question.read_form(data, Fields(), "i-vraag").response is None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"choice": 1},
        {"choice": "zzz"},
        {"choices": "abc"},
        {"choices": ["zzz"]},
        {"order": ["a", "b"]},
        {"pairs": []},
        {"pairs": {"zz": "yy"}},
        {"text": 5},
        {"text": "x" * 500},
        {"texts": ["a"]},
        {"texts": ["a", "b", "c"]},
        {"texts": ["a", 1]},
    ],
)
def test_a_response_that_does_not_fit_is_refused(kind: str, raw: dict[str, object]) -> None:
    question, data, _ = sample(kind)
    with pytest.raises(ResponseInvalid):
        question.read_json(data, raw)


@pytest.mark.requirement("SEC-13")
@pytest.mark.parametrize("kind", KINDS)
def test_the_public_data_hold_nothing_of_the_key(kind: str) -> None:
    question, _ = read(SAMPLES[kind] + "\nwhy: KANARIE", kind=kind)
    _, data, key = compiled(SAMPLES[kind].split("\nwhy")[0] + "\nwhy: KANARIE", kind=kind)
    shown = json.dumps(data)
    assert question is not None
    assert "KANARIE" not in shown
    assert "KANARIE" in json.dumps(key)
    assert not {"right", "order", "pairs", "value", "accept", "gaps", "feedback"} & set(
        json.loads(shown)
    ) - ({"right"} if kind == "matching" else set())


def test_feedback_hint_and_why_are_read() -> None:
    _, data, key = sample("single")
    assert data["hint_html"] == "Kijk."
    assert key["why_html"] == "<p>Daarom.</p>"
    assert [key["feedback"].get(o["id"]) for o in data["options"]] == [
        "<p>Nee.</p>",
        "<p>Ja.</p>",
        None,
    ]


def test_a_hint_may_stand_above_the_answers() -> None:
    _, data, _ = compiled("Wat?\nhint: Kijk\ngoed.\n\n- [x] A\n- [ ] B")
    assert data["hint_html"] == "Kijk goed."
    assert data["prompt_text"] == "Wat?"


def test_answers_inside_a_code_fence_belong_to_the_prompt() -> None:
    question, codes = read("Wat?\n```\n- [x] geen optie\n```\n\n= 3")
    assert codes == []
    assert question is not None
    assert question.kind == "numeric"


def test_a_prompt_of_one_paragraph_becomes_a_legend() -> None:
    _, data, _ = sample("single")
    assert data["legend_html"] == "Wat?"


@pytest.mark.parametrize(
    ("chosen", "points"), [("AC", 1.0), ("A", 0.5), ("AB", 0.0), ("ACB", 0.5), ("BD", 0.0)]
)
def test_partial_multiple_takes_a_wrong_choice_off_a_right_one(chosen: str, points: float) -> None:
    question, data, key = sample("multiple", grading="partial")
    ids = {o["html"]: o["id"] for o in data["options"]}
    assert question.grade(data, key, {"choices": [ids[c] for c in chosen]}).points == points


def test_multiple_is_all_or_nothing_unless_stated() -> None:
    question, data, key = sample("multiple")
    graded = question.grade(data, key, {"choices": [key["right"][0]]})
    assert (graded.points, graded.verdict) == (0.0, "incorrect")


@pytest.mark.parametrize(("swap", "points"), [((0, 1), 5 / 6), ((0, 3), 1 / 6)])
def test_ordering_earns_each_pair_in_the_right_relative_order(
    swap: tuple[int, int], points: float
) -> None:
    question, data, key = sample("ordering")
    order = list(key["order"])
    order[swap[0]], order[swap[1]] = order[swap[1]], order[swap[0]]
    graded = question.grade(data, key, {"order": order})
    assert graded.points == pytest.approx(points, abs=0.01)
    assert [mark.right for mark in graded.marks].count(False) == 2


def test_the_opposite_order_earns_nothing() -> None:
    question, data, key = sample("ordering")
    assert question.grade(data, key, {"order": key["order"][::-1]}).verdict == "incorrect"


def test_equal_places_in_a_form_are_kept_and_flagged() -> None:
    question, data, _ = sample("ordering")
    cards = [card["id"] for card in data["cards"]]
    places = dict(zip(cards, ["2", "1", "2", ""], strict=True))
    reading = question.read_form(data, Fields({f"i-v-{c}": [p] for c, p in places.items()}), "i-v")
    assert reading.response == {"order": [cards[1], cards[0], cards[2], cards[3]]}
    assert reading.problem == "places"


def test_matching_earns_each_pair_and_a_right_side_may_serve_twice() -> None:
    question, data, key = sample("matching")
    assert len(data["right"]) == 2
    lefts = [left["id"] for left in data["left"]]
    graded = question.grade(data, key, {"pairs": {lefts[0]: key["pairs"][lefts[0]]}})
    assert graded.points == pytest.approx(1 / 3, abs=0.01)
    assert graded.verdict == "partly"


def test_the_sides_of_a_pair_have_ids_that_do_not_tell_they_belong_together() -> None:
    _, _, key = sample("matching")
    assert all(left != right for left, right in key["pairs"].items())


@pytest.mark.parametrize(
    "text",
    [
        "-0.5",
        "−0,5",
        "– 0,5",
        "-,5",
        "-0,4",
        "-0,6",
        " -0,50 ",
        "-0,5 punten",
        "-0,5 Punten",
        "-0,5\xa0punten",
    ],
)
def test_a_number_is_read_as_people_write_it(text: str) -> None:
    question, data, key = sample("numeric")
    assert question.grade(data, key, {"text": text}).verdict == "correct"


@pytest.mark.parametrize("text", ["-0,39", "-0,61", "0,5", "5", "+0.5"])
def test_a_number_outside_the_tolerance_is_incorrect(text: str) -> None:
    question, data, key = sample("numeric")
    assert question.grade(data, key, {"text": text}).verdict == "incorrect"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("1.000", "thousands"),
        ("12,500", "thousands"),
        ("1 000", "thousands"),
        ("1.000,5", "thousands"),
        ("-1'000'000", "thousands"),
        ("veel", "not-a-number"),
        ("1-2", "not-a-number"),
        ("3 4", "not-a-number"),
        ("5 euro", "unit"),
        ("1e3", "unit"),
        ("0,125", ""),
        ("1000", ""),
        ("1,0005", ""),
        ("3,", ""),
    ],
)
def test_a_text_that_is_no_plain_number_is_named(text: str, problem: str) -> None:
    question, data, key = sample("numeric")
    assert question.read_json(data, {"text": text}).problem == problem
    verdict = question.grade(data, key, {"text": text}).verdict
    assert (verdict == "unreadable") == bool(problem)


@pytest.mark.parametrize(
    ("match", "text", "is_right"),
    [
        ("folded", "  daniel   KAHNEMAN. ", True),
        ("folded", "Kahnemann", False),
        ("exact", "kahneman", False),
        ("exact", " Daniël  Kahneman", True),
        ("near", "kahnemann", True),
        ("near", "kanheman", True),
        ("near", "Kaneman", True),
        ("near", "Kaman", False),
    ],
)
def test_a_short_text_is_compared_as_the_author_says(match: str, text: str, is_right: bool) -> None:
    question, data, key = sample("short-text", match=match)
    assert (question.grade(data, key, {"text": text}).verdict == "correct") is is_right


def test_near_forgives_nothing_in_a_very_short_word() -> None:
    question, data, key = compiled("Wat?\n\n= nee", match="near")
    assert question.grade(data, key, {"text": "mee"}).verdict == "incorrect"


def test_a_gap_text_is_graded_per_gap_and_keeps_the_spaces_around_gaps() -> None:
    question, data, key = sample("gap-text")
    assert data["segments"] == [
        {"html": "De "},
        {"gap": 0},
        {"html": " en het "},
        {"gap": 1},
        {"html": "."},
    ]
    graded = question.grade(data, key, {"texts": ["Hoogtepunt", "begin"]})
    assert (graded.points, graded.verdict) == (0.5, "partly")
    assert [mark.right for mark in graded.marks] == [True, False]


def test_ids_of_parts_do_not_depend_on_the_language() -> None:
    _, dutch, _ = compiled("Wat?\n\n- [x] ja\n- [ ] nee")
    _, english, _ = compiled("What?\n\n- [x] yes\n- [ ] no")
    assert [o["id"] for o in dutch["options"]] == [o["id"] for o in english["options"]]
