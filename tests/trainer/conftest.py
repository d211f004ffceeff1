"""A published course and a trainer at a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from courseapp.organisations.models import Role
from tests.catalog.courses import LESSON
from tests.catalog.publishing import SLUG, publish_files
from tests.factories import make_organisation, make_person

FILE = f"/studio/{SLUG}/bestand/{LESSON}"


@pytest.fixture
def trainer(session: Session, client_as: Callable[..., FlaskClient]) -> FlaskClient:
    """A trainer of the bureau; the course `proef` is published."""
    publish_files(session)
    return client_as(make_trainer(session))


def make_trainer(session: Session, **values: Any) -> Any:
    bureau = make_organisation(session, name="Bureau", is_bureau=True)
    return make_person(session, organisation=bureau, role=Role.TRAINER, **values)
