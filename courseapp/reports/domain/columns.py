"""The published list of columns: what an employer gets to see of a trainee, and nothing else.

Scores, answers and reflections are not in it; a test compares each file with it byte for byte.
"""

from __future__ import annotations

from collections.abc import Mapping

from courseapp.enrolment.domain import Status

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "nl": (
        "Naam", "E-mail", "Personeelsnummer", "Afdeling", "Groep", "Cursus",
        "Ingeschreven op", "Uiterlijk op", "Status", "Stappen klaar", "Stappen verplicht",
        "Laatst actief op", "Afgerond op", "Certificaatcode",
    ),
    "en": (
        "Name", "E-mail", "Personnel number", "Department", "Group", "Course",
        "Enrolled on", "Due on", "Status", "Steps done", "Steps required",
        "Last active on", "Completed on", "Certificate code",
    ),
}  # fmt: skip
"""One line for each participation."""

PROVENANCE: Mapping[str, tuple[str, ...]] = {
    "nl": ("Regel", "Regels", "Organisatie", "Selectie", "Stand van", "Tijdzone"),
    "en": ("Line", "Lines", "Organisation", "Selection", "As of", "Time zone"),
}
"""What each line of a CSV file says about the file: a plain table that proves its own origin."""

STATUS_NAMES: Mapping[str, Mapping[Status, str]] = {
    "nl": {
        Status.NOT_STARTED: "Niet gestart",
        Status.UNDER_WAY: "Bezig",
        Status.COMPLETED: "Afgerond",
        Status.OVERDUE: "Te laat",
    },
    "en": {
        Status.NOT_STARTED: "Not started",
        Status.UNDER_WAY: "Under way",
        Status.COMPLETED: "Completed",
        Status.OVERDUE: "Overdue",
    },
}
