"""Writing course files: never outside the folder, never through a link, each file whole or not."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath


class UnsafePath(ValueError):
    """A path would leave the course folder."""


def write_files(folder: Path, *, write: Mapping[str, bytes], remove: Iterable[str] = ()) -> None:
    """Replace each file at once; folders appear as needed."""
    targets = {_inside(folder, path): content for path, content in write.items()}
    removed = [_inside(folder, path) for path in remove]
    for target, content in targets.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, content)
    for target in removed:
        target.unlink(missing_ok=True)


def _replace(target: Path, content: bytes) -> None:
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o644
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(name).chmod(mode)
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _inside(folder: Path, path: str) -> Path:
    """The place of a relative path, refused when it leaves the folder by name or by link."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or "\\" in path or "\0" in path or ".." in parts:
        raise UnsafePath(path)
    target = folder
    for part in parts:
        target = target / part
        if target.is_symlink():
            raise UnsafePath(path)
    return target
