"""Static files under a name that holds the hash of them all, cached for a year, gzipped once at start."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, abort, current_app, request

from courseapp.web.policy import GuardedBlueprint, public

ROOT = Path(__file__).parent / "static"
STYLES = ("tokens", "base", "components", "login", "leerpad", "quiz", "lab", "dialogue", "reflect")
COMPRESSED = (".css", ".js", ".svg", ".txt")
YEAR = "public, max-age=31536000, immutable"

bp = GuardedBlueprint("assets", __name__, policy=public("static files"))
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/javascript", ".js")


@dataclass(frozen=True)
class Assets:
    """All static files in memory (under 1 MB), and the hash that names this set."""

    version: str
    files: dict[str, bytes]
    gzipped: dict[str, bytes]

    def url(self, name: str) -> str:
        """The address of a static file; a name that does not exist is an error at once."""
        if name not in self.files:
            raise KeyError(f"no static file {name}")
        return f"/static/{self.version}/{name}"


def load_assets(root: Path = ROOT) -> Assets:
    """Read the static folder; the style sheets that nearly every page needs become one `css/app.css`."""
    files = {
        p.relative_to(root).as_posix(): p.read_bytes()
        for p in sorted(root.rglob("*"))
        if p.is_file()
    }
    sheets = [files[f"css/{name}.css"] for name in STYLES if f"css/{name}.css" in files]
    # pages with sheets of their own load print.css once more, after those
    printed = b"@media print{" + files.get("css/print.css", b"") + b"}"
    files["css/app.css"] = b"\n".join([*sheets, printed])
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(name.encode() + b"\0" + files[name] + b"\0")
    small = {n: gzip.compress(c, 9, mtime=0) for n, c in files.items() if n.endswith(COMPRESSED)}
    return Assets(digest.hexdigest()[:12], files, small)


def init_assets(app: Flask) -> None:
    """Load the files and offer `asset(name)` to templates."""
    app.extensions["assets"] = assets = load_assets()
    app.register_blueprint(bp)
    app.jinja_env.globals["asset"] = assets.url


@bp.get("/static/<version>/<path:name>")
def serve_asset(version: str, name: str) -> Response:
    """A static file; an address of an older version gets today's file, briefly cached."""
    assets: Assets = current_app.extensions["assets"]
    content = assets.files.get(name)
    if content is None:
        abort(404)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = Response(
        content, content_type=f"{kind}; charset=utf-8" if name.endswith(COMPRESSED) else kind
    )
    if name in assets.gzipped and request.accept_encodings.quality("gzip") > 0:
        response.set_data(assets.gzipped[name])
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    # the studio's sandboxed preview has no origin of its own and still needs style sheets and fonts
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = YEAR if version == assets.version else "public, max-age=300"
    return response
