"""The words of a scenario's form: what its fields, its choices and its ends are called."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from courseapp.scenarios.domain.sheet import CHOICES, EFFECTS, LIMITS, Sheet
from courseapp.web.rendering import number


def channel_words() -> dict[str, str]:
    """Where the conversation takes place."""
    return {
        "phone": _("telefoon"),
        "mail": _("e-mail"),
        "chat": _("chat"),
        "counter": _("balie"),
        "visit": _("bij de klant"),
    }


def mood_words() -> dict[str, str]:
    """How the customer feels at the start."""
    return {
        "-6": _("boos"),
        "-4": _("geërgerd"),
        "-2": _("ongeduldig"),
        "0": _("rustig"),
        "2": _("welwillend"),
        "4": _("vrolijk"),
    }


def effect_words() -> dict[str, str]:
    """What a reply does to the customer, the best first."""
    words = [
        _("doet heel goed"),
        _("doet goed"),
        _("doet een beetje goed"),
        _("doet niets"),
        _("stoort een beetje"),
        _("stoort"),
        _("stoort erg"),
    ]
    signed = (number(int(effect), signed=True) for effect in EFFECTS)
    return {
        effect: f"{points}: {word}"
        for effect, points, word in zip(EFFECTS, signed, words, strict=True)
    }


def end_titles() -> dict[str, str]:
    """What the player calls the three ends."""
    return {
        "good": _("Een goed einde"),
        "mixed": _("Een wisselend einde"),
        "bad": _("Een slecht einde"),
    }


def first_ends() -> dict[str, str]:
    """Sentences to start the ends with."""
    return {
        "end-good": _("De klant is opgelucht, bedankt je en vertelt thuis hoe het ging."),
        "end-mixed": _("Het is geregeld, maar de klant vertelt er niemand over."),
        "end-bad": _("De klant hangt op en zoekt een ander."),
    }


def choice_words() -> Mapping[str, Mapping[str, str]]:
    """The choices of each field that has them, in words."""
    channels, moods, effects = channel_words(), mood_words(), effect_words()
    words = {"channel": channels, "mood": moods}
    return {name: words.get(name, effects) for name in CHOICES}


def field_label(name: str) -> str:
    """What a field is called where it stands alone, such as "Beurt 2, reactie B"."""
    if name in ("customer", "setting", "channel", "mood"):
        return str(
            {
                "customer": _("Klant"),
                "setting": _("Situatie"),
                "channel": _("Kanaal"),
                "mood": _("Stemming aan het begin"),
            }[name]
        )
    kind, place = name.split("-")
    if kind == "end":
        return end_titles()[place]
    turn, reply = place[0], place[1:].upper()
    if kind == "says":
        return str(_("Beurt %(turn)s, de klant", turn=turn))
    labels = {
        "reply": _("Beurt %(turn)s, reactie %(reply)s", turn=turn, reply=reply),
        "effect": _("Beurt %(turn)s, effect van %(reply)s", turn=turn, reply=reply),
        "why": _("Beurt %(turn)s, waarom bij %(reply)s", turn=turn, reply=reply),
    }
    return str(labels[kind])


def list_differences(ours: Sheet, theirs: Sheet) -> list[tuple[str, str]]:
    """The fields in which another sheet differs, in words: (label, what the other one says)."""
    choices = choice_words()
    return [
        (field_label(name), choices[name][theirs[name]] if name in choices else theirs[name])
        for name in (*LIMITS, *CHOICES)
        if ours[name] != theirs[name]
    ]
