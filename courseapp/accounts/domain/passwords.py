"""Which passwords are accepted: long ones (NIST SP 800-63B-4), not common, not about oneself.

There are no rules of composition. A password is refused when hardly anything is left of it once
well known words, words about the person, sequences and repeats are taken away.
"""

from __future__ import annotations

import enum
import functools
import re
import unicodedata
from collections.abc import Collection
from pathlib import Path

SHORTEST = 15
LONGEST = 1000
SHORTEST_WORD = 4
FEWEST_LEFT = 5
WORDS_OF_A_PHRASE = 4
LIST = Path(__file__).with_name("common_passwords.txt")
DISGUISES = str.maketrans("@4831!0$57", "aabeiiosst")
SEPARATORS = re.compile(r"[\W\d_]+")
YEAR = re.compile(r"(?:19|20)\d\d")


class Fault(enum.Enum):
    """Why a password is refused."""

    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    COMMON = "common"
    PERSONAL = "personal"


def normalise_password(password: str) -> str:
    """The form that is counted and hashed: NFKC, so that every keyboard types the same password."""
    return unicodedata.normalize("NFKC", password)


def find_fault(password: str, *, personal: Collection[str] = ()) -> Fault | None:
    """Why this password is refused, or None; `personal` holds names, addresses and the brand."""
    if len(password) > LONGEST:
        return Fault.TOO_LONG
    text = normalise_password(password)
    if len(text) < SHORTEST:
        return Fault.TOO_SHORT
    plain = text.casefold()
    about = _cover(plain, personal_words(personal))
    known = _cover(plain, common_words())
    if _left(plain, about.places | _sequences(plain)) < FEWEST_LEFT and about.words:
        return Fault.PERSONAL
    left = _left(plain, about.places | known.places | _sequences(plain))
    if left >= FEWEST_LEFT or (len(known.words) >= WORDS_OF_A_PHRASE and not about.words):
        return None
    return Fault.PERSONAL if about.words else Fault.COMMON


def personal_words(texts: Collection[str]) -> frozenset[str]:
    """Names and addresses as a whole, and their words of at least four letters."""
    whole = [text.casefold() for text in texts]
    words = (word for text in whole for word in (text, *SEPARATORS.split(text)))
    return frozenset(word for word in words if len(word) >= SHORTEST_WORD)


@functools.cache
def common_words() -> frozenset[str]:
    """The list that comes along: words, names, rows of keys and whole passwords."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip().casefold() for line in lines if line and line[0] != "#")


class _Cover:
    """Which places of a password known words take up, and which words these are."""

    def __init__(self) -> None:
        self.places: set[int] = set()
        self.words: set[str] = set()


def _cover(plain: str, words: Collection[str]) -> _Cover:
    cover = _Cover()
    bare = plain.translate(DISGUISES)
    for word in words:
        for text in {plain, bare}:
            start = text.find(word)
            while start >= 0:
                cover.places.update(range(start, start + len(word)))
                cover.words.add(word)
                start = text.find(word, start + 1)
    cover.words = {
        w for w in cover.words if not any(w in other and w != other for other in cover.words)
    }
    return cover


def _sequences(plain: str) -> set[int]:
    """Places in runs such as 123, cba or aaa, in years, and in a block that keeps returning."""
    places: set[int] = set()
    for i in range(len(plain) - 2):
        step = ord(plain[i + 1]) - ord(plain[i])
        if abs(step) <= 1 and ord(plain[i + 2]) - ord(plain[i + 1]) == step:
            places.update((i, i + 1, i + 2))
    for match in YEAR.finditer(plain):
        places.update(range(*match.span()))
    for period in range(1, len(plain) // 3 + 1):
        if plain[:-period] == plain[period:]:
            return set(range(len(plain)))
    return places


def _left(plain: str, covered: set[int]) -> int:
    """How many different characters remain, spaces not counted."""
    return len({c for i, c in enumerate(plain) if i not in covered and not c.isspace()})
