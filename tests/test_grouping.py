"""Tests that share something costly run in one process."""

from __future__ import annotations

import pytest

from tests.grouping import group_of


def test_files_that_share_a_site_share_a_group() -> None:
    names = ("crawl", "postgresql", "staff")
    assert {group_of(f"tests/journeys/test_{name}.py") for name in names} == {"journeys"}


def test_a_file_without_a_mark_has_no_group() -> None:
    assert group_of("tests/test_benchmarks.py") == ""


def test_every_mark_in_use_is_seen(request: pytest.FixtureRequest) -> None:
    for item in request.session.items:
        mark = item.get_closest_marker("xdist_group")
        assert group_of(item.nodeid.partition("::")[0]) == (mark.args[0] if mark else "")
