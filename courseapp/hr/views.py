"""Pages of HR: the own organisations and the runs in each."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from courseapp.hr.places import as_of, open_seat
from courseapp.organisations.models import Role
from courseapp.reports.queries import count_by_run, list_runs
from courseapp.web.database import db
from courseapp.web.i18n import current_locale
from courseapp.web.policy import GuardedBlueprint, requires

bp = GuardedBlueprint("hr", __name__, policy=requires(Role.HR, scope="own organisation"))


@bp.get("/hr")
def show_start() -> ResponseReturnValue:
    """The viewer's organisations; who has one goes straight to its runs."""
    seats = [seat for seat in current_user.seats if seat.role == Role.HR]
    if len(seats) == 1:
        return redirect(url_for("hr.show_runs", slug=seats[0].organisation_slug), 303)
    return render_template("hr/organisations.html", seats=seats)


@bp.get("/hr/<slug>")
def show_runs(slug: str) -> ResponseReturnValue:
    """The runs of an organisation with their counts."""
    seat = open_seat(slug)
    moment = as_of(seat)
    return render_template(
        "hr/runs.html",
        seat=seat,
        today=moment.today,
        runs=list_runs(db.session(), organisation_id=seat.organisation_id, locale=current_locale()),
        counts=count_by_run(db.session(), organisation_id=seat.organisation_id, as_of=moment),
    )
