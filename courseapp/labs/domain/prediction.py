"""The question before a lab: what will the model say? Numbers and picture come after the answer.

predict: Wat doet de klant na een attentie van 8 punten?
- [ ] Niets, een attentie is een attentie
  > In het model zoekt de klant weer balans.
- [x] Iets terugdoen, minder dan de attentie
  > Dat zegt het model ook.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from courseapp.catalog.domain.compiled import Json
from courseapp.catalog.domain.protocol import Line, Render, Report

_OPTION = re.compile(r"[-*]\s+\[( |x|X)\]\s+(\S.*)")
_FEEDBACK = re.compile(r">\s?(.*)")


@dataclass(kw_only=True)
class Option:
    """One possible answer and what is said about it."""

    text: str
    line: int
    is_right: bool
    feedback: list[Line] = field(default_factory=list)


@dataclass(kw_only=True)
class Prediction:
    """The question, and two or more options of which one is right."""

    text: str
    line: int
    options: list[Option] = field(default_factory=list)

    def read(self, line: Line) -> bool:
        """Take an option or a line of feedback; False when the line is neither."""
        text = line.text.strip()
        option, feedback = _OPTION.fullmatch(text), _FEEDBACK.fullmatch(text)
        if option:
            right = option[1] != " "
            self.options.append(Option(text=option[2], line=line.number, is_right=right))
        elif feedback and self.options:
            self.options[-1].feedback.append(Line(number=line.number, text=feedback[1]))
        elif text:
            return False
        return True

    @property
    def right(self) -> tuple[int, ...]:
        """The places of the right options."""
        return tuple(n for n, option in enumerate(self.options) if option.is_right)

    def check(self, report: Report) -> None:
        """Report a question without two options or without exactly one right answer."""
        if len(self.options) < 2 or len(self.right) != 1:
            report("lab-predict-options", line=self.line, count=len(self.right))

    def compile(self, render: Render) -> Json:
        """The question as the page shows it; options are numbered from 1."""
        render = render.apart()
        return {
            "html": render.inline(self.text, line=self.line),
            "options": [
                {
                    "id": str(number),
                    "html": render.inline(option.text, line=option.line),
                    "right": option.is_right,
                    "feedback_html": render.block(option.feedback) if option.feedback else "",
                }
                for number, option in enumerate(self.options, start=1)
            ],
        }
