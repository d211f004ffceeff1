"""The pages at the foot of every page: privacy, accessibility, help; written out in each language."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from courseapp.web.i18n import current_locale
from courseapp.web.policy import GuardedBlueprint, public

bp = GuardedBlueprint("pages", __name__, policy=public("information for everybody"))


@bp.get("/privacy")
def show_privacy() -> ResponseReturnValue:
    """What is kept of whom, and who sees it."""
    return _page("privacy")


@bp.get("/toegankelijkheid")
def show_accessibility() -> ResponseReturnValue:
    """What the site does for everyone, what it does not yet, and where to say so."""
    return _page("accessibility")


@bp.get("/hulp")
def show_help() -> ResponseReturnValue:
    """The questions that people have most, and who answers the others."""
    return _page("help")


def _page(name: str) -> str:
    return render_template(f"web/pages/{name}.{current_locale()}.html")
