"""A dialogue as a graph: passages, the replies that lead on, and the ends with their conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from courseapp.catalog.domain.compiled import Json
from courseapp.dialogues.domain.condition import Condition, Facts, parse_condition

EFFECTS = (-3, 3)
MOODS = (-10, 10)
ANY_END = "end"
NAMED_END = "end:"


@dataclass(frozen=True, kw_only=True)
class Edge:
    """A reply: what it does to the mood and where it leads (a passage, "end" or "end:<id>")."""

    effect: int
    target: str


@dataclass(frozen=True, kw_only=True)
class Ending:
    """One end; without `when` it always fits."""

    id: str
    when: Condition | None = None


@dataclass(frozen=True, kw_only=True)
class Graph:
    """Everything that decides a walk: `passages` maps passage -> reply id -> edge."""

    start: str
    mood: int
    passages: Mapping[str, Mapping[str, Edge]]
    ends: tuple[Ending, ...] = field(default=())

    def end_for(self, target: str, facts: Facts) -> str | None:
        """The end that `target` leads to, None when it is a passage or when no end fits."""
        if target.startswith(NAMED_END):
            return target.removeprefix(NAMED_END)
        if target != ANY_END:
            return None
        fitting = (e.id for e in self.ends if e.when is None or e.when.holds(facts))
        return next(fitting, None)


def clamp(mood: int) -> int:
    """The mood kept between -10 and +10."""
    return max(MOODS[0], min(MOODS[1], mood))


def graph_from_key(settings: Json, key: Json) -> Graph:
    """The graph that publishing stored: start and mood in the settings, the rest in the key."""
    passages = {
        passage: {
            reply: Edge(effect=edge["effect"], target=edge["target"])
            for reply, edge in body["replies"].items()
        }
        for passage, body in key["passages"].items()
    }
    ends = tuple(
        Ending(id=end["id"], when=parse_condition(end["when"]) if end["when"] else None)
        for end in key["ends"]
    )
    return Graph(start=settings["start"], mood=settings["mood"], passages=passages, ends=ends)
