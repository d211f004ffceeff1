"""Walking a dialogue: where choices lead, how the mood goes and what the customer keeps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from courseapp.activities.domain import strongest
from courseapp.dialogues.domain.condition import Facts
from courseapp.dialogues.domain.graph import ANY_END, NAMED_END, Graph, clamp


class UnknownReply(Exception):
    """The reply does not belong to the passage where the walk stands, or the walk has ended."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One choice: the passage it was made in, the reply, its effect and the mood after it."""

    passage: str
    reply: str
    effect: int
    mood: int


@dataclass(frozen=True, kw_only=True)
class Debrief:
    """What a walk leaves behind, from the moods after each reply; the start mood is left out."""

    peak_index: int
    peak: int
    end: int
    remembered: float
    average: float
    turning: int | None


@dataclass(frozen=True, kw_only=True)
class Walk:
    """The state after some choices: either `passage` is open or `end` is reached."""

    start_mood: int
    turns: tuple[Turn, ...]
    passage: str | None
    end: str | None

    @property
    def total(self) -> int:
        """The sum of the effects, not clamped: it decides the end."""
        return sum(turn.effect for turn in self.turns)

    @property
    def mood(self) -> int:
        """The mood now."""
        return self.turns[-1].mood if self.turns else self.start_mood

    @property
    def path(self) -> tuple[int, ...]:
        """The moods from the start on, each between -10 and +10."""
        return (self.start_mood, *(turn.mood for turn in self.turns))

    @property
    def debrief(self) -> Debrief | None:
        """Peak, end, memory and turning reply; None before the first reply."""
        return debrief(self.turns) if self.turns else None


def debrief(turns: Sequence[Turn]) -> Debrief:
    """The figures of the debriefing of at least one turn; `turning` is an index in `turns`."""
    moods = [turn.mood for turn in turns]
    at = strongest(moods)
    turning = strongest([turn.effect for turn in turns])
    return Debrief(
        peak_index=at,
        peak=moods[at],
        end=moods[-1],
        remembered=(moods[at] + moods[-1]) / 2,
        average=sum(moods) / len(moods),
        turning=turning if turns[turning].effect else None,
    )


def begin(graph: Graph) -> Walk:
    """A walk before the first choice."""
    return Walk(start_mood=clamp(graph.mood), turns=(), passage=graph.start, end=None)


def step(graph: Graph, walk: Walk, reply: str) -> Walk:
    """The walk after one more reply; raises UnknownReply when it cannot be chosen here."""
    edge = graph.passages.get(walk.passage or "", {}).get(reply)
    if edge is None or walk.passage is None:
        raise UnknownReply(reply)
    mood = clamp(walk.mood + edge.effect)
    turn = Turn(passage=walk.passage, reply=reply, effect=edge.effect, mood=mood)
    turns = (*walk.turns, turn)
    visited = frozenset(t.passage for t in turns)
    facts = Facts(total=walk.total + edge.effect, mood=mood, visited=visited)
    end = graph.end_for(edge.target, facts)
    if end is None and (edge.target == ANY_END or edge.target.startswith(NAMED_END)):
        raise UnknownReply(reply)
    passage = None if end else edge.target
    return Walk(start_mood=walk.start_mood, turns=turns, passage=passage, end=end)


def walk(graph: Graph, choices: Iterable[str]) -> Walk:
    """Where `choices`, reply ids in order, lead from the start."""
    state = begin(graph)
    for reply in choices:
        state = step(graph, state, reply)
    return state
