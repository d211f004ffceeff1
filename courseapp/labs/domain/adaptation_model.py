"""The habituation lab: a level of service over contacts, and up to six extras."""

from __future__ import annotations

from courseapp.labs.domain.adaptation import (
    CONTACTS,
    EXTRA,
    LEVEL,
    WEIGHT,
    Contact,
    History,
    Rates,
    live_through,
)
from courseapp.labs.domain.field_model import FieldModel
from courseapp.labs.domain.fields import Declared, Field, Group, Outputs, Values

OCCASIONS = ("none", "birthday", "december", "renewal")
FORMS = ("card", "call", "cake", "tip")
EXTRAS = tuple(f"extra-{number}" for number in range(1, 7))
PARTS = ("size", "at", "form", "occasion")
FEWEST = 2
WHOLE = 100


def history(values: Values) -> History:
    """What the customer lives through."""
    return live_through(
        _contacts(values),
        expectation=values["expectation"],
        rates=Rates(
            speed=values["speed"] / WHOLE,
            learning=values["learning"] / WHOLE,
            novelty=values["novelty"] / WHOLE,
            weight=values["disappointment"],
        ),
    )


def _contacts(values: Values) -> list[Contact]:
    at = {int(values[f"{name}-at"]): name for name in EXTRAS if values[f"{name}-at"]}
    change = values["from"] or CONTACTS[1] + 1
    contacts = []
    for number in range(1, int(values["contacts"]) + 1):
        level = values["level"] if number < change else values["new-level"]
        extra = at.get(number)
        contacts.append(_with(level, extra, values) if extra else Contact(service=level))
    return contacts


def _with(level: float, extra: str, values: Values) -> Contact:
    occasion = int(values[f"{extra}-occasion"])
    return Contact(
        service=level,
        extra=values[f"{extra}-size"],
        occasion=OCCASIONS[occasion] if occasion else "",
        form=FORMS[int(values[f"{extra}-form"])],
    )


def measure(values: Values) -> Outputs:
    """What a goal may name; chances of a complaint are in percent."""
    lived = history(values)
    last = lived.moments[-1]
    return {
        "last-gap": last.gap,
        "lowest-gap": min(moment.gap for moment in lived.moments),
        "last-complaint": last.complaint * WHOLE,
        "highest-complaint": max(moment.complaint for moment in lived.moments) * WHOLE,
        "last-expectation": last.expected,
        "felt": lived.total_felt,
        "spent": sum(values[f"{name}-size"] for name in EXTRAS if values[f"{name}-at"]),
    }


def settle(values: Values) -> Values:
    """Values in which an extra after the last contact, or a second one at a contact, is left out."""
    settled = {**values}
    taken = {0.0}
    for name in EXTRAS:
        at = settled[f"{name}-at"]
        if at in taken or at > settled["contacts"]:
            settled[f"{name}-at"] = 0.0
        taken.add(at)
    return settled


def _extra(name: str) -> tuple[Field, ...]:
    high = EXTRA[1]
    return (
        Field(name=f"{name}-size", high=high, step=0.5, whole=False, tab="surprise"),
        Field(name=f"{name}-at", high=CONTACTS[1], tab="surprise"),
        Field(name=f"{name}-form", words=FORMS, tab="surprise"),
        Field(name=f"{name}-occasion", words=OCCASIONS, tab="surprise"),
    )


def _level(name: str, start: float) -> Field:
    return Field(name=name, low=LEVEL[0], high=LEVEL[1], start=start, step=0.5, whole=False)


ADAPTATION = FieldModel(
    Declared(
        name="adaptation",
        tabs=("level", "surprise"),
        fields=(
            _level("level", 9),
            _level("new-level", 8),
            Field(name="from", low=0, high=CONTACTS[1]),
            _level("expectation", 6),
            Field(name="contacts", low=FEWEST, high=CONTACTS[1], start=8),
            Field(name="speed", high=WHOLE, start=30, step=5),
            Field(
                name="disappointment", low=WEIGHT[0], high=WEIGHT[1], start=2, step=0.1, whole=False
            ),
            Field(name="learning", high=WHOLE, start=50, step=5, tab="surprise"),
            Field(name="novelty", low=50, high=WHOLE, start=80, step=5, tab="surprise"),
            *(field for name in EXTRAS for field in _extra(name)),
        ),
        groups=(
            *(
                Group(name=name, fields=tuple(f"{name}-{part}" for part in PARTS))
                for name in EXTRAS
            ),
        ),
        outputs=(
            "last-gap",
            "lowest-gap",
            "last-complaint",
            "highest-complaint",
            "last-expectation",
            "felt",
            "spent",
        ),
        measure=measure,
        settle=settle,
    )
)
