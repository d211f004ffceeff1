"""The page of each kind of step: the modules that know a kind register its view here."""

from __future__ import annotations

from collections.abc import Callable

from flask.typing import ResponseReturnValue

from courseapp.catalog.domain.compiled import CompiledStep
from courseapp.trainee.blueprint import Desk

StepView = Callable[[Desk, CompiledStep], ResponseReturnValue]
STEP_VIEWS: dict[str, StepView] = {}


def step_view(kind: str) -> Callable[[StepView], StepView]:
    """Register a function as the page of steps of this kind."""

    def register(view: StepView) -> StepView:
        STEP_VIEWS[kind] = view
        return view

    return register
