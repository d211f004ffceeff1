"""The completion report on screen and as a file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from courseapp.hr import report_page
from courseapp.hr.forms import read_selection, write_selection
from courseapp.hr.places import actor, as_of, open_seat
from courseapp.hr.views import bp
from courseapp.reports.domain.selection import Selection
from courseapp.reports.queries import (
    RunOption,
    list_departments,
    list_page,
    list_runs,
    summarise,
)
from courseapp.reports.services.downloads import record_download
from courseapp.reports.services.files import Order, draft_file
from courseapp.web.database import db, open_reader
from courseapp.web.i18n import current_locale
from courseapp.web.paging import read_page

CSV = "text/csv; charset=utf-8"
CHUNK = 65_536
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/hr/<slug>/rapport")
def show_report(slug: str) -> ResponseReturnValue:
    """A page of the report with its filters."""
    seat = open_seat(slug)
    selection = read_selection(request.args, organisation_id=seat.organisation_id)
    moment, session = as_of(seat), db.session()
    runs = list_runs(session, organisation_id=seat.organisation_id, locale=current_locale())
    run = _find_run(runs, selection)
    summary = summarise(session, selection, as_of=moment)
    pages = report_page.Pages(page=read_page(request.args), total=summary.total)
    return render_template(
        "hr/report.html",
        page=report_page,
        seat=seat,
        selection=selection,
        query=write_selection(selection),
        moment=moment,
        runs=runs,
        run=run,
        departments=list_departments(session, organisation_id=seat.organisation_id),
        summary=summary,
        pages=pages,
        rows=list_page(session, selection, as_of=moment, runs=runs, page=pages.page),
    )


def _find_run(runs: list[RunOption], selection: Selection) -> RunOption | None:
    """The chosen run; 404 for one that is not the organisation's."""
    if selection.run_id is None:
        return None
    found = next((run for run in runs if run.id == selection.run_id), None)
    if found is None:
        abort(404)
    return found


@bp.post("/hr/<slug>/rapport/<any(csv,xlsx):extension>")
def download_report(slug: str, extension: str) -> ResponseReturnValue:
    """The selection of the query string as a file; the download is noted before it starts."""
    seat = open_seat(slug)
    order = Order(
        organisation_name=seat.organisation_name,
        organisation_slug=seat.organisation_slug,
        selection=read_selection(request.args, organisation_id=seat.organisation_id),
        as_of=as_of(seat),
        locale=current_locale(),
    )
    record_download(
        db.session(),
        selection=order.selection,
        file_format=extension,
        actor=actor(),
        now=order.as_of.now,
    )
    db.session.commit()
    return _send_csv(order) if extension == "csv" else _send_xlsx(order)


def _send_csv(order: Order) -> Response:
    """Streamed; its session is closed with the answer, also when the reader leaves."""
    reader = open_reader()
    try:
        draft = draft_file(reader, order)
    except BaseException:
        reader.close()
        raise
    response = Response(draft.csv(), content_type=CSV)
    response.call_on_close(reader.close)
    return _as_attachment(response, draft.name("csv"))


def _send_xlsx(order: Order) -> Response:
    """Written to a temporary folder that is gone before the first byte is sent."""
    with (
        tempfile.TemporaryDirectory(prefix="courseapp-report-") as folder,
        open_reader() as reader,
    ):
        draft = draft_file(reader, order)
        path = Path(folder) / "report.xlsx"
        draft.save_xlsx(path)
        size = path.stat().st_size
        file = path.open("rb")  # outlives its folder, so nothing stays behind
    response = Response(_chunks(file), content_type=XLSX)
    response.call_on_close(file.close)
    response.content_length = size
    return _as_attachment(response, draft.name("xlsx"))


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while chunk := file.read(CHUNK):
            yield chunk


def _as_attachment(response: Response, name: str) -> Response:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
