"""The operator's pages: organisations, their people, and what each button does."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.audit.models import AuditEvent
from courseapp.database import ALL_TENANTS
from courseapp.mail.models import OutgoingMail
from courseapp.organisations.models import Department, Membership, Organisation, Role
from courseapp.organisations.queries import find_organisation, list_members
from courseapp.organisations.services import add_department
from courseapp.web.now import utc_now
from tests.factories import make_organisation, make_person

ClientAs = Callable[[Person], FlaskClient]


@pytest.fixture
def operator(session: Session) -> Person:
    bureau = make_organisation(session, slug="bureau", name="Bureau", is_bureau=True)
    return make_person(session, organisation=bureau, role=Role.OPERATOR, name="Otto Beheer")


@pytest.fixture
def browser(client_as: ClientAs, operator: Person) -> FlaskClient:
    return client_as(operator)


@pytest.fixture
def linde(session: Session) -> Organisation:
    return make_organisation(session, slug="linde", name="Lindekroon")


@pytest.fixture
def ans(session: Session, linde: Organisation) -> Person:
    return make_person(session, organisation=linde, name="Ans Bos", email="ans@example.org")


def place(person: Person, rest: str = "") -> str:
    return f"/beheer/linde/mensen/{person.id}{rest}"


def running(session: Session, person: Person) -> list[str]:
    rows = session.execute(
        select(Membership.role)
        .where(Membership.person_id == person.id, Membership.ended_at.is_(None))
        .order_by(Membership.id),
        execution_options=ALL_TENANTS,
    )
    return list(rows.scalars())


def is_kept_out(person: Person) -> bool:
    return person.disabled_at is not None


def mails(session: Session) -> list[OutgoingMail]:
    return list(session.execute(select(OutgoingMail).order_by(OutgoingMail.id)).scalars())


def last_event(session: Session) -> AuditEvent:
    rows = session.execute(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1))
    return rows.scalar_one()


def text_of(client: FlaskClient, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 200
    return html.unescape(page.get_data(as_text=True))


def test_the_start_lists_all_organisations_with_their_people(
    browser: FlaskClient, linde: Organisation, ans: Person
) -> None:
    page = text_of(browser, "/beheer")
    names = re.findall(r'<a href="/beheer/([a-z-]+)">([^<]+)</a>', page)
    assert names == [("bureau", "Bureau"), ("linde", "Lindekroon")]
    assert page.count('<td class="r">1</td>') == 2


def test_a_new_organisation_is_there_and_opens(browser: FlaskClient, session: Session) -> None:
    answer = browser.post("/beheer", data={"name": " Café Noord ", "locale": "en"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/beheer/cafe-noord")
    made = find_organisation(session, slug="cafe-noord")
    assert made is not None
    assert (made.name, made.locale, made.is_bureau) == ("Café Noord", "en", False)
    page = text_of(browser, "/beheer/cafe-noord")
    assert "De organisatie is er" in page
    assert "Hier hoort nog niemand bij" in page


@pytest.mark.parametrize(
    ("name", "locale", "words"),
    [
        ("", "en", "Vul een naam in"),
        ("   ", "en", "Vul een naam in"),
        ("x" * 121, "en", "onder de 120 tekens"),
        ("!!! ???", "en", "met letters of cijfers"),
        ("linde", "en", "al een organisatie met deze naam"),
    ],
)
def test_a_name_that_cannot_be_used_comes_back_with_the_reason(
    browser: FlaskClient, linde: Organisation, name: str, locale: str, words: str
) -> None:
    answer = browser.post("/beheer", data={"name": name, "locale": locale})
    page = html.unescape(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert words in page
    assert f'value="{name.strip()}"' in page
    assert re.search(r'<option selected value="en">', page)
    assert 'aria-invalid="true"' in page


def test_a_language_that_is_not_offered_is_refused(browser: FlaskClient) -> None:
    assert browser.post("/beheer", data={"name": "Nieuw", "locale": "xx"}).status_code == 422


def test_an_organisation_that_is_not_there_is_a_404(browser: FlaskClient, operator: Person) -> None:
    for path in ("/beheer/nergens", f"/beheer/nergens/mensen/{operator.id}"):
        assert browser.get(path).status_code == 404
    assert browser.post("/beheer/nergens/uitnodigen", data={}).status_code == 404
    assert browser.post("/beheer/nergens/afdelingen", data={}).status_code == 404


def invite(browser: FlaskClient, slug: str = "linde", **changed: str) -> tuple[int, str]:
    data = {"name": "Sam de Wit", "email": "sam@example.org", "role": "trainee", "department_id": "0"}  # fmt: skip
    answer = browser.post(f"/beheer/{slug}/uitnodigen", data=data | changed)
    return answer.status_code, html.unescape(answer.get_data(as_text=True))


def test_an_invitation_makes_a_member_and_mails_a_link(
    browser: FlaskClient, session: Session, linde: Organisation
) -> None:
    department = add_department(session, organisation_id=linde.id, name="Balie")
    session.commit()
    assert invite(browser, department_id=str(department.id), role="hr")[0] == 303
    [row] = list_members(session, organisation_id=linde.id).rows
    assert (row.name, row.email, row.role, row.department) == (
        "Sam de Wit",
        "sam@example.org",
        "hr",
        "Balie",
    )
    [mail] = mails(session)
    assert mail.to_address == "sam@example.org"
    assert "http://127.0.0.1:8000/uitnodiging/" in mail.body
    page = text_of(browser, "/beheer/linde")
    assert "Sam de Wit is uitgenodigd" in page
    assert "/uitnodiging/" not in page


def test_the_mailed_invitation_signs_in(
    app: Flask, browser: FlaskClient, session: Session, linde: Organisation
) -> None:
    invite(browser)
    found = re.search(r"http://127\.0\.0\.1:8000(/\S+)", mails(session)[0].body)
    assert found is not None
    newcomer = app.test_client()
    assert newcomer.post(found.group(1)).status_code == 303
    assert newcomer.get("/account").status_code == 200


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": ""}, "Vul een naam in"),
        ({"name": "x" * 121}, "onder de 120 tekens"),
        ({"email": "sam@"}, "lijkt niet compleet"),
        ({"email": "dicht@example.org"}, "is geblokkeerd"),
    ],
)
def test_an_invitation_that_cannot_be_sent_comes_back_as_it_was_typed(
    browser: FlaskClient, session: Session, linde: Organisation, changed: dict[str, str], words: str
) -> None:
    make_person(session, email="dicht@example.org", disabled_at=utc_now())
    code, page = invite(browser, **({"role": "hr"} | changed))
    assert code == 422
    assert words in page
    assert f'value="{changed.get("name", "Sam de Wit")}"' in page
    assert f'value="{changed.get("email", "sam@example.org")}"' in page
    assert '<option selected value="hr">' in page
    assert list_members(session, organisation_id=linde.id).rows == ()
    assert mails(session) == []


def test_nobody_becomes_operator_of_a_client_or_gets_a_department_of_another(
    browser: FlaskClient, session: Session, linde: Organisation
) -> None:
    strange = add_department(
        session, organisation_id=make_organisation(session).id, name="Elders"
    )  # fmt: skip
    session.commit()
    assert 'value="operator"' not in text_of(browser, "/beheer/linde").split("uitnodigen")[-1]
    for changed in ({"role": "operator"}, {"role": "boss"}, {"department_id": str(strange.id)}):
        assert invite(browser, **changed)[0] == 422
    assert mails(session) == []
    assert invite(browser, "bureau", role="operator")[0] == 303


def test_a_name_with_line_breaks_or_marks_stays_a_name(
    browser: FlaskClient, session: Session, linde: Organisation
) -> None:
    assert invite(browser, name="<b>Sam</b>\r\nBcc: all@example.org")[0] == 303
    raw = browser.get("/beheer/linde").get_data(as_text=True)
    assert "<b>Sam</b>" not in raw
    assert "&lt;b&gt;Sam" in raw
    [mail] = mails(session)
    assert "\n" not in mail.subject
    assert "\nBcc" not in mail.body


def test_a_department_is_added_once(
    browser: FlaskClient, session: Session, linde: Organisation
) -> None:
    for code in (303, 422):
        answer = browser.post("/beheer/linde/afdelingen", data={"name": " Balie "})
        assert answer.status_code == code
    page = html.unescape(answer.get_data(as_text=True))
    assert "Deze afdeling is er al" in page
    assert 'value="Balie"' in page
    assert browser.post("/beheer/linde/afdelingen", data={"name": ""}).status_code == 422
    rows = session.execute(select(Department.name).where(Department.organisation_id == linde.id))
    assert list(rows.scalars()) == ["Balie"]
    assert "<li>Balie</li>" in text_of(browser, "/beheer/linde")


def test_people_are_searched_and_filtered(
    browser: FlaskClient, session: Session, linde: Organisation, ans: Person
) -> None:
    make_person(session, organisation=linde, role=Role.HR, name="Bea Bos", email="bea@x.nl")
    make_person(session, organisation=make_organisation(session), name="Ans Elders")
    session.commit()
    for query, found in (
        ("", ["Ans Bos", "Bea Bos"]),
        ("?q=BOS", ["Ans Bos", "Bea Bos"]),
        ("?q=bea%40x", ["Bea Bos"]),
        ("?q=bos&rol=hr", ["Bea Bos"]),
        ("?rol=trainee", ["Ans Bos"]),
        ("?rol=boss", ["Ans Bos", "Bea Bos"]),
        ("?q=%25", []),
        ("?q=%00ans", ["Ans Bos"]),
    ):
        page = text_of(browser, f"/beheer/linde{query}")
        assert re.findall(r'/mensen/\d+">([^<]+)</a>', page) == found
        assert ("Niemand gevonden" in page) == (not found)
    assert 'value="bos"' in text_of(browser, "/beheer/linde?q=bos")


def test_many_people_come_in_pages_that_keep_the_search(
    browser: FlaskClient, session: Session, linde: Organisation
) -> None:
    for number in range(51):
        make_person(session, organisation=linde, name=f"Naam {number:02}")
    session.commit()
    first = text_of(browser, "/beheer/linde?q=naam")
    assert "Bladzijde 1 van 2" in first
    assert "51 mensen" in first
    assert 'href="/beheer/linde?q=naam&pagina=2"' in first
    last = text_of(browser, "/beheer/linde?q=naam&pagina=2")
    assert re.findall(r'/mensen/\d+">([^<]+)</a>', last) == ["Naam 50"]
    assert "Volgende" not in last
    for odd in ("0", "-1", "999999999999999999999", "x"):
        assert browser.get(f"/beheer/linde?pagina={odd}").status_code == 200


def test_no_page_needs_more_queries_for_more_people(
    browser: FlaskClient,
    session: Session,
    linde: Organisation,
    ans: Person,
    count_queries: Callable[[Callable[[], object]], int],
) -> None:
    paths = ("/beheer", "/beheer/linde", place(ans))
    session.commit()
    few = [count_queries(lambda path=path: browser.get(path)) for path in paths]  # type: ignore[misc]
    for number in range(12):
        add_department(session, organisation_id=linde.id, name=f"Afdeling {number}")
        make_person(session, organisation=linde)
        make_person(session, organisation=make_organisation(session))
    for role in (Role.HR, Role.TRAINER):
        session.add(
            Membership(
                organisation_id=linde.id, person_id=ans.id, role=role.value, created_at=utc_now()
            )
        )
    session.commit()
    many = [count_queries(lambda path=path: browser.get(path)) for path in paths]  # type: ignore[misc]
    assert few == many


def test_a_person_s_page_shows_role_department_and_sessions(
    browser: FlaskClient, client_as: ClientAs, ans: Person
) -> None:
    client_as(ans)
    page = text_of(browser, place(ans))
    assert "Ans Bos" in page
    assert "ans@example.org" in page
    assert "Op 1 apparaat ingelogd" in page
    assert re.search(r'<option value="trainee" selected>', page)


def test_another_role_and_department_are_kept_and_end_the_sessions(
    browser: FlaskClient, client_as: ClientAs, session: Session, linde: Organisation, ans: Person
) -> None:
    department = add_department(session, organisation_id=linde.id, name="Balie")
    theirs = client_as(ans)
    data = {"old_role": "trainee", "role": "hr", "department_id": str(department.id)}
    answer = browser.post(place(ans), data=data)
    assert (answer.status_code, answer.headers["Location"]) == (303, place(ans))
    assert running(session, ans) == ["hr"]
    [row] = list_members(session, organisation_id=linde.id).rows
    assert (row.role, row.department) == ("hr", "Balie")
    assert theirs.get("/account").status_code == 303


@pytest.mark.parametrize(
    "data",
    [
        {"old_role": "hr", "role": "trainee", "department_id": "0"},
        {"old_role": "trainee", "role": "operator", "department_id": "0"},
        {"old_role": "trainee", "role": "hr", "department_id": "999999"},
        {"old_role": "trainee", "role": "hr", "department_id": "x"},
        {},
    ],
)
def test_a_change_that_no_form_offers_is_refused(
    browser: FlaskClient, session: Session, ans: Person, data: dict[str, str]
) -> None:
    assert browser.post(place(ans), data=data).status_code == 400
    assert running(session, ans) == ["trainee"]


def test_ending_the_only_role_leads_back_to_the_list(
    browser: FlaskClient, session: Session, ans: Person
) -> None:
    assert browser.post(place(ans, "/rol-beeindigen"), data={"role": "hr"}).status_code == 400
    answer = browser.post(place(ans, "/rol-beeindigen"), data={"role": "trainee"})
    assert answer.headers["Location"] == "/beheer/linde"
    assert running(session, ans) == []
    assert browser.get(place(ans)).status_code == 404


def test_the_last_operator_is_neither_ended_changed_nor_kept_out(
    browser: FlaskClient, session: Session, operator: Person
) -> None:
    mine = f"/beheer/bureau/mensen/{operator.id}"
    for path, data in (
        (mine, {"old_role": "operator", "role": "hr", "department_id": "0"}),
        (mine + "/rol-beeindigen", {"role": "operator"}),
        (mine + "/toegang", {"access": "closed"}),
    ):
        assert browser.post(path, data=data).headers["Location"] == mine
        assert "laatste beheerder" in text_of(browser, mine)
    assert running(session, operator) == ["operator"]
    assert operator.disabled_at is None


def test_a_fresh_invitation_is_mailed_but_not_to_who_is_kept_out(
    browser: FlaskClient, session: Session, ans: Person
) -> None:
    assert browser.post(place(ans, "/uitnodigen")).status_code == 303
    assert [mail.to_address for mail in mails(session)] == ["ans@example.org"]
    ans.disabled_at = utc_now()
    session.commit()
    assert browser.post(place(ans, "/uitnodigen")).status_code == 409
    assert "nieuwe uitnodiging" not in text_of(browser, place(ans))
    assert len(mails(session)) == 1


def test_ending_sessions_signs_out_everywhere_and_is_noted(
    browser: FlaskClient,
    client_as: ClientAs,
    session: Session,
    operator: Person,
    linde: Organisation,
    ans: Person,
) -> None:
    theirs = [client_as(ans) for _ in range(2)]
    assert browser.post(place(ans, "/uitloggen")).status_code == 303
    assert [client.get("/account").status_code for client in theirs] == [303, 303]
    assert browser.get("/account").status_code == 200
    event = last_event(session)
    assert (event.action, event.actor_id, event.scope_id, event.subject) == (
        "sessions-ended",
        operator.id,
        linde.id,
        f"person:{ans.id}",
    )


def test_keeping_out_and_letting_in(
    browser: FlaskClient, client_as: ClientAs, session: Session, ans: Person
) -> None:
    theirs = client_as(ans)
    browser.post(place(ans, "/toegang"), data={"access": "closed"})
    assert is_kept_out(ans)
    assert theirs.get("/account").status_code == 303
    assert "Geblokkeerd" in text_of(browser, "/beheer/linde")
    assert last_event(session).action == "person-disabled"
    browser.post(place(ans, "/toegang"), data={"access": "open"})
    assert not is_kept_out(ans)
    assert theirs.get("/account").status_code == 303
    assert last_event(session).action == "person-enabled"


def test_someone_of_another_organisation_is_not_reached_through_this_one(
    browser: FlaskClient, session: Session, linde: Organisation
) -> None:
    other = make_person(session, organisation=make_organisation(session))
    assert browser.get(place(other)).status_code == 404
    for rest in ("", "/rol-beeindigen", "/uitnodigen", "/uitloggen", "/toegang"):
        data = {"old_role": "trainee", "role": "trainee", "access": "closed"}
        assert browser.post(place(other, rest), data=data).status_code == 404
    assert running(session, other) == ["trainee"]
    assert other.disabled_at is None


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.TRAINER, Role.HR])
def test_other_roles_have_no_business_here(
    client_as: ClientAs, session: Session, linde: Organisation, ans: Person, role: Role
) -> None:
    other = client_as(make_person(session, organisation=linde, role=role))
    for path in ("/beheer", "/beheer/linde", place(ans)):
        assert other.get(path).status_code == 403
    for path in ("/beheer", "/beheer/linde/uitnodigen", "/beheer/linde/afdelingen", place(ans),
                 *(place(ans, rest) for rest in ("/rol-beeindigen", "/uitnodigen", "/uitloggen", "/toegang"))):  # fmt: skip
        data = {"name": "X", "email": "x@example.org", "role": "trainee", "access": "closed"}
        assert other.post(path, data=data).status_code == 403
    assert ans.disabled_at is None
    assert running(session, ans) == ["trainee"]
    assert mails(session) == []


def test_who_is_not_signed_in_is_asked_to(client: FlaskClient, linde: Organisation) -> None:
    assert client.get("/beheer/linde").headers["Location"] == "/inloggen?next=/beheer/linde"


def test_looking_writes_nothing_and_reloading_a_form_s_address_leads_back(
    browser: FlaskClient, session: Session, linde: Organisation, ans: Person
) -> None:
    before = len(session.execute(select(AuditEvent)).all())
    for path in ("/beheer/linde/uitnodigen", "/beheer/linde/afdelingen"):
        assert browser.get(path).headers["Location"] == "/beheer/linde"
    for rest in ("/rol-beeindigen", "/uitnodigen", "/uitloggen", "/toegang"):
        assert browser.get(place(ans, rest)).status_code in (303, 404, 405)
    assert len(session.execute(select(AuditEvent)).all()) == before


def test_the_pages_are_there_in_english_too(
    browser: FlaskClient, session: Session, operator: Person, linde: Organisation
) -> None:
    operator.locale = "en"
    session.commit()
    browser.post("/taal", data={"locale": "en"})
    page = text_of(browser, "/beheer/linde")
    assert 'lang="en"' in page
    assert "Nodig iemand uit" not in page
