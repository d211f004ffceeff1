"""Front matter and sources.yml: YAML in which every scalar stays a string, within strict limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from courseapp.catalog.domain.protocol import Line, Report

MAX_FRONT_BYTES = 64_000
MAX_DEPTH = 20


@dataclass(frozen=True, kw_only=True)
class FrontMatter:
    """Values (strings, lists and mappings of strings) and the line of each key, nested as a.b."""

    values: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    is_readable: bool = True


UNREADABLE = FrontMatter(is_readable=False)


class _Refused(Exception):
    """The document breaks a limit or the grammar; reported already."""


def read_front(lines: Sequence[Line], report: Report) -> FrontMatter:
    """The mapping that `lines` hold; empty, with findings, when it cannot be read."""
    text = "\n".join(line.text for line in lines)
    first = lines[0].number if lines else 1
    if len(text.encode("utf-8", "surrogateescape")) > MAX_FRONT_BYTES:
        report("front-too-large", line=first, limit=MAX_FRONT_BYTES // 1000)
        return UNREADABLE
    reader = _Reader(first, report)
    try:
        return reader.read(text)
    except _Refused:
        return UNREADABLE
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + first, mark.column + 1) if mark else (first, 1)
        report("front-syntax", line=line, column=column, problem=error.problem or "YAML")
    except yaml.YAMLError as error:
        line = first + text[: getattr(error, "position", 0)].count("\n")
        report("front-syntax", line=line, problem=getattr(error, "reason", "YAML"))
    return UNREADABLE


class _Reader:
    """Builds values from parser events, one after the other, so that depth costs no recursion."""

    def __init__(self, first: int, report: Report) -> None:
        self._first = first
        self._report = report
        self._lines: dict[str, int] = {}

    def read(self, text: str) -> FrontMatter:
        events = yaml.parse(text, Loader=yaml.CSafeLoader)
        value = self._document(self._checked(events))
        if value is None or value == "":
            return FrontMatter()
        if not isinstance(value, dict):
            raise self._refuse("front-not-mapping", self._first)
        return FrontMatter(values=value, lines=self._lines)

    def _checked(self, events: Iterator[Any]) -> Iterator[Any]:
        """The node events only; refuses aliases, anchors, tags, depth and a second document."""
        depth = documents = 0
        for event in events:
            line = event.start_mark.line + self._first
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._refuse("front-not-mapping", line)
            if isinstance(event, yaml.NodeEvent):
                self._refuse_references(event, line)
                yield event
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    raise self._refuse("front-too-deep", line, limit=MAX_DEPTH)
            if isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
                yield event

    def _refuse_references(self, event: Any, line: int) -> None:
        if event.anchor is not None:
            raise self._refuse("front-alias", line, column=event.start_mark.column + 1)
        if getattr(event, "tag", None) is not None:
            raise self._refuse("front-tag", line, column=event.start_mark.column + 1)

    def _refuse(self, code: str, line: int, **fields: Any) -> _Refused:
        self._report(code, line=line, **fields)
        return _Refused(code)

    def _document(self, events: Iterator[Any]) -> Any:
        """The value of the first node; a stack of open collections takes the place of recursion."""
        stack: list[_Open] = []
        root: Any = None
        for event in events:
            if isinstance(event, yaml.CollectionEndEvent):
                stack.pop()
                continue
            value = _value(event)
            line = event.start_mark.line + self._first
            if stack:
                self._add(stack[-1], value, line)
            else:
                root = value
            if not isinstance(event, yaml.ScalarEvent):
                stack.append(_Open(value=value, path=self._path(stack)))
        return root

    def _path(self, stack: Sequence[_Open]) -> str:
        if not stack:
            return ""
        outer = stack[-1]
        return f"{outer.path}.{outer.last}" if outer.path else outer.last

    def _add(self, open_: _Open, value: Any, line: int) -> None:
        if isinstance(open_.value, list):
            open_.value.append(value)
            return
        if open_.key is not None:
            open_.value[open_.key] = value
            open_.key = None
            return
        if not isinstance(value, str):
            raise self._refuse("front-not-mapping", line)
        self._add_key(open_, value, line)

    def _add_key(self, open_: _Open, key: str, line: int) -> None:
        path = f"{open_.path}.{key}" if open_.path else key
        if key in open_.value:
            self._report("front-duplicate-key", line=line, key=key, first=self._lines[path])
        else:
            self._lines[path] = line
        open_.key = open_.last = key


@dataclass(kw_only=True)
class _Open:
    """A collection that is being filled; `key` waits for its value."""

    value: Any
    path: str
    key: str | None = None
    last: str = ""


def _value(event: Any) -> Any:
    if isinstance(event, yaml.ScalarEvent):
        return event.value
    return {} if isinstance(event, yaml.MappingStartEvent) else []
