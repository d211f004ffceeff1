"""The balance lab: four totals of four aspects each, a gift, and how the customer answers."""

from __future__ import annotations

from courseapp.labs.domain.equity import (
    ASKED_AT_ONCE,
    GIFT,
    MISTAKE,
    Course,
    Relation,
    imbalance,
    run,
)
from courseapp.labs.domain.field_model import FieldModel
from courseapp.labs.domain.fields import Declared, Field, Group, Outputs, Values

ASPECTS = {
    "customer-input": ("money", "time", "effort", "trust"),
    "customer-outcome": ("product", "help", "attention", "certainty"),
    "supplier-input": ("hours", "costs", "care", "risk"),
    "supplier-outcome": ("revenue", "loyalty", "ease", "recommendation"),
}
LEAST, MOST, USUAL = 0, 10, 5
USUAL_GIFT = 8
WHOLE = 100


def relation(values: Values) -> Relation:
    """The four totals; a total of nothing counts as one point."""
    customer_input, customer_outcome, supplier_input, supplier_outcome = (
        max(1.0, sum(values[name] for name in names)) for names in ASPECTS.values()
    )
    return Relation(
        customer_effort=customer_input,
        customer_outcome=customer_outcome,
        supplier_effort=supplier_input,
        supplier_outcome=supplier_outcome,
    )


def course(values: Values) -> Course:
    """What happens after the gift."""
    return run(
        relation(values),
        gift=values["gift"],
        speed=values["speed"] / WHOLE,
        sincerity=values["sincerity"] / WHOLE,
    )


def measure(values: Values) -> Outputs:
    """What a goal may name."""
    ran = course(values)
    return {
        "before": imbalance(relation(values)),
        "balance": ran.steps[0].imbalance,
        "final": ran.steps[-1].imbalance,
        "given-back": ran.given_back,
        "withdrawn": ran.withdrawn,
    }


def _surprise(values: Values) -> Values:
    return {**values, "gift": values["gift"] or USUAL_GIFT, "sincerity": WHOLE}


def _ask(values: Values) -> Values:
    return {**values, "sincerity": ASKED_AT_ONCE * WHOLE}


def _mistake(values: Values) -> Values:
    return _shift(values, -int(MISTAKE))


def _repair(values: Values) -> Values:
    return _shift(values, int(MISTAKE))


def _shift(values: Values, points: int) -> Values:
    """The customer's outcome with points more or less, point by point where most room is left."""
    names = ASPECTS["customer-outcome"]
    shifted = {**values}
    for _ in range(abs(points)):
        pick = max if points < 0 else min
        name = pick(names, key=lambda n: shifted[n])
        shifted[name] = min(MOST, max(LEAST, shifted[name] + (1 if points > 0 else -1)))
    return shifted


EQUITY = FieldModel(
    Declared(
        name="equity",
        fields=(
            *(
                Field(name=name, low=LEAST, high=MOST, start=USUAL)
                for names in ASPECTS.values()
                for name in names
            ),
            Field(name="gift", low=GIFT[0], high=GIFT[1], whole=False),
            Field(name="sincerity", high=WHOLE, start=WHOLE, step=5),
            Field(name="speed", high=WHOLE, start=50, step=5),
        ),
        groups=tuple(
            Group(name=name, fields=names, alone="total") for name, names in ASPECTS.items()
        ),
        outputs=("before", "balance", "final", "given-back", "withdrawn"),
        measure=measure,
        actions={"surprise": _surprise, "ask": _ask, "mistake": _mistake, "repair": _repair},
    )
)
