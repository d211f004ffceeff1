"""The operator's blueprint: organisations and their people, throughout the installation."""

from __future__ import annotations

from flask import abort

from courseapp.organisations.models import Organisation, Role
from courseapp.organisations.queries import find_organisation
from courseapp.web.database import db
from courseapp.web.policy import GuardedBlueprint, requires

bp = GuardedBlueprint(
    "operator", __name__, policy=requires(Role.OPERATOR, scope="all organisations")
)


def open_organisation(slug: str) -> Organisation:
    """The organisation with this slug, or a 404."""
    organisation = find_organisation(db.session(), slug=slug)
    if organisation is None:
        abort(404)
    return organisation
