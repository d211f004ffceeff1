"""What a published course offers for review, by objective; worked out once per process."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from courseapp.catalog.domain.compiled import CompiledStep
from courseapp.catalog.queries import Published
from courseapp.quizzes.domain.registry import QUESTION_KINDS

KEPT = 64


@dataclass(frozen=True, kw_only=True)
class Syllabus:
    """By objective: the number of its module, its items with their steps, whether it is spoken of."""

    modules: Mapping[str, int]
    items: Mapping[str, Mapping[str, CompiledStep]]
    scenarios: frozenset[str]

    def asks(self, objective_id: str) -> bool:
        """Whether the course still has this objective and an item for it."""
        return objective_id in self.modules and objective_id in self.items


_kept: dict[tuple[int, str], Syllabus] = {}


def syllabus_of(published: Published) -> Syllabus:
    """The objectives of a published course with what belongs to them."""
    name = (published.revision_id, published.content_hash)
    found = _kept.get(name)
    if found is None:
        found = _read(published)
        while len(_kept) >= KEPT:
            _kept.pop(next(iter(_kept)), None)
        _kept[name] = found
    return found


def _read(published: Published) -> Syllabus:
    items: dict[str, dict[str, CompiledStep]] = defaultdict(dict)
    for objective_id, item_id, step in _items(published):
        items[objective_id][item_id] = step
    course = published.course
    return Syllabus(
        modules={o.id: module.number for module in course.modules for o in module.objectives},
        items=dict(items),
        scenarios=frozenset(
            objective
            for step in course.steps()
            if step.kind == "dialogue" and not step.settings.get("guided")
            for objective in step.objectives
        ),
    )


def _items(published: Published) -> Iterator[tuple[str, str, CompiledStep]]:
    """(objective, item, step) of every graded question; those of a pre-test are only for before."""
    for step in published.course.steps():
        if step.settings.get("graded") is False:
            continue
        for part in next(iter(step.texts.values())).parts:
            kind = (
                QUESTION_KINDS.get(str(part.data.get("kind"))) if part.kind == "question" else None
            )
            if kind is not None and kind.is_graded:
                yield str(part.data["objective"]), part.id, step
