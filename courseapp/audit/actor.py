"""The person behind the current request, for the audit trail."""

from __future__ import annotations

from flask import g
from flask_login import current_user

from courseapp.audit.services import Actor


def current_actor() -> Actor:
    """Who sends this request, and its id."""
    person_id = current_user.person_id if current_user.is_authenticated else None
    return Actor(person_id=person_id, request_id=g.get("request_id", ""))
