"""What must hold before any view runs: same origin, a token on every write, bounded bodies."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, abort, request
from flask_wtf.csrf import CSRFProtect

from courseapp.web.database import SAFE_METHODS

csrf = CSRFProtect()
BODY_LIMIT = 1_000_000
FIELD_LIMIT = 2_000


def init_requests(app: Flask) -> None:
    """CSRF tokens bound to the session, the origin check, and limits on bodies and fields."""
    app.config.update(
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        MAX_CONTENT_LENGTH=BODY_LIMIT,
        MAX_FORM_MEMORY_SIZE=BODY_LIMIT,
        MAX_FORM_PARTS=FIELD_LIMIT,
    )
    app.before_request(_refuse_large_bodies)
    app.before_request(_refuse_other_origins)
    csrf.init_app(app)


def _refuse_large_bodies() -> None:
    if (request.content_length or 0) > BODY_LIMIT:
        abort(413)


def _refuse_other_origins() -> None:
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site not in ("same-origin", "none", None):
        abort(403)
    origin = request.headers.get("Origin")
    if origin == "null" and site == "same-origin":
        return  # a form on a page without referrer: the browser hides the origin, not the site
    if origin and urlsplit(origin).netloc != request.host:
        abort(403)


def safe_path(target: str | None, *, default: str) -> str:
    """A path on this site to go on to, or `default` for anything that could lead elsewhere."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return default
    if any(ord(c) < 33 or c == "\\" for c in target) or urlsplit(target).netloc:
        return default
    return target
