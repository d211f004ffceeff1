"""One prepared installation per engine, whose server every fault test finds running."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.faults.installation import Installation
from tests.postgres import postgres_url


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def prepared(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """An installation after `courseapp init`, on each engine in turn."""
    with ExitStack() as stack:
        url = stack.enter_context(postgres_url("faults")) if request.param == "postgresql" else ""
        folder = tmp_path_factory.mktemp("faults") / "data"
        installation = Installation(folder, database_url=url)
        stack.callback(installation.close)
        installation.prepare()
        yield installation


@pytest.fixture
def installation(prepared: Installation) -> Installation:
    """The installation with its server running."""
    prepared.start()
    return prepared
