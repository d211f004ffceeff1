"""Which organisation a page of HR is about: the viewer's own, or nothing at all."""

from __future__ import annotations

from flask import abort, g
from flask_login import current_user

from courseapp.audit.services import Actor
from courseapp.organisations.models import Role
from courseapp.organisations.viewer import Seat
from courseapp.reports.domain.selection import AsOf
from courseapp.web.now import utc_now


def open_seat(slug: str) -> Seat:
    """The viewer's HR seat in the organisation; 404 for any other, as if it did not exist."""
    seat: Seat | None = current_user.find_seat(Role.HR, slug)
    if seat is None:
        abort(404)
    return seat


def as_of(seat: Seat) -> AsOf:
    """This moment, in the days of the organisation."""
    return AsOf(now=utc_now(), time_zone=seat.time_zone)


def actor() -> Actor:
    """The viewer as the audit trail names them."""
    return Actor(person_id=current_user.person_id, request_id=g.request_id)
