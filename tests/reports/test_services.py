"""The report as files: what a spreadsheet gets to see, and how much memory that takes."""

from __future__ import annotations

import csv
import io
import tracemalloc
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.audit.models import AuditEvent
from courseapp.audit.services import Actor
from courseapp.enrolment.domain import Status
from courseapp.enrolment.models import Enrolment
from courseapp.reports.domain.columns import COLUMNS, PROVENANCE, STATUS_NAMES
from courseapp.reports.domain.provenance import Provenance
from courseapp.reports.domain.rows import ReportRow
from courseapp.reports.domain.selection import Selection
from courseapp.reports.queries import list_page, list_runs
from courseapp.reports.services.csv_file import csv_chunks
from courseapp.reports.services.downloads import record_download
from courseapp.reports.services.files import Draft, Order, draft_file
from tests.reports.world import AS_OF, NOW, House, certify, fill, make_house, take_part

SEPARATORS = {"nl": ";", "en": ","}


def _order(house: House, *, locale: str = "nl", **filters: object) -> Order:
    selection = Selection(organisation_id=house.organisation.id, **filters)  # type: ignore[arg-type]
    return Order(
        organisation_name=house.organisation.name,
        organisation_slug="lindekroon",
        selection=selection,
        as_of=AS_OF,
        locale=locale,
    )


def _read(content: bytes, locale: str = "nl") -> list[list[str]]:
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=SEPARATORS[locale]))


@pytest.fixture
def house(session: Session) -> House:
    house = make_house(session)
    at = NOW.replace(day=18)
    done = take_part(
        session, house.runs[1], name="=cmd", email="cmd@lindekroon.example", personnel_number="0042",
        department=house.departments[0], started_at=at, last_activity_at=at, completed_at=at, steps_done=5,
    )  # fmt: skip
    done.enrolled_at = NOW.replace(day=1)
    certify(session, done)
    return house


@pytest.mark.parametrize("locale", ["nl", "en"])
def test_a_csv_file_is_this_byte_for_byte(session: Session, house: House, locale: str) -> None:
    draft = draft_file(session, _order(house, locale=locale))
    content = b"".join(draft.csv())
    code = _read(content, locale)[1][13]
    s = SEPARATORS[locale]
    head = s.join(f'"{name}"' for name in COLUMNS[locale] + PROVENANCE[locale])
    title, status, who = {
        "nl": ("Proefcursus", "Afgerond", "alle deelnemers"),
        "en": ("Sample course", "Completed", "all participants"),
    }[locale]
    line = s.join(
        ['"\'=cmd"', '"cmd@lindekroon.example"', '"0042"', '"Balie"', '"Najaar"', f'"{title}"', '"2026-11-01"',
         '"2026-11-20"', f'"{status}"', "5", "5", '"2026-11-18"', '"2026-11-18"', f'"{code}"',
         "1", "1", '"Lindekroon"', f'"{who}"', '"2026-11-20T10:30:00+01:00"', '"Europe/Amsterdam"']
    )  # fmt: skip
    assert content == b"\xef\xbb\xbf" + f"{head}\r\n{line}\r\n".encode()


def test_every_line_says_its_number_of_how_many_for_whom_and_which_selection(
    session: Session, house: House
) -> None:
    fill(session, house)
    order = _order(house, run_id=house.runs[0].id, status=Status.COMPLETED)
    draft = draft_file(session, order)
    head, *lines = _read(b"".join(draft.csv()))
    assert tuple(head[14:]) == PROVENANCE["nl"]
    assert draft.provenance.lines == len(lines) > 5
    assert [line[14] for line in lines] == [str(n) for n in range(1, len(lines) + 1)]
    assert {tuple(line[15:]) for line in lines} == {
        (
            str(len(lines)), "Lindekroon", "groep: Voorjaar, status: Afgerond",
            "2026-11-20T10:30:00+01:00", "Europe/Amsterdam",
        )
    }  # fmt: skip


def test_what_the_file_says_about_itself_calculates_nothing_either(
    session: Session, house: House
) -> None:
    house.organisation.name = "=1+1"
    (_, line) = _read(b"".join(draft_file(session, _order(house)).csv()))
    assert line[16] == "'=1+1"


def test_an_empty_selection_is_a_file_with_only_a_head(session: Session, house: House) -> None:
    draft = draft_file(session, _order(house, search="niemand"))
    assert draft.provenance.lines == 0
    assert len(_read(b"".join(draft.csv()))) == 1


def _book(draft: Draft, path: Path) -> CalamineWorkbook:
    draft.save_xlsx(path)
    return CalamineWorkbook.from_path(str(path))


@pytest.mark.parametrize("locale", ["nl", "en"])
def test_screen_csv_and_workbook_hold_the_same_rows(
    session: Session, house: House, tmp_path: Path, locale: str
) -> None:
    fill(session, house)
    order = _order(house, locale=locale)
    runs = list_runs(session, organisation_id=house.organisation.id, locale=locale)
    on_screen = list_page(session, order.selection, as_of=AS_OF, runs=runs, page=1)
    (head, *lines) = _read(b"".join(draft_file(session, order).csv()), locale)
    (title, *cells) = (
        _book(draft_file(session, order), tmp_path / "a.xlsx").get_sheet_by_index(0).to_python()
    )
    assert tuple(title) == tuple(head[:14]) == COLUMNS[locale]
    assert len(on_screen) == len(lines) == len(cells) == 49
    for row, line, cell in zip(on_screen, lines, cells, strict=True):
        shown = [STATUS_NAMES[locale][v] if isinstance(v, Status) else _text(v) for v in row]
        assert [text.removeprefix("'") for text in line[:14]] == shown
        assert [_text(value) for value in cell] == shown


def _text(value: object) -> str:
    if isinstance(value, float):
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value or ("" if value is None else value))  # fmt: skip


def test_a_workbook_holds_texts_as_texts_and_days_as_days(
    session: Session, house: House, tmp_path: Path
) -> None:
    path = tmp_path / "report.xlsx"
    book = _book(draft_file(session, _order(house)), path)
    _, row = book.get_sheet_by_index(0).to_python()
    assert row[0] == "=cmd"
    assert row[2] == "0042"
    assert row[6:8] == [date(2026, 11, 1), date(2026, 11, 20)]
    assert row[9:11] == [5.0, 5.0]
    assert book.sheet_names == ["Voortgang", "Over dit bestand"]
    assert book.get_sheet_by_index(1).to_python() == [
        ["Organisatie", "Lindekroon"],
        ["Selectie", "alle deelnemers"],
        ["Stand van", "2026-11-20T10:30:00+01:00"],
        ["Tijdzone", "Europe/Amsterdam"],
        ["Regels", 1.0],
    ]
    assert [file.name for file in tmp_path.iterdir()] == ["report.xlsx"], "temporary files are gone"


class _Rows:
    """Rows that know how many of them were asked for."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.given = 0

    def __iter__(self) -> Iterator[ReportRow]:
        for number in range(self.count):
            self.given = number + 1
            yield ReportRow(
                f"Collega {number}", "a@b.example", "007", "Balie", "Najaar", "Cursus", date(2026, 1, 1), None,
                Status.UNDER_WAY, 1, 5, None, None, "",
            )  # fmt: skip


def test_the_head_goes_out_before_a_row_is_read_and_rows_go_out_as_they_come() -> None:
    origin = Provenance(organisation="Lindekroon", selection="", as_of=AS_OF, lines=1_200)
    rows = _Rows(1_200)
    chunks = csv_chunks(rows, provenance=origin, locale="nl")
    next(chunks)
    assert rows.given == 0
    next(chunks)
    assert rows.given == 500
    assert len(list(chunks)) == 2


def _enrol_many(session: Session, house: House, count: int) -> None:
    run = house.runs[0]
    session.execute(
        insert(Person),
        [
            {"email": f"m{run.id}-{n}@example.org", "name": f"Collega {n:05}", "created_at": NOW, "locale": "nl"}
            for n in range(count)
        ],
    )  # fmt: skip
    people = session.scalars(select(Person.id).where(Person.email.like(f"m{run.id}-%")))
    session.execute(
        insert(Enrolment),
        [
            {"organisation_id": run.organisation_id, "run_id": run.id, "person_id": person, "enrolled_at": NOW}
            for person in people
        ],
    )  # fmt: skip


def _peak(session: Session, house: House) -> tuple[int, int]:
    """Lines of a file that is thrown away while it is made, and the most memory that took."""
    tracemalloc.start()
    try:
        lines = sum(chunk.count(b"\r\n") for chunk in draft_file(session, _order(house)).csv())
        return lines - 1, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_five_times_the_rows_take_the_same_memory(session: Session) -> None:
    small, large = make_house(session), make_house(session)
    _enrol_many(session, small, 2_000)
    _enrol_many(session, large, 10_000)
    session.expunge_all()
    _peak(session, small)  # whatever is read once and kept is no part of the comparison
    lines, low = _peak(session, small)
    assert lines == 2_000
    lines, high = _peak(session, large)
    assert lines == 10_000
    assert high < 1.5 * low, f"{low} bytes for 2,000 rows, {high} for 10,000"


def test_a_download_is_noted_with_its_filters_but_not_with_the_name_searched_for(
    session: Session, house: House
) -> None:
    selection = Selection(
        organisation_id=house.organisation.id, run_id=house.runs[0].id, status=Status.OVERDUE,
        search="Samira", completed_from=date(2026, 1, 1),
    )  # fmt: skip
    record_download(
        session, selection=selection, file_format="xlsx", actor=Actor(request_id="r-1"), now=NOW
    )
    session.flush()
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "report.downloaded")).one()  # fmt: skip
    assert (event.scope_id, event.subject) == (house.organisation.id, f"run:{house.runs[0].id}")
    assert event.request_id == "r-1"
    assert event.details == {
        "format": "xlsx", "department_id": None, "status": "overdue", "completed_from": "2026-01-01",
        "completed_until": None, "has_search": True,
    }  # fmt: skip
