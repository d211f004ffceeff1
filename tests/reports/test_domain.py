"""What the report's cells, columns, days and origin say, without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from courseapp.enrolment.domain import Status
from courseapp.reports.domain.cells import SKIPPED, STARTERS, neutralise
from courseapp.reports.domain.columns import COLUMNS, PROVENANCE, STATUS_NAMES
from courseapp.reports.domain.days import LocalDays
from courseapp.reports.domain.provenance import Provenance, describe, file_name
from courseapp.reports.domain.rows import count_steps
from courseapp.reports.domain.selection import AsOf, Selection

AMSTERDAM = "Europe/Amsterdam"
ZONES = (AMSTERDAM, "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Kiritimati", "UTC")  # fmt: skip
TEXTS = st.text(alphabet=st.sampled_from(f"{''.join(STARTERS)}{SKIPPED}\0ab1;,\"") | st.characters(exclude_categories=["Cs"]))  # fmt: skip


def _taken_back(cell: str) -> str:
    """What a reader gets who takes the added apostrophe away."""
    is_marked = cell[:1] == "'" and cell.lstrip(SKIPPED)[:1] in tuple(STARTERS)
    return cell[1:] if is_marked else cell


@pytest.mark.parametrize(
    "text",
    ["=cmd|' /C calc'!A0", "-Jan", "+31 6 12345678", "@x", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x",
     " =1", "\u00a0=1", "\u3000+1", "\ufeff@x", "'=1", "''=1", "=", "-"],
)  # fmt: skip
def test_a_text_that_would_calculate_gets_one_apostrophe_and_stays_readable(text: str) -> None:
    assert neutralise(text) == f"'{text}"
    assert _taken_back(neutralise(text)) == text


@pytest.mark.parametrize(
    "text",
    ["", "Jan", "Anne-Marie", "o=o", "007", "'s-Gravenhage", "'t Hooft", " Jan", "1+1", "a@b.example", "İpek", "中"],
)  # fmt: skip
def test_an_ordinary_text_stays_as_it_is(text: str) -> None:
    assert neutralise(text) == text


@given(text=TEXTS)
@example(text="\0=1")
@example(text=" '\0+")
def test_no_cell_starts_a_formula_and_each_gives_its_original_back(text: str) -> None:
    cell = neutralise(text)
    assert cell[:1] not in tuple(STARTERS)
    assert cell == text.replace("\0", "") or cell[:1] == "'"
    assert cell.lstrip(SKIPPED.replace("'", ""))[:1] not in tuple(STARTERS)
    assert _taken_back(cell) == text.replace("\0", "")


def test_the_published_columns_are_these_byte_for_byte() -> None:
    assert {locale: ";".join(names) for locale, names in COLUMNS.items()} == {
        "nl": "Naam;E-mail;Personeelsnummer;Afdeling;Groep;Cursus;Ingeschreven op;Uiterlijk op;Status;"
        "Stappen klaar;Stappen verplicht;Laatst actief op;Afgerond op;Certificaatcode",
        "en": "Name;E-mail;Personnel number;Department;Group;Course;Enrolled on;Due on;Status;"
        "Steps done;Steps required;Last active on;Completed on;Certificate code",
    }
    assert {locale: ";".join(names) for locale, names in PROVENANCE.items()} == {
        "nl": "Regel;Regels;Organisatie;Selectie;Stand van;Tijdzone",
        "en": "Line;Lines;Organisation;Selection;As of;Time zone",
    }


@pytest.mark.parametrize("locale", ["nl", "en"])
def test_every_status_has_a_name_of_its_own(locale: str) -> None:
    assert set(STATUS_NAMES[locale]) == set(Status)
    assert len(set(STATUS_NAMES[locale].values())) == len(Status)


@pytest.mark.parametrize(
    ("moment", "zone", "day"),
    [
        ("2026-12-31 22:59:59", AMSTERDAM, date(2026, 12, 31)),
        ("2026-12-31 23:00:00", AMSTERDAM, date(2027, 1, 1)),
        ("2026-07-01 21:59:59", AMSTERDAM, date(2026, 7, 1)),
        ("2026-07-01 22:00:00", AMSTERDAM, date(2026, 7, 2)),
        # the night in which the clock goes back: from 22:00 UTC until 23:00 UTC, and the day has 25 hours
        ("2026-10-24 22:00:00", AMSTERDAM, date(2026, 10, 25)),
        ("2026-10-25 22:59:59", AMSTERDAM, date(2026, 10, 25)),
        ("2026-10-25 23:00:00", AMSTERDAM, date(2026, 10, 26)),
        # and forward, a day of 23 hours
        ("2026-03-28 23:00:00", AMSTERDAM, date(2026, 3, 29)),
        ("2026-03-29 21:59:59", AMSTERDAM, date(2026, 3, 29)),
        ("2026-03-29 22:00:00", AMSTERDAM, date(2026, 3, 30)),
        ("2026-11-20 18:14:59", "Asia/Kathmandu", date(2026, 11, 20)),
        ("2026-11-20 18:15:00", "Asia/Kathmandu", date(2026, 11, 21)),
    ],
)  # fmt: skip
def test_a_day_ends_at_midnight_on_the_organisations_clock(
    moment: str, zone: str, day: date
) -> None:
    assert LocalDays(zone).day(moment) == day
    assert LocalDays(zone).day(datetime.fromisoformat(moment).replace(tzinfo=UTC)) == day


@given(
    moments=st.lists(
        st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2090, 1, 1)), max_size=30
    ),
    zone=st.sampled_from(ZONES),
    shown=st.sampled_from(ZONES),
)
def test_remembered_days_are_the_days_of_the_calendar(
    moments: list[datetime], zone: str, shown: str
) -> None:
    """Times a quarter of an hour past midnight would show a memory that is too coarse."""
    of_sqlite, of_postgresql = LocalDays(zone), LocalDays(zone)
    near = [m + timedelta(minutes=shift) for m in moments for shift in (0, 5, 15)]
    for moment in near:
        aware = moment.replace(tzinfo=UTC)
        day = aware.astimezone(ZoneInfo(zone)).date()
        assert of_sqlite.day(moment.isoformat(" ")) == day
        assert of_postgresql.day(aware.astimezone(ZoneInfo(shown))) == day


def test_no_moment_has_no_day() -> None:
    assert LocalDays(AMSTERDAM).find_day(None) is None


@given(day=st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 1, 1)), zone=st.sampled_from(ZONES))  # fmt: skip
def test_midnight_is_the_first_moment_of_the_day(day: date, zone: str) -> None:
    midnight = AsOf(now=datetime(2026, 1, 1, tzinfo=UTC), time_zone=zone).midnight(day)
    days = LocalDays(zone)
    assert days.day(midnight) == day
    assert days.day(midnight - timedelta(seconds=1)) == day - timedelta(days=1)


def test_weeks_end_on_monday_at_midnight_local_time() -> None:
    as_of = AsOf(now=datetime(2026, 10, 28, 12, tzinfo=UTC), time_zone=AMSTERDAM)
    assert as_of.week_ends(2) == (
        datetime(2026, 10, 25, 23, tzinfo=UTC),
        datetime(2026, 11, 1, 23, tzinfo=UTC),
    )
    assert as_of.week_ends(3)[0] == datetime(2026, 10, 18, 22, tzinfo=UTC)


def test_a_completed_participation_is_measured_by_what_it_did() -> None:
    assert count_steps(done=4, required=6, is_completed=True) == (4, 4)
    assert count_steps(done=4, required=6, is_completed=False) == (4, 6)
    assert count_steps(done=7, required=6, is_completed=False) == (6, 6)


def test_the_selection_is_told_in_words() -> None:
    selection = Selection(
        organisation_id=1, run_id=2, department_id=3, status=Status.OVERDUE, search="şey",
        completed_from=date(2026, 1, 1), completed_until=date(2026, 12, 31),
    )  # fmt: skip
    assert describe(selection, locale="nl", run="Voorjaar", department="Balie") == (
        "groep: Voorjaar, afdeling: Balie, status: Te laat, afgerond vanaf: 2026-01-01, "
        "afgerond tot en met: 2026-12-31, naam bevat: şey"
    )
    assert describe(selection, locale="en", run="Spring", department="Desk") == (
        "group: Spring, department: Desk, status: Overdue, completed from: 2026-01-01, "
        "completed until: 2026-12-31, name contains: şey"
    )
    everyone = Selection(organisation_id=1)
    assert [describe(everyone, locale=one) for one in ("nl", "en")] == ["alle deelnemers", "all participants"]  # fmt: skip


def test_a_file_is_named_after_whom_and_when_it_is_about() -> None:
    as_of = AsOf(now=datetime(2026, 10, 24, 22, 30, tzinfo=UTC), time_zone=AMSTERDAM)
    origin = Provenance(organisation="Lindekroon", selection="", as_of=as_of, lines=3)
    assert origin.moment == "2026-10-25T00:30:00+02:00"
    assert file_name(origin, slug="lindekroon", locale="nl", extension="csv") == (
        "voortgang-lindekroon-2026-10-25-0030.csv"
    )
    assert file_name(origin, slug="lindekroon", locale="en", extension="xlsx") == (
        "completions-lindekroon-2026-10-25-0030.xlsx"
    )
