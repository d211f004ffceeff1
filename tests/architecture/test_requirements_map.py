"""The page that maps requirements to tests is complete and up to date."""

from __future__ import annotations

from tests.requirements_map import PAGE, REQUIREMENTS, marked_tests, write_page


def test_every_requirement_has_a_test_and_every_marker_a_requirement() -> None:
    assert {requirement for requirement, _, _ in marked_tests()} == set(REQUIREMENTS)


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text() == write_page(), "run: make requirements-map"
