"""Room for a database that can be taken away and given back while the server runs."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from tests.faults.installation import Installation

VOLUME = 24 * 1024 * 1024
BLOCK = 4096


class Room(Protocol):
    """What a full disk is made of."""

    name: str

    def take_all(self, installation: Installation) -> None:
        """From now on nothing more fits."""

    def give_back(self, installation: Installation) -> None:
        """As before."""


class SmallVolume:
    """A volume of a few megabytes that a file of nothing fills up."""

    name = "a full volume"

    def take_all(self, installation: Installation) -> None:
        with self._filler(installation).open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(BLOCK))
            except OSError:
                return

    def give_back(self, installation: Installation) -> None:
        self._filler(installation).unlink()

    def _filler(self, installation: Installation) -> Path:
        return installation.folder / "filler"


class SmallFiles:
    """Where no volume may be mounted: no file of the server may grow beyond what it is now."""

    name = "files that cannot grow"

    def take_all(self, installation: Installation) -> None:
        largest = max(path.stat().st_size for path in installation.folder.glob("*.sqlite3*"))
        self._limit(installation, largest)

    def give_back(self, installation: Installation) -> None:
        self._limit(installation, resource.RLIM_INFINITY)

    def _limit(self, installation: Installation, size: int) -> None:
        for pid in installation.pids:
            _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, hard))


@contextmanager
def small_folder(folder: Path) -> Iterator[Room]:
    """A folder on a small volume if this user may mount one, else an ordinary folder."""
    folder.mkdir(parents=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={VOLUME}", "courseapp-faults", str(folder)]
    mounted = (
        os.geteuid() == 0
        and subprocess.run(command, capture_output=True, check=False).returncode == 0
    )
    try:
        yield SmallVolume() if mounted else SmallFiles()
    finally:
        if mounted:
            # lazily: a killed server's files may take a moment to close
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
