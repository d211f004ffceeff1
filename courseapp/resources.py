"""Where migrations and the course that comes along are: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent


def find_bundled(name: str) -> Path:
    """The folder `name` ("migrations" or "content") of this installation."""
    checkout = PACKAGE.parent / name
    if (PACKAGE.parent / "setup.cfg").exists() and checkout.is_dir():
        return checkout
    return PACKAGE / "_bundle" / name
