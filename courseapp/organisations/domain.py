"""Rules of organisations: names in addresses, and which role belongs where."""

from __future__ import annotations

import re
import unicodedata

LONGEST_SLUG = 60


def make_slug(name: str) -> str:
    """A name for use in addresses: small letters, digits and single hyphens; "" when none remain."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-")


def is_role_possible(role: str, *, is_bureau: bool) -> bool:
    """Operators manage the whole installation, so they belong to the bureau only."""
    return role != "operator" or is_bureau
