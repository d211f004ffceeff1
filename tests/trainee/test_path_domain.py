"""Where the button leads and how the curve of a course is drawn."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from courseapp.catalog.domain.compiled import course_from_json
from courseapp.progress.domain import ModuleOutline, Outline, StepOutline, measure
from courseapp.trainee.arcs import (
    COURSE_FRAME,
    bar_curve,
    course_curve,
    lesson_curve,
    module_glyph,
    module_share,
    step_share,
)
from courseapp.trainee.queries import OpenWork
from courseapp.trainee.resume import find_place
from tests.sample_course import COMPILED

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
STEPS = ("les", "gesprek", "toets", "plan")
OUTLINE = Outline(
    modules=(ModuleOutline(id="m", steps=tuple(StepOutline(id=s, required=True) for s in STEPS)),)
)
COURSE = course_from_json(COMPILED)


def _work(step_id: str, minutes: int = 0) -> OpenWork:
    return OpenWork(kind="quiz", step_id=step_id, id=1, at=NOW - timedelta(minutes=minutes))


def test_open_work_on_the_last_step_comes_first_even_when_that_step_is_done() -> None:
    progress = measure(OUTLINE, completed=("toets",), last_step="toets")
    place = find_place(progress, last_step="toets", open_work=[_work("gesprek"), _work("toets")])
    assert place is not None
    assert (place.step_id, place.work) == ("toets", _work("toets"))


def test_the_newest_of_two_attempts_at_a_step_is_the_one_to_go_on_with() -> None:
    progress = measure(OUTLINE, completed=(), last_step="toets")
    place = find_place(
        progress, last_step="toets", open_work=[_work("toets", 1), _work("toets", 9)]
    )
    assert place is not None
    assert place.work == _work("toets", 1)


def test_an_open_retake_of_a_finished_step_does_not_hold_up_the_next_step() -> None:
    progress = measure(OUTLINE, completed=("les", "toets"), last_step="les")
    place = find_place(progress, last_step="les", open_work=[_work("toets")])
    assert place is not None
    assert (place.step_id, place.work) == ("gesprek", None)


def test_nothing_left_is_no_place() -> None:
    progress = measure(OUTLINE, completed=STEPS, last_step="plan")
    assert find_place(progress, last_step="plan", open_work=[]) is None


@given(st.sets(st.sampled_from(STEPS)), st.sampled_from([*STEPS, ""]), st.data())
def test_the_button_never_leads_to_a_finished_step_without_open_work(
    done: set[str], last: str, data: st.DataObject
) -> None:
    steps = data.draw(st.lists(st.sampled_from(STEPS), unique=True))
    work = [_work(step, minutes) for minutes, step in enumerate(steps)]
    progress = measure(OUTLINE, completed=done, last_step=last)
    place = find_place(progress, last_step=last, open_work=work)
    if place is None:
        assert done == set(STEPS)
    else:
        assert place.work is not None or place.step_id not in done


def test_doing_lifts_the_curve() -> None:
    reading, lab, *_ = COURSE.steps()
    assert step_share(lab) > step_share(reading)
    (module,) = COURSE.modules
    assert 0 < module_share(module) < 1


def test_writing_is_doing_and_a_practice_question_helps_a_little() -> None:
    def share_with(*kinds: str) -> float:
        step = copy.deepcopy(COMPILED["modules"][0]["steps"][0])
        for text in step["texts"].values():
            text["parts"] = [{"kind": "question", "id": k, "data": {"kind": k}} for k in kinds]
        course = copy.deepcopy(COMPILED)
        course["modules"][0]["steps"] = [step]
        return step_share(next(iter(course_from_json(course).steps())))

    assert 0 == share_with() < share_with("single", "free-text") < share_with("free-text") < 1


def test_a_short_course_is_drawn_by_step_and_thick_up_to_here() -> None:
    picture = course_curve(COURSE, locale="nl", here="gesprek", is_complete=False)
    assert [text.text for text in picture.texts] == ["1.1", "1.2", "1.3", "1.4", "1.5"]
    assert len(picture.dots) == 1
    assert float(picture.clip) == COURSE_FRAME.x(2, 4) * 10 + 60


def test_a_finished_course_is_thick_to_the_end() -> None:
    picture = course_curve(COURSE, locale="nl", here="", is_complete=True)
    assert picture.clip == "1060"
    assert picture.dots == []


def test_a_long_course_is_drawn_by_module() -> None:
    document = copy.deepcopy(COMPILED)
    for number in (2, 3):
        module = copy.deepcopy(document["modules"][0])
        module |= {"id": f"module-{number}", "number": number}
        for step in module["steps"]:
            step |= {"id": f"{step['id']}-{number}", "module_id": module["id"]}
        document["modules"].append(module)
    picture = course_curve(
        course_from_json(document), locale="en", here="toets-2", is_complete=False
    )
    words = [text.text for text in picture.texts if "c-long" in text.css]
    assert words == ["What the customer keeps"] * 3
    assert float(picture.clip) == COURSE_FRAME.x(1, 2) * 10 + 60


def test_a_module_of_one_step_has_a_line() -> None:
    document = copy.deepcopy(COMPILED)
    document["modules"][0]["steps"] = document["modules"][0]["steps"][:1]
    (module,) = course_from_json(document).modules
    assert all(path.d for path in module_glyph(module).paths)


def test_a_lesson_without_sections_has_no_curve() -> None:
    assert lesson_curve([], labels=[]) is None
    assert lesson_curve([3.0], labels=["Slot"]) is None
    assert bar_curve([]) is None


def test_a_lesson_is_labelled_by_its_sections() -> None:
    picture = lesson_curve([1.0, 5.0], labels=["Begin", "Slot"])
    assert picture is not None
    assert [t.text for t in picture.texts if "c-long" in t.css] == ["Begin", "Slot"]
