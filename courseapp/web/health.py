"""Whether the process lives, and whether it can serve."""

from __future__ import annotations

from flask import Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from courseapp.web.database import db
from courseapp.web.policy import GuardedBlueprint, public

bp = GuardedBlueprint("health", __name__, policy=public("monitoring"))


@bp.get("/healthz")
def show_liveness() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@bp.get("/readyz")
def show_readiness() -> tuple[Response, int]:
    """The process and its database answer."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        db.session.rollback()
        return jsonify(status="database unreachable"), 503
    return jsonify(status="ok"), 200
