"""Reading a dialogue script: headings, customer lines, replies with effect and target, ends.

## begin                                  a passage
> Ik wil mijn abonnement opzeggen.        what the customer says
- (+2) Dat regel ik nu. → storing         a reply: effect, text, where it leads
  Je erkent de keuze.                     the reason, shown after choosing
- (-1) Jammer. → einde                    to the first end that fits
## einde: ambassadeur {when="sum >= 6"}   an end; in English “## end: …”
title: Zij raadt je aan                   its title, then ordinary Markdown
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from courseapp.catalog.domain.protocol import Line, Report
from courseapp.dialogues.domain.condition import Condition, ConditionError, parse_condition
from courseapp.dialogues.domain.graph import ANY_END, EFFECTS, NAMED_END

_END = re.compile(r"(?:einde|end)\s*:\s*(\S*)\s*(?:\{\s*when\s*=\s*\"([^\"]*)\"\s*\})?")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_REPLY = re.compile(r"[-*]\s+\(([+−-]?\d+)\)\s+(\S.*)")
_ARROW = re.compile(r"→|->")


@dataclass(kw_only=True)
class Reply:
    """One thing the learner can say; `reason` says what it does."""

    id: str
    effect: int
    text: str
    target: str
    line: int
    reason: list[Line] = field(default_factory=list)


@dataclass(kw_only=True)
class Passage:
    """What the customer says and the replies to it."""

    id: str
    line: int
    lines: list[Line] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)


@dataclass(kw_only=True)
class End:
    """An end: when it fits, its title and its text."""

    id: str
    line: int
    when_text: str = ""
    when: Condition | None = None
    title: str = ""
    lines: list[Line] = field(default_factory=list)


@dataclass(kw_only=True)
class Script:
    """A dialogue as written."""

    intro: list[Line] = field(default_factory=list)
    passages: dict[str, Passage] = field(default_factory=dict)
    ends: dict[str, End] = field(default_factory=dict)


def reply_id(step_id: str, passage: str, index: int) -> str:
    """The id of the reply at `index`: equal in every language and silent about the order."""
    return hashlib.sha256(f"{step_id}:{passage}:{index}".encode()).hexdigest()[:6]


def read_script(lines: Iterable[Line], *, step_id: str, report: Report) -> Script:
    """The script in `lines`; what cannot be read is reported and left out."""
    reader = _Reader(step_id, report)
    for line in lines:
        reader.read(line)
    return reader.script


def read_target(text: str) -> str:
    """Where a reply leads: a passage id, "end", or "end:<id>"."""
    if text in ("einde", "end"):
        return ANY_END
    named = re.fullmatch(r"(?:einde|end)\s*:\s*(\S+)", text)
    return NAMED_END + named[1] if named else text


class _Reader:
    """Takes lines in order and keeps the passage or end that they belong to."""

    def __init__(self, step_id: str, report: Report) -> None:
        self.script = Script()
        self._step_id = step_id
        self._report = report
        self._here: Passage | End | None = None
        self._lost = False

    def read(self, line: Line) -> None:
        """One line of the script."""
        text = line.text.strip()
        if text.startswith("## "):
            self._heading(line, text.removeprefix("## ").strip())
        elif self._lost:
            return
        elif self._here is None:
            self.script.intro.append(line)
        elif isinstance(self._here, End):
            self._in_end(self._here, line)
        elif text:
            self._in_passage(self._here, line, text)
        elif not self._here.replies:
            self._here.lines.append(Line(number=line.number, text=""))

    def _heading(self, line: Line, text: str) -> None:
        end = _END.fullmatch(text)
        name = end[1] if end else text
        self._lost = not _NAME.fullmatch(name) or (not end and name in ("einde", "end"))
        if self._lost:
            self._report("dialogue-heading", line=line.number, text=text)
            return
        known = self.script.ends if end else self.script.passages
        if name in known:
            self._report("dialogue-duplicate", line=line.number, id=name, first=known[name].line)
            self._lost = True
        elif end:
            self._here = self.script.ends[name] = self._end(name, line.number, end[2] or "")
        else:
            self._here = self.script.passages[name] = Passage(id=name, line=line.number)

    def _end(self, name: str, line: int, when: str) -> End:
        end = End(id=name, line=line, when_text=when.strip())
        if end.when_text:
            try:
                end.when = parse_condition(end.when_text)
            except ConditionError as error:
                self._report("dialogue-condition", line=line, piece=str(error))
        return end

    def _in_end(self, end: End, line: Line) -> None:
        if line.text.startswith("title:") and not end.title:
            end.title = line.text.removeprefix("title:").strip()
        else:
            end.lines.append(line)

    def _in_passage(self, passage: Passage, line: Line, text: str) -> None:
        if line.text[:1] in " \t" and passage.replies:
            passage.replies[-1].reason.append(Line(number=line.number, text=text))
        elif text.startswith(">") and not passage.replies:
            said = text.removeprefix(">").strip()
            passage.lines.append(Line(number=line.number, text=said))
        elif text[0] in "-*":
            self._reply(passage, line.number, text)
        else:
            self._report("dialogue-line", line=line.number)

    def _reply(self, passage: Passage, line: int, text: str) -> None:
        found = _REPLY.fullmatch(text)
        arrows = list(_ARROW.finditer(found[2])) if found else []
        if not found or not arrows:
            self._report("dialogue-reply", line=line)
            return
        said, target = found[2][: arrows[-1].start()].strip(), found[2][arrows[-1].end() :].strip()
        effect = int(found[1].replace("−", "-"))
        if not said or not target:
            self._report("dialogue-reply", line=line)
            return
        if not EFFECTS[0] <= effect <= EFFECTS[1]:
            self._report("dialogue-effect", line=line, value=found[1])
        passage.replies.append(
            Reply(
                id=reply_id(self._step_id, passage.id, len(passage.replies)),
                effect=max(EFFECTS[0], min(EFFECTS[1], effect)),
                text=said,
                target=read_target(target),
                line=line,
            )
        )
