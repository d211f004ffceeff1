"""Lines of equal chance on the field of reason and feeling."""

from __future__ import annotations

from courseapp.trainee.lab_emotion_field import contour


def test_contours_begin_and_end_at_the_edge_of_the_field() -> None:
    for chance in (0.25, 0.5, 0.75):
        for name in ("gallup", "additive"):
            line = contour(chance, name)
            for reason, feeling in (line[0], line[-1]):
                sides = (abs(side - at) for at in (reason, feeling) for side in (0, 10))
                assert min(sides) < 0.01
            assert [reason for reason, _ in line] == sorted(reason for reason, _ in line)
