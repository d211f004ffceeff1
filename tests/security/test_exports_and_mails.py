"""What leaves the site as a file or a mail calculates nothing, runs nothing and fetches nothing."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.enrolment.models import CourseRun
from courseapp.mail import services as mail
from courseapp.mail.models import OutgoingMail
from courseapp.mail.transport import build_message
from courseapp.organisations.models import Department
from courseapp.web.now import utc_now
from tests.factories import make_enrolment, make_person
from tests.security.crawl import text_of
from tests.security.hostile import TEMPLATES
from tests.security.world import World, browser_as, make_world

FORMULAS = (
    "=cmd|' /C calc'!A0", "+31 6 12345678", "-Jan", "@SUM(1+1)", "\t=1+1", "\r=1+1", "＝1+1", " =1+1",
    '=HYPERLINK("https://evil.example","x")', "'=1+1", '"=1+1', ";=1+1", ",=1+1",
)  # fmt: skip
MAILS = sorted(path.name.split(".")[0] for path in (Path(mail.__file__).parent / "templates/mail").glob("*.nl.txt"))  # fmt: skip


@pytest.fixture
def world(app: Flask, session: Session) -> World:
    world = make_world(session, app)
    run = session.scalars(select(CourseRun).where(
        CourseRun.organisation_id == world.organisation.id, CourseRun.id == world.values["run_id"])).one()  # fmt: skip
    run.name = FORMULAS[0]
    department = session.scalars(select(Department).where(
        Department.organisation_id == world.organisation.id)).one()  # fmt: skip
    department.name = FORMULAS[3]
    world.organisation.name = FORMULAS[4]
    for name in FORMULAS:
        person = make_person(session, organisation=world.organisation, name=name)
        make_enrolment(session, person=person, run=run)
    session.flush()
    return world


@pytest.mark.requirement("SEC-55")
@pytest.mark.parametrize("locale", ["nl", "en"])
def test_no_cell_of_a_csv_is_a_formula(
    locale: str, world: World, app: Flask, session: Session
) -> None:
    hr = world.person("hr")
    hr.locale = locale
    answer = browser_as(app, session, hr).post("/hr/lindekroon/rapport/csv")
    text = answer.get_data().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if locale == "nl" else ","))
    assert len(rows) > len(FORMULAS)
    for cell in (cell for row in rows[1:] for cell in row):
        assert not cell.lstrip(" \u00a0\u3000").startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
    names = {row[0].removeprefix("'").strip() for row in rows[1:]}
    assert {name.strip() for name in FORMULAS} <= names | {f"'{name}" for name in names}


@pytest.mark.requirement("SEC-55")
def test_no_cell_of_a_workbook_is_a_formula(world: World, app: Flask, session: Session) -> None:
    answer = browser_as(app, session, world.person("hr")).post("/hr/lindekroon/rapport/xlsx")
    parts = text_of(answer.get_data())
    assert "<f>" not in parts and "<f " not in parts
    assert "<hyperlink " not in parts
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(answer.get_data()))
    cells = [cell for row in workbook.get_sheet_by_index(0).to_python() for cell in row]
    assert {"+31 6 12345678", "-Jan"} <= {str(cell).removeprefix("'") for cell in cells}


@pytest.mark.requirement("SEC-25")
@pytest.mark.parametrize("locale", ["nl", "en"])
@pytest.mark.parametrize("template", MAILS)
def test_templates_in_names_stay_text_in_mails(template: str, locale: str) -> None:
    name = " ".join(TEMPLATES)
    words = {"name": name, "brand": "Naklank", "support": "hulp@example.org", "link": "https://x.example/abc",
             "minutes": 30, "hours": 2, "days": 7, "organisation": name, "writer": name, "count": 2, "off": "https://x"}  # fmt: skip
    subject, body = mail.render_mail(template, locale=locale, context=words)
    assert name in body
    assert "49" not in subject + body and "<class" not in body


@pytest.mark.requirement("SEC-25")
def test_no_name_becomes_a_header_of_a_mail() -> None:
    hostile = "Jan\r\nBcc: all@example.org\n\nSurprise\u2028x\x00"
    words = {"name": hostile, "brand": hostile, "support": hostile, "link": "https://x.example/abc",
             "minutes": 30, "hours": 2, "days": 7, "organisation": hostile, "writer": hostile, "count": 2, "off": "https://x"}  # fmt: skip
    for template in MAILS:
        subject, body = mail.render_mail(template, locale="nl", context=words)
        message = build_message(sender="a@example.org", to="b@example.org", subject=subject, body=body)  # fmt: skip
        assert message["Bcc"] is None
        assert "\nBcc:" not in message.as_string()


@pytest.mark.requirement("REL rule 7")
def test_a_mail_is_queued_once_and_only_with_what_causes_it(session: Session) -> None:
    def queue() -> bool:
        words = {"name": "Jan", "brand": "Naklank", "support": "hulp@example.org", "link": "https://x.example/a", "minutes": 30}  # fmt: skip
        return mail.queue_mail(
            session, unique_key="sign-in:1", to="jan@example.org", template="sign-in", locale="nl",
            context=words, now=utc_now(),
        )  # fmt: skip

    savepoint = session.begin_nested()
    assert queue() is True
    savepoint.rollback()
    assert session.scalars(select(OutgoingMail)).all() == []
    assert [queue(), queue()] == [True, False]
    assert len(session.scalars(select(OutgoingMail)).all()) == 1
