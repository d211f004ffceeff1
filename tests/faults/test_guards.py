"""The guards that `python -m tests.faults.guards` takes out are still where it looks for them."""

from __future__ import annotations

import pytest

from tests.faults.guards import PLANTED, ROOT, Planted


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.guard)
def test_a_guard_is_found_once_and_its_test_exists(planted: Planted) -> None:
    for path, guard, _without in planted.edits:
        assert (ROOT / path).read_text().count(guard) == 1, f"{path}: {guard}"
    file, _, name = planted.test.partition("::")
    tests = (ROOT / "tests" / "faults" / file).read_text()
    assert f"def {name.partition('[')[0]}" in tests
