"""Writing labs in tests: blocks from source, a plain renderer, and a collector of findings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from courseapp.catalog.domain.protocol import Block, Line
from courseapp.labs.domain.block import MODELS, LabBlock
from courseapp.labs.domain.field_state import FieldState

DOCS = Path(__file__).parents[2] / "docs"


class Plain:
    """Stands where the Markdown pipeline stands; shows what was handed to it."""

    def block(self, lines: Any) -> str:
        return "\n".join(line.text for line in lines)

    def inline(self, text: str, *, line: int) -> str:
        return text

    def apart(self) -> Plain:
        return self


class Findings:
    """Collects what is reported, after filling in the words in both languages."""

    def __init__(self) -> None:
        self.codes: list[str] = []
        self.lines: list[int] = []
        self.fields: list[dict[str, object]] = []

    def __call__(self, code: str, *, line: int, column: int = 1, **fields: object) -> None:
        text = LabBlock.findings[code]
        assert text.nl.format(**fields) and text.en.format(**fields)
        self.codes.append(code)
        self.lines.append(line)
        self.fields.append(fields)


def block(source: str, model: str) -> Block:
    lines = tuple(Line(number=n, text=t) for n, t in enumerate(source.splitlines(), start=2))
    return Block(name="lab", id="lab-1", attributes={"model": model}, lines=lines, line=1)


def compiled(source: str, model: str = "equity") -> Any:
    findings = Findings()
    parsed = LabBlock().parse(block(source, model), findings)
    assert parsed is not None and findings.codes == []
    return LabBlock().compile(parsed, Plain()).data


PREDICT = "predict: Wat gebeurt er?\n- [ ] Niets\n- [x] Iets\n  > Klopt.\n\n"


def state(values: str = "", *, model: str = "equity", **fields: str) -> FieldState:
    """The state of a lab whose only preset holds `values`, after typing `fields`."""
    data = compiled(f"{PREDICT}## preset: Zo\n{values}", model)
    read: FieldState = MODELS[model].read(
        data, {name.replace("_", "-"): v for name, v in fields.items()}
    )
    return read


def documented(name: str, model: str) -> str:
    """The body of the first lab of a model in the documentation `name`."""
    text = (DOCS / name).read_text(encoding="utf-8")
    return text.split(f" model={model}}}\n", 1)[1].split("\n:::", 1)[0]
