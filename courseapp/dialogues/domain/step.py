"""The dialogue as a kind of step: public passages, and effects and targets in the key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from courseapp.catalog.domain import schema
from courseapp.catalog.domain.compiled import Json, Part
from courseapp.catalog.domain.protocol import (
    Block,
    BlockKind,
    CompiledBody,
    FindingText,
    Line,
    Render,
    Report,
    StepSource,
    Toolbox,
)
from courseapp.dialogues.domain.check import check_script
from courseapp.dialogues.domain.findings import FINDINGS
from courseapp.dialogues.domain.graph import MOODS
from courseapp.dialogues.domain.script import Passage, Script, read_script


@dataclass(frozen=True, kw_only=True)
class Dialogue:
    """A dialogue step in one language."""

    step_id: str
    channel: str
    customer: str
    setting: str
    mood: int
    mood_line: int
    is_guided: bool
    script: Script


class DialogueStep:
    """A conversation that the learner walks by choosing replies."""

    name = "dialogue"
    findings: Mapping[str, FindingText] = FINDINGS
    fields: Mapping[str, Callable[[Any], Any]] = {
        "channel": schema.text,
        "customer": schema.text,
        "setting": schema.text,
        "mood": schema.whole(*MOODS),
        "guided": schema.yes_no,
    }

    def parse(
        self, source: StepSource, blocks: Mapping[str, BlockKind], report: Report
    ) -> Dialogue | None:
        """The dialogue of a step file, None when there is no passage to start from."""
        script = read_script(_lines(source, report), step_id=source.id, report=report)
        mood, mood_line = int(source.front.get("mood", 0)), source.front_lines.get("mood", 1)
        if not script.passages:
            report("dialogue-empty", line=mood_line)
            return None
        check_script(script, mood=mood, report=report)
        return Dialogue(
            step_id=source.id,
            channel=source.front.get("channel", ""),
            customer=source.front.get("customer", ""),
            setting=source.front.get("setting", ""),
            mood=mood,
            mood_line=mood_line,
            is_guided=bool(source.front.get("guided")),
            script=script,
        )

    def settings(self, parsed: Dialogue) -> Json:
        """Where the walk starts, with which mood, and whether replies show their comment at once."""
        guided = {"guided": True} if parsed.is_guided else {}
        return {"start": next(iter(parsed.script.passages)), "mood": parsed.mood, **guided}

    def compile(self, parsed: Dialogue, toolbox: Toolbox) -> CompiledBody:
        """Public passages and ends; what a reply does stays in the key of the step."""
        script, render = parsed.script, toolbox.render.apart()
        intro = render.block(script.intro) if any(x.text.strip() for x in script.intro) else ""
        return CompiledBody(
            parts=(Part(kind="html", data={"html": intro}),) if intro else (),
            data={
                "channel": parsed.channel,
                "customer": parsed.customer,
                "setting": parsed.setting,
                "passages": {p.id: _public(p, render) for p in script.passages.values()},
                "ends": {
                    e.id: {"title": e.title, "html": render.block(e.lines)}
                    for e in script.ends.values()
                },
            },
            keys={parsed.step_id: _key(script, render)},
        )

    def compare(
        self,
        source: Dialogue,
        translation: Dialogue,
        blocks: Mapping[str, BlockKind],
        report: Report,
    ) -> None:
        """Report where the translation walks another graph than its source."""
        ours, theirs = source.script, translation.script
        for name in theirs.passages.keys() & ours.passages.keys():
            if _shape(ours.passages[name]) != _shape(theirs.passages[name]):
                line = theirs.passages[name].line
                report("dialogue-translation-replies", line=line, id=name)
        for here, there in ((ours.passages, theirs.passages), (ours.ends, theirs.ends)):
            if list(here) != list(there):
                difference = ", ".join(sorted(here.keys() ^ there.keys())) or " ".join(there)
                line = next(iter(theirs.passages.values())).line
                report("dialogue-translation-passages", line=line, difference=difference)
        conditions = {e.id: e.when for e in ours.ends.values()}
        ours_front = (source.mood, source.is_guided)
        if ours_front != (translation.mood, translation.is_guided) or any(
            conditions.get(e.id) != e.when for e in theirs.ends.values()
        ):
            report("dialogue-translation-settings", line=translation.mood_line)


def _lines(source: StepSource, report: Report) -> list[Line]:
    lines: list[Line] = []
    for piece in source.body:
        if isinstance(piece, Block):
            report("dialogue-block", line=piece.line, name=piece.name)
        else:
            lines.extend(piece.lines)
    return lines


def _public(passage: Passage, render: Render) -> Json:
    replies = sorted(passage.replies, key=lambda reply: reply.id)
    return {
        "lines_html": render.block(passage.lines),
        "replies": [{"id": reply.id, "text": reply.text} for reply in replies],
    }


def _key(script: Script, render: Render) -> Json:
    return {
        "passages": {
            passage.id: {
                "replies": {
                    reply.id: {
                        "effect": reply.effect,
                        "target": reply.target,
                        "why_html": render.block(reply.reason) if reply.reason else "",
                    }
                    for reply in passage.replies
                }
            }
            for passage in script.passages.values()
        },
        "ends": [{"id": end.id, "when": end.when_text} for end in script.ends.values()],
    }


def _shape(passage: Passage) -> list[tuple[int, str]]:
    return [(reply.effect, reply.target) for reply in passage.replies]
