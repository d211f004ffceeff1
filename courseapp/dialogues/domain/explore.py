"""What can happen in a dialogue: the ends within reach, the passages that never leave."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from courseapp.dialogues.domain.condition import Facts, passages_in
from courseapp.dialogues.domain.graph import ANY_END, NAMED_END, Graph, clamp

BUDGET = 20_000


@dataclass(frozen=True)
class Place:
    """What later choices depend on; `seen` holds only passages that conditions ask about."""

    passage: str
    total: int
    mood: int
    seen: frozenset[str]


@dataclass
class Outcome:
    """What exploring found: ends with choices that reach them; `complete`: nothing left out."""

    ends: dict[str, tuple[str, ...]] = field(default_factory=dict)
    without_end: dict[tuple[str, str], int] = field(default_factory=dict)
    complete: bool = True


def explore(graph: Graph, *, budget: int = BUDGET) -> Outcome:
    """Every end within reach, and the replies to "end" (with the sum) where no end fits."""
    outcome = Outcome()
    asked = frozenset().union(*(passages_in(end.when) for end in graph.ends))
    first = Place(graph.start, 0, clamp(graph.mood), frozenset())
    came: dict[Place, tuple[Place, str] | None] = {first: None}
    queue = deque([first])
    while queue:
        place = queue.popleft()
        for reply, after in _onward(graph, place, asked, outcome, came):
            if after in came:
                continue
            if len(came) >= budget:
                outcome.complete = False
                return outcome
            came[after] = (place, reply)
            queue.append(after)
    return outcome


def _onward(
    graph: Graph,
    place: Place,
    asked: frozenset[str],
    outcome: Outcome,
    came: Mapping[Place, tuple[Place, str] | None],
) -> Iterator[tuple[str, Place]]:
    seen = place.seen | (asked & {place.passage})
    for reply, edge in graph.passages.get(place.passage, {}).items():
        total, mood = place.total + edge.effect, clamp(place.mood + edge.effect)
        end = graph.end_for(edge.target, Facts(total=total, mood=mood, visited=seen))
        if end:
            outcome.ends.setdefault(end, (*_route(place, came), reply))
        elif edge.target == ANY_END:
            outcome.without_end.setdefault((place.passage, reply), total)
        elif edge.target in graph.passages:
            yield reply, Place(edge.target, total, mood, seen)


def _route(place: Place, came: Mapping[Place, tuple[Place, str] | None]) -> tuple[str, ...]:
    replies: list[str] = []
    step = came[place]
    while step:
        place, reply = step
        replies.append(reply)
        step = came[place]
    return tuple(reversed(replies))


def reachable(graph: Graph) -> frozenset[str]:
    """The passages that some choices lead to, whatever the conditions say."""
    found, queue = {graph.start}, [graph.start]
    while queue:
        for edge in graph.passages.get(queue.pop(), {}).values():
            if edge.target in graph.passages and edge.target not in found:
                found.add(edge.target)
                queue.append(edge.target)
    return frozenset(found)


def able_to_end(graph: Graph) -> frozenset[str]:
    """The passages from which some choices lead to an end; the others go round for ever."""
    backward: dict[str, list[str]] = {}
    queue: list[str] = []
    for passage, edges in graph.passages.items():
        for edge in edges.values():
            backward.setdefault(edge.target, []).append(passage)
            if edge.target == ANY_END or edge.target.startswith(NAMED_END):
                queue.append(passage)
    found = set(queue)
    while queue:
        for passage in backward.get(queue.pop(), ()):
            if passage not in found:
                found.add(passage)
                queue.append(passage)
    return frozenset(found)
