"""The emotion lab: thirty elements of value, two readings of them, and a customer under pressure."""

from __future__ import annotations

from courseapp.labs.domain.emotion import (
    ALL,
    ELEMENTS,
    READINGS,
    SCORES,
    Decision,
    Reading,
    Value,
    chance_to_stay,
    decide,
    value,
)
from courseapp.labs.domain.field_model import FieldModel
from courseapp.labs.domain.fields import Declared, Field, Group, Outputs, Values

CHOICES: tuple[Reading, ...] = tuple(READINGS)
MIDDLE = 5
WHOLE = 100


def worth(values: Values) -> Value:
    """What the thirty scores come to."""
    return value({name: values[name] for name in ALL})


def reading(values: Values) -> Reading:
    """The reading that was chosen."""
    return CHOICES[int(values["reading"])]


def decision(values: Values) -> Decision:
    """What the customer does under pressure."""
    pressure = values["pressure"] / WHOLE
    return decide(values["stated"], values["implicit"], pressure=pressure)


def measure(values: Values) -> Outputs:
    """What a goal may name; chances to stay are in percent."""
    found = worth(values)
    chances = {
        name: chance_to_stay(found.reason, found.feeling, reading=name) * WHOLE for name in CHOICES
    }
    return {
        "gate": found.gate,
        "functional-top": found.reason,
        "feeling-top": found.feeling,
        "high": found.high,
        "stay": chances[reading(values)],
        **{f"stay-{name}": chance for name, chance in chances.items()},
        "under-pressure": decision(values).weighed,
    }


def _score(name: str, start: float, tab: str) -> Field:
    return Field(name=name, low=SCORES[0], high=SCORES[1], start=start, tab=tab)


EMOTION = FieldModel(
    Declared(
        name="emotion",
        tabs=("elements", "pressure"),
        fields=(
            Field(name="reading", words=CHOICES, tab="elements"),
            *(_score(name, MIDDLE, "elements") for name in ALL),
            _score("stated", 8, "pressure"),
            _score("implicit", 4, "pressure"),
            Field(name="pressure", high=WHOLE, step=5, tab="pressure"),
        ),
        groups=tuple(
            Group(name=level, fields=tuple(names), alone="each")
            for level, names in ELEMENTS.items()
            if len(names) > 1
        ),
        outputs=(
            "gate",
            "functional-top",
            "feeling-top",
            "high",
            "stay",
            "stay-gallup",
            "stay-additive",
            "under-pressure",
        ),
        measure=measure,
    )
)
