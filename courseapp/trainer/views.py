"""Pages of the trainer role."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from courseapp.organisations.models import Role
from courseapp.web.policy import GuardedBlueprint, requires

bp = GuardedBlueprint("trainer", __name__, policy=requires(Role.TRAINER, scope="own organisation"))


@bp.get("/trainer")
def show_start() -> ResponseReturnValue:
    """Where this role begins."""
    return render_template("web/error.html", code=200, texts=("trainer", ""))
