"""Pages of the hr role."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from courseapp.organisations.models import Role
from courseapp.web.policy import GuardedBlueprint, requires

bp = GuardedBlueprint("hr", __name__, policy=requires(Role.HR, scope="own organisation"))


@bp.get("/hr")
def show_start() -> ResponseReturnValue:
    """Where this role begins."""
    return render_template("web/error.html", code=200, texts=("hr", ""))
