"""Pages on which HR assigns a course: open a run, add people, move due dates."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from courseapp.catalog.queries import get_current
from courseapp.enrolment.models import CourseRun
from courseapp.enrolment.services import DueBeforeStart, EnrolmentClosed, change_run_due
from courseapp.hr import queries
from courseapp.hr.forms import DueForm, RunForm
from courseapp.hr.places import actor, as_of, open_seat
from courseapp.hr.services import (
    add_people,
    assign_course,
    move_due_dates,
    record_run_change,
    remove_people,
)
from courseapp.hr.views import bp
from courseapp.organisations.viewer import Seat
from courseapp.reports.queries import list_departments
from courseapp.web.database import db
from courseapp.web.i18n import current_locale
from courseapp.web.now import utc_now
from courseapp.web.paging import read_page

MOST_PER_FORM = 1_000


@bp.route("/hr/<slug>/groepen/nieuw", methods=["GET", "POST"])
def add_run(slug: str) -> ResponseReturnValue:
    """Give a course to the organisation."""
    seat = open_seat(slug)
    form = _run_form(seat)
    if form.validate_on_submit():
        try:
            run = _assign(seat, form)
        except DueBeforeStart:
            form.due_on.errors = [_("Kies een einddatum na de begindatum.")]
        else:
            db.session.commit()
            flash(_("De groep staat klaar. Kies nu wie er meedoet."), "done")
            return redirect(url_for("hr.show_run", slug=slug, run_id=run.id), 303)
    status = 422 if request.method == "POST" else 200
    return render_template("hr/new_run.html", seat=seat, form=form), status


def _run_form(seat: Seat) -> RunForm:
    form, session = RunForm(), db.session()
    courses = queries.list_course_options(session, locale=current_locale())
    trainers = queries.list_trainers(session, organisation_id=seat.organisation_id)
    form.course_id.choices = [(course.id, course.title) for course in courses]
    form.trainer_id.choices = [(0, _("Geen trainer")), *((p.id, p.name) for p in trainers)]
    if request.method == "GET":
        form.starts_on.data = as_of(seat).today
    return form


def _assign(seat: Seat, form: RunForm) -> CourseRun:
    return assign_course(
        db.session(),
        organisation_id=seat.organisation_id,
        course_id=form.course_id.data,
        name=form.name.data.strip(),
        starts_on=form.starts_on.data,
        due_on=form.due_on.data,
        trainer_id=form.trainer_id.data or None,
        actor=actor(),
        now=utc_now(),
    )


@bp.get("/hr/<slug>/groepen/<int:run_id>")
def show_run(slug: str, run_id: int) -> ResponseReturnValue:
    """Who is in a run, and who could be."""
    seat = open_seat(slug)
    run = _get_run(seat, run_id)
    return _render_run(seat, run, DueForm(formdata=None, due_on=run.due_on))


def _render_run(seat: Seat, run: CourseRun, form: DueForm) -> str:
    session, search = db.session(), request.args.get("zoek", "").replace("\0", "").strip()[:80]
    page, total = read_page(request.args), queries.count_participants(session, run=run)
    candidates = queries.count_candidates(session, run=run)
    return render_template(
        "hr/run.html",
        seat=seat,
        run=run,
        course=get_current(session, run.course_id).course.text(current_locale()),
        form=form,
        today=as_of(seat).today,
        participants=queries.list_participants(session, run=run, page=page),
        total=total,
        page=page,
        page_count=max(-(-total // queries.PAGE_SIZE), 1),
        departments=list_departments(session, organisation_id=seat.organisation_id),
        open_by_department=candidates,
        open_total=sum(candidates.values()),
        candidates=queries.list_candidates(session, run=run, search=search),
        search=search,
    )


def _get_run(seat: Seat, run_id: int) -> CourseRun:
    run = queries.find_run(db.session(), organisation_id=seat.organisation_id, run_id=run_id)
    if run is None:
        abort(404)
    return run


@bp.post("/hr/<slug>/groepen/<int:run_id>/datum")
def set_run_due(slug: str, run_id: int) -> ResponseReturnValue:
    """Set the due date of a whole run."""
    seat = open_seat(slug)
    run, form = _get_run(seat, run_id), DueForm()
    if form.validate():
        try:
            change_run_due(db.session(), run=run, due_on=form.due_on.data)
        except DueBeforeStart:
            form.due_on.errors = [_("Kies een einddatum na de begindatum.")]
    if form.errors:
        return _render_run(seat, run, form), 422
    record_run_change(db.session(), run=run, actor=actor(), now=utc_now())
    db.session.commit()
    flash(_("De einddatum van de groep is bewaard."), "done")
    return _back(slug, run)


@bp.post("/hr/<slug>/groepen/<int:run_id>/inschrijven")
def add_to_run(slug: str, run_id: int) -> ResponseReturnValue:
    """Enrol whole departments and single colleagues."""
    run = _get_run(open_seat(slug), run_id)
    try:
        added = add_people(
            db.session(),
            run=run,
            departments=_numbers("department"),
            people=_numbers("person"),
            actor=actor(),
            now=utc_now(),
        )
    except EnrolmentClosed:
        flash(_("Deze groep is gesloten. Maak een nieuwe groep."), "error")
        return _back(slug, run)
    db.session.commit()
    if added:
        flash(ngettext("%(num)d collega doet mee.", "%(num)d collega’s doen mee.", added), "done")
    else:
        flash(_("Kies eerst een afdeling of een collega."), "error")
    return _back(slug, run)


@bp.post("/hr/<slug>/groepen/<int:run_id>/deelnemers")
def change_participants(slug: str, run_id: int) -> ResponseReturnValue:
    """Move the due date of those chosen, or take them out of the run."""
    run, form = _get_run(open_seat(slug), run_id), DueForm()
    if not form.validate():
        flash(_("Deze datum bestaat niet. Kies een andere."), "error")
        return _back(slug, run)
    if request.form.get("action") == "remove":
        count = _remove(run)
        text = ngettext("%(num)d deelname beëindigd.", "%(num)d deelnames beëindigd.", count)
    else:
        count = _move_due(run, form)
        text = ngettext("Datum van %(num)d deelnemer bewaard.", "Datum van %(num)d deelnemers bewaard.", count)  # fmt: skip # noqa: E501
    db.session.commit()
    flash(text, "done") if count else flash(_("Kies eerst een deelnemer."), "error")
    return _back(slug, run)


def _remove(run: CourseRun) -> int:
    return remove_people(
        db.session(),
        run=run,
        enrolment_ids=_numbers("enrolment"),
        actor=actor(),
        now=utc_now(),
    )


def _move_due(run: CourseRun, form: DueForm) -> int:
    return move_due_dates(
        db.session(),
        run=run,
        enrolment_ids=_numbers("enrolment"),
        due_on=form.due_on.data,
        actor=actor(),
        now=utc_now(),
    )


def _numbers(field: str) -> list[int]:
    values = request.form.getlist(field)[:MOST_PER_FORM]
    return [int(v) for v in values if v.isascii() and v.isdigit() and len(v) < 16]


def _back(slug: str, run: CourseRun) -> ResponseReturnValue:
    return redirect(url_for("hr.show_run", slug=slug, run_id=run.id), 303)
