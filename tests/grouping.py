"""Tests of one `xdist_group` go to one process, so that what they share is built once."""

from __future__ import annotations

import functools
import re
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).parents[1]
_MARK = re.compile(r'xdist_group\("(\w+)"\)')


@functools.cache
def group_of(path: str) -> str:
    """The group that a test file names for all its tests, or ""."""
    file = ROOT / path
    found = _MARK.search(file.read_text()) if file.is_file() else None
    return found[1] if found else ""


class GroupScheduling(LoadScopeScheduling):
    """`--dist loadgroup` by test file: xdist 3.8 puts the group into an attribute that pytest 9.2 no longer reads."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid.partition("::")[0]) or nodeid
