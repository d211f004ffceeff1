"""How long a session may last, by what the person may do."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

LEARNING_ONLY = frozenset({"trainee"})
RECENT = timedelta(minutes=15)
"""Someone without a password proves presence by having signed in no longer ago than this."""


@dataclass(frozen=True, kw_only=True)
class Belonging:
    """What a person is part of: roles in any organisation, and the organisations' names."""

    roles: frozenset[str] = frozenset()
    organisations: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SessionLimits:
    """A session ends after `idle_minutes` without a request and after `hours` in any case."""

    idle_minutes: int
    hours: int


def strictest_limits(
    roles: Collection[str], *, trainee: SessionLimits, staff: SessionLimits
) -> SessionLimits:
    """The limits for these roles: whoever is more than a trainee has the shorter of each."""
    if LEARNING_ONLY.issuperset(roles):
        return trainee
    return SessionLimits(
        idle_minutes=min(trainee.idle_minutes, staff.idle_minutes),
        hours=min(trainee.hours, staff.hours),
    )


def is_recent(signed_in_at: datetime, *, now: datetime) -> bool:
    """Whether a sign-in is fresh enough to change the address without a password."""
    return now - signed_in_at <= RECENT
