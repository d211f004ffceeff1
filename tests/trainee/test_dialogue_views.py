"""Walking a dialogue in a browser without JavaScript."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from courseapp.activities.models import Completion
from courseapp.catalog.models import Course
from courseapp.dialogues.models import Choice, Walk
from courseapp.enrolment.models import Enrolment
from courseapp.web.now import utc_now
from tests.factories import (
    make_course,
    make_enrolment,
    make_organisation,
    make_person,
    make_run,
    publish_revision,
)
from tests.sample_course import COMPILED, KEYS
from tests.trainee.exercise_desk import RowT, SignIn, rows_of


class Desk:
    """A trainee at work: the enrolment and a signed-in browser."""

    def __init__(self, session: Session, client_as: SignIn) -> None:
        organisation = make_organisation(session)
        self.person = make_person(session, organisation=organisation)
        self.course: Course = make_course(session)
        run = make_run(session, organisation=organisation, course=self.course)
        self.enrolment: Enrolment = make_enrolment(session, person=self.person, run=run)
        self.browser, self.session = client_as(self.person), session
        self.page_url = f"/leren/{self.enrolment.id}/stap/gesprek"

    def page(self) -> str:
        response = self.browser.get(self.page_url)
        assert response.status_code == 200
        return response.get_data(as_text=True)

    def rows(self, model: type[RowT]) -> list[RowT]:
        return rows_of(self.session, model, organisation_id=self.enrolment.organisation_id)

    def start(self, **form: str) -> None:
        assert self.browser.post(f"{self.page_url}/gesprek", data=form).status_code == 303

    def choose(self, reply: str, *, page: str = "", **changes: str) -> str:
        """Press a reply's button on `page` (or on a fresh one) and follow the redirect."""
        page = page or self.page()
        action = re.search(r'action="([^"]*/keuze)"', page)
        assert action is not None
        form = dict(re.findall(r'name="(turn|key)" value="([^"]*)"', page))
        response = self.browser.post(action[1], data={**form, "reply": reply, **changes})
        assert response.status_code == 303
        return self.page()


@pytest.fixture
def desk(session: Session, client_as: SignIn) -> Desk:
    return Desk(session, client_as)


def test_looking_at_a_dialogue_starts_nothing(desk: Desk, session: Session) -> None:
    page = desk.page()
    assert "Begin het gesprek" in page and "Ze belt." in page
    assert "Ik wil opzeggen" not in page
    assert desk.rows(Walk) == []


@pytest.mark.requirement("SEC-13")
def test_effects_and_reasons_stay_on_the_server_until_a_choice(desk: Desk) -> None:
    desk.start()
    page = desk.page()
    assert "Dat regel ik." in page and "Jammer." in page
    assert "Je erkent de keuze" not in page and "Een formulier eerst" not in page
    after = desk.choose("r1")
    assert "Je erkent de keuze" in after and "Een formulier eerst" not in after
    assert "Is het geregeld?" in after


def test_a_walk_to_its_end_shows_the_debrief_and_completes_the_step(
    desk: Desk, session: Session
) -> None:
    desk.start()
    desk.choose("r1")
    page = desk.choose("r3")
    assert "Ambassadeur" in page
    assert "Herinnerd: +4,0. Gemiddeld: +2,5. Hevigste moment: +4. Slot: +4." in page
    assert "De zin die het meeste deed" in page
    assert "Stemming per moment: −2, +1, +4." in page
    [completion] = desk.rows(Completion)
    assert isinstance(completion, Completion)
    assert (completion.step_id, completion.rule) == ("gesprek", "end-reached")


def test_a_double_click_is_one_choice(desk: Desk, session: Session) -> None:
    desk.start()
    page = desk.page()
    desk.choose("r1", page=page)
    after = desk.choose("r1", page=page)
    assert len(desk.rows(Choice)) == 1
    assert "misschien in een ander tabblad" not in after


def test_another_tab_sees_where_the_conversation_is(desk: Desk, session: Session) -> None:
    desk.start()
    first, second = desk.page(), desk.page()
    desk.choose("r1", page=first)
    after = desk.choose("r2", page=second)
    assert "misschien in een ander tabblad" in after and "Is het geregeld?" in after
    [choice] = desk.rows(Choice)
    assert isinstance(choice, Choice) and choice.reply_id == "r1"


@pytest.mark.parametrize("reply", ["", "r3", "onzin"])
def test_something_that_is_not_on_offer_changes_nothing(
    desk: Desk, session: Session, reply: str
) -> None:
    desk.start()
    assert "Kies een van de zinnen" in desk.choose(reply)
    assert desk.rows(Choice) == []


def test_walking_again_starts_from_the_top(desk: Desk, session: Session) -> None:
    desk.start()
    desk.choose("r2")
    desk.start(again="1")
    page = desk.page()
    assert "Ik wil opzeggen." in page and "Een formulier eerst" not in page
    assert len(desk.rows(Walk)) == 2


def test_replies_keep_their_order_after_a_reload(desk: Desk) -> None:
    desk.start()
    order = [re.findall(r'name="reply" value="(\w+)"', desk.page()) for _ in range(2)]
    assert order[0] == order[1] and sorted(order[0]) == ["r1", "r2"]


def test_a_walk_goes_on_in_the_revision_where_it_began(desk: Desk, session: Session) -> None:
    desk.start()
    desk.choose("r1")
    changed = {
        locale: {**key, "gesprek": {"passages": {}, "ends": []}} for locale, key in KEYS.items()
    }
    publish_revision(session, course=desk.course, compiled=COMPILED, keys=changed, number=2)
    session.commit()
    assert "Ambassadeur" in desk.choose("r3")


def test_a_step_that_was_a_scenario_before_can_be_walked(desk: Desk, session: Session) -> None:
    """The walks of its former self stay what they were and stand in nobody's way."""
    before = copy.deepcopy(COMPILED)
    for step in before["modules"][0]["steps"]:
        step["kind"] = "scenario" if step["id"] == "gesprek" else step["kind"]
    keys = {locale: {**key, "gesprek": {}} for locale, key in KEYS.items()}
    former = publish_revision(session, course=desk.course, compiled=before, keys=keys, number=2)
    session.add(
        Walk(
            organisation_id=desk.enrolment.organisation_id,
            enrolment_id=desk.enrolment.id,
            step_id="gesprek",
            revision_id=former.id,
            number=1,
            seed="x",
            started_at=utc_now(),
        )
    )
    publish_revision(session, course=desk.course, compiled=COMPILED, keys=KEYS, number=3)
    session.commit()
    assert "Begin het gesprek" in desk.page()
    desk.start()
    desk.choose("r1")
    assert "Ambassadeur" in desk.choose("r3")


def test_a_worked_example_shows_what_each_reply_does_before_the_choice(
    desk: Desk, session: Session
) -> None:
    guided = copy.deepcopy(COMPILED)
    [step] = [s for s in guided["modules"][0]["steps"] if s["id"] == "gesprek"]
    step["settings"]["guided"] = True
    publish_revision(session, course=desk.course, compiled=guided, keys=KEYS, number=2)
    session.commit()
    desk.start()
    page = desk.page()
    assert "Voorbeeldgesprek" in page
    assert "Je erkent de keuze" in page and "Een formulier eerst" in page
    assert 'aria-describedby="w-r1"' in page and 'id="w-r1"' in page
    assert "Ambassadeur" in (desk.choose("r1"), desk.choose("r3"))[1]


def test_the_page_speaks_english(desk: Desk, session: Session) -> None:
    desk.person.locale = "en"
    session.commit()
    desk.start()
    page = desk.page()
    assert "What do you say?" in page and "Mevrouw Blom" in page and "Turn 1" in page


def test_a_stranger_finds_no_walk(desk: Desk, session: Session, client_as: SignIn) -> None:
    desk.start()
    stranger = Desk(session, client_as)
    [walk] = desk.rows(Walk)
    assert isinstance(walk, Walk)
    for enrolment in (desk.enrolment.id, stranger.enrolment.id):
        response = stranger.browser.post(
            f"/leren/{enrolment}/gesprek/{walk.id}/keuze", data={"turn": "1", "reply": "r1"}
        )
        assert response.status_code == 404
    assert stranger.browser.get(desk.page_url).status_code == 404
    assert desk.rows(Choice) == []


def test_a_longer_walk_takes_no_more_queries(
    desk: Desk, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    desk.start()
    desk.page()
    before = count_queries(desk.page)
    desk.choose("r1")
    assert count_queries(desk.page) == before
