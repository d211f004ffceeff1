"""A work task in a browser without JavaScript, and the autosave that a script sends."""

from __future__ import annotations

import re

import pytest
from sqlalchemy.orm import Session

from courseapp.reflections.models import WorkTask
from tests.trainee.exercise_desk import Exercise, ExerciseDesk, SignIn, course_with

LINES = {"bewijs": "KANARIE dinsdag, met mijn naam afgesloten", "merkte": "ze bedankte me"}


EXERCISE = Exercise(
    step_id="bel-terug",
    kind="task",
    address="opdracht",
    title="Bel terug",
    body="Bel één klant terug.",
)
COURSE = course_with(EXERCISE)


class Desk(ExerciseDesk):
    """A trainee with something to do at work."""

    def stored(self) -> WorkTask:
        (task,) = self.rows(WorkTask)
        return task


@pytest.fixture
def desk(session: Session, client_as: SignIn) -> Desk:
    return Desk(session, client_as, EXERCISE, compiled=COURSE)


def test_a_ticked_task_with_a_line_is_done_and_private(desk: Desk) -> None:
    assert "Bel één klant terug." in desk.page()
    assert desk.send(gedaan="1", **LINES).status_code == 303
    task = desk.stored()
    assert (task.evidence, task.noticed) == (LINES["bewijs"], LINES["merkte"])
    assert task.done_at is not None and task.shared_at is None
    assert desk.rules() == ["task-done"]
    page = desk.page()
    assert LINES["merkte"] in page and "Alleen jij ziet dit." in page


@pytest.mark.parametrize("form", [{"bewijs": "gebeld"}, {"gedaan": "1", "merkte": "blij"}])
def test_without_tick_or_line_nothing_is_done_and_the_text_comes_back(
    desk: Desk, form: dict[str, str]
) -> None:
    answer = desk.send(**form)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and 'id="fouten"' in page
    assert all(text in page for name, text in form.items() if name != "gedaan")
    assert ("gedaan" in form) == ('value="1" checked' in page)
    assert desk.rules() == []


def test_a_draft_waits_on_another_device_and_does_not_complete(desk: Desk) -> None:
    assert desk.send(concept="1", bewijs="half", gedaan="1").status_code == 303
    page = desk.page()
    assert "half" in page and 'value="1" checked' in page and desk.rules() == []
    path = desk.browser.get("/leerpad").get_data(as_text=True)
    assert "Verder met 1.6 Bel terug" in path


def test_the_same_finish_twice_is_one_completion(desk: Desk) -> None:
    page = desk.page()
    for _ in range(2):
        assert desk.send(page=page, gedaan="1", **LINES).status_code == 303
    assert desk.rules() == ["task-done"]


def test_autosave_keeps_the_order_and_sees_another_tab(desk: Desk) -> None:
    mine, other = desk.page(), desk.page()
    assert desk.autosave(mine, {"bewijs": "een"}).status_code == 200
    assert desk.autosave(mine, {"bewijs": "twee"}, sequence=2).status_code == 200
    assert desk.autosave(mine, {"bewijs": "een"}).status_code == 200
    assert desk.stored().evidence == "twee"
    assert desk.autosave(other, {"bewijs": "elders"}).get_json() == {"error": "stale"}
    clash = desk.send(page=other, gedaan="1", bewijs="elders")
    assert clash.status_code == 409
    assert {"elders", "twee"} <= set(re.findall("elders|twee", clash.get_data(as_text=True)))
    assert desk.autosave(mine, {"bewijs": "x" * 501}, sequence=3).status_code == 422
    assert desk.autosave(mine, "geen", sequence=3).status_code == 422


def test_what_is_done_is_not_overwritten_by_a_late_draft(desk: Desk) -> None:
    desk.send(gedaan="1", **LINES)
    late = desk.autosave(desk.page("?wijzig=1"), {"bewijs": "laat"})
    assert late.get_json() == {"error": "closed"} and desk.stored().evidence == LINES["bewijs"]


def test_sharing_shows_it_to_the_trainer_until_it_is_taken_back(
    desk: Desk, client_as: SignIn
) -> None:
    desk.send(gedaan="1", **LINES)
    task_id = desk.stored().id
    assert desk.share("trainer").status_code == 303
    trainer = client_as(desk.trainer)
    assert "Samira" in trainer.get("/studio/gedeeld").get_data(as_text=True)
    shown = trainer.get(f"/studio/gedeeld/opdracht/{task_id}").get_data(as_text=True)
    assert "KANARIE" in shown and LINES["merkte"] in shown
    client_as(desk.person).post(f"{desk.url}/opdracht/delen", data={"delen": "prive"})
    trainer = client_as(desk.trainer)
    assert trainer.get(f"/studio/gedeeld/opdracht/{task_id}").status_code == 404
    assert "Samira" not in trainer.get("/studio/gedeeld").get_data(as_text=True)


def test_a_task_that_is_not_done_cannot_be_shared(desk: Desk) -> None:
    desk.send(concept="1", bewijs="half")
    sharing = desk.share("trainer")
    assert sharing.status_code == 404
