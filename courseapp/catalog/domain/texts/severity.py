"""How a finding's words are declared."""

from __future__ import annotations

from courseapp.catalog.domain.protocol import FindingText


def error(nl: str, en: str) -> FindingText:
    """Words of a finding that blocks publishing."""
    return FindingText(severity="error", nl=nl, en=en)


def warning(nl: str, en: str) -> FindingText:
    """Words of a finding that does not block publishing."""
    return FindingText(severity="warning", nl=nl, en=en)
