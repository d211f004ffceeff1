"""A report as a file, the same for the page and the command line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from courseapp.reports.domain.provenance import Provenance, describe, file_name
from courseapp.reports.domain.rows import ReportRow
from courseapp.reports.domain.selection import AsOf, Selection
from courseapp.reports.queries import count_selection, list_departments, list_runs, stream_rows
from courseapp.reports.services.csv_file import csv_chunks
from courseapp.reports.services.xlsx_file import write_xlsx


@dataclass(frozen=True, kw_only=True)
class Order:
    """What file someone wants: whose, which rows, when, in which language."""

    organisation_name: str
    organisation_slug: str
    selection: Selection
    as_of: AsOf
    locale: str


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An order with its rows, which are read while the file is written."""

    order: Order
    provenance: Provenance
    rows: Iterator[ReportRow]

    def name(self, extension: str) -> str:
        """The file's name."""
        return file_name(
            self.provenance,
            slug=self.order.organisation_slug,
            locale=self.order.locale,
            extension=extension,
        )

    def csv(self) -> Iterator[bytes]:
        """The file as CSV, in chunks."""
        return csv_chunks(self.rows, provenance=self.provenance, locale=self.order.locale)

    def save_xlsx(self, path: Path) -> None:
        """Write the file as XLSX."""
        write_xlsx(self.rows, path=path, provenance=self.provenance, locale=self.order.locale)


def draft_file(session: Session, order: Order) -> Draft:
    """Count the lines and open the stream of rows; `session` must stay open until all are read."""
    selection = order.selection
    runs = list_runs(session, organisation_id=selection.organisation_id, locale=order.locale)
    departments = list_departments(session, organisation_id=selection.organisation_id)
    provenance = Provenance(
        organisation=order.organisation_name,
        selection=describe(
            selection,
            locale=order.locale,
            run=next((run.name for run in runs if run.id == selection.run_id), ""),
            department=next((d.name for d in departments if d.id == selection.department_id), ""),
        ),
        as_of=order.as_of,
        lines=count_selection(session, selection, as_of=order.as_of),
    )
    rows = stream_rows(session, selection, as_of=order.as_of, runs=runs)
    return Draft(order=order, provenance=provenance, rows=rows)
