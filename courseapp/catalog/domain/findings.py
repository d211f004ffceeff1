"""Findings: what is wrong in a course, where it stands and what to do, in two languages."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from courseapp.catalog.domain.protocol import FindingText, Report
from courseapp.catalog.domain.texts import FINDING_TEXTS

MAX_FINDINGS_PER_FILE = 100
TOO_MANY = "too-many-findings"
_MAX_FIELD = 90
_SUGGESTION = {"nl": " Bedoel je ‘{}’?", "en": " Did you mean ‘{}’?"}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One finding; `line` and `column` count from 1, `fields` fill the {names} of `text`."""

    path: str
    line: int
    column: int
    code: str
    severity: str
    fields: Mapping[str, str]
    text: FindingText = field(compare=False, repr=False)

    @property
    def is_error(self) -> bool:
        """Whether it blocks publishing."""
        return self.severity == "error"

    def message(self, locale: str) -> str:
        """The sentence with its remedy in `locale` (nl or en)."""
        template = self.text.en if locale == "en" else self.text.nl
        sentence = template.format_map(_Blank(self.fields))
        suggestion = self.fields.get("suggestion")
        return (
            sentence + _SUGGESTION["en" if locale == "en" else "nl"].format(suggestion)
            if (suggestion)
            else sentence
        )


class _Blank(dict[str, str]):
    """Field values for `str.format_map`; a name that was not given shows as an ellipsis."""

    def __missing__(self, key: str) -> str:
        return "…"


def format_finding(finding: Finding, locale: str) -> str:
    """`path:line:column: error[code]: message with remedy`."""
    place = f"{printable(finding.path)}:{finding.line}:{finding.column}"
    return f"{place}: {finding.severity}[{finding.code}]: {finding.message(locale)}"


def printable(value: object) -> str:
    """`value` in one line: no control characters, cut at 90 characters."""
    text = str(value)[: _MAX_FIELD + 1]
    shown = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
    return shown if len(shown) <= _MAX_FIELD else shown[:_MAX_FIELD] + "…"


def suggest(word: str, known: Iterable[str]) -> str:
    """The known word most like `word`, or an empty string."""
    close = difflib.get_close_matches(word[:60].casefold(), list(known), n=1, cutoff=0.6)
    return close[0] if close else ""


class FileReport:
    """Collects the findings of one file; calling it is the `Report` of the protocol."""

    def __init__(self, path: str, texts: Mapping[str, FindingText] | None = None) -> None:
        self.path = path
        self.texts = FINDING_TEXTS if texts is None else texts
        self.findings: list[Finding] = []

    def __call__(self, code: str, *, line: int, column: int = 1, **fields: object) -> None:
        text = self.texts[code]
        alike = sum(found.severity == text.severity for found in self.findings)
        if alike >= MAX_FINDINGS_PER_FILE:  # of each severity: warnings must not push out errors
            if any(found.code == TOO_MANY for found in self.findings):
                return
            code, fields, text = TOO_MANY, {"limit": MAX_FINDINGS_PER_FILE}, self.texts[TOO_MANY]
        found = Finding(
            path=self.path,
            line=max(line, 1),
            column=max(column, 1),
            code=code,
            severity=text.severity,
            fields={name: printable(value) for name, value in fields.items()},
            text=text,
        )
        if found not in self.findings:
            self.findings.append(found)


class HeldReport:
    """A `Report` that keeps what it is told, to tell it to other reports."""

    def __init__(self) -> None:
        self._told: list[tuple[str, int, int, Mapping[str, object]]] = []

    def __call__(self, code: str, *, line: int, column: int = 1, **fields: object) -> None:
        self._told.append((code, line, column, fields))

    def tell(self, report: Report) -> None:
        """Report all of it, in the same order."""
        for code, line, column, fields in self._told:
            report(code, line=line, column=column, **fields)


def all_texts(kinds: Iterable[Mapping[str, FindingText]]) -> Mapping[str, FindingText]:
    """The texts of catalog itself and of every kind, by code."""
    merged = dict(FINDING_TEXTS)
    for texts in kinds:
        merged.update(texts)
    return merged


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by file, line and column, each once."""
    unique = {
        (f.path, f.line, f.column, f.code, tuple(sorted(f.fields.items()))): f for f in findings
    }
    return tuple(unique[key] for key in sorted(unique))
