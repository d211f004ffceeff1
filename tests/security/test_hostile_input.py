"""Bytes that nobody types: refused or kept, never a crash, on every route."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.security.actors import actor_of
from tests.security.calls import calls
from tests.security.course import LESSON, check, course_files
from tests.security.world import browser_as, make_world, undone

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
BODIES: dict[str, dict[str, Any]] = {
    "NUL": {"data": "t-terug=a%00b&als=%00a&q=%00&name=N%00N&text=T%00&email=a%00@b.nl&i-v-text=%00&key=k%00&reply=%00&message=%00m&password=%00&next=/%00&device=%00&old_role=%00&anchor=%00&{fields}", "content_type": FORM},
    "broken UTF-8": {"data": "t-terug=%ff%fe&name=%c3%28&text=%ff&reply=%ff&anchor=%ff&i-v-text=%ed%a0%80&message=%ff&email=%ff@b.nl&{fields}", "content_type": FORM},
    "huge numbers": {"data": "version=" + "9" * 60 + "&base=" + "9" * 60 + "&turn=" + "9" * 60 + "&enrolment=" + "9" * 60
                     + "&person=" + "9" * 60 + "&department_id=" + "9" * 60 + "&course_id=" + "9" * 30, "content_type": FORM},
    "deep JSON": {"data": "[" * 200_000, "content_type": JSON},
    "deep object": {"data": '{"fields":' * 100_000, "content_type": JSON},
    "JSON list": {"data": "[]", "content_type": JSON},
    "JSON null": {"data": "null", "content_type": JSON},
    "JSON surrogates": {"data": '{"item":"\\ud800","response":{"text":"\\ud800\\u0000"},"key":"12345678","sequence":1,'
                                '"fields":{"t-terug":"\\ud800\\u0000","als":"\\u0000"}}', "content_type": JSON},
    "JSON numbers": {"data": '{"item":"v-text","response":{"text":1e999},"key":"12345678","sequence":1e99,"fields":{"t-terug":1}}',
                     "content_type": JSON},
    "JSON wrong shapes": {"data": '{"item":["v-text"],"response":[[[]]],"key":"12345678","sequence":1,"fields":[]}', "content_type": JSON},
    "many fields": {"data": "&".join(f"f{i}=x" for i in range(2_500)), "content_type": FORM},
    "a file where none belongs": {"data": b'--x\r\nContent-Disposition: form-data; name="text"; filename="a\x00.php"\r\n\r\nabc\r\n--x--\r\n',
                                  "content_type": "multipart/form-data; boundary=x"},
    "multipart without an end": {"data": b"--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nabc",
                                 "content_type": "multipart/form-data; boundary=x"},
}  # fmt: skip


@pytest.mark.requirement("SEC-38", "SEC-62")
@pytest.mark.parametrize("kind", BODIES)
def test_no_body_breaks_a_form(kind: str, app: Flask, session: Session) -> None:
    world = make_world(session, app)
    wrong = []
    for call in calls(app, world):
        if call.method == "GET":
            continue
        body = dict(BODIES[kind])
        if isinstance(body["data"], str) and "{fields}" in body["data"]:
            fields = "&".join(f"{k}={v}" for k, v in call.data.items() if k != "text")
            body["data"] = body["data"].replace("{fields}", fields)
        for headers in ({}, {"Accept": JSON}):
            with undone(session):
                browser = browser_as(app, session, world.people[actor_of(call)])
                try:
                    answer = browser.open(
                        call.url, method=call.method, headers=headers, buffered=True, **body
                    )
                except Exception as error:
                    wrong.append(f"{call.name}: {type(error).__name__}: {str(error)[:200]}")
                    session.expire_all()
                else:
                    if answer.status_code >= 500:
                        wrong.append(f"{call.name}: {answer.status_code}")
    assert wrong == []


@pytest.mark.requirement("SEC-38", "SEC-58")
def test_no_address_breaks_a_page(app: Flask, session: Session) -> None:
    world = make_world(session, app)
    queries = (
        "q=%00&zoek=%00&code=%00&next=%00&pagina=%00&rol=%00&oefenvraag=%00&lab=%00&plaats=%00&wijzig=%00",
        "q=%ff&zoek=%ff&code=%ff&next=%ff&pagina=-1&groep=99999999999999999999&vanaf=9999-12-31&tot=0001-01-01"
        "&lab=lab-twee&guess=1&gift=%00&speed=%E2%88%9E&money=1e999&preset=%ff&tab=%ff&do=%ff",
        f"q={'a' * 5000}&pagina={'9' * 40}&groep=%D9%A1&lab=lab-een&guess=x&preset={'9' * 40}&a=1e999&w=nan",
    )
    wrong = []
    for call in calls(app, world):
        if call.method != "GET":
            continue
        browser = browser_as(app, session, world.people[actor_of(call)])
        odd = call.url.rpartition("/")[0]
        addresses = [f"{call.url}?{query}" for query in queries]
        addresses += [f"{odd}/{end}" for end in ("%00", "%ff", "..%2f..%2fetc%2fpasswd", "9" * 30, "%5c..%5c", "a" * 3000)]  # fmt: skip
        for address in addresses:
            with undone(session):
                try:
                    answer = browser.get(address, buffered=True)
                except Exception as error:
                    wrong.append(f"{address[:90]}: {type(error).__name__}: {str(error)[:160]}")
                    session.expire_all()
                else:
                    if answer.status_code >= 500 or b"root:x:0" in answer.get_data():
                        wrong.append(f"{address[:90]}: {answer.status_code}")
    assert wrong == []


@pytest.mark.requirement("SEC-62")
def test_too_many_fields_are_refused_at_once(client: FlaskClient) -> None:
    assert client.post("/taal", **BODIES["many fields"]).status_code == 413
    assert client.get("/certificaten?" + "a=1&" * 3_000).status_code == 413


@pytest.mark.requirement("SEC-62")
def test_half_a_character_does_not_cost_the_rest_of_a_text(app: Flask, session: Session) -> None:
    world = make_world(session, app)
    browser = browser_as(app, session, world.person("owner"))
    step = f"/leren/{world.values['fresh_enrolment_id']}/stap/mijn-plan"
    body = '{"fields": {"t-terug": "heel \\ud83d\\ude00 en half \\ud83d weg"}, "tab": "t", "sequence": 1, "base": 0}'
    saved = browser.post(f"{step}/reflectie", data=body, content_type=JSON)
    assert saved.status_code == 200
    assert "heel 😀 en half � weg" in browser.get(step).get_data(as_text=True)


@pytest.mark.requirement("SEC-17", "SEC-23")
def test_many_small_findings_do_not_hide_a_serious_one() -> None:
    noise = "\n\n".join(f"<img src=x{n} onerror=alert({n})>" for n in range(150))
    for place in (f"{noise}\n\n[x](javascript:alert(1))", f"[x](javascript:alert(1))\n\n{noise}"):
        files = course_files()
        files[LESSON] += f"\n{place}\n\n![x](//evil.example/x.png)\n".encode()
        checked = check(files)
        found = {finding.code for finding in checked.findings if finding.is_error}
        assert found >= {"link-scheme", "image-remote"}
        assert len(checked.findings) < 250
