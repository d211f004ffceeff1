"""Rules of accounts: tokens and how they are kept, addresses and how they are compared."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata

TOKEN_BYTES = 32
LONGEST_EMAIL = 254
ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\]+@[^\s@<>()\[\],;:\"\\.]+(\.[^\s@<>()\[\],;:\"\\.]+)+")


def new_token() -> str:
    """A fresh secret of 256 bits for a session or a mailed link."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_token(token: str) -> str:
    """What the database keeps of a token: its SHA-256, in hexadecimal."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def normalise_email(text: str) -> str:
    """The one spelling under which an address is stored and looked up."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def is_email(text: str) -> bool:
    """Whether a normalised text can be an address at all; only a mail that arrives proves it."""
    return len(text) <= LONGEST_EMAIL and text.isprintable() and ADDRESS.fullmatch(text) is not None
