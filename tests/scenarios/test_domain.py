"""A sheet makes a graph: which turns take part, what is missing, where the ends lie."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseapp.dialogues.domain.graph import Graph
from courseapp.dialogues.domain.walk import begin, step, walk
from courseapp.scenarios.domain.play import build_play, list_unreachable, plain_html
from courseapp.scenarios.domain.sheet import (
    CHOICES,
    EFFECTS,
    LIMITS,
    REPLIES,
    clean_sheet,
    list_missing,
    list_turns,
)
from tests.scenarios.sheets import TITLES, full_sheet

TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=40
).filter(str.strip)


@st.composite
def sheets(draw: st.DrawFn) -> dict[str, str]:
    """Any sheet that may be played: two to four turns, any effects, any words."""
    sheet = full_sheet(turns=draw(st.integers(2, 4)))
    texts = [name for name in LIMITS if sheet.get(name)]
    for name in draw(st.lists(st.sampled_from(texts), unique=True, max_size=6)):
        sheet[name] = draw(TEXT)
    for name in (name for name in sheet if name.startswith("effect-")):
        sheet[name] = draw(st.sampled_from(EFFECTS))
    sheet["mood"] = draw(st.sampled_from(CHOICES["mood"]))
    return clean_sheet(sheet)


def play(sheet: dict[str, str]) -> Graph:
    return build_play(sheet, step_id="eigen", titles=TITLES).graph


def sums(sheet: dict[str, str]) -> set[int]:
    """All sums of effects that some choices make, by trying them all."""
    found = {0}
    for turn in list_turns(sheet):
        effects = {int(sheet[f"effect-{turn}{reply}"]) for reply in REPLIES}
        found = {total + effect for total in found for effect in effects}
    return found


@given(sheets())
def test_an_end_is_reached_exactly_when_the_effects_allow_it(sheet: dict[str, str]) -> None:
    good = 2 * len(list_turns(sheet))
    allowed = {
        "good": any(total >= good for total in sums(sheet)),
        "mixed": any(0 <= total < good for total in sums(sheet)),
        "bad": any(total < 0 for total in sums(sheet)),
    }
    made = build_play(sheet, step_id="eigen", titles=TITLES)
    assert list_unreachable(made) == [end for end, is_open in allowed.items() if not is_open]


@given(sheets(), st.data())
def test_a_resumed_walk_is_the_uninterrupted_one_and_always_ends(
    sheet: dict[str, str], data: st.DataObject
) -> None:
    graph = play(sheet)
    state, choices = begin(graph), []
    while state.passage:
        choices.append(data.draw(st.sampled_from(sorted(graph.passages[state.passage]))))
        state = step(graph, state, choices[-1])
        assert state == walk(play(clean_sheet(dict(sheet))), choices)
    assert len(choices) == len(list_turns(sheet))
    total = state.total
    assert state.end == ("good" if total >= 2 * len(choices) else "mixed" if total >= 0 else "bad")


@given(st.text(max_size=60))
def test_what_looks_like_markup_stays_text(text: str) -> None:
    html = plain_html(text)
    inside = re.sub(r"^<p>|</p>$", "", html).replace("</p><p>", "")
    assert not set("<>\"'") & set(inside)
    assert "&" not in re.sub(r"&(amp|lt|gt|quot|#x27);", "", inside)


def test_a_turn_without_words_does_not_take_part() -> None:
    sheet = clean_sheet(full_sheet(turns=2))
    assert list_turns(sheet) == [1, 2] and list_missing(sheet) == ()
    skipped = clean_sheet(full_sheet(turns=2) | _turn(4))
    assert list_turns(skipped) == [1, 2, 4] and list_missing(skipped) == ()
    assert list(play(skipped).passages) == ["turn-1", "turn-2", "turn-3"]


def _turn(turn: int) -> dict[str, str]:
    return {k: v for k, v in full_sheet(turns=4).items() if re.search(rf"-{turn}[abc]?$", k)}


def test_a_turn_that_was_begun_is_to_be_finished() -> None:
    sheet = clean_sheet(full_sheet(turns=2) | {"says-3": "En nu?"})
    assert list_missing(sheet)[0] == "reply-3a" and len(list_missing(sheet)) == 6


def test_an_empty_sheet_misses_two_turns_and_the_ends() -> None:
    missing = list_missing(clean_sheet({}))
    assert missing[:3] == ("customer", "setting", "says-1") and missing[-1] == "end-bad"
    assert not any(name.startswith(("says-3", "reply-4")) for name in missing)


@pytest.mark.parametrize("value", ["9", "", "3.5", "<b>"])
def test_a_choice_that_is_none_becomes_the_proposed_one(value: str) -> None:
    sheet = clean_sheet(full_sheet() | {"effect-1a": value, "mood": value, "channel": value})
    assert (sheet["effect-1a"], sheet["mood"], sheet["channel"]) == ("2", "-2", "phone")


def test_unknown_fields_are_left_out_and_names_keep_to_one_line() -> None:
    sheet = clean_sheet({"customer": "Mevrouw\nBlom", "csrf_token": "x", "mood": "4"})
    assert sheet["customer"] == "Mevrouw Blom" and sheet.keys() == LIMITS.keys() | CHOICES.keys()


def test_a_reply_keeps_its_name_when_words_and_effects_change() -> None:
    before = play(clean_sheet(full_sheet()))
    after = play(clean_sheet(full_sheet(mark="!") | {"effect-1a": "-3"}))
    assert list(before.passages["turn-1"]) == list(after.passages["turn-1"])
