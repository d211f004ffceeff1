"""What is wrong with a dialogue as a graph."""

from __future__ import annotations

from courseapp.catalog.domain.protocol import Report
from courseapp.dialogues.domain.condition import passages_in
from courseapp.dialogues.domain.explore import able_to_end, explore, reachable
from courseapp.dialogues.domain.graph import ANY_END, NAMED_END, Edge, Ending, Graph
from courseapp.dialogues.domain.script import End, Passage, Reply, Script


def graph_of(script: Script, *, mood: int) -> Graph:
    """The graph of a script with at least one passage; the first passage is the start."""
    return Graph(
        start=next(iter(script.passages)),
        mood=mood,
        passages={
            p.id: {r.id: Edge(effect=r.effect, target=r.target) for r in p.replies}
            for p in script.passages.values()
        },
        ends=tuple(Ending(id=e.id, when=e.when) for e in script.ends.values()),
    )


def check_script(script: Script, *, mood: int, report: Report) -> None:
    """Report everything that would leave a learner stuck or a part of the script unused."""
    if not script.ends:
        report("dialogue-no-ends", line=next(iter(script.passages.values())).line)
    for passage in script.passages.values():
        _check_passage(passage, script, report)
    for end in script.ends.values():
        _check_end(end, script, report)
    _check_routes(script, graph_of(script, mood=mood), report)


def _check_passage(passage: Passage, script: Script, report: Report) -> None:
    if not any(line.text for line in passage.lines):
        report("dialogue-silent", line=passage.line, id=passage.id)
    if not passage.replies:
        report("dialogue-dead-end", line=passage.line, id=passage.id)
    elif all(reply.effect <= 0 for reply in passage.replies):
        report("dialogue-no-improvement", line=passage.line, id=passage.id)
    for reply in passage.replies:
        _check_reply(reply, script, report)


def _check_reply(reply: Reply, script: Script, report: Report) -> None:
    if not reply.reason:
        report("dialogue-reason", line=reply.line)
    if reply.target == ANY_END:
        return
    if reply.target.startswith(NAMED_END):
        name = reply.target.removeprefix(NAMED_END)
        if name not in script.ends:
            known = ", ".join(script.ends)
            report("dialogue-unknown-end", line=reply.line, target=name, known=known)
    elif reply.target not in script.passages:
        known = ", ".join(script.passages)
        report("dialogue-target", line=reply.line, target=reply.target, known=known)


def _check_end(end: End, script: Script, report: Report) -> None:
    if not end.title:
        report("dialogue-end-title", line=end.line, id=end.id)
    for passage in sorted(passages_in(end.when) - script.passages.keys()):
        known = ", ".join(script.passages)
        report("dialogue-condition-passage", line=end.line, target=passage, known=known)


def _check_routes(script: Script, graph: Graph, report: Report) -> None:
    within, ending = reachable(graph), able_to_end(graph)
    for passage in script.passages.values():
        if passage.id not in within:
            report("dialogue-unreachable", line=passage.line, id=passage.id)
        elif passage.replies and passage.id not in ending:
            report("dialogue-circle", line=passage.line, id=passage.id)
    outcome = explore(graph)
    lines = {reply.id: reply.line for p in script.passages.values() for reply in p.replies}
    if script.ends:
        for (_, reply), total in outcome.without_end.items():
            report("dialogue-no-end-fits", line=lines[reply], total=total)
    for end in script.ends.values():
        if outcome.complete and end.id not in outcome.ends:
            report("dialogue-end-unreachable", line=end.line, id=end.id)
