"""What templates may use besides Flask's own: icons, numbers, moments, and the one door for trusted HTML."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import jinja2
from flask import Flask
from flask_babel import format_date, format_datetime
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from courseapp.web.i18n import current_locale


def trusted_html(sanitised: str) -> Markup:
    """Marks HTML that the publishing pipeline sanitised; the only place where text becomes markup."""
    return Markup(sanitised)  # noqa: S704 - compiled by catalog.markdown, nh3 last # nosec B704


def csrf_field() -> Markup:
    """The hidden field that every form needs."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def number(value: float, *, decimals: int = 0, signed: bool = False) -> str:
    """A number for reading: decimal comma in Dutch, a real minus sign, + when `signed`."""
    rounded = round(abs(value) + 1e-9, decimals)
    text = f"{rounded:.{decimals}f}"
    if current_locale() == "nl":
        text = text.replace(".", ",")
    if rounded == 0:
        return text
    return ("\u2212" if value < 0 else "+" if signed else "") + text


def day(value: date | datetime | None) -> str:
    """A day in words: "18 maart 2027", "18 March 2027"."""
    if value is None:
        return ""
    return str(format_date(value, "d MMMM y", rebase=isinstance(value, datetime)))


def weekday(value: date | datetime) -> str:
    """A day with its name and without the year: "donderdag 18 maart"."""
    return str(format_date(value, "EEEE d MMMM", rebase=isinstance(value, datetime)))


def moment(value: datetime | None) -> str:
    """A moment in the reader's time zone: "18 maart 2027, 14:20"."""
    return "" if value is None else format_datetime(value, "d MMMM y, HH:mm")


def clock(value: datetime) -> str:
    """The time of day: "10:42"."""
    return str(format_datetime(value, "HH:mm"))


def init_rendering(app: Flask, *, brand: str, support_address: str) -> None:
    """Register the helpers and refuse undefined names in templates."""
    app.jinja_env.undefined = jinja2.StrictUndefined
    helpers: dict[str, Any] = {
        "csrf": csrf_field, "trusted_html": trusted_html, "number": number, "day": day, "weekday": weekday,
        "moment": moment, "clock": clock, "brand": brand, "support_address": support_address, "escape": escape,
    }  # fmt: skip
    app.jinja_env.globals.update(helpers)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
