"""`courseapp user …` as a script meets it: exit status, what is printed where, what changes."""

from __future__ import annotations

import dataclasses
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from courseapp.accounts.models import Person, UserSession
from courseapp.accounts.services import is_password_right, start_session
from courseapp.audit.models import AuditEvent
from courseapp.cli import root
from courseapp.mail.models import OutgoingMail
from courseapp.organisations.queries import find_bureau, list_people
from courseapp.web.database import db
from courseapp.web.now import utc_now
from tests.factories import make_organisation, make_person

PASSWORD = "vier rare woorden samen"


@dataclasses.dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    status: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def user(
    committed_app: Flask,
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Run]:
    """Runs `courseapp user` with these words on the database of `committed_app`."""
    monkeypatch.setenv("COURSEAPP_ENVIRONMENT", "test")
    monkeypatch.setenv("COURSEAPP_SECRET_KEY", "for-tests-only-" * 4)
    monkeypatch.setenv("COURSEAPP_DATA_DIR", str(tmp_path))
    url = committed_app.config["SQLALCHEMY_DATABASE_URI"]
    monkeypatch.setenv("COURSEAPP_DATABASE_URL", str(url))

    def run(*words: str, typed: str = "") -> Outcome:
        monkeypatch.setattr("sys.argv", ["courseapp", "user", *words])
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        capsys.readouterr()
        status = 0
        try:
            root.main()
        except SystemExit as leave:
            status = int(leave.code or 0)
        printed = capsys.readouterr()
        return Outcome(status, printed.out, printed.err)

    yield run


@pytest.fixture
def linde(committed_app: Flask) -> str:
    """An organisation with one trainee, ans@example.org."""
    with committed_app.app_context():
        organisation = make_organisation(db.session(), slug="linde")
        make_person(
            db.session(), organisation=organisation, email="ans@example.org", name="Ans Bos"
        )
        db.session.commit()
    return "linde"


def add(user: Run, *, role: str = "operator", email: str = "otto@example.org", **more: str) -> Outcome:  # fmt: skip
    words = [word for key, value in more.items() for word in (f"--{key}", value)]
    return user("add", "--email", email, "--name", "Otto Beheer", "--role", role, *words)


def roles(app: Flask, email: str) -> list[str]:
    with app.app_context():
        return [row.role for row in list_people(db.session()) if row.email == email]


def person_of(app: Flask, email: str = "ans@example.org") -> Person:
    person = db.session.execute(select(Person).where(Person.email == email)).scalar_one()
    assert isinstance(person, Person)
    return person


def test_the_first_operator_makes_the_bureau_and_gets_a_link_that_works(
    committed_app: Flask, user: Run
) -> None:
    outcome = add(user, email=" Otto@Example.org ")
    assert (outcome.status, outcome.err) == (0, "")
    assert "Otto Beheer <otto@example.org>" in outcome.out
    assert roles(committed_app, "otto@example.org") == ["operator"]
    with committed_app.app_context():
        bureau = find_bureau(db.session())
        assert bureau is not None
        assert (bureau.slug, bureau.name) == ("bureau", "Naklank")
        mail = db.session.execute(select(OutgoingMail)).scalar_one()
    found = re.search(r"http://127\.0\.0\.1:8000(/uitnodiging/\S+)", outcome.out)
    assert found is not None
    assert found.group(0) in mail.body
    browser = committed_app.test_client()
    assert browser.post(found.group(1)).status_code == 303
    assert browser.get("/beheer").status_code == 200


def test_the_second_operator_and_a_trainer_join_the_same_bureau(
    committed_app: Flask, user: Run
) -> None:
    add(user)
    add(user, email="tessa@example.org", role="trainer")
    with committed_app.app_context():
        assert {row.organisation for row in list_people(db.session())} == {"bureau"}


def test_a_member_is_added_to_a_named_organisation(
    committed_app: Flask, user: Run, linde: str
) -> None:
    assert add(user, role="hr", organisation=linde).status == 0
    assert roles(committed_app, "otto@example.org") == ["hr"]


@pytest.mark.parametrize(
    ("changed", "status", "remedy"),
    [
        ({"role": "trainee"}, 2, "--organisation SLUG"),
        ({"role": "boss"}, 2, "'operator'"),
        ({"email": "otto"}, 2, "is not an e-mail address"),
        ({"role": "hr", "organisation": "nergens"}, 1, "an operator makes one at /beheer"),
        ({"role": "operator", "organisation": "linde"}, 1, "leave out --organisation"),
    ],
)
def test_an_addition_that_cannot_be_done_says_what_to_do_instead(
    committed_app: Flask, user: Run, linde: str, changed: dict[str, str], status: int, remedy: str
) -> None:
    outcome = add(user, **changed)
    assert (outcome.status, outcome.out) == (status, "")
    assert remedy in outcome.err
    assert "Traceback" not in outcome.err
    with committed_app.app_context():
        assert [row.email for row in list_people(db.session())] == ["ans@example.org"]
        assert db.session.execute(select(OutgoingMail)).first() is None


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_a_name_is_needed_and_has_a_limit(user: Run, name: str) -> None:
    outcome = user("add", "--email", "a@example.org", "--name", name, "--role", "operator")
    assert outcome.status == 2
    assert "--name" in outcome.err


@pytest.mark.parametrize(
    "words",
    [
        ("add",),
        ("add", "--email", "a@example.org", "--role", "operator"),
        ("disable",),
        ("set-role", "--email", "a@example.org"),
        ("dance",),
        ("list", "--xml"),
    ],
)
def test_a_command_called_wrongly_ends_with_2_and_explains_itself(
    user: Run, words: tuple[str, ...]
) -> None:
    outcome = user(*words)
    assert (outcome.status, outcome.out) == (2, "")
    assert "Usage:" in outcome.err
    assert "Error:" in outcome.err


@pytest.mark.parametrize("command", ["invite", "disable", "enable", "sign-out", "password"])
def test_someone_who_is_not_there_is_named_with_the_way_to_find_out(
    user: Run, command: str
) -> None:
    outcome = user(command, "--email", "niemand@example.org", typed=PASSWORD)
    assert (outcome.status, outcome.out) == (1, "")
    assert "niemand@example.org" in outcome.err
    assert "courseapp user list" in outcome.err


def test_the_list_is_for_people_and_for_scripts(
    committed_app: Flask, user: Run, linde: str
) -> None:
    with committed_app.app_context():
        make_person(db.session(), email="zus@example.org", name="Żus", disabled_at=utc_now())
        db.session.commit()
    assert user("list").out.splitlines() == [
        "ans@example.org  Ans Bos  trainee at linde",
        "zus@example.org  Żus  no role  (kept out)",
    ]
    rows = json.loads(user("list", "--json").out)
    assert rows[0] == {
        "email": "ans@example.org",
        "name": "Ans Bos",
        "role": "trainee",
        "organisation": "linde",
        "is_disabled": False,
    }
    assert [row["email"] for row in rows] == ["ans@example.org", "zus@example.org"]
    only = json.loads(user("list", "--json", "--organisation", linde).out)
    assert [row["email"] for row in only] == ["ans@example.org"]


def test_an_empty_list_says_how_to_begin_but_stays_empty_for_scripts(user: Run) -> None:
    outcome = user("list")
    assert (outcome.status, outcome.out) == (0, "")
    assert "courseapp user add" in outcome.err
    assert json.loads(user("list", "--json").out) == []


def test_a_fresh_invitation_is_shown_and_mailed(
    committed_app: Flask, user: Run, linde: str
) -> None:
    first, second = (user("invite", "--email", "ans@example.org") for _ in range(2))
    links = [re.findall(r"http\S+/uitnodiging/\S+", outcome.out) for outcome in (first, second)]
    assert len(links[0]) == len(links[1]) == 1
    assert links[0] != links[1]
    with committed_app.app_context():
        bodies = db.session.execute(select(OutgoingMail.body)).scalars().all()
    assert len(bodies) == 2


def test_nobody_without_a_role_is_invited(committed_app: Flask, user: Run) -> None:
    with committed_app.app_context():
        make_person(db.session(), email="los@example.org")
        db.session.commit()
    outcome = user("invite", "--email", "los@example.org")
    assert outcome.status == 1
    assert "courseapp user add" in outcome.err


def test_a_role_is_replaced_and_its_sessions_end(
    committed_app: Flask, user: Run, linde: str
) -> None:
    with committed_app.app_context():
        person = person_of(committed_app)
        start_session(
            db.session(), person_id=person.id, now=utc_now(), idle_minutes=60, hours=10
        )  # fmt: skip
        db.session.commit()
    words = ("--email", "ans@example.org", "--organisation", linde, "--from", "trainee")
    outcome = user("set-role", *words, "--role", "hr")
    assert (outcome.status, outcome.err) == (0, "")
    assert roles(committed_app, "ans@example.org") == ["hr"]
    with committed_app.app_context():
        assert db.session.execute(select(UserSession)).scalar_one().ended_at is not None


@pytest.mark.parametrize(
    ("slug", "old", "new", "remedy"),
    [
        ("linde", "hr", "trainer", "courseapp user list"),
        ("nergens", "trainee", "hr", "courseapp user list"),
        ("linde", "trainee", "operator", "bureau only"),
    ],
)
def test_a_role_that_cannot_be_replaced_stays(
    committed_app: Flask, user: Run, linde: str, slug: str, old: str, new: str, remedy: str
) -> None:
    outcome = user(
        "set-role", "--email", "ans@example.org", "--organisation", slug, "--from", old, "--role", new
    )  # fmt: skip
    assert outcome.status == 1
    assert remedy in outcome.err
    assert roles(committed_app, "ans@example.org") == ["trainee"]


def test_the_last_operator_stays_with_the_way_out_named(committed_app: Flask, user: Run) -> None:
    add(user)
    who = ("--email", "otto@example.org")
    for words in (
        ("disable", *who),
        ("set-role", *who, "--organisation", "bureau", "--from", "operator", "--role", "hr"),
    ):
        outcome = user(*words)
        assert outcome.status == 1
        assert "courseapp user add --role operator" in outcome.err
    assert roles(committed_app, "otto@example.org") == ["operator"]
    add(user, email="tweede@example.org")
    assert user("disable", *who).status == 0


def test_keeping_out_letting_in_and_signing_out(
    committed_app: Flask, user: Run, linde: str
) -> None:
    who = ("--email", "ans@example.org")
    with committed_app.app_context():
        person = person_of(committed_app)
        start_session(
            db.session(), person_id=person.id, now=utc_now(), idle_minutes=60, hours=10
        )  # fmt: skip
        db.session.commit()
    assert user("sign-out", *who).status == 0
    assert user("disable", *who).status == 0
    with committed_app.app_context():
        assert person_of(committed_app).disabled_at is not None
        assert db.session.execute(select(UserSession)).scalar_one().ended_at is not None
    refused = user("invite", *who)
    assert refused.status == 1
    assert "courseapp user enable" in refused.err
    assert "courseapp user enable" in add(user, role="hr", organisation=linde, email=who[1]).err
    assert user("enable", *who).status == 0
    with committed_app.app_context():
        assert person_of(committed_app).disabled_at is None
        actions = db.session.execute(select(AuditEvent.action).order_by(AuditEvent.id)).scalars()
        assert list(actions) == ["sessions-ended", "person-disabled", "person-enabled"]


def test_a_password_is_read_from_a_pipe_and_printed_nowhere(
    committed_app: Flask, user: Run, linde: str
) -> None:
    outcome = user("password", "--email", "ans@example.org", typed=PASSWORD + "\r\n")
    assert (outcome.status, outcome.err) == (0, "")
    assert PASSWORD not in outcome.out
    with committed_app.app_context():
        assert is_password_right(person_of(committed_app).password_hash, PASSWORD)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "at least 15 characters"),
        ("kort\n", "at least 15 characters"),
        ("welkom1234567890\n", "guessed first"),
        ("ans@example.org!\n", "hardly more than the name"),
        ("x" * 1_000_000, "longer than 1000"),
    ],
)
def test_a_password_that_is_too_easy_is_refused_with_the_reason(
    committed_app: Flask, user: Run, linde: str, typed: str, why: str
) -> None:
    outcome = user("password", "--email", "ans@example.org", typed=typed)
    assert outcome.status == 1
    assert why in outcome.err
    with committed_app.app_context():
        assert person_of(committed_app).password_hash is None


def test_a_database_that_is_not_there_is_one_readable_line(
    user: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COURSEAPP_DATABASE_URL", f"sqlite:///{tmp_path}/no/such/folder.sqlite3")
    outcome = user("list")
    assert (outcome.status, outcome.out) == (1, "")
    assert "database" in outcome.err
    assert "Traceback" not in outcome.err
