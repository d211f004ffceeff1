"""The code of a certificate and what the public may see of its holder."""

from __future__ import annotations

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O and U, which people mistake for other signs."""
LENGTH = 12
MISREADINGS = str.maketrans({"I": "1", "L": "1", "O": "0"})


def new_code() -> str:
    """A fresh code of 60 random bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read_code(typed: str) -> str | None:
    """The code that someone meant, whatever case and hyphens; None when it can be none."""
    signs = "".join(typed.upper().split()).replace("-", "").translate(MISREADINGS)
    return signs if len(signs) == LENGTH and set(signs) <= set(ALPHABET) else None


def show_code(code: str) -> str:
    """A code in three groups of four, for reading aloud."""
    return " ".join(code[i : i + 4] for i in range(0, len(code), 4))


def initials_of(name: str) -> str:
    """The first letters of a name: "S. H." for Samira Haddou."""
    return " ".join(f"{word[0].upper()}." for word in name.split())
