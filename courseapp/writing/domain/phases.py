"""The phases of a free text, in their only order."""

from __future__ import annotations

from typing import Literal, get_args

Phase = Literal["write", "revise", "score", "done"]
PHASES: tuple[Phase, ...] = get_args(Phase)
