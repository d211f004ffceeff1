"""Line ends that stay, differences that add up, words that count."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from courseapp.trainer.domain import compare, count_words, keep_line_ends, normalise, split_lines

TEXTS = st.text(st.sampled_from("ab \r\n#é\u2028\x0b\ufeff"), max_size=60)


def as_sent(text: str) -> str:
    """What a browser sends for what it showed."""
    return normalise(text.lstrip("\ufeff")).replace("\n", "\r\n")


@given(TEXTS)
def test_a_text_that_nobody_touched_comes_back_byte_for_byte(text: str) -> None:
    text = text[:1] + text[1:].replace("\ufeff", "")
    assert keep_line_ends(text, as_sent(text)) == text


@given(TEXTS, TEXTS)
def test_an_edited_text_says_what_its_writer_saw(original: str, edited: str) -> None:
    kept = keep_line_ends(original, as_sent(edited))
    assert normalise(kept.removeprefix("\ufeff")) == normalise(edited.lstrip("\ufeff"))


def test_a_kept_line_end_does_not_melt_into_the_next() -> None:
    assert normalise(keep_line_ends("\n\r\ra", "\r\n\r\nb")) == "\n\nb"
    assert normalise(keep_line_ends("x\r\n\ny", "x\r\n\r\nz")) == "x\n\nz"
    assert keep_line_ends("een\rtwee\n\ndrie", "een\r\n\r\ndrie") == "een\r\rdrie"


def test_lines_that_stay_keep_their_ends_and_new_ones_get_the_usual_one() -> None:
    original = "een\r\ntwee\ndrie\r\n"
    assert keep_line_ends(original, "een\r\nnieuw\r\ntwee\r\ndrie\r\n") == (
        "een\r\nnieuw\r\ntwee\ndrie\r\n"
    )


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert compare(text, text) == ()


@given(TEXTS, TEXTS)
def test_the_differences_hold_every_line_that_came_or_went(old: str, new: str) -> None:
    lines = compare(old, new)
    before = [line.rstrip("\r\n") for line in split_lines(old)]
    after = [line.rstrip("\r\n") for line in split_lines(new)]
    for line in lines:
        if line.old is not None:
            assert before[line.old - 1] == line.text
        if line.new is not None:
            assert after[line.new - 1] == line.text
    gone = {line.old for line in lines if line.sign == "-"}
    come = {line.new for line in lines if line.sign == "+"}
    kept = [t for n, t in enumerate(before, 1) if n not in gone]
    assert kept == [t for n, t in enumerate(after, 1) if n not in come]


def test_differences_leave_out_what_is_far_away() -> None:
    old = "\n".join(str(n) for n in range(100))
    lines = compare(old, old.replace("50", "vijftig"))
    assert [line.sign for line in lines] == ["…", *"   -+   ", "…"]


def test_two_large_texts_are_compared_in_bounded_time() -> None:
    old = "\n".join(f"a{n}" for n in range(60_000))
    new = "\n".join(f"b{n}" for n in range(60_000))
    assert len(compare(old, new)) == 120_000


def test_front_matter_and_signs_are_no_words() -> None:
    assert count_words("---\ntitle: Een twee\n---\nDrie vier, vijf – 6 **zes**.\n") == 4
