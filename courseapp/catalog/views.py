"""Media of published courses: fixed types, cached for ever, only pictures and sounds."""

from __future__ import annotations

from flask import Response, abort
from flask.typing import ResponseReturnValue

from courseapp.catalog.domain.media import is_media, media_type
from courseapp.catalog.queries import find_media
from courseapp.web.database import db
from courseapp.web.policy import GuardedBlueprint, signed_in

bp = GuardedBlueprint("catalog", __name__, policy=signed_in("media of published courses"))
NOTHING = "default-src 'none'; sandbox"
FOR_EVER = "private, max-age=31536000, immutable"


@bp.get("/media/<slug>/<digest>/<name>")
def show_media(slug: str, digest: str, name: str) -> ResponseReturnValue:
    """A picture or sound under the digest of its bytes, so that it never changes."""
    return media_response(slug, digest, name)


def media_response(slug: str, digest: str, name: str) -> Response:
    """The file with headers that keep a browser from running anything in it, or a 404."""
    found = (
        find_media(db.session(), slug=slug, digest=digest, name=name) if is_media(name) else None
    )
    if found is None:
        abort(404)
    response = Response(found.content, content_type=media_type(name))
    response.headers["Content-Security-Policy"] = NOTHING
    response.headers["Cache-Control"] = FOR_EVER
    return response
