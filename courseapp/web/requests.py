"""What must hold before any view runs: same origin, a token on every write, bounded bodies."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Request, abort, request
from flask.json.provider import DefaultJSONProvider
from flask_wtf.csrf import CSRFProtect
from werkzeug.datastructures import FileStorage, ImmutableMultiDict, MultiDict
from werkzeug.routing import IntegerConverter, Map

from courseapp.web.database import SAFE_METHODS

csrf = CSRFProtect()
BODY_LIMIT = 1_000_000
FIELD_LIMIT = 2_000
LARGEST_KEY = 2**63 - 1


class CleanFields(ImmutableMultiDict[str, Any]):
    """Fields of forms and queries, not too many of them, without NUL, which PostgreSQL does not store."""

    def __init__(self, mapping: Any = None) -> None:
        fields = list(MultiDict(mapping).items(multi=True))
        if len(fields) > FIELD_LIMIT:  # Werkzeug counts the parts of multipart forms only
            abort(413)
        super().__init__([(name, _without_nul(value)) for name, value in fields])


def _without_nul(value: Any) -> Any:
    return value.replace("\0", "") if isinstance(value, str) else value


class CleanRequest(Request):
    """The request as views see it: clean fields, and no files, because no page asks for any."""

    parameter_storage_class = CleanFields

    @property
    def files(self) -> ImmutableMultiDict[str, FileStorage]:
        """Nothing: forms would take a file that is sent in the name of a field for its text."""
        return ImmutableMultiDict()


class BoundedJSON(DefaultJSONProvider):
    """JSON nested deeper than the interpreter can follow is malformed, not a defect of ours.

    Half a surrogate pair, as of an emoji that was cut in two, becomes the replacement character:
    no database stores it, and the rest of the text may not be lost for it.
    """

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        try:
            value = super().loads(s, **kwargs)
            raw = s.encode(errors="replace") if isinstance(s, str) else s
            return _whole(value) if b"\\ud" in raw.lower() else value
        except RecursionError as error:
            raise ValueError("nested too deeply") from error


def _whole(value: Any) -> Any:
    """The same JSON with only whole characters."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_whole(part) for part in value]
    if isinstance(value, dict):
        return {_whole(name): _whole(part) for name, part in value.items()}
    return value


class KeyConverter(IntegerConverter):
    """`<int:…>` in a route: a number that can be the key of a row; any other address does not exist."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST_KEY)


def init_requests(app: Flask) -> None:
    """CSRF tokens bound to the session, the origin check, and limits on bodies, fields and numbers."""
    app.request_class = CleanRequest
    app.json = BoundedJSON(app)
    app.url_map.converters["int"] = KeyConverter
    app.config.update(
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        MAX_CONTENT_LENGTH=BODY_LIMIT,
        MAX_FORM_MEMORY_SIZE=BODY_LIMIT,
        MAX_FORM_PARTS=FIELD_LIMIT,
    )
    app.before_request(_refuse_impossible_addresses)
    app.before_request(_refuse_large_bodies)
    app.before_request(_refuse_other_origins)
    csrf.init_app(app)


def _refuse_impossible_addresses() -> None:
    if "\0" in request.path:  # no file and no row has such a name, and PostgreSQL refuses to look
        abort(404)


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
