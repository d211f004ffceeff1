"""The report as an Excel workbook: one sheet of rows, one that says what they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from courseapp.reports.domain.columns import COLUMNS, PROVENANCE, STATUS_NAMES
from courseapp.reports.domain.provenance import Provenance
from courseapp.reports.domain.rows import ReportRow

SHEETS = {"nl": ("Voortgang", "Over dit bestand"), "en": ("Completions", "About this file")}
WIDTHS = (26, 30, 16, 20, 20, 24, 14, 14, 13, 12, 12, 14, 14, 16)
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_xlsx(
    rows: Iterable[ReportRow], *, path: Path, provenance: Provenance, locale: str
) -> None:
    """Write the workbook to `path`; rows pass through its folder, so memory stays flat.

    Each cell's type is stated: text is never taken for a formula, a number or a link.
    """
    book = xlsxwriter.Workbook(str(path), OPTIONS | {"tmpdir": str(path.parent)})
    bold = book.add_format({"bold": True})
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet(SHEETS[locale][0])
    sheet.freeze_panes(1, 1)
    for column, (title, width) in enumerate(zip(COLUMNS[locale], WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, bold)
    last = 0
    for last, row in enumerate(rows, start=1):
        cells = row._replace(status=STATUS_NAMES[locale][row.status])  # type: ignore[arg-type]
        for column, value in enumerate(cells):
            _write(sheet, last, column, value, days)
    sheet.autofilter(0, 0, last, len(COLUMNS[locale]) - 1)
    _write_origin(book.add_worksheet(SHEETS[locale][1]), provenance, locale=locale, bold=bold)
    book.close()


def _write(sheet: Any, line: int, column: int, value: object, days: object) -> None:
    if isinstance(value, str):
        if value:
            sheet.write_string(line, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(line, column, value, days)
    elif isinstance(value, int):
        sheet.write_number(line, column, value)


def _write_origin(sheet: Any, provenance: Provenance, *, locale: str, bold: object) -> None:
    write: Callable[..., object] = sheet.write_string
    values = (
        provenance.organisation,
        provenance.selection,
        provenance.moment,
        provenance.as_of.time_zone,
    )
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 60)
    _line, lines, *titles = PROVENANCE[locale]
    for line, (title, value) in enumerate(zip(titles, values, strict=True)):
        write(line, 0, title, bold)
        write(line, 1, value)
    write(len(values), 0, lines, bold)
    sheet.write_number(len(values), 1, provenance.lines)
