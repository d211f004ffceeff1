"""Pages of the operator role."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from courseapp.organisations.models import Role
from courseapp.web.policy import GuardedBlueprint, requires

bp = GuardedBlueprint("operator", __name__, policy=requires(Role.OPERATOR, scope="own organisation"))


@bp.get("/operator")
def show_start() -> ResponseReturnValue:
    """Where this role begins."""
    return render_template("web/error.html", code=200, texts=("operator", ""))
