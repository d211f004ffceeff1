"""`report completions` on the command line: the file that HR downloads, for scripts and schedules."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from courseapp.enrolment.domain import Status
from courseapp.organisations.models import Organisation
from courseapp.organisations.queries import (
    OrganisationNotFound,
    get_organisation,
    list_organisations,
)
from courseapp.reports.domain.selection import AsOf, Selection
from courseapp.reports.queries import list_departments, list_runs
from courseapp.reports.services.downloads import record_download
from courseapp.reports.services.files import Draft, Order, draft_file
from courseapp.web.database import db, open_reader
from courseapp.web.now import utc_now

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
DAY = click.DateTime(["%Y-%m-%d"])


def report_command(with_app: Decorator) -> click.Group:
    """The group `report`."""
    group = click.Group("report", help="Reports as files.")
    group.add_command(_completions(with_app))
    return group


def _completions(with_app: Decorator) -> click.Command:
    @click.command("completions", help="Who in an organisation is how far in which course.")
    @click.option("--organisation", "slug", required=True, help="Short name of the organisation.")
    @click.option("--run", "run_name", default="", help="Name or number of a run; default: all.")
    @click.option("--department", default="", help="Name of a department; default: all.")
    @click.option(
        "--status", type=click.Choice([s.value for s in Status]), help="Only this status."
    )
    @click.option("--from", "first", type=DAY, help="Only completed on this day or later.")
    @click.option("--until", "last", type=DAY, help="Only completed on this day or before.")
    @click.option("--format", "extension", type=click.Choice(["csv", "xlsx"]), default="csv")
    @click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Default: standard output.")  # fmt: skip # noqa: E501
    @click.option("--lang", type=click.Choice(["nl", "en"]), help="Default: the organisation's.")
    @with_app
    def run(
        slug: str, extension: str, output: Path | None, lang: str | None, **filters: Any
    ) -> None:
        if output is None and extension == "xlsx":
            raise click.UsageError("an XLSX file needs --output FILE.")
        session, now = db.session(), utc_now()
        organisation = _organisation(session, slug=slug)
        order = _order(session, organisation, lang=lang or organisation.locale, now=now, **filters)
        record_download(session, selection=order.selection, file_format=extension, now=now)
        session.commit()
        with open_reader() as reader:
            _deliver(draft_file(reader, order), extension=extension, output=output)

    return run


def _organisation(session: Session, *, slug: str) -> Organisation:
    try:
        return get_organisation(session, slug=slug)
    except OrganisationNotFound:
        offered = ", ".join(one.slug for one in list_organisations(session)) or "none yet"
        raise click.ClickException(
            f"there is no organisation {slug}. Use its short name: {offered}"
        ) from None


def _order(
    session: Session,
    organisation: Organisation,
    *,
    lang: str,
    now: datetime,
    run_name: str,
    department: str,
    status: str | None,
    first: datetime | None,
    last: datetime | None,
) -> Order:
    runs = list_runs(session, organisation_id=organisation.id, locale=lang)
    departments = list_departments(session, organisation_id=organisation.id)
    selection = Selection(
        organisation_id=organisation.id,
        run_id=_pick(run_name, [(run.id, run.name) for run in runs], kind="run"),
        department_id=_pick(department, [(d.id, d.name) for d in departments], kind="department"),
        status=Status(status) if status else None,
        completed_from=first and first.date(),
        completed_until=last and last.date(),
    )
    return Order(
        organisation_name=organisation.name,
        organisation_slug=organisation.slug,
        selection=selection,
        as_of=AsOf(now=now, time_zone=organisation.time_zone),
        locale=lang,
    )


def _pick(wanted: str, options: list[tuple[int, str]], *, kind: str) -> int | None:
    """The id of the option with this number or name; says what there is when there is none."""
    if not wanted:
        return None
    found = [number for number, name in options if wanted in (str(number), name)]
    if len(found) == 1:
        return found[0]
    offered = ", ".join(f"{name} ({number})" for number, name in options) or "none"
    raise click.ClickException(f"no single {kind} is called {wanted}. There is: {offered}")


def _deliver(draft: Draft, *, extension: str, output: Path | None) -> None:
    """Write beside the name first, so that a file under its name is always whole."""
    if output is None:
        stream = sys.stdout.buffer
        for chunk in draft.csv():
            stream.write(chunk)
        stream.flush()
        return
    with tempfile.TemporaryDirectory(dir=output.resolve().parent, prefix=".report-") as folder:
        part = Path(folder) / f"part.{extension}"
        if extension == "csv":
            with part.open("wb") as file:
                file.writelines(draft.csv())
        else:
            draft.save_xlsx(part)
        part.replace(output)
    click.echo(f"{output}: {draft.provenance.lines} lines", err=True)
