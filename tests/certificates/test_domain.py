"""Codes that people can read aloud, and initials."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseapp.certificates.domain import ALPHABET, initials_of, new_code, read_code, show_code

codes = st.text(ALPHABET, min_size=12, max_size=12)


def test_codes_are_twelve_unmistakable_signs_and_differ() -> None:
    found = {new_code() for _ in range(200)}
    assert len(found) == 200
    assert {len(code) for code in found} == {12}
    assert not set("".join(found)) & set("ILOU")


@given(codes)
def test_a_shown_code_reads_back(code: str) -> None:
    assert read_code(show_code(code)) == code
    assert read_code(show_code(code).lower().replace(" ", "-")) == code


@pytest.mark.parametrize("typed", ["k7qf-2m9d-4xrO", " K7QF 2M9D 4XR0 ", "K7QF2M9D4XR0"])
def test_misread_signs_are_understood(typed: str) -> None:
    assert read_code(typed) == "K7QF2M9D4XR0"


@pytest.mark.parametrize(
    "typed", ["", "K7QF", "K7QF2M9D4XR0A", "K7QF2M9D4XRU", "../../etc/pas", "é" * 12]
)
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert read_code(typed) is None


@given(st.text())
def test_anything_typed_is_read_or_refused(typed: str) -> None:
    code = read_code(typed)
    assert code is None or read_code(code) == code


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Samira Haddou", "S. H."), ("jan de Vries", "J. D. V."), ("Çağla", "Ç."), ("", "")],
)
def test_initials(name: str, initials: str) -> None:
    assert initials_of(name) == initials
