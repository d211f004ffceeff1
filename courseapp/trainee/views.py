"""The learning path, the page of a course, and the one address of each step."""

from __future__ import annotations

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from courseapp.certificates.queries import list_own_certificates
from courseapp.enrolment.queries import list_learning
from courseapp.organisations.models import Role
from courseapp.plans.queries import list_plans
from courseapp.reviews.queries import measure_objectives
from courseapp.trainee.blueprint import bp, open_desk
from courseapp.trainee.completion import finish_course
from courseapp.trainee.overview import view_course, view_courses
from courseapp.trainee.plan_pages import outcome_words
from courseapp.trainee.review_pages import open_agenda
from courseapp.trainee.steps import STEP_VIEWS
from courseapp.web.database import db
from courseapp.web.i18n import current_locale
from courseapp.web.now import today_in, utc_now


@bp.get("/leerpad")
def show_path() -> ResponseReturnValue:
    """My courses: what is done, what is next, when it is due, and one button to go on."""
    session, own = db.session(), current_user.organisation_ids(Role.TRAINEE)
    person_id, today = current_user.person_id, today_in(current_user.time_zone, now=utc_now())
    learnings = list_learning(session, person_id=person_id, organisation_ids=own)
    return render_template(
        "trainee/path.html",
        courses=view_courses(session, learnings=learnings, locale=current_locale(), today=today),
        plans=list_plans(session, person_id=person_id, organisation_ids=own),
        certificates=list_own_certificates(session, person_id=person_id, organisation_ids=own),
        reviews=open_agenda(),
        outcomes=outcome_words(),
        today=today,
    )


@bp.get("/leren/<int:enrolment_id>")
def show_course(enrolment_id: int) -> ResponseReturnValue:
    """One course: all modules, and what completion still asks for."""
    desk = open_desk(enrolment_id)
    mastery = measure_objectives(
        db.session(), enrolment=desk.enrolment, published=desk.published, now=desk.now
    )
    course = view_course(db.session(), desk=desk)
    return render_template("trainee/course.html", course=course, mastery=mastery)


@bp.post("/leren/<int:enrolment_id>/afronden")
def end_course(enrolment_id: int) -> ResponseReturnValue:
    """Finish a course in which nothing is missing any more, and show the certificate."""
    desk = open_desk(enrolment_id)
    is_finished = finish_course(desk)
    db.session.commit()
    target = "trainee.show_certificate" if is_finished else "trainee.show_course"
    return redirect(url_for(target, enrolment_id=enrolment_id), 303)


@bp.get("/leren/<int:enrolment_id>/stap/<step_id>")
def show_step(enrolment_id: int, step_id: str) -> ResponseReturnValue:
    """One step of a course, by the view of its kind."""
    desk = open_desk(enrolment_id)
    step = desk.step(step_id)
    view = STEP_VIEWS.get(step.kind)
    if view is None:
        abort(404)
    return view(desk, step)
