"""For every route and method one request that would really do something, addressed to the world's rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from courseapp.catalog.domain.source import content_hash
from tests.scenarios.sheets import full_sheet
from tests.security.course import LESSON, course_files
from tests.security.world import PASSWORD, World, link_token

STEPS = {
    "/gesprek": "gesprek",
    "/poging": "toets",
    "/reflectie": "mijn-plan",
    "/opdracht": "bel-terug",
    "/eigen-gesprek": "eigen",
}
"""Routes of one kind of step need a step of that kind; all others get the lesson."""
PURPOSES = {
    "/inloggen/<": "sign-in",
    "/wachtwoord/<": "reset",
    "/uitnodiging/<": "invitation",
    "/account/adres/<": "new-email",
}
FRESH = (
    "start_quiz",
    "start_dialogue",
    "save_reflection",
    "save_task",
    "save_scenario",
    "save_writing",
)
"""Views that begin something, in an enrolment in which nothing was begun."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request; `name` is the row of the matrix."""

    name: str
    rule: Rule
    method: str
    url: str
    data: Mapping[str, Any] = field(default_factory=dict)

    def send(self, browser: FlaskClient, **more: Any) -> TestResponse:
        """Send it, with the form that belongs to it."""
        form = {} if self.method == "GET" else {"data": dict(self.data)}
        return browser.open(self.url, method=self.method, buffered=True, **(form | more))


def rules(app: Flask) -> Iterator[tuple[str, Rule, str]]:
    """(row of the matrix, rule, method) of every route."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield f"{method} {rule.rule}", rule, method


def calls(app: Flask, world: World) -> list[Call]:
    """A request for every route."""
    return [
        Call(name=name, rule=rule, method=method, url=_url(rule, world), data=_form(name, world))
        for name, rule, method in rules(app)
    ]


def _url(rule: Rule, world: World) -> str:
    values = {name: _value(name, rule, world) for name in rule.arguments}
    url = rule.build(values, append_unknown=False)
    assert url is not None, rule
    return url[1]


def _value(name: str, rule: Rule, world: World) -> Any:
    route, view, v = rule.rule, rule.endpoint.rpartition(".")[2], world.values
    special: dict[str, Any] = {}
    if name == "step_id":
        special = {"step_id": next((s for word, s in STEPS.items() if word in route), "les-een")}
    elif name == "token":
        purpose = next((p for start, p in PURPOSES.items() if route.startswith(start)), "")
        other = v["reminder"] if route.startswith("/herhalen") else v["pictures"]
        special = {"token": link_token(purpose) if purpose else other}
    elif name == "enrolment_id" and view in FRESH:
        special = {"enrolment_id": v["fresh_enrolment_id"]}
    elif name == "item_id" and "/tekst/" in route:
        special = {"item_id": "schrijf-2" if route.endswith("punten") else "schrijf-1"}
    elif name == "plan_id" and view in ("ask_buddy", "show_buddy_form"):
        special = {"plan_id": v["free_plan_id"]}
    elif name == "attempt_id" and route.endswith("resultaat"):
        special = {"attempt_id": v["done_attempt_id"]}
    elif name == "slug" and route.startswith(("/studio", "/media")):
        special = {"slug": v["course_slug"]}
    elif name == "name":
        special = {"name": v["asset"] if route.startswith("/static") else v["media_name"]}
    found = special | {k: value for k, value in v.items() if k not in special}
    assert name in found, f"{route}: add a sample value for {name} to tests/security/world.py"
    return found[name]


def _form(name: str, world: World) -> dict[str, Any]:
    """What the form of this route sends."""
    return _studio_forms(world).get(name) or _forms(world).get(name, {"sample": "x"})


def _forms(world: World) -> dict[str, dict[str, Any]]:
    v, learn, hr = world.values, "POST /leren/<int:enrolment_id>", "POST /hr/<slug>/groepen"
    place = "POST /beheer/<slug>/mensen/<int:person_id>"
    run = f"{hr}/<int:run_id>"
    return {
        "POST /account/adres": {"email": "weer-nieuw@example.org", "password_now": PASSWORD},
        "POST /account/wachtwoord": {"password": "een lang nieuw wachtwoord 7", "password_now": PASSWORD},
        "POST /herhalen/herinnering": {"dag": "0", "uur": "9"},
        "POST /herhalen/vraag": {"enrolment": v["enrolment_id"], "objective": "luisteren", "item": "v-text",
                                 "key": v["review_key"], "i-v-text": "woord"},
        "POST /inloggen": {"email": world.person("colleague").email, "password": PASSWORD},
        "POST /inloggen/link": {"email": world.person("owner").email},
        "POST /wachtwoord": {"email": world.person("owner").email},
        "POST /wachtwoord/<token>": {"password": "een lang nieuw wachtwoord 7"},
        "POST /uitnodiging/<token>": {"password": ""},
        "POST /taal": {"locale": "en", "next": "/hulp"},
        f"{learn}/gesprek/<int:walk_id>/keuze": {"turn": "1", "reply": v["reply_id"], "key": "sleutel-van-hier"},
        f"{learn}/poging/<int:attempt_id>/antwoord": {"i-v-text": "woord"},
        f"{learn}/poging/<int:attempt_id>/inleveren": {"confirm": "1"},
        f"{learn}/stap/<step_id>/positie": {"anchor": "c-een-kop"},
        f"{learn}/stap/<step_id>/reflectie": {"t-terug": "Ik.", "als": "als de klant zucht", "dan": "dan vat ik samen"},
        f"{learn}/stap/<step_id>/reflectie/delen": {"delen": "nee"},
        f"{learn}/stap/<step_id>/opdracht": {"gedaan": "1", "bewijs": "Dinsdag gebeld.", "merkte": "Ze lachte."},
        f"{learn}/stap/<step_id>/opdracht/delen": {"delen": "nee"},
        f"{learn}/stap/<step_id>/tekst/<item_id>/<any(schrijven,herschrijven):phase>": {"tekst": "Wat vervelend."},
        f"{learn}/stap/<step_id>/eigen-gesprek": full_sheet(),
        f"{learn}/stap/<step_id>/eigen-gesprek/delen": {"delen": "nee"},
        f"{learn}/stap/<step_id>/tekst/<item_id>/punten": {f"c-{v['criterion_id']}": "1"},
        f"{learn}/stap/<step_id>/tekst/<item_id>/delen": {"delen": "nee"},
        "POST /plannen/<int:plan_id>/maatje": {"email": "iemand@example.org", "vraag": "Hoe doe jij dit?"},
        "POST /plannen/maatje/<int:buddy_id>": {"antwoord": "Eerst samenvatten."},
        "POST /plannen/maatje/<int:buddy_id>/keuze": {"keuze": "stop"},
        "POST /plannen/terugblik/<int:follow_up_id>": {"uitkomst": "done", "verhaal": "Ze lachte.", "als": "x", "dan": "y"},
        f"{hr}/nieuw": {"course_id": v["course_id"], "name": "Zomer", "starts_on": "2027-01-04", "trainer_id": "0"},
        f"{run}/datum": {"due_on": "2029-01-04"},
        f"{run}/inschrijven": {"person": world.person("colleague").id},
        f"{run}/deelnemers": {"enrolment": v["enrolment_id"], "due_on": "2029-02-05"},
        "POST /beheer": {"name": "Nieuw huis", "locale": "nl"},
        "POST /beheer/<slug>/afdelingen": {"name": "Nieuwe afdeling"},
        "POST /beheer/<slug>/uitnodigen": {"name": "Nieuw", "email": "nieuw@example.net", "role": "trainee",
                                           "department_id": "0"},
        place: {"old_role": "trainee", "role": "hr", "department_id": "0"},
        f"{place}/rol-beeindigen": {"role": "trainee"},
        f"{place}/toegang": {"access": "closed"},
    }  # fmt: skip


def _studio_forms(world: World) -> dict[str, dict[str, Any]]:
    v = world.values
    number = {"version": "1", "base": str(v["revision_id"])}
    files = published_files() | {LESSON: v["draft_text"].encode()}
    return {
        "POST /studio/<slug>/bestand/<path:path>": number | {"text": v["draft_text"] + "\nMeer.\n"},
        "POST /studio/<slug>/voorbeeld/<path:path>": number | {"text": v["draft_text"], "line": "3"},
        "POST /studio/<slug>/weggooien/<path:path>": {"version": "1"},
        "POST /studio/<slug>/publiceren": number | {"files_hash": content_hash(files), "message": "Nieuw"},
        "POST /studio/<slug>/versies/<int:number>/terugzetten": number,
    }  # fmt: skip


def published_files() -> dict[str, bytes]:
    """The files of the world's current revision."""
    files = course_files()
    files[LESSON] += b"\nDruk 2.\n"
    return files
