"""The conditions of ends: comparisons of sum and mood, visited(passage), joined by and, or, not.

condition := part ("or" part)*        part := term ("and" term)*
term      := "not" term | "(" condition ")" | "visited" "(" id ")" | value op value
value     := "sum" | "mood" | a whole number        op := < <= > >= == = !=
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

MAX_LENGTH = 400
MAX_DEPTH = 20

_TOKEN = re.compile(r"\s*(?:([<>!=]=|[<>=()])|([+-]?\d{1,4})(?![\w-])|(\w[\w-]*))")
_OPERATORS: Mapping[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "==": operator.eq,
    "!=": operator.ne,
}


class ConditionError(ValueError):
    """The text is no condition; the message is the piece that could not be read."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a condition may look at: the sum of effects, the mood now and the passages visited."""

    total: int
    mood: int
    visited: frozenset[str]


@dataclass(frozen=True)
class Comparison:
    """`left op right`, where a side is a number or the name of one."""

    left: str
    op: str
    right: str

    def holds(self, facts: Facts) -> bool:
        """Whether the comparison is true of these facts."""
        return _OPERATORS[self.op](_value(self.left, facts), _value(self.right, facts))


@dataclass(frozen=True)
class Visited:
    """True once the walk has been in `passage`."""

    passage: str

    def holds(self, facts: Facts) -> bool:
        """Whether the passage has been visited."""
        return self.passage in facts.visited


@dataclass(frozen=True)
class Not:
    """The opposite of `inner`."""

    inner: Condition

    def holds(self, facts: Facts) -> bool:
        """Whether `inner` does not hold."""
        return not self.inner.holds(facts)


@dataclass(frozen=True)
class Every:
    """All parts joined by "and"."""

    parts: tuple[Condition, ...]

    def holds(self, facts: Facts) -> bool:
        """Whether each part holds."""
        return all(part.holds(facts) for part in self.parts)


@dataclass(frozen=True)
class Some:
    """All parts joined by "or"."""

    parts: tuple[Condition, ...]

    def holds(self, facts: Facts) -> bool:
        """Whether one part holds."""
        return any(part.holds(facts) for part in self.parts)


Condition = Comparison | Visited | Not | Every | Some


def passages_in(condition: Condition | None) -> frozenset[str]:
    """The passages that a condition asks about."""
    match condition:
        case Visited(passage):
            return frozenset({passage})
        case Not(inner):
            return passages_in(inner)
        case Every(parts) | Some(parts):
            return frozenset().union(*(passages_in(part) for part in parts))
    return frozenset()


def parse_condition(text: str) -> Condition:
    """The condition that `text` spells; raises ConditionError with the piece that is wrong."""
    reader = _Reader(_tokens(text))
    condition = reader.condition(0)
    if reader.next is not None:
        raise ConditionError(reader.next)
    return condition


def _tokens(text: str) -> list[str]:
    if len(text) > MAX_LENGTH:
        raise ConditionError(text[:40] + "…")
    tokens, at = [], 0
    text = text.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found:
            raise ConditionError(text[at:].strip())
        tokens.append(found[0].strip())
        at = found.end()
    return tokens


def _value(side: str, facts: Facts) -> int:
    if side == "sum":
        return facts.total
    return facts.mood if side == "mood" else int(side)


class _Reader:
    """Reads tokens from left to right; each method consumes one rule of the grammar."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def next(self) -> str | None:
        """The token to be read, None at the end."""
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def take(self) -> str:
        """The next token, consumed."""
        token = self.next
        if token is None:
            raise ConditionError("…")
        self._at += 1
        return token

    def expect(self, token: str) -> None:
        """Consume exactly `token`."""
        if self.take() != token:
            raise ConditionError(self._tokens[self._at - 1])

    def condition(self, depth: int) -> Condition:
        """Parts joined by "or"."""
        parts = [self.part(depth)]
        while self.next == "or":
            self.take()
            parts.append(self.part(depth))
        return parts[0] if len(parts) == 1 else Some(tuple(parts))

    def part(self, depth: int) -> Condition:
        """Terms joined by "and"."""
        terms = [self.term(depth)]
        while self.next == "and":
            self.take()
            terms.append(self.term(depth))
        return terms[0] if len(terms) == 1 else Every(tuple(terms))

    def term(self, depth: int) -> Condition:
        """One negation, bracketed condition, visited(…) or comparison."""
        if depth > MAX_DEPTH:
            raise ConditionError("(")
        word = self.take()
        if word == "not":
            return Not(self.term(depth + 1))
        if word == "(":
            inner = self.condition(depth + 1)
            self.expect(")")
            return inner
        if word == "visited":
            return self.visited()
        return self.comparison(word)

    def visited(self) -> Visited:
        """`(id)` after the word visited; an id may start with a digit."""
        self.expect("(")
        passage = self.take()
        self.expect(")")
        return Visited(passage)

    def comparison(self, left: str) -> Comparison:
        """`op value` after its left side."""
        op = self.take()
        if op not in _OPERATORS:
            raise ConditionError(op)
        right = self.take()
        for side in (left, right):
            if side not in ("sum", "mood") and not re.fullmatch(r"[+-]?\d+", side):
                raise ConditionError(side)
        return Comparison(left, op, right)
