"""Asking for lessons with labs without JavaScript, and reading the numbers on their pages."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from tests.factories import make_course, make_enrolment, make_organisation, make_person
from tests.labs.lab_course import lab_documents

SignIn = Callable[[Person], FlaskClient]
Ask = Callable[..., str]


def asking(session: Session, client_as: SignIn, *models: str) -> Ask:
    """Ask for the lesson with a lab, or for the lab alone (`alone=True`), with fields filled in."""
    organisation = make_organisation(session)
    person = make_person(session, organisation=organisation)
    course = make_course(session, **lab_documents(*models))
    enrolment = make_enrolment(session, person=person, course=course, organisation=organisation)
    browser = client_as(person)

    def get(model: str, *, alone: bool = False, locale: str = "nl", **fields: str) -> str:
        person.locale = locale
        session.commit()
        url = f"/leren/{enrolment.id}/stap/lab-les{f'/lab/{model}-lab' if alone else ''}"
        typed = {name.replace("_", "-"): value for name, value in fields.items()}
        response = browser.get(url, query_string={"lab": f"{model}-lab", **typed})
        assert response.status_code == 200
        return response.get_data(as_text=True)

    return get


def rows(page: str, caption: str) -> list[list[str]]:
    """The body of the table with this caption, cell by cell."""
    table = page.split(f'<caption class="vh">{caption}</caption>')[1].split("</table>")[0]
    body = table.split("<tbody>")[1]
    return [
        [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in body.split("</tr>")
        if row.strip() and "<tr" in row
    ]


def out(page: str) -> dict[str, str]:
    """The large numbers by their names."""
    return dict(re.findall(r'data-out="([\w-]+)">([^<]*)<', page))
