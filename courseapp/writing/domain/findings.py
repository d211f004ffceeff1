"""The findings of free texts, in Dutch and English."""

from __future__ import annotations

from collections.abc import Mapping

from courseapp.catalog.domain.protocol import FindingText


def _error(nl: str, en: str) -> FindingText:
    return FindingText(severity="error", nl=nl, en=en)


FINDINGS: Mapping[str, FindingText] = {
    "rubric-malformed": _error(
        "Dit criterium is niet te lezen. Schrijf “- rubric(2, moment): Noemt een dag of tijd” of, "
        "zonder aanwijzing, “- rubric(2): …”.",
        "This criterion cannot be read. Write “- rubric(2, moment): Names a day or a time” or, "
        "without a hint, “- rubric(2): …”.",
    ),
    "rubric-points": _error(
        "Een criterium van {points} punten kan niet. Geef 1 tot en met {most} punten.",
        "A criterion of {points} points is not possible. Give 1 to {most} points.",
    ),
    "rubric-unknown-hint": _error(
        "De aanwijzing ‘{hint}’ ken ik niet. Kies uit: {known}.",
        "I do not know the hint ‘{hint}’. Choose from: {known}.",
    ),
    "rubric-duplicate": _error(
        "Dit criterium staat er al. Haal een van de twee weg.",
        "This criterion is there already. Remove one of the two.",
    ),
    "rubric-too-many": _error(
        "Dit zijn meer dan {most} criteria. Houd alleen over waar het om draait.",
        "These are more than {most} criteria. Keep only what matters.",
    ),
    "rubric-stray-line": _error(
        "Deze regel hoort niet bij een criterium. Schrijf “- rubric(punten): …”, “model: …” of "
        "“why: …”.",
        "This line is not part of a criterion. Write “- rubric(points): …”, “model: …” or "
        "“why: …”.",
    ),
    "free-text-no-model": _error(
        "Bij deze open tekst staat geen voorbeeld. Schrijf onder de criteria “model: …”.",
        "This free text has no model answer. Write “model: …” below the criteria.",
    ),
}
