"""Which items an attempt asks, and in which order: decided by a seed, alike on every machine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, kw_only=True)
class PoolItem:
    """What drawing needs to know of an item; `group` is its objective or its pool."""

    id: str
    group: str


def draw(
    pool: Sequence[PoolItem], *, number: int, seed: str, seen: Mapping[str, int]
) -> tuple[str, ...]:
    """Ids of `number` items in the order of the pool, spread evenly over its groups.

    Within a group the items that earlier attempts asked least (`seen`: id → times) come first;
    where the groups cannot be equally large, the ones with something new get the extra item.
    """
    queues = _queues(pool, seed=seed, seen=seen)
    chosen: set[str] = set()
    while len(chosen) < min(number, len(pool)):
        fewest = min(taken for taken, queue in queues.values() if queue)
        open_groups = {g: q for g, (taken, q) in queues.items() if q and taken == fewest}
        group = min(
            open_groups, key=lambda g: (seen.get(open_groups[g][0], 0), _rank(seed, "group", g))
        )
        taken, queue = queues[group]
        chosen.add(queue[0])
        queues[group] = (taken + 1, queue[1:])
    return tuple(item.id for item in pool if item.id in chosen)


def shuffled(ids: Iterable[str], *, seed: str) -> tuple[str, ...]:
    """The ids in an order that only the seed decides."""
    return tuple(sorted(ids, key=lambda each: _rank(seed, "order", each)))


def _queues(
    pool: Sequence[PoolItem], *, seed: str, seen: Mapping[str, int]
) -> dict[str, tuple[int, list[str]]]:
    """Per group: how many were taken, and the ids still to take, least seen first."""
    queues: dict[str, tuple[int, list[str]]] = {}
    for item in sorted(pool, key=lambda i: (seen.get(i.id, 0), _rank(seed, "item", i.id))):
        queues.setdefault(item.group, (0, []))[1].append(item.id)
    return queues


def _rank(seed: str, purpose: str, text: str) -> bytes:
    return sha256(f"{seed}:{purpose}:{text}".encode()).digest()
