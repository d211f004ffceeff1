"""Writing a free text in a browser without JavaScript, and lessons that bring back what was given."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.activities.models import Completion
from courseapp.writing.models import Writing
from courseapp.writing.queries import find_writing
from tests.writing.course import CUSTOMER, MODEL, MOMENT, WHY, make_writer

SignIn = Callable[[Person], FlaskClient]
POINTS = {f"c-{MOMENT}": "2", f"c-{CUSTOMER}": "0"}


class Desk:
    """A writer at work on the first free text of the course."""

    def __init__(self, session: Session, client_as: SignIn, **run: Any) -> None:
        self.session = session
        self.person, self.enrolment, self.trainer = make_writer(session, **run)
        self.browser = client_as(self.person)
        self.course = f"/leren/{self.enrolment.id}/stap"
        self.text_url = f"{self.course}/schrijven/tekst/eerste-zin"

    def page(self, step: str = "schrijven") -> str:
        response = self.browser.get(f"{self.course}/{step}")
        assert response.status_code == 200
        return response.get_data(as_text=True)

    def send(self, text: str, *, phase: str = "schrijven", page: str = "", **form: str) -> Any:
        """Send the form of `page` (or of a fresh one)."""
        block = (page or self.page()).split('id="v-tweede-zin"')[0].split('id="v-eerste-zin"')[1]
        hidden = dict(re.findall(r'name="(tab|sequence|base)" value="([^"]*)"', block))
        return self.browser.post(f"{self.text_url}/{phase}", data={**hidden, "tekst": text, **form})

    def score(self, **form: str) -> Any:
        return self.browser.post(f"{self.text_url}/punten", data=form or POINTS)

    def share(self, whom: str) -> Any:
        return self.browser.post(f"{self.text_url}/delen", data={"delen": whom})

    def stored(self) -> Writing | None:
        return find_writing(self.session, enrolment=self.enrolment, item_id="eerste-zin")

    def finish(self) -> None:
        for phase, text in (("schrijven", "EERST kapot"), ("herschrijven", "LATER vóór drie uur")):
            assert self.send(text, phase=phase).status_code == 303
        assert self.score().status_code == 303


@pytest.fixture
def desk(session: Session, client_as: SignIn) -> Desk:
    return Desk(session, client_as)


def test_a_text_goes_through_all_its_phases_by_forms_alone(desk: Desk) -> None:
    first = desk.send("EERST kapot")
    assert first.location.endswith("#v-eerste-zin")
    page = desk.page()
    assert "Ik zie nog geen moment." in page
    assert page.count("EERST kapot") == 2
    desk.send("LATER vóór drie uur", phase="herschrijven")
    page = desk.page()
    assert "EERST kapot" in page and "LATER vóór drie uur" in page and MODEL in page and WHY in page
    assert "Bewaar mijn punten" in page
    desk.score()
    page = desk.page()
    assert "2 van 2" in page and "0 van 1" in page
    assert "Bewaar mijn punten" not in page


@pytest.mark.requirement("SEC-13")
def test_the_model_answer_stays_on_the_server_until_the_revision_is_in(desk: Desk) -> None:
    answers = [desk.page(), desk.send("", page=desk.page()).get_data(as_text=True)]
    answers.append(desk.score().get_data(as_text=True))
    answers.append(desk.send("te vroeg", phase="herschrijven").get_data(as_text=True))
    desk.send("eerst")
    answers += [desk.page(), desk.send("", phase="herschrijven").get_data(as_text=True)]
    answers.append(desk.score().get_data(as_text=True))
    answers.append(desk.browser.post(f"{desk.course}/schrijven/oefenvraag/eerste-zin").text)
    assert not [page for page in answers if MODEL in page or WHY in page]
    desk.send("later", phase="herschrijven")
    assert MODEL in desk.page()


def test_a_later_phase_cannot_be_asked_for(desk: Desk) -> None:
    early = desk.send("te vroeg", phase="herschrijven")
    assert early.status_code == 409 and "te vroeg" in early.get_data(as_text=True)
    assert desk.score().status_code == 409
    assert desk.share("trainer").status_code == 404
    assert desk.stored() is None


def test_a_second_tab_gets_its_text_back_when_the_phase_is_over(desk: Desk) -> None:
    tab = desk.page()
    desk.send("uit de ene tab")
    late = desk.send("uit de ANDERE tab", page=tab)
    assert late.status_code == 409
    assert "uit de ANDERE tab" in late.get_data(as_text=True)
    stored = desk.stored()
    assert stored is not None and stored.first_text == "uit de ene tab"


def test_a_draft_saved_elsewhere_is_shown_beside_ones_own(desk: Desk) -> None:
    tab = desk.page()
    desk.send("op de telefoon", concept="1")
    late = desk.send("op de laptop", page=tab, concept="1")
    assert late.status_code == 409
    page = late.get_data(as_text=True)
    assert "op de telefoon" in page and "op de laptop" in page
    assert desk.send("samen", page=page).status_code == 303


@pytest.mark.parametrize("text", ["", "  \n ", "a" * 5001])
def test_a_refused_text_says_so_at_its_field(desk: Desk, text: str) -> None:
    answer = desk.send(text)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert 'aria-invalid="true"' in page and text.strip() in page
    assert page.count('aria-invalid="true"') == 1


def test_the_page_of_a_refused_text_leads_where_the_lesson_leads(desk: Desk) -> None:
    assert '<a href="terug">' in desk.page()
    assert f'<a href="{desk.course}/terug">' in desk.send("").text


def test_the_address_of_a_refused_form_leads_to_the_lesson(desk: Desk) -> None:
    page = desk.browser.get(f"{desk.text_url}/schrijven").location
    assert page == f"{desk.course}/schrijven#v-eerste-zin"
    asked = desk.browser.get(f"{desk.text_url}/punten?lab=x&guess=%26&_external=1").location
    assert asked == f"{desk.course}/schrijven?lab=x&guess=%26&_external=1"


def test_points_are_asked_for_on_every_line(desk: Desk) -> None:
    desk.send("eerst")
    desk.send("later", phase="herschrijven")
    answer = desk.score(**{f"c-{MOMENT}": "1"})
    assert answer.status_code == 422 and "Geef bij elke regel punten" in answer.text
    assert answer.text.count("Kies hier een aantal punten") == 1
    assert re.search(rf'name="c-{MOMENT}"[^>]*value="1" checked', answer.text)
    for wrong in ("3", "-1", "x", "²", "1e9"):
        assert desk.score(**{f"c-{MOMENT}": wrong, f"c-{CUSTOMER}": "0"}).status_code == 422
    stored = desk.stored()
    assert stored is not None and stored.scores == {}


def test_the_save_queue_gets_its_answer_in_json(desk: Desk) -> None:
    def save(text: object, sequence: int, **more: Any) -> Any:
        body = {"tab": "t", "sequence": sequence, "base": 0, "fields": {"tekst": text}, **more}
        return desk.browser.post(f"{desk.text_url}/schrijven", json=body)

    assert save("een", 1).json["saved_at"]
    assert save("een", 1).status_code == 200
    assert save("elders", 1, tab="u").json == {"error": "stale"}
    assert save(1, 2).status_code == 422
    assert save("a" * 5001, 2).json == {"error": "refused"}
    assert "een</textarea>" in desk.page()
    desk.send("een")
    assert save("te laat", 9).json == {"error": "closed"}


def test_practice_never_completes_or_counts_anything(desk: Desk) -> None:
    desk.finish()
    rows = desk.session.query(Completion).filter_by(
        organisation_id=desk.enrolment.organisation_id, enrolment_id=desk.enrolment.id
    )
    assert rows.all() == []


def test_a_finished_text_is_shared_and_taken_back(desk: Desk, client_as: SignIn) -> None:
    desk.finish()
    trainer = client_as(desk.trainer)
    assert "EERST" not in trainer.get("/studio/gedeeld").text
    stored = desk.stored()
    assert stored is not None
    url = f"/studio/gedeeld/tekst/{stored.id}"
    assert trainer.get(url).status_code == 404
    client = client_as(desk.person)
    client.post(f"{desk.text_url}/delen", data={"delen": "trainer"})
    assert "zien deze tekst" in client.get(f"{desk.course}/schrijven").text
    trainer = client_as(desk.trainer)
    assert url in trainer.get("/studio/gedeeld").text
    page = trainer.get(url).text
    assert "EERST kapot" in page and "LATER vóór drie uur" in page and "2 van 2" not in page
    client_as(desk.person).post(f"{desk.text_url}/delen", data={"delen": "prive"})
    assert client_as(desk.trainer).get(url).status_code == 404


def test_without_a_trainer_nothing_can_be_shared(session: Session, client_as: SignIn) -> None:
    desk = Desk(session, client_as, trainer_id=None)
    desk.finish()
    assert "Deel met je trainer" not in desk.page()
    desk.share("trainer")
    stored = desk.stored()
    assert stored is not None and stored.shared_at is None


def test_a_lesson_brings_back_what_was_given(desk: Desk) -> None:
    assert desk.page("terug").count("Dat is er nog niet") == 6
    desk.finish()
    browser, course = desk.browser, desk.course
    item = desk.page().split('id="v-keuze"')[1]
    option = re.findall(r'name="i-keuze"[^>]*value="([^"]+)"', item)[0]
    browser.post(f"{course}/schrijven/oefenvraag/keuze", data={"i-keuze": option})
    browser.post(f"{course}/schrijven/oefenvraag/kort", data={"i-kort": "<b>Tversky</b>"})
    browser.post(f"{course}/plan/reflectie", data={
        "t-terug": "Een <i>gesprek</i>", "als": "als het stil wordt", "dan": "dan vraag ik door"})  # fmt: skip
    page = desk.page("terug")
    assert "LATER vóór drie uur" in page and "EERST kapot" not in page
    assert "De &lt;eerste&gt;" in page
    assert "&lt;b&gt;Tversky&lt;/b&gt;" in page and "<b>Tversky" not in page
    assert "Een &lt;i&gt;gesprek" in page
    assert "het stil wordt" in page and "vraag ik door" in page
    assert page.count("Dat is er nog niet") == 1


def test_an_answer_ahead_comes_back_once_it_is_handed_in(desk: Desk) -> None:
    start = desk.browser.post(f"{desk.course}/vooraf/poging").location
    desk.browser.post(f"{start}/antwoord", data={"i-peiling": "2"})
    assert "2 (1: niet, 3: heel)" not in desk.page("terug")
    desk.browser.post(f"{start}/inleveren", data={"confirm": "1"})
    assert "2 (1: niet, 3: heel)" in desk.page("terug")


@pytest.mark.parametrize("step", ["schrijven", "terug"])
def test_more_texts_and_recalls_cost_no_more_queries(
    desk: Desk, step: str, count_queries: Any
) -> None:
    desk.page(step)
    before = count_queries(lambda: desk.page(step))
    desk.finish()
    assert count_queries(lambda: desk.page(step)) == before
    assert before <= 9
