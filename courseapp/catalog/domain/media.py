"""Media of a course: which types, whether the bytes are what the name says, and their address."""

from __future__ import annotations

import hashlib
import posixpath
import re
import xml.parsers.expat
from collections.abc import Callable, Mapping

from courseapp.catalog.domain.protocol import Report

MAX_MEDIA_BYTES = 10_000_000
MAX_SVG_BYTES = 1_000_000
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\Z")
_ACTIVE = {"script", "foreignobject", "iframe", "embed", "object", "handler", "set", "animate"}


def _starts(*heads: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(heads)


def _is_webp(data: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def _is_svg(data: bytes) -> bool:
    return b"<svg" in data[:4000]


MEDIA_TYPES: Mapping[str, tuple[str, Callable[[bytes], bool]]] = {
    ".png": ("image/png", _starts(b"\x89PNG\r\n\x1a\n")),
    ".jpg": ("image/jpeg", _starts(b"\xff\xd8\xff")),
    ".jpeg": ("image/jpeg", _starts(b"\xff\xd8\xff")),
    ".gif": ("image/gif", _starts(b"GIF87a", b"GIF89a")),
    ".webp": ("image/webp", _is_webp),
    ".svg": ("image/svg+xml", _is_svg),
    ".mp3": ("audio/mpeg", _starts(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    ".ogg": ("audio/ogg", _starts(b"OggS")),
}
"""Type and signature by file ending; nothing else is served."""


def is_media(path: str) -> bool:
    """Whether the ending is one that may be served."""
    return posixpath.splitext(path)[1].lower() in MEDIA_TYPES


def media_type(name: str) -> str:
    """The fixed content type of a media file; KeyError for any other file."""
    return MEDIA_TYPES[posixpath.splitext(name)[1].lower()][0]


def media_digest(data: bytes) -> str:
    """The first twelve hexadecimal digits of the SHA-256: part of the address."""
    return hashlib.sha256(data).hexdigest()[:12]


def media_address(slug: str, path: str, data: bytes) -> str:
    """`/media/<course>/<digest>/<name>`, which may be cached for ever."""
    return f"/media/{slug}/{media_digest(data)}/{posixpath.basename(path)}"


def check_media(path: str, data: bytes, report: Report) -> None:
    """Report a bad name, size or type, and an SVG that is more than a picture."""
    kind, matches = MEDIA_TYPES[posixpath.splitext(path)[1].lower()]
    limit = MAX_SVG_BYTES if kind == "image/svg+xml" else MAX_MEDIA_BYTES
    if not _NAME.match(posixpath.basename(path)):
        report("file-name", line=1)
    if len(data) > limit:
        report("file-too-large", line=1, size=len(data) // 1000, limit=limit // 1000)
    elif not matches(data):
        report("media-wrong-type", line=1, expected=kind)
    elif kind == "image/svg+xml" and (active := _active_part(data)):
        report("media-unsafe-svg", line=1, what=active)


class _Active(Exception):
    """Something in an SVG that could act or call out."""


def _active_part(data: bytes) -> str:
    """The first thing in an SVG that is more than a picture, "" when there is none."""
    parser = xml.parsers.expat.ParserCreate()
    parser.StartElementHandler = _refuse_active
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.ProcessingInstructionHandler = _refuse_instruction
    try:
        parser.Parse(data, True)
    except _Active as found:
        return str(found)
    except xml.parsers.expat.ExpatError as error:
        return f"XML: {xml.parsers.expat.errors.messages[error.code]}"
    return ""


def _refuse_active(name: str, attributes: dict[str, str]) -> None:
    if name.split(":")[-1].lower() in _ACTIVE:
        raise _Active(f"<{name}>")
    for key, value in attributes.items():
        plain = key.split(":")[-1].lower()
        if plain.startswith("on"):
            raise _Active(key)
        if plain in ("href", "src") and not value.strip().startswith("#"):
            raise _Active(f"{key}={value}")
        if "url(" in value.replace(" ", "").lower() and "url(#" not in value.replace(" ", ""):
            raise _Active(f"{key}={value}")


def _refuse_doctype(*_: object) -> None:
    raise _Active("<!DOCTYPE>")


def _refuse_instruction(target: str, _data: str) -> None:
    raise _Active(f"<?{target}?>")
