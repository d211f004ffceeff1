"""A lab inside a lesson, without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from tests.factories import make_enrolment, make_organisation, make_person

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def page(session: Session, client_as: SignIn) -> Callable[..., str]:
    organisation = make_organisation(session)
    person = make_person(session, organisation=organisation)
    enrolment = make_enrolment(session, person=person, organisation=organisation)
    browser = client_as(person)

    def get(locale: str = "nl", **query: str) -> str:
        person.locale = locale
        session.commit()
        query = {"lab": "piek-eind-lab", **query} if query else {}
        response = browser.get(f"/leren/{enrolment.id}/stap/lab-les", query_string=query)
        assert response.status_code == 200
        return response.get_data(as_text=True)

    return get


def test_the_lab_asks_for_a_prediction_first(page: Callable[..., str]) -> None:
    text = page()
    assert "Voorspel eerst" in text and "denkmodel" in text
    assert "Kans dat de klant" not in text and "piek-eind-lab-chart" not in text


def test_after_a_prediction_the_model_answers(page: Callable[..., str]) -> None:
    text = page(guess="b")
    assert 'data-out="a-remembered">+8,0<' in text
    assert 'data-out="b-remembered">+5,0<' in text
    assert 'data-out="chance">82<' in text
    assert "komt het model uit op: A" in text
    assert "Krijg B boven A" in text


def test_fields_in_the_query_are_computed_on_the_server(page: Callable[..., str]) -> None:
    text = page(guess="a", a2="-9", w="0,5")
    assert 'data-out="a-remembered">+0,2<' in text
    assert 'value="−9"' in text
    assert "is-changed" in text


def test_moving_a_moment_earlier_solves_the_challenge(page: Callable[..., str]) -> None:
    text = page(guess="a", move="a5")
    assert 'data-out="a-end" data-decimals="0">−4<' in text
    assert "is-ok" in text and "Gelukt." in text


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("", "Vul een getal in. Nu telt 4 mee."),
        ("vier", "Dit is geen getal. Nu telt 4 mee."),
        ("3,5", "Schrijf een heel getal. Nu telt 4 mee."),
        ("1000000000", "Blijf tussen −10 en 10. Nu telt 4 mee."),
        ("<b>x", "Dit is geen getal. Nu telt 4 mee."),
    ],
)
def test_wrong_input_gets_a_sentence_at_its_field(
    page: Callable[..., str], value: str, sentence: str
) -> None:
    text = page(guess="a", a1=value)
    assert "<b>x" not in text
    assert sentence in text and 'aria-describedby="lab-piek-eind-lab-a1-e"' in text
    assert 'data-out="a-remembered">+8,0<' in text


def test_another_preset_shows_its_own_moments(page: Callable[..., str]) -> None:
    text = page(guess="a", preset="2")
    assert 'name="a3"' in text and 'name="a4"' not in text
    assert "De opdracht hoort bij ‘Op en neer’." in text


def test_the_lab_speaks_english_with_a_point(page: Callable[..., str]) -> None:
    text = page(locale="en", guess="a", w="0.5")
    assert 'data-out="a-remembered">+5.0<' in text and "Chance that the customer" in text
    assert 'value="0.5"' in text
