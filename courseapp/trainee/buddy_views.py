"""Send one plan and one question to a colleague, and be that colleague."""

from __future__ import annotations

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from courseapp.accounts.domain import normalise_email
from courseapp.accounts.models import Person
from courseapp.accounts.throttle import Throttled, check_throttle
from courseapp.audit.actor import current_actor
from courseapp.config import Settings
from courseapp.organisations.models import Role
from courseapp.plans import services
from courseapp.plans.models import Plan
from courseapp.plans.queries import Shown, find_plan, find_running_buddy, find_shown
from courseapp.reflections.services import TextsMissing, TextTooLong
from courseapp.trainee.blueprint import bp
from courseapp.trainee.drafts import clean_text, too_long
from courseapp.web.database import db
from courseapp.web.now import utc_now
from courseapp.web.policy import declare, requires

HOUR, DAY = 60 * 60, 24 * 60 * 60
PER_HOUR, PER_ADDRESS = 5, 2
ASKED = requires(Role.TRAINEE, scope="one plan that a colleague sent to this person")


@bp.get("/plannen/<int:plan_id>/maatje")
def show_buddy_form(plan_id: int) -> ResponseReturnValue:
    """The form to send a plan to a colleague; a plan that was sent is on the plans screen."""
    plan = _open_plan(plan_id)
    if find_running_buddy(db.session(), plan=plan) is not None:
        return _to_plans()
    return _form(plan, services.Request(email="", question=""))


@bp.post("/plannen/<int:plan_id>/maatje")
def ask_buddy(plan_id: int) -> ResponseReturnValue:
    """Ask a colleague; the answer is the same whether or not there is one."""
    plan = _open_plan(plan_id)
    wish = services.Request(
        email=request.form.get("email", ""), question=clean_text(request.form.get("vraag", ""))
    )
    try:
        _ask(plan, wish)
    except (TextsMissing, TextTooLong, services.OwnAddress, Throttled) as problem:
        db.session.rollback()
        code = 429 if isinstance(problem, Throttled) else 422
        return _form(_open_plan(plan_id), wish, problem), code
    except services.BuddyRunning:
        db.session.rollback()
        return _to_plans()
    db.session.commit()
    flash(
        _(
            "Je vraag is verstuurd. Hoort %(email)s bij een collega die hier ook leert, dan krijgt "
            "die nu een mail.",
            email=normalise_email(wish.email),
        ),
        "done",
    )
    return _to_plans()


@bp.post("/plannen/<int:plan_id>/maatje/stop")
def stop_buddy(plan_id: int) -> ResponseReturnValue:
    """Take a plan back from whoever it was sent to."""
    found = find_running_buddy(db.session(), plan=_open_plan(plan_id))
    if found is not None:
        services.end_buddy(db.session(), buddy=found[0], now=utc_now(), actor=current_actor())
        db.session.commit()
        flash(_("Je plan wordt niet meer gedeeld."), "done")
    return _to_plans()


@bp.get("/plannen/maatje/<int:buddy_id>")
@declare(ASKED)
def show_buddy_plan(buddy_id: int) -> ResponseReturnValue:
    """What a colleague asks of me: first yes or no, then the plan and the question."""
    return render_template("trainee/buddy.html", shown=_open_shown(buddy_id), error="", reply=None)


@bp.post("/plannen/maatje/<int:buddy_id>")
@declare(ASKED)
def reply_as_buddy(buddy_id: int) -> ResponseReturnValue:
    """Answer the question in a line."""
    shown, reply = _open_shown(buddy_id), clean_text(request.form.get("antwoord", ""))
    if not shown.is_accepted:
        abort(404)
    try:
        services.reply_to_question(db.session(), buddy=shown.buddy, reply=reply, now=utc_now())
    except TextsMissing:
        error = _("Schrijf je antwoord op.")
    except TextTooLong as problem:
        error = too_long(problem)
    else:
        db.session.commit()
        flash(_("Je antwoord is verstuurd."), "done")
        return redirect(url_for(".show_buddy_plan", buddy_id=buddy_id), 303)
    return render_template("trainee/buddy.html", shown=shown, error=error, reply=reply), 422


@bp.post("/plannen/maatje/<int:buddy_id>/keuze")
@declare(ASKED)
def decide_as_buddy(buddy_id: int) -> ResponseReturnValue:
    """Say yes (`ja`) or no (`nee`) to a request, or stop being a buddy (`stop`)."""
    shown, choice = _open_shown(buddy_id), request.form.get("keuze", "")
    session, now, actor = db.session(), utc_now(), current_actor()
    if choice == "ja":
        services.accept_request(session, buddy=shown.buddy, now=now, actor=actor)
    elif choice == "nee" and not shown.is_accepted:
        services.decline_request(session, buddy=shown.buddy, now=now, actor=actor)
    elif choice == "stop" and shown.is_accepted:
        services.end_buddy(session, buddy=shown.buddy, now=now, actor=actor)
    else:
        abort(400)
    db.session.commit()
    if choice == "ja":
        return redirect(url_for(".show_buddy_plan", buddy_id=buddy_id), 303)
    flash(_("Je ziet dit plan niet meer."), "done")
    return _to_plans()


def _ask(plan: Plan, wish: services.Request) -> None:
    session, now, me = db.session(), utc_now(), current_user.person_id
    address = normalise_email(wish.email)
    keys = ((f"buddy:{me}", PER_HOUR, HOUR), (f"buddy:{me}:{address}", PER_ADDRESS, DAY))
    for key, limit, seconds in keys:
        check_throttle(session, key=key, limit=limit, window_seconds=seconds, now=now)
    writer = session.get_one(Person, me)
    services.ask_buddy(
        session,
        plan=plan,
        writer=writer,
        request=wish,
        sender=_sender(),
        now=now,
        actor=current_actor(),
    )


def _sender() -> services.Sender:
    settings: Settings = current_app.extensions["settings"]
    base = settings.base_url.rstrip("/")
    return services.Sender(
        brand=settings.brand,
        support=settings.support_address,
        link_to=lambda buddy_id: base + url_for("trainee.show_buddy_plan", buddy_id=buddy_id),
    )


def _open_plan(plan_id: int) -> Plan:
    plan = find_plan(
        db.session(),
        plan_id=plan_id,
        person_id=current_user.person_id,
        organisation_ids=current_user.organisation_ids(Role.TRAINEE),
    )
    return plan or abort(404)


def _open_shown(buddy_id: int) -> Shown:
    shown = find_shown(
        db.session(),
        buddy_id=buddy_id,
        person_id=current_user.person_id,
        organisation_ids=current_user.organisation_ids(Role.TRAINEE),
        now=utc_now(),
    )
    return shown or abort(404)


def _form(plan: Plan, wish: services.Request, problem: Exception | None = None) -> str:
    errors: dict[str, str] = {}
    if isinstance(problem, TextsMissing):
        words = {
            "email": _("Vul het mailadres van één collega in."),
            "question": _("Wat wil je vragen? Schrijf één vraag."),
        }
        errors = {name: words[name] for name in problem.missing}
    elif isinstance(problem, TextTooLong):
        errors["question"] = too_long(problem)
    elif isinstance(problem, services.OwnAddress):
        errors["email"] = _("Dit is je eigen adres. Vul dat van een collega in.")
    elif isinstance(problem, Throttled):
        errors["email"] = _("Je hebt kort na elkaar veel gevraagd. Probeer het later nog eens.")
    return render_template("trainee/buddy_form.html", plan=plan, wish=wish, errors=errors)


def _to_plans() -> ResponseReturnValue:
    return redirect(url_for("trainee.show_plans"), 303)
