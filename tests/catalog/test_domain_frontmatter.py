"""Front matter: every scalar stays a string, and nothing in it can hurt."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseapp.catalog.domain.findings import FileReport
from courseapp.catalog.domain.frontmatter import FrontMatter, read_front
from courseapp.catalog.domain.protocol import Line


def read(text: str) -> tuple[FrontMatter, list[str]]:
    report = FileReport("les.md")
    lines = [Line(number=i, text=line) for i, line in enumerate(text.split("\n"), start=2)]
    return read_front(lines, report), [finding.code for finding in report.findings]


@pytest.mark.parametrize(
    "value",
    ["No", "1e3", "2024-01-01", "08", "null", "~", "0x1F", "12:30", "true", "1_000", ".inf"],
)
def test_a_value_never_changes_type(value: str) -> None:
    front, codes = read(f"a: {value}\nb: [{value}]\nc:\n  d: {value}")
    assert front.values == {"a": value, "b": [value], "c": {"d": value}}
    assert codes == []


def test_keys_know_their_line() -> None:
    front, _ = read("id: x\n# opmerking\nobjectives:\n  een: tekst")
    assert front.lines == {"id": 2, "objectives": 4, "objectives.een": 5}


@pytest.mark.requirement("SEC-61")
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: &x 1\nb: *x", "front-alias"),
        ("a: !!python/object/apply:os.system [ls]", "front-tag"),
        ("a: " + "[" * 500, "front-too-deep"),
        ("a: " + "{b: " * 500, "front-too-deep"),
        ("a: b: c", "front-syntax"),
        ("a: \x01", "front-syntax"),
        ("a: 1\n--- \nb: 2", "front-not-mapping"),
        ("[1, 2]", "front-not-mapping"),
        ("? [a]\n: b", "front-not-mapping"),
        ("a: " + "x" * 70_000, "front-too-large"),
        ("\n".join(f"l{i}: &l{i} [*l{i - 1}, *l{i - 1}]" for i in range(1, 40)), "front-alias"),
        ("%YAML 9.9\na: b", "front-syntax"),
    ],
)
def test_hostile_front_matter_is_a_finding(text: str, code: str) -> None:
    started = time.monotonic()
    front, codes = read(text)
    assert codes == [code] and not front.is_readable and front.values == {}
    assert time.monotonic() - started < 1


@pytest.mark.requirement("SEC-61")
@given(st.text(alphabet="ab:-[]{}#&*!|>'\"%@`,? \n\t", max_size=60))
def test_any_text_gives_values_or_findings(text: str) -> None:
    front, codes = read(text)
    assert front.is_readable or codes
