"""The balance model: what a customer and a supplier give and get, and how balance comes back.

A model to think with: its parameters are chosen for teaching, not measured. The idea that people
compare the ratio of outcome to input is Adams's (1965) equity theory; the band around balance is
asymmetric because a shortage is felt sooner than a surplus.

Totals are points (1 to 40, four aspects of 0 to 10 each); an imbalance lies between -1 (the
customer comes off badly) and +1 (the customer gets far more than they give).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

TOTALS = (1.0, 40.0)
GIFT = (0.0, 30.0)
SPEED = (0.0, 1.0)
SINCERITY = (0.0, 1.0)
USUAL_SPEED = 0.5
ASKED_AT_ONCE = 0.2
MISTAKE = 8.0
COST_OF_GIFT = 0.3
STEPS = 12
LEAST = 0.1

Zone = Literal["leave", "short", "balance", "owe", "awkward"]
LEAVE, SHORT, OWE, AWKWARD = -0.35, -0.05, 0.10, 0.35
ZONES: Mapping[Zone, tuple[float, float]] = {
    "leave": (-1.0, LEAVE),
    "short": (LEAVE, SHORT),
    "balance": (SHORT, OWE),
    "owe": (OWE, AWKWARD),
    "awkward": (AWKWARD, 1.0),
}


@dataclass(frozen=True, kw_only=True)
class Relation:
    """What both sides get (`outcome`) and give (`effort`), in points."""

    customer_outcome: float
    customer_effort: float
    supplier_outcome: float
    supplier_effort: float


@dataclass(frozen=True, kw_only=True)
class Step:
    """The relation after a step, its imbalance and what the customer changed to get there.

    `change` is in points of customer effort: positive when they give back, negative when they
    withdraw.
    """

    relation: Relation
    imbalance: float
    change: float

    @property
    def zone(self) -> Zone:
        """The zone in which the imbalance lies."""
        return zone(self.imbalance)


@dataclass(frozen=True, kw_only=True)
class Course:
    """The steps from the moment of the gift (step 0), and what the customer did in all."""

    before: float
    steps: Sequence[Step]
    given_back: float
    withdrawn: float


def imbalance(relation: Relation) -> float:
    """The imbalance of a relation, from -1 to +1; 0 when both ratios are equal."""
    customer = relation.customer_outcome / relation.customer_effort
    supplier = relation.supplier_outcome / relation.supplier_effort
    return (customer - supplier) / (customer + supplier)


def zone(value: float) -> Zone:
    """The zone of an imbalance; the bounds -0.35, -0.05, 0.10 and 0.35 belong to the inner zone."""
    if value < SHORT:
        return "leave" if value < LEAVE else "short"
    if value > OWE:
        return "awkward" if value > AWKWARD else "owe"
    return "balance"


def give(relation: Relation, gift: float) -> Relation:
    """The relation after a gift of 0 to 30 points, which costs the supplier 0.3 of its worth."""
    return replace(
        relation,
        customer_outcome=relation.customer_outcome + gift,
        supplier_effort=relation.supplier_effort + COST_OF_GIFT * gift,
    )


def mistake(relation: Relation) -> Relation:
    """The relation after a mistake: the customer gets 8 points less, but never less than one."""
    return replace(relation, customer_outcome=max(relation.customer_outcome - MISTAKE, TOTALS[0]))


def run(
    start: Relation,
    *,
    gift: float = 0.0,
    speed: float = USUAL_SPEED,
    sincerity: float = 1.0,
    steps: int = STEPS,
) -> Course:
    """The course of a relation after a gift; `speed` and `sincerity` run from 0 to 1."""
    relation = give(start, gift)
    course = [Step(relation=relation, imbalance=imbalance(relation), change=0.0)]
    for _ in range(steps):
        course.append(_next(course[-1], speed=speed, sincerity=sincerity))
    return Course(
        before=imbalance(start),
        steps=tuple(course),
        given_back=sum(step.change for step in course if step.change > 0),
        withdrawn=-sum(step.change for step in course if step.change < 0),
    )


def _next(step: Step, *, speed: float, sincerity: float) -> Step:
    effort = step.relation.customer_effort
    change = 0.0
    if step.imbalance > OWE:
        change = speed * sincerity * step.imbalance * effort
    elif step.imbalance < SHORT:
        change = max(speed * step.imbalance * effort, 1 - effort)
    relation = replace(
        step.relation,
        customer_effort=effort + change,
        supplier_outcome=max(step.relation.supplier_outcome + change, LEAST),
    )
    return Step(relation=relation, imbalance=imbalance(relation), change=change)
