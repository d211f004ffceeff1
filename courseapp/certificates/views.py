"""The public check of a certificate."""

from __future__ import annotations

from courseapp.web.policy import GuardedBlueprint, public

bp = GuardedBlueprint("certificates", __name__, policy=public("anyone with the code"))
