"""Being reminded of what is due: choosing the moment, switching it off, also from the mail."""

from __future__ import annotations

from babel.dates import get_day_names
from flask import Flask, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeSerializer

from courseapp.accounts.models import Person
from courseapp.config import Settings
from courseapp.reviews.domain.reminding import HOURS, unpack_days
from courseapp.reviews.models import ReviewReminder
from courseapp.reviews.queries import find_reminder
from courseapp.reviews.services import NotAMoment, ask_reminder, stop_reminder
from courseapp.trainee.blueprint import bp
from courseapp.web.database import db
from courseapp.web.i18n import current_locale
from courseapp.web.policy import declare, public

SALT = "review-reminder"
HOLDERS = "who holds the link in the mail"


@bp.post("/herhalen/herinnering")
def save_reminder() -> ResponseReturnValue:
    """Remind on the chosen days from the chosen hour; without days never."""
    try:
        weekdays = [int(day) for day in request.form.getlist("dag")]
        hour = int(request.form.get("uur", ""))
        found = ask_reminder(
            db.session(), person_id=current_user.person_id, weekdays=weekdays, hour=hour
        )
    except (NotAMoment, ValueError):
        abort(400)
    db.session.commit()
    flash(_("Je krijgt voortaan een mail.") if found else _("Je krijgt geen mail."), "done")
    return redirect(url_for(".show_reviews"), 303)


@bp.post("/herhalen/herinnering/uit")
def end_reminder() -> ResponseReturnValue:
    """Never remind again."""
    stop_reminder(db.session(), person_id=current_user.person_id)
    db.session.commit()
    flash(_("Je krijgt geen mail."), "done")
    return redirect(url_for(".show_reviews"), 303)


@bp.get("/herhalen/herinnering/uit/<token>")
@declare(public(HOLDERS))
def ask_end_reminder(token: str) -> ResponseReturnValue:
    """The page behind the link in the mail: one button, no sign-in."""
    _read_token(token)
    return render_template("trainee/reminder_off.html", token=token, is_off=False)


@bp.post("/herhalen/herinnering/uit/<token>")
@declare(public(HOLDERS))
def end_reminder_by_mail(token: str) -> ResponseReturnValue:
    """Never remind whoever got the mail again."""
    stop_reminder(db.session(), person_id=_read_token(token))
    db.session.commit()
    return render_template("trainee/reminder_off.html", token=token, is_off=True)


def _read_token(token: str) -> int:
    try:
        return int(_serializer(current_app).loads(token))
    except (BadSignature, ValueError, TypeError):
        abort(404)


def _serializer(app: Flask) -> URLSafeSerializer:
    """Signs with the newest key and accepts the earlier ones; a link to stop never expires."""
    keys = [*reversed(app.config["SECRET_KEY_FALLBACKS"]), app.config["SECRET_KEY"]]
    return URLSafeSerializer(keys, salt=SALT)


def sign_reminder(app: Flask, person_id: int) -> str:
    """The token that lets whoever holds it switch this person's reminder off, and nothing else."""
    return str(_serializer(app).dumps(person_id))


def reminder_words(app: Flask, person: Person) -> dict[str, str]:
    """The addresses and names in the mail; there is no request to build them from."""
    settings: Settings = app.extensions["settings"]
    base, paths = settings.base_url.rstrip("/"), app.url_map.bind("")
    off = {"token": sign_reminder(app, person.id)}
    return {
        "brand": settings.brand,
        "support": settings.support_address,
        "link": base + paths.build("trainee.show_reviews"),
        "off": base + paths.build("trainee.ask_end_reminder", off),
    }


def find_own_reminder() -> ReviewReminder | None:
    """The viewer's own reminder."""
    return find_reminder(db.session(), person_id=current_user.person_id)


def reminder_days(reminder: ReviewReminder | None) -> list[tuple[int, str, bool]]:
    """Each day of the week with its name and whether it is chosen."""
    chosen = unpack_days(reminder.weekdays) if reminder else ()
    names = get_day_names("wide", locale=current_locale())
    return [(day, names[day], day in chosen) for day in range(7)]


def reminder_hours() -> range:
    """The hours that can be chosen."""
    return HOURS


bp.add_app_template_global(find_own_reminder)
bp.add_app_template_global(reminder_hours)
bp.add_app_template_global(reminder_days)
