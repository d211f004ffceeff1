"""What a file says about itself: for whom, which rows, when, in which time zone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from courseapp.reports.domain.columns import STATUS_NAMES
from courseapp.reports.domain.selection import AsOf, Selection

WORDS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "all": "alle deelnemers",
        "run": "groep",
        "department": "afdeling",
        "status": "status",
        "from": "afgerond vanaf",
        "until": "afgerond tot en met",
        "search": "naam bevat",
    },
    "en": {
        "all": "all participants",
        "run": "group",
        "department": "department",
        "status": "status",
        "from": "completed from",
        "until": "completed until",
        "search": "name contains",
    },
}


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """The origin of a file; `lines` is how many participations it must hold to be whole."""

    organisation: str
    selection: str
    as_of: AsOf
    lines: int

    @property
    def moment(self) -> str:
        """The moment in the organisation's time zone with its offset, as in ISO 8601."""
        return self.as_of.local.isoformat(timespec="seconds")


def describe(selection: Selection, *, locale: str, run: str = "", department: str = "") -> str:
    """The filters of a selection in words; `run` and `department` are the names of those chosen."""
    words = WORDS[locale]
    chosen = {
        "run": run,
        "department": department,
        "status": STATUS_NAMES[locale][selection.status] if selection.status else "",
        "from": selection.completed_from.isoformat() if selection.completed_from else "",
        "until": selection.completed_until.isoformat() if selection.completed_until else "",
        "search": selection.search,
    }
    return (
        ", ".join(f"{words[key]}: {text}" for key, text in chosen.items() if text) or words["all"]
    )


def file_name(provenance: Provenance, *, slug: str, locale: str, extension: str) -> str:
    """A name that tells files of different organisations and moments apart."""
    report = {"nl": "voortgang", "en": "completions"}[locale]
    return f"{report}-{slug}-{provenance.as_of.local:%Y-%m-%d-%H%M}.{extension}"
