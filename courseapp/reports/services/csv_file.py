"""The report as CSV: bytes in chunks, so that a file of any length needs little memory."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from courseapp.reports.domain.cells import neutralise
from courseapp.reports.domain.columns import COLUMNS, PROVENANCE, STATUS_NAMES
from courseapp.reports.domain.provenance import Provenance
from courseapp.reports.domain.rows import ReportRow

BYTE_ORDER_MARK = "\ufeff"
SEPARATORS = {"nl": ";", "en": ","}
ROWS_A_CHUNK = 500


def csv_chunks(
    rows: Iterable[ReportRow], *, provenance: Provenance, locale: str
) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, CRLF, every text quoted; the header goes out at once.

    Texts are quoted because a spreadsheet set to the other separator would otherwise see a formula
    in the middle of a name.
    """
    header = io.StringIO()
    header.write(BYTE_ORDER_MARK)
    _writer(header, locale).writerow(COLUMNS[locale] + PROVENANCE[locale])
    yield header.getvalue().encode()
    buffer = io.StringIO()
    # as the writer's own line ending, the tail would have every number quoted whose digits it holds
    write, tail = _writer(buffer, locale, ending="").writerow, _tail(provenance, locale)
    for number, cells in enumerate(_cells(rows, locale=locale), start=1):
        write((*cells, number))
        buffer.write(tail)
        if number % ROWS_A_CHUNK == 0:
            yield _empty(buffer)
    if rest := _empty(buffer):
        yield rest


def _writer(buffer: io.StringIO, locale: str, *, ending: str = "\r\n") -> Any:
    return csv.writer(
        buffer,
        delimiter=SEPARATORS[locale],
        lineterminator=ending,
        quoting=csv.QUOTE_NONNUMERIC,
    )


def _tail(provenance: Provenance, locale: str) -> str:
    """The end of every line, the same on each and so written out once."""
    buffer = io.StringIO()
    cells = (
        provenance.lines,
        neutralise(provenance.organisation),
        neutralise(provenance.selection),
        provenance.moment,
        provenance.as_of.time_zone,
    )
    _writer(buffer, locale).writerow(cells)
    return SEPARATORS[locale] + buffer.getvalue()


def _empty(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode("utf-8", "replace")


def _cells(rows: Iterable[ReportRow], *, locale: str) -> Iterator[tuple[str | int, ...]]:
    names = STATUS_NAMES[locale]
    for row in rows:
        yield (
            neutralise(row.name),
            neutralise(row.email),
            neutralise(row.personnel_number),
            neutralise(row.department),
            neutralise(row.run),
            neutralise(row.course),
            row.enrolled_on.isoformat(),
            _day(row.due_on),
            names[row.status],
            row.steps_done,
            row.steps_required,
            _day(row.last_active_on),
            _day(row.completed_on),
            row.certificate_code,
        )


def _day(value: date | None) -> str:
    return "" if value is None else value.isoformat()
