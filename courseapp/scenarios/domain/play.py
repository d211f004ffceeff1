"""The dialogue that a sheet makes, in the shape of a published one, so that one player walks both.

Every reply of a turn leads to the next turn; after the last one the sum of the effects decides:
"good" from 2 points a turn on (6 in three turns), "mixed" from 0, and "bad" below that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from courseapp.catalog.domain.compiled import Json
from courseapp.dialogues.domain.explore import explore
from courseapp.dialogues.domain.graph import ANY_END, Graph, graph_from_key
from courseapp.dialogues.domain.script import reply_id
from courseapp.scenarios.domain.sheet import ENDS, REPLIES, Sheet, list_turns

GOOD_PER_TURN = 2


@dataclass(frozen=True, kw_only=True)
class Play:
    """A scenario ready for the player; `data` and `key` as publishing makes them of a dialogue."""

    data: Json
    key: Json
    graph: Graph


def build_play(sheet: Sheet, *, step_id: str, titles: Mapping[str, str]) -> Play:
    """The dialogue of a sheet in which nothing is missing; `titles` names the ends."""
    turns = list_turns(sheet)
    passages, answers = {}, {}
    for place, turn in enumerate(turns, start=1):
        passage, target = f"turn-{place}", f"turn-{place + 1}" if place < len(turns) else ANY_END
        ids = {letter: reply_id(step_id, passage, i) for i, letter in enumerate(REPLIES)}
        passages[passage] = {
            "lines_html": plain_html(sheet[f"says-{turn}"]),
            "replies": [{"id": ids[x], "text": sheet[f"reply-{turn}{x}"]} for x in REPLIES],
        }
        answers[passage] = {"replies": {ids[x]: _edge(sheet, f"{turn}{x}", target) for x in ids}}
    ends = {end: {"title": titles[end], "html": plain_html(sheet[f"end-{end}"])} for end in ENDS}
    key = {"passages": answers, "ends": _ends(len(turns))}
    settings = {"start": "turn-1", "mood": int(sheet["mood"])}
    data = {"customer": sheet["customer"], "passages": passages, "ends": ends}
    return Play(data=data, key=key, graph=graph_from_key(settings, key))


def list_unreachable(play: Play) -> list[str]:
    """The ends at which no choice of replies arrives, because of their effects."""
    found = explore(play.graph).ends
    return [end for end in ENDS if end not in found]


def plain_html(text: str) -> str:
    """Plain text as paragraphs, a line each; whatever looks like markup stays text."""
    return "".join(f"<p>{escape(line)}</p>" for line in text.split("\n") if line.strip())


def _edge(sheet: Sheet, reply: str, target: str) -> Json:
    return {
        "effect": int(sheet[f"effect-{reply}"]),
        "target": target,
        "why_html": plain_html(sheet[f"why-{reply}"]),
    }


def _ends(turns: int) -> list[Json]:
    return [
        {"id": "good", "when": f"sum >= {GOOD_PER_TURN * turns}"},
        {"id": "mixed", "when": "sum >= 0"},
        {"id": "bad", "when": ""},
    ]
