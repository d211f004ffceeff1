"""The habituation model: a customer's expectation follows the service, and extras wear off.

A model to think with: its parameters are chosen for teaching, not measured. The expectation that
moves with experience is Helson's (1964) adaptation level; a disappointment that weighs more than
a delight of the same size follows Kahneman & Tversky (1979).

Service, expectation and extras are points: service and expectation from 0 to 10, an extra from 0
to 5. Contacts are counted from 0, as the model's times are.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

LEVEL = (0.0, 10.0)
EXTRA = (0.0, 5.0)
SPEED = (0.0, 1.0)
LEARNING = (0.0, 1.0)
NOVELTY = (0.5, 1.0)
WEIGHT = (1.0, 3.0)
CONTACTS = (1, 60)
USUAL_EXPECTATION = 6.0
QUIET = 2.2
STEEPNESS = 1.0


@dataclass(frozen=True, kw_only=True)
class Contact:
    """One contact: its service, and an extra with its form on an occasion ("" is none)."""

    service: float
    extra: float = 0.0
    occasion: str = ""
    form: str = ""


@dataclass(frozen=True, kw_only=True)
class Rates:
    """How fast a customer gets used to things.

    `speed` (0 to 1) is for the level of service, `learning` (0 to 1) for what comes with an
    occasion, `novelty` (0.5 to 1) what is left of a form each time that it returns and `weight`
    (1 to 3) how much heavier a disappointment is than a delight.
    """

    speed: float = 0.3
    learning: float = 0.5
    novelty: float = 1.0
    weight: float = 2.0


@dataclass(frozen=True, kw_only=True)
class Moment:
    """What a customer gets at contact `time`, expected, and feels about the difference.

    `extra` is what is left of an extra that was seen before; `complaint` is a chance, 0 to 1.
    """

    time: int
    service: float
    extra: float
    expected: float
    gap: float
    felt: float
    complaint: float
    occasion: str
    form: str

    @property
    def received(self) -> float:
        """Service and extra together."""
        return self.service + self.extra


@dataclass(frozen=True, kw_only=True)
class History:
    """All moments in order, what they felt like together, and what is expected afterwards."""

    moments: Sequence[Moment]
    total_felt: float
    expectation: float


def live_through(
    contacts: Sequence[Contact], *, expectation: float = USUAL_EXPECTATION, rates: Rates
) -> History:
    """What `contacts` do to a customer who starts out with an `expectation` of 0 to 10."""
    uses: Counter[str] = Counter()
    customs: defaultdict[str, float] = defaultdict(float)
    moments = []
    for time, contact in enumerate(contacts):
        extra = contact.extra * rates.novelty ** uses[contact.form]
        custom = customs[contact.occasion] if contact.occasion else 0.0
        moments.append(_moment(time, contact, extra, expectation + custom, rates.weight))
        expectation += rates.speed * (contact.service - expectation)
        if contact.extra:
            uses[contact.form] += 1
        if contact.occasion:
            customs[contact.occasion] += rates.learning * (extra - custom)
    total = math.fsum(moment.felt for moment in moments)
    return History(moments=tuple(moments), total_felt=total, expectation=expectation)


def chance_of_complaint(gap: float) -> float:
    """The chance of a complaint, 0 to 1, when service exceeds the expectation by `gap`."""
    return 1 / (1 + math.exp(QUIET + STEEPNESS * gap))


def _moment(time: int, contact: Contact, extra: float, expected: float, weight: float) -> Moment:
    gap = contact.service + extra - expected
    return Moment(
        time=time,
        service=contact.service,
        extra=extra,
        expected=expected,
        gap=gap,
        felt=gap if gap >= 0 else weight * gap,
        complaint=chance_of_complaint(gap),
        occasion=contact.occasion,
        form=contact.form,
    )
