"""Sheets of scenarios, as a form would send them."""

from __future__ import annotations

from courseapp.scenarios.domain.sheet import ENDS, REPLIES, TURNS

TITLES = {"good": "Goed", "mixed": "Half", "bad": "Slecht"}


def full_sheet(*, turns: int = 3, mark: str = "") -> dict[str, str]:
    """A sheet in which nothing is missing, in which each text says where it belongs."""
    fields = {"customer": f"Mevrouw Blom{mark}", "setting": f"Ze wacht al een week.{mark}"}
    fields |= {"channel": "phone", "mood": "-2"}
    for turn in TURNS[:turns]:
        fields[f"says-{turn}"] = f"Klantzin {turn}{mark}"
        for letter, effect in zip(REPLIES, ("3", "0", "-2"), strict=True):
            fields[f"reply-{turn}{letter}"] = f"Antwoord {turn}{letter}{mark}"
            fields[f"effect-{turn}{letter}"] = effect
            fields[f"why-{turn}{letter}"] = f"Reden {turn}{letter}{mark}"
    return fields | {f"end-{end}": f"Slot {end}{mark}" for end in ENDS}
