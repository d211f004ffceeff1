"""Deny by default: routes, roles, forms that come back."""

from __future__ import annotations

import pytest
from flask import Flask

from courseapp.organisations.models import Role
from courseapp.web.policy import RouteWithoutPolicy, init_policies
from tests.factories import make_organisation, make_person


@pytest.mark.requirement("SEC-01")
def test_a_route_without_a_policy_stops_the_start() -> None:
    app = Flask("planted")
    app.add_url_rule("/open", "open", lambda: "")
    with pytest.raises(RouteWithoutPolicy, match="open"):
        init_policies(app)


def test_a_visitor_is_led_to_the_sign_in_page_and_back(client) -> None:
    response = client.get("/leerpad")
    assert response.status_code == 303
    assert response.headers["Location"] == "/inloggen?next=/leerpad"


def test_another_role_is_refused(session, client_as) -> None:
    person = make_person(session, organisation=make_organisation(session), role=Role.HR)
    browser = client_as(person)
    assert browser.get("/hr", follow_redirects=True).status_code == 200
    assert browser.get("/leerpad").status_code == 403


def test_a_form_sent_after_the_session_ended_comes_back_with_all_its_fields(client) -> None:
    response = client.post("/uitloggen", data={"tekst": "mijn <antwoord>", "password": "geheim"})
    assert response.status_code == 401
    page = response.get_data(as_text=True)
    assert "mijn &lt;antwoord&gt;" in page
    assert "geheim" not in page


def test_a_form_from_another_site_is_refused(client) -> None:
    response = client.post("/taal", headers={"Origin": "https://evil.example"})
    assert response.status_code == 403


def test_the_pages_at_the_foot_exist_in_both_languages(client) -> None:
    for path, nl, en in (
        ("/privacy", "Wat we van je bewaren", "What we keep about you"),
        ("/toegankelijkheid", "Toegankelijkheid", "Accessibility"),
        ("/hulp", "Ik kan niet inloggen", "I cannot sign in"),
    ):
        assert nl in client.get(path, headers={"Accept-Language": "nl"}).get_data(as_text=True)
        assert en in client.get(path, headers={"Accept-Language": "en"}).get_data(as_text=True)
