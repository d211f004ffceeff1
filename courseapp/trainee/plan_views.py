"""All my plans on one screen, and looking back at one of them."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from courseapp.enrolment.queries import list_learning
from courseapp.organisations.models import Role
from courseapp.plans.models import FollowUp, Plan
from courseapp.plans.queries import find_follow_up, list_cards, list_shown
from courseapp.plans.queries.buddies import WAITS
from courseapp.plans.services import LookBack, answer_follow_up, save_follow_up
from courseapp.reflections.services import (
    AlreadySubmitted,
    StaleDraft,
    Stamp,
    TextsMissing,
    TextTooLong,
)
from courseapp.trainee.blueprint import bp
from courseapp.trainee.drafts import read_stamp
from courseapp.trainee.plan_pages import (
    LookBackPage,
    look_back_page,
    look_back_with_problem,
    outcome_words,
    place_of,
    read_courses,
    read_look_back,
    view_ladders,
    view_plans,
)
from courseapp.trainee.private_views import answer_autosave
from courseapp.web.database import db
from courseapp.web.i18n import current_locale
from courseapp.web.now import today_in, utc_now

REFUSALS = (AlreadySubmitted, StaleDraft, TextsMissing, TextTooLong)


@bp.get("/plannen")
def show_plans() -> ResponseReturnValue:
    """All my plans, those to look back at first; what colleagues ask me; what I did with it all."""
    session, locale, now = db.session(), current_locale(), utc_now()
    own = {
        "person_id": current_user.person_id,
        "organisation_ids": current_user.organisation_ids(Role.TRAINEE),
    }
    learnings = list_learning(session, **own)
    courses, today = read_courses(session, learnings), today_in(current_user.time_zone, now=now)
    plans = view_plans(list_cards(session, **own), courses=courses, locale=locale)
    return render_template(
        "trainee/plans.html",
        due=[plan for plan in plans if plan.card.is_due(today)],
        later=[plan for plan in plans if not plan.card.is_due(today)],
        shown=list_shown(session, **own, now=now),
        ladders=view_ladders(session, learnings, courses=courses, locale=locale),
        outcomes=outcome_words(),
        today=today,
        waits_since=now - WAITS,
    )


@bp.get("/plannen/terugblik/<int:follow_up_id>")
def show_follow_up(follow_up_id: int) -> ResponseReturnValue:
    """The form to look back at a plan."""
    plan, follow_up = _open(follow_up_id)
    page = look_back_page(plan, follow_up, outcome=request.args.get("uitkomst", ""))
    return _form(plan, follow_up, page)


@bp.post("/plannen/terugblik/<int:follow_up_id>")
def save_look_back(follow_up_id: int) -> ResponseReturnValue:
    """Save a draft (`concept`, or JSON) or answer; whatever goes wrong, the text comes back."""
    plan, follow_up = _open(follow_up_id)
    if request.is_json:
        return _autosave(follow_up)
    draft, stamp = read_look_back(request.form), read_stamp(request.form)
    is_draft = "concept" in request.form
    try:
        if is_draft:
            _save(follow_up, draft, stamp)
        else:
            _answer(plan, follow_up, draft, stamp)
    except REFUSALS as problem:
        db.session.rollback()
        return _refuse(follow_up_id, draft, stamp, problem)
    db.session.commit()
    flash(_("Bewaard.") if is_draft else _("Je terugblik is bewaard."), "done")
    if is_draft:
        return redirect(url_for(".show_follow_up", follow_up_id=follow_up_id), 303)
    return redirect(url_for(".show_plans"), 303)


def _open(follow_up_id: int) -> tuple[Plan, FollowUp]:
    found = find_follow_up(
        db.session(),
        follow_up_id=follow_up_id,
        person_id=current_user.person_id,
        organisation_ids=current_user.organisation_ids(Role.TRAINEE),
    )
    return found or abort(404)


def _save(follow_up: FollowUp, draft: LookBack, stamp: Stamp) -> FollowUp:
    session, now = db.session(), utc_now()
    return save_follow_up(session, follow_up=follow_up, look_back=draft, stamp=stamp, now=now)


def _answer(plan: Plan, follow_up: FollowUp, draft: LookBack, stamp: Stamp) -> None:
    now = utc_now()
    answer_follow_up(
        db.session(),
        plan=plan,
        follow_up=follow_up,
        look_back=draft,
        stamp=stamp,
        today=today_in(current_user.time_zone, now=now),
        now=now,
    )


def _autosave(follow_up: FollowUp) -> ResponseReturnValue:
    return answer_autosave(lambda fields, stamp: _save(follow_up, read_look_back(fields), stamp))


def _refuse(
    follow_up_id: int, draft: LookBack, stamp: Stamp, problem: Exception
) -> ResponseReturnValue:
    """The form once more with everything in it; 409 when something newer is stored, else 422."""
    plan, follow_up = _open(follow_up_id)
    if isinstance(problem, AlreadySubmitted):
        problem = StaleDraft(follow_up)
    code = 409 if isinstance(problem, StaleDraft) else 422
    return _form(plan, follow_up, look_back_with_problem(draft, stamp, problem)), code


def _form(plan: Plan, follow_up: FollowUp, page: LookBackPage) -> str:
    session = db.session()
    learnings = list_learning(
        session, person_id=plan.person_id, organisation_ids=[plan.organisation_id]
    )
    courses = read_courses(session, learnings)
    return render_template(
        "trainee/follow_up.html",
        plan=plan,
        follow_up=follow_up,
        page=page,
        place=place_of(plan, courses=courses, locale=current_locale()),
        outcomes=outcome_words(),
    )
