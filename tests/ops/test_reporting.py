"""`courseapp report completions`: the same file as HR's, for scripts."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.audit.models import AuditEvent
from courseapp.organisations.models import Department, Membership, Organisation
from courseapp.reports.domain.columns import COLUMNS, PROVENANCE
from courseapp.web.now import utc_now
from tests.factories import make_course, make_enrolment, make_organisation, make_person, make_run


def _seed(session: Session) -> None:
    organisation = make_organisation(session, slug="lindekroon")
    course = make_course(session)
    spring = make_run(session, organisation=organisation, course=course, name="Voorjaar")
    autumn = make_run(session, organisation=organisation, course=course, name="Najaar", due_on=date(2020, 1, 1))  # fmt: skip
    planning = Department(organisation_id=organisation.id, name="Planning")
    session.add(planning)
    session.flush()
    lotte = make_person(session, organisation=organisation, name="Lotte")
    membership = session.scalars(
        select(Membership).where(
            Membership.organisation_id == organisation.id, Membership.person_id == lotte.id
        )
    ).one()
    membership.department_id, membership.personnel_number = planning.id, "00112"
    sven = make_person(session, organisation=organisation, name="Sven")
    make_enrolment(session, person=lotte, run=spring, completed_at=utc_now(), steps_done=5)
    make_enrolment(session, person=sven, run=spring)
    make_enrolment(session, person=sven, run=autumn)
    other = make_organisation(session, slug="vlietland", name="Vlietland")
    theirs = make_run(session, organisation=other, course=course)
    make_enrolment(session, person=make_person(session, organisation=other, name="Esther"), run=theirs)  # fmt: skip


@pytest.fixture
def seeded(in_database: Any) -> None:
    in_database(_seed)


def _rows(result: Any, delimiter: str = ";") -> list[list[str]]:
    assert result.exit_code == 0, result.output
    text = result.stdout_bytes.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


def test_the_file_goes_to_standard_output_with_a_line_for_each_participation(
    seeded: None, run: Any
) -> None:
    head, *rows = _rows(run("report", "completions", "--organisation", "lindekroon"))
    assert tuple(head) == COLUMNS["nl"] + PROVENANCE["nl"]
    assert [row[0] for row in rows] == ["Lotte", "Sven", "Sven"]
    assert rows[0][2] == "00112"


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (("--run", "Voorjaar"), ["Lotte", "Sven"]),
        (("--department", "Planning"), ["Lotte"]),
        (("--status", "overdue"), ["Sven"]),
        (("--status", "completed", "--from", "2026-01-01"), ["Lotte"]),
        (("--until", "2020-01-01"), []),
    ],
)
def test_filters_narrow_it_down(
    filters: tuple[str, ...], names: list[str], seeded: None, run: Any
) -> None:
    _, *rows = _rows(run("report", "completions", "--organisation", "lindekroon", *filters))
    assert [row[0] for row in rows] == names


def test_the_language_decides_separator_and_words(seeded: None, run: Any) -> None:
    result = run("report", "completions", "--organisation", "lindekroon", "--lang", "en")
    head, *_ = _rows(result, ",")
    assert tuple(head) == COLUMNS["en"] + PROVENANCE["en"]


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_a_file_is_written_whole_and_nothing_beside_it(
    extension: str, seeded: None, run: Any, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    target = folder / f"report.{extension}"
    target.write_text("last week's")
    words = ("--format", extension, "--output", target)
    result = run("report", "completions", "--organisation", "lindekroon", *words)
    assert (result.exit_code, "3 lines" in result.output) == (0, True)
    assert list(folder.iterdir()) == [target]
    if extension == "xlsx":
        rows = CalamineWorkbook.from_path(str(target)).get_sheet_by_index(0).to_python()
    else:
        rows = list(csv.reader(io.StringIO(target.read_text("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows][1:] == ["Lotte", "Sven", "Sven"]


def test_the_trail_says_that_a_file_was_made(seeded: None, run: Any, in_database: Any) -> None:
    run("report", "completions", "--organisation", "lindekroon", "--run", "Voorjaar")
    event = in_database(
        lambda s: s.execute(
            select(AuditEvent.action, AuditEvent.actor_id, Organisation.slug).join(
                Organisation, Organisation.id == AuditEvent.scope_id
            )
        ).one()
    )
    assert tuple(event) == ("report.downloaded", None, "lindekroon")


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("--organisation", "nergens"), 1, "nergens. Use its short name: lindekroon"),
        (("--organisation", "lindekroon", "--run", "Zomer"), 1, "Voorjaar"),
        (("--organisation", "lindekroon", "--department", "Balie"), 1, "Planning"),
        (("--organisation", "lindekroon", "--format", "xlsx"), 2, "--output"),
        ((), 2, "--organisation"),
    ],
)
def test_what_cannot_be_is_said_with_its_remedy(
    words: tuple[str, ...], status: int, said: str, seeded: None, run: Any
) -> None:
    result = run("report", "completions", *words)
    assert result.exit_code == status
    assert said in result.output
