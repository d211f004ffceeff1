"""The field of two scores, the gauge of chances and the line under pressure."""

from __future__ import annotations

import pytest

from courseapp.web.curve import Picture
from courseapp.web.field_chart import Contour, Field, field_chart, gauge
from courseapp.web.pressure_chart import Pressed, pressure_chart


def field(point: tuple[float, float], *contours: Contour) -> Picture:
    return field_chart(
        Field(point=point, contours=contours, across_word="verstand", up_word="gevoel"),
        title="Veld",
    )


def pressed(pressure: float, *, stated: float = 8, implicit: float = 4) -> Picture:
    return pressure_chart(
        Pressed(
            stated=stated,
            implicit=implicit,
            pressure=pressure,
            bound=6,
            stated_word="zegt",
            implicit_word="voelt",
            bound_word="blijft vanaf 6",
        ),
        title="Druk",
    )


def test_more_reason_is_further_right_and_more_feeling_higher() -> None:
    low, high = field((2, 2)).dots[0], field((9, 8)).dots[0]
    assert float(low.x) < float(high.x)
    assert float(low.y) > float(high.y)


def test_contours_differ_by_more_than_colour() -> None:
    line = [(0.0, 5.0), (10.0, 4.0)]
    picture = field(
        (5, 5),
        Contour(points=line, word="50%", chosen=True),
        Contour(points=line, word="", chosen=False),
        Contour(points=[], word="75%", chosen=True),
    )
    assert [path.css for path in picture.paths] == ["c-line", "c-line s2"]
    assert [t.text for t in picture.texts if "%" in t.text] == ["50%"]


def test_the_chosen_chance_is_filled_and_the_other_is_open() -> None:
    picture = gauge([("Gallup 70%", 0.7, True), ("optel 35%", 0.35, False)], title="Kans")
    assert [shape.x for shape in picture.shapes if shape.css == "c-mark"] == ["68.4"]
    assert [dot.x for dot in picture.dots] == ["36.2"]


@pytest.mark.parametrize(("chance", "anchor"), [(0.02, "start"), (0.5, "middle"), (0.98, "end")])
def test_words_stay_inside_the_gauge(chance: float, anchor: str) -> None:
    assert gauge([("kans", chance, True)], title="Kans").texts[0].anchor == anchor


def test_pressure_moves_the_point_from_saying_to_feeling() -> None:
    places = []
    for pressure in (0, 0.5, 1):
        mark = next(shape for shape in pressed(pressure).shapes if shape.css == "c-mark")
        places.append((float(mark.x), float(mark.y)))
    assert places == sorted(places)
    faces = [(float(s.x), float(s.y)) for s in pressed(0).shapes if s.css == "face"]
    assert [places[0], places[-1]] == faces


def test_the_mouth_follows_the_score() -> None:
    sad, glad = (s.d for s in pressed(0, stated=0, implicit=10).shapes if s.css == "face")
    assert "Q0 1 " in sad
    assert "Q0 11 " in glad
