"""Indexes that help, and none that mislead SQLite's planner on tables with many rows."""

from __future__ import annotations

from courseapp.app import TABLES
from courseapp.database import Base

MADE_FOR_LISTING = {"course_run"}
"""Few rows for each organisation, and pages list them all."""


def test_no_index_is_on_the_organisation_alone() -> None:
    assert TABLES
    found = {
        table.name
        for table in Base.metadata.tables.values()
        for index in table.indexes
        if [column.name for column in index.columns] == ["organisation_id"]
    }
    assert found == MADE_FOR_LISTING
