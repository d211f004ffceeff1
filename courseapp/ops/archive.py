"""The file of a backup: a ZIP with the database and a manifest that proves it whole."""

from __future__ import annotations

import hashlib
import json
import lzma
import os
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

FORMAT = "courseapp-backup-1"
MANIFEST = "manifest.json"
DATABASE = {"sqlite": "database.sqlite3", "postgresql": "database.sql"}
BLOCK = 1 << 20
LARGEST_MANIFEST = 10_000
UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, KeyError, OSError),
    *(ValueError, TypeError, RuntimeError),  # RuntimeError: claims to be encrypted, or a new format
)
"""All that reading a damaged archive raises."""


class DamagedBackup(Exception):
    """The file is no backup, or not whole any more; the message says what is wrong with it."""


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a backup says about itself; `schema` is the migration, "" for a database without."""

    format: str
    version: str
    engine: str
    schema: str
    made_at: str
    size: int
    sha256: str


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pack(
    database: Path, target: Path, *, version: str, schema: str, engine: str, made_at: str
) -> Manifest:
    """Write the archive beside its name first: what stands under its name is always whole."""
    manifest = Manifest(
        format=FORMAT, version=version, engine=engine, schema=schema, made_at=made_at,
        size=database.stat().st_size, sha256=digest(database),
    )  # fmt: skip
    part = target.with_name(target.name + ".part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
                archive.write(database, DATABASE[engine])
                archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
            file.flush()
            os.fsync(file.fileno())
        os.link(part, target)  # fails rather than replace a file that appeared meanwhile
    finally:
        part.unlink(missing_ok=True)
    return manifest


def unpack(source: Path, database: Path) -> Manifest:
    """Write the database of an archive to `database` and prove it; raises DamagedBackup."""
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = _read_manifest(archive)
            sha256 = hashlib.sha256()
            with archive.open(DATABASE[manifest.engine]) as packed, database.open("wb") as file:
                for block in _blocks(packed, most=manifest.size):
                    sha256.update(block)
                    file.write(block)
    except UNREADABLE as error:
        raise DamagedBackup(f"{source} is not a whole backup ({error})") from error
    if database.stat().st_size != manifest.size or sha256.hexdigest() != manifest.sha256:
        raise DamagedBackup(f"{source} does not match its own checksum")
    return manifest


def _read_manifest(archive: zipfile.ZipFile) -> Manifest:
    if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
        raise ValueError("its manifest is too large")
    manifest = Manifest(**json.loads(archive.read(MANIFEST)))
    if manifest.format != FORMAT:
        raise ValueError(f"format {manifest.format} is not known to this version")
    return manifest


def _blocks(packed: IO[bytes], *, most: int) -> Iterator[bytes]:
    """The content in pieces, and never much more of it than the manifest announces."""
    seen = 0
    while (block := packed.read(BLOCK)) and seen <= most:
        seen += len(block)
        yield block
