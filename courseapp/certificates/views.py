"""The public check of a certificate: initials, course, day and whether it is valid."""

from __future__ import annotations

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from courseapp.accounts.throttle import Throttled, check_throttle
from courseapp.certificates.domain import initials_of, read_code, show_code
from courseapp.certificates.models import Certificate
from courseapp.certificates.queries import find_certificate_by_code
from courseapp.web.database import db
from courseapp.web.now import utc_now
from courseapp.web.policy import GuardedBlueprint, public

bp = GuardedBlueprint("certificates", __name__, policy=public("anyone with the code"))
CHECKS, WITHIN_SECONDS = 60, 600


@bp.get("/certificaten")
def ask_code() -> ResponseReturnValue:
    """A form for the code; a typed code leads to its own address."""
    typed = request.args.get("code", "").strip()[:40]
    if not typed:
        return _page()
    code = read_code(typed)
    if code is None:
        return _page(typed=typed, is_unknown=True)
    return redirect(url_for(".check_code", code=code), 303)


@bp.get("/certificaten/<code>")
def check_code(code: str) -> ResponseReturnValue:
    """What the public may see of a certificate; any unknown code gets the same answer."""
    _count_check()
    meant = read_code(code)
    certificate = find_certificate_by_code(db.session(), meant) if meant else None
    db.session.commit()
    if certificate is None:
        return _page(typed=code[:40], is_unknown=True)
    return _page(certificate=certificate, typed=show_code(certificate.code))


def _page(
    *, certificate: Certificate | None = None, typed: str = "", is_unknown: bool = False
) -> Response:
    page = render_template(
        "certificates/check.html",
        certificate=certificate,
        initials=initials_of(certificate.holder_name) if certificate else "",
        typed=typed,
        is_unknown=is_unknown,
    )
    response = make_response(page, 404 if is_unknown else 200)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "no-store"
    return response


def _count_check() -> None:
    """Let one address check so many codes and no more; the count is all that this GET writes."""
    session = db.session()
    session.info["writes"] = True
    key = f"certificate:{request.remote_addr}"
    try:
        check_throttle(session, key=key, limit=CHECKS, window_seconds=WITHIN_SECONDS, now=utc_now())
    except Throttled:
        abort(429)
