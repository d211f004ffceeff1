"""What the pages of exercises share."""

from __future__ import annotations

from courseapp.catalog.domain.compiled import CompiledStep
from courseapp.trainee.blueprint import Desk


def following(desk: Desk, step: CompiledStep) -> CompiledStep | None:
    """The step after this one in the course as it is now."""
    steps = list(desk.published.course.steps())
    places = [place for place, other in enumerate(steps) if other.id == step.id]
    return steps[places[0] + 1] if places and places[0] + 1 < len(steps) else None
