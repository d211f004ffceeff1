"""Charts of two lines with the room between them, and of a chance below them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from courseapp.web.curve import Picture
from courseapp.web.gap_chart import TOUCHING, ChanceWords, Lines, chance_chart, gap_chart, stretches

values = st.floats(0, 15)


def drawn(
    received: list[float],
    expected: list[float],
    extras: tuple[int, ...] = (),
    missed: tuple[int, ...] = (),
) -> Picture:
    return gap_chart(
        Lines(
            received=received,
            expected=expected,
            extras=extras,
            missed=missed,
            places=[str(n + 1) for n in range(len(received))],
            received_word="krijgt",
            expected_word="verwacht",
        ),
        title="Kloof",
    )


def texts(picture: Picture) -> list[str]:
    return [text.text for text in picture.texts]


def test_lines_that_cross_leave_two_stretches_that_meet_at_the_crossing() -> None:
    over, under = stretches([8, 8, 4], [6, 6, 6])
    assert (over.positive, under.positive) == (True, False)
    assert (over.strongest, under.strongest) == (0, 2)
    assert (1.5, 6.0) in over.outline
    assert (1.5, 6.0) in under.outline


def test_equal_lines_leave_no_stretch() -> None:
    assert stretches([7, 7, 7], [7, 7, 7]) == []


@given(st.lists(st.tuples(values, values), min_size=2, max_size=60))
@example([(0.0, 1e-12), (0.0, 1.0)])
def test_stretches_cover_every_gap_once(pairs: list[tuple[float, float]]) -> None:
    received, expected = [r for r, _ in pairs], [e for _, e in pairs]
    found = stretches(received, expected)
    for n, (got, wanted) in enumerate(pairs):
        parts = [s for s in found if (float(n), got) in s.outline and s.positive == (got > wanted)]
        assert len(parts) == 1 or got <= wanted + TOUCHING
    for part in found:
        assert all(0 <= place <= len(pairs) - 1 for place, _ in part.outline)


def test_every_disappointment_has_its_own_sign() -> None:
    picture = drawn([7, 6, 7, 5, 7], [7, 7, 7, 7, 7])
    assert texts(picture).count("\u2212") == 2


def test_a_gap_has_its_sign_as_a_word_too() -> None:
    picture = drawn([9, 9, 5], [6, 7, 8])
    assert "+" in texts(picture)
    assert "\u2212" in texts(picture)
    assert [path.css for path in picture.paths[:2]] == ["gap-more", "gap-less"]


def test_a_gap_too_small_to_see_has_no_sign() -> None:
    assert "+" not in texts(drawn([6.1, 6.1], [6, 6]))


def test_an_extra_gets_its_own_sign_instead_of_a_dot() -> None:
    picture = drawn([7, 9, 7], [7, 7, 7], extras=(1,))
    assert len(picture.dots) == 2
    assert [shape.css for shape in picture.shapes].count("c-mark") == 1


def test_an_occasion_without_an_extra_gets_an_open_sign() -> None:
    picture = drawn([7, 9, 7], [7, 7, 8], extras=(1,), missed=(2,))
    assert [s.css for s in picture.shapes if s.css != "g-tick"] == ["c-mark", "gap-missed"]
    assert len(picture.dots) == 1


@pytest.mark.parametrize(("most", "top"), [(9.0, "10"), (12.2, "13"), (15.0, "15")])
def test_the_scale_grows_with_what_is_expected(most: float, top: str) -> None:
    assert top in texts(drawn([7, 7], [7, most]))


def test_sixty_places_get_a_word_for_some_of_them() -> None:
    words = texts(drawn([7.0] * 60, [7.0] * 60))
    assert "1" in words
    assert "2" not in words
    assert len(words) < 15


def test_the_highest_chance_is_marked() -> None:
    words = ChanceWords(name="kans", usual="10%", title="Kans")
    picture = chance_chart([0.1, 0.6, 0.2], ["1", "2", "3"], usual=0.1, words=words)
    marks = [shape for shape in picture.shapes if shape.css == "c-mark"]
    assert [mark.x for mark in marks] == ["45"]
    assert "10%" in texts(picture)
    calm = chance_chart([0.1, 0.05], ["1", "2"], usual=0.1, words=words)
    assert [shape for shape in calm.shapes if shape.css == "c-mark"] == []
