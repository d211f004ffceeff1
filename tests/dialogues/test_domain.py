"""How a dialogue is written, checked and walked."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courseapp.catalog.domain.protocol import Block, Line, Prose, StepSource, Toolbox
from courseapp.catalog.domain.schema import WrongValue
from courseapp.dialogues.domain.condition import (
    ConditionError,
    Facts,
    parse_condition,
    passages_in,
)
from courseapp.dialogues.domain.explore import explore, reachable
from courseapp.dialogues.domain.findings import FINDINGS
from courseapp.dialogues.domain.graph import Edge, Ending, Graph, graph_from_key
from courseapp.dialogues.domain.script import reply_id
from courseapp.dialogues.domain.step import DialogueStep
from courseapp.dialogues.domain.walk import UnknownReply, begin, step, walk

SCRIPT = """
Je zit aan de telefoon.

## begin
> Ik wil mijn abonnement opzeggen.

- (+2) Dat regel ik nu voor u. → storing
  Je erkent de keuze.
- (-1) Jammer. Wat is de reden? -> storing
  Een vraag voor jouw formulier.
- (−2) Ik verbind u door. → einde: weg
  De klant moet opnieuw beginnen.

## storing
> Ik moest drie keer bellen.

- (+3) Dat had niet gemogen. → einde
  Je erkent wat misging.
- (-3) Duurder zijn we overal. → einde
  Je schuift het weg.

## einde: ambassadeur {when="sum >= 5 and visited(storing)"}
title: Zij raadt je aan
Een jaar later belt haar **zus**.

## end: weg
title: Weg
Stil.
""".strip()


class Plain:
    """Stands where the Markdown pipeline stands; shows what was handed to it."""

    def block(self, lines: Any) -> str:
        return "\n".join(line.text for line in lines).strip()

    def inline(self, text: str, *, line: int) -> str:
        return text

    def apart(self) -> Plain:
        return self


class Findings:
    """Collects what is reported, and fills in each text."""

    def __init__(self) -> None:
        self.found: list[tuple[str, int]] = []

    def __call__(self, code: str, *, line: int, column: int = 1, **fields: object) -> None:
        text = FINDINGS[code]
        assert text.nl.format(**fields) and text.en.format(**fields)
        self.found.append((code, line))

    @property
    def codes(self) -> list[str]:
        return [code for code, _ in self.found]


def source(text: str, *, mood: int = -2, extra: tuple[Block, ...] = ()) -> StepSource:
    lines = tuple(Line(number=n, text=t) for n, t in enumerate(text.splitlines(), start=10))
    front = {
        "channel": "telefoon",
        "customer": "Mevrouw Smit",
        "setting": "Half drie.",
        "mood": mood,
    }
    return StepSource(
        path="x/3-gesprek.md",
        locale="nl",
        id="opzeggen",
        front=front,
        front_lines={"mood": 5},
        body=(Prose(lines=lines), *extra),
    )


def parse(text: str, **options: Any) -> tuple[Any, Findings]:
    findings = Findings()
    return DialogueStep().parse(source(text, **options), {}, findings), findings


def graph() -> Graph:
    parsed, _ = parse(SCRIPT)
    kind = DialogueStep()
    body = kind.compile(parsed, Toolbox(blocks={}, render=Plain()))
    return graph_from_key(kind.settings(parsed), body.keys["opzeggen"])


def reply(passage: str, index: int) -> str:
    return reply_id("opzeggen", passage, index)


# -- writing ---------------------------------------------------------------------------------------


def test_a_good_script_has_no_findings() -> None:
    parsed, findings = parse(SCRIPT)
    assert findings.found == []
    assert list(parsed.script.passages) == ["begin", "storing"]
    assert parsed.script.passages["begin"].replies[2].effect == -2


def test_what_a_reply_does_is_not_in_the_public_data() -> None:
    parsed, _ = parse(SCRIPT)
    body = DialogueStep().compile(parsed, Toolbox(blocks={}, render=Plain()))
    assert body.parts[0].data["html"] == "Je zit aan de telefoon."
    replies = body.data["passages"]["begin"]["replies"]
    assert {frozenset(r) for r in replies} == {frozenset({"id", "text"})}
    assert [r["id"] for r in replies] == sorted(r["id"] for r in replies)
    assert "erkent" not in str(body.data) and "effect" not in str(body.data)
    assert body.data["ends"]["ambassadeur"]["title"] == "Zij raadt je aan"
    key = body.keys["opzeggen"]["passages"]["begin"]["replies"][reply("begin", 0)]
    assert key == {"effect": 2, "target": "storing", "why_html": "Je erkent de keuze."}


END = "\n## einde: uit\ntitle: Uit\nTot ziens."
TURN = "## begin\n> Dag.\n- (+1) Dag. → einde\n  Vriendelijk.\n"
BROKEN: dict[str, tuple[str, int]] = {
    "dialogue-empty": ("Alleen tekst.", 5),
    "dialogue-heading": ("## einde\n" + TURN + END, 10),
    "dialogue-duplicate": (TURN + "## begin\n> Nog eens." + END, 14),
    "dialogue-line": ("## begin\n> Dag.\nzomaar\n- (+1) Dag. → einde\n  Ja." + END, 12),
    "dialogue-reply": (TURN + "- zonder effect → einde" + END, 14),
    "dialogue-effect": (TURN.replace("+1", "+4") + END, 12),
    "dialogue-reason": ("## begin\n> Dag.\n- (+1) Dag. → einde" + END, 12),
    "dialogue-silent": ("## begin\n- (+1) Dag. → einde\n  Ja." + END, 10),
    "dialogue-dead-end": (TURN + "- (+1) Verder. → slot\n  Ja.\n## slot\n> Stil." + END, 16),
    "dialogue-target": (TURN + "- (+1) Verder. → nergens\n  Ja." + END, 14),
    "dialogue-unknown-end": (TURN + "- (+1) Verder. → einde: feest\n  Ja." + END, 14),
    "dialogue-unreachable": (TURN + TURN.replace("begin", "eiland") + END, 14),
    "dialogue-no-improvement": (TURN.replace("+1", "0") + END, 10),
    "dialogue-circle": (
        TURN + "- (+1) Rond. → rond\n  Ja.\n## rond\n> Weer.\n- (+1) Rond. → rond\n  Ja." + END,
        16,
    ),
    "dialogue-no-ends": (TURN, 10),
    "dialogue-no-end-fits": (
        TURN + END.replace("uit\n", 'uit {when="sum > 5 or sum = 2"}\n', 1),
        12,
    ),
    "dialogue-end-unreachable": (TURN + END + "\n## end: nooit\ntitle: Nooit\nNooit.", 18),
    "dialogue-end-title": (TURN + "## einde: uit\nTot ziens.", 14),
    "dialogue-condition": (TURN + END.replace("uit\n", 'uit {when="som > 5"}\n', 1), 15),
    "dialogue-condition-passage": (
        TURN + END.replace("uit\n", 'uit {when="not visited(elders)"}\n', 1),
        15,
    ),
}


@pytest.mark.parametrize("code", BROKEN)
def test_a_broken_script_has_its_finding_at_its_line(code: str) -> None:
    text, line = BROKEN[code]
    _, findings = parse(text)
    assert (code, line) in findings.found


def test_a_block_in_a_dialogue_is_a_finding() -> None:
    note = Block(name="note", id="", attributes={}, lines=(), line=40)
    _, findings = parse(SCRIPT, extra=(note,))
    assert findings.found == [("dialogue-block", 40)]


def test_the_front_matter_bounds_the_start_mood() -> None:
    read = DialogueStep.fields["mood"]
    assert read("-10") == -10
    with pytest.raises(WrongValue):
        read("-11")


def compared(translation: str, **options: Any) -> list[str]:
    ours, theirs, findings = parse(SCRIPT)[0], parse(translation, **options)[0], Findings()
    DialogueStep().compare(ours, theirs, {}, findings)
    return findings.codes


def test_a_translation_walks_the_same_graph() -> None:
    english = SCRIPT.replace("einde", "end").replace("Dat regel ik nu voor u.", "I'll see to it.")
    assert compared(english) == []
    assert compared(SCRIPT.replace("(+3)", "(+2)")) == ["dialogue-translation-replies"]
    assert compared(SCRIPT, mood=0) == ["dialogue-translation-settings"]
    assert compared(SCRIPT.replace("sum >= 5", "sum >= 4")) == ["dialogue-translation-settings"]
    assert "dialogue-translation-passages" in compared(SCRIPT.replace("storing", "fault"))


def test_every_finding_code_has_a_test() -> None:
    elsewhere = {
        "dialogue-block",
        "dialogue-translation-passages",
        "dialogue-translation-replies",
        "dialogue-translation-settings",
    }
    assert {*BROKEN, *elsewhere} == set(FINDINGS)


# -- conditions ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("sum >= 6", True),
        ("sum < 6", False),
        ("mood = -3", True),
        ("mood == -3 and sum > 5", True),
        ("mood > 0 or sum = 6", True),
        ("not visited(begin)", False),
        ("visited(2-storing) and not (sum < 0 or mood > 0)", True),
        ("0 < sum", True),
        ("sum != 6 or not not visited(begin)", True),
        ("mood > 0 and sum = 6 or visited(begin)", True),
    ],
)
def test_conditions_say_what_they_mean(text: str, holds: bool) -> None:
    facts = Facts(total=6, mood=-3, visited=frozenset({"begin", "2-storing"}))
    assert parse_condition(text).holds(facts) is holds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sum",
        "sum >",
        "sum >= 6 6",
        "sum => 6",
        "visited begin",
        "visited()",
        "(sum > 1",
        "sum.__class__ > 1",
        "__import__('os')",
        "1 and 1",
        "not " * 50 + "sum > 1",
        "(" * 50 + "sum > 1" + ")" * 50,
        "sum > 1 or " * 100 + "sum > 1",
    ],
)
def test_nothing_else_is_a_condition(text: str) -> None:
    with pytest.raises(ConditionError):
        parse_condition(text)


@given(st.text(max_size=60))
def test_any_text_is_a_condition_or_refused(text: str) -> None:
    try:
        condition = parse_condition(text)
    except ConditionError:
        return
    assert condition.holds(Facts(total=0, mood=0, visited=frozenset())) in (True, False)


def test_the_passages_of_a_condition_are_known() -> None:
    assert passages_in(parse_condition("visited(a) and not visited(b) or sum > 1")) == {"a", "b"}
    assert passages_in(None) == frozenset()


# -- walking ---------------------------------------------------------------------------------------


def line_graph(mood: int, effects: list[int]) -> Graph:
    passages = {
        f"p{i}": {"r": Edge(effect=effect, target=f"p{i + 1}" if i + 1 < len(effects) else "end")}
        for i, effect in enumerate(effects)
    }
    return Graph(start="p0", mood=mood, passages=passages, ends=(Ending(id="uit"),))


@pytest.mark.parametrize(
    ("mood", "effects", "path", "remembered"),
    [
        (-4, [2, 3, 2, 3], (-4, -2, 1, 3, 6), 6.0),
        (-4, [-3, 3, 3, 3], (-4, -7, -4, -1, 2), -2.5),
        (-6, [2, 3, 2], (-6, -4, -1, 1), -1.5),
    ],
)
def test_the_debrief_leaves_the_start_mood_out(
    mood: int, effects: list[int], path: tuple[int, ...], remembered: float
) -> None:
    state = walk(line_graph(mood, effects), ["r"] * len(effects))
    assert state.end == "uit" and state.path == path
    assert state.debrief and state.debrief.remembered == remembered


def test_the_sentence_that_turned_it_is_the_strongest_and_the_worst_on_a_tie() -> None:
    state = walk(line_graph(-4, [3, -3, 3]), ["r"] * 3)
    assert state.debrief and state.debrief.turning == 1
    flat = walk(line_graph(-4, [0, 0]), ["r"] * 2)
    assert flat.debrief and flat.debrief.turning is None


def test_the_mood_stays_on_the_scale_and_the_sum_does_not() -> None:
    state = walk(line_graph(9, [3, 3, -3]), ["r"] * 3)
    assert state.path == (9, 10, 10, 7)
    assert state.total == 3


def test_the_end_follows_from_sum_and_visited_passages() -> None:
    happy = walk(graph(), [reply("begin", 0), reply("storing", 0)])
    assert (happy.end, happy.total, happy.mood) == ("ambassadeur", 5, 3)
    assert walk(graph(), [reply("begin", 1), reply("storing", 0)]).end == "weg"
    assert walk(graph(), [reply("begin", 2)]).end == "weg"


def test_a_reply_of_another_passage_or_after_the_end_is_refused() -> None:
    with pytest.raises(UnknownReply):
        walk(graph(), [reply("storing", 0)])
    with pytest.raises(UnknownReply):
        walk(graph(), [reply("begin", 2), reply("begin", 0)])
    with pytest.raises(UnknownReply):
        step(graph(), begin(graph()), "")


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Small graphs with cycles, conditions and ends."""
    names = [f"p{i}" for i in range(draw(st.integers(1, 5)))]
    conditions = ["sum >= 2", "mood < 0", "visited(p1)", "not visited(p2) and sum < 0", ""]
    ends = tuple(
        Ending(id=f"e{i}", when=parse_condition(text) if text else None)
        for i, text in enumerate(
            draw(st.lists(st.sampled_from(conditions), min_size=1, max_size=3))
        )
    )
    targets = st.sampled_from([*names, "end", "end:e0"])
    edges = st.builds(Edge, effect=st.integers(-3, 3), target=targets)
    passages = {
        name: dict(enumerate_replies(draw(st.lists(edges, min_size=1, max_size=3))))
        for name in names
    }
    return Graph(start="p0", mood=draw(st.integers(-10, 10)), passages=passages, ends=ends)


def enumerate_replies(edges: list[Edge]) -> list[tuple[str, Edge]]:
    return [(f"r{i}", edge) for i, edge in enumerate(edges)]


@settings(deadline=None)
@given(graphs())
def test_every_end_within_reach_is_reached_by_walking(some: Graph) -> None:
    outcome = explore(some, budget=300)
    for end, choices in outcome.ends.items():
        assert walk(some, choices).end == end


@settings(deadline=None)
@given(graphs(), st.lists(st.integers(0, 2), max_size=12))
def test_no_walk_ends_where_exploring_said_it_cannot(some: Graph, picks: list[int]) -> None:
    outcome, state = explore(some, budget=400), begin(some)
    for pick in picks:
        replies = list(some.passages.get(state.passage or "", {}))
        if not replies:
            break
        try:
            state = step(some, state, replies[pick % len(replies)])
        except UnknownReply:
            assert outcome.without_end
            return
    assert state.passage is None or state.passage in reachable(some)
    assert state.end is None or not outcome.complete or state.end in outcome.ends


@given(graphs(), st.lists(st.integers(0, 2), max_size=10), st.integers(0, 10))
def test_a_resumed_walk_equals_an_uninterrupted_one(
    some: Graph, picks: list[int], stop: int
) -> None:
    choices: list[str] = []
    state = begin(some)
    for pick in picks:
        replies = list(some.passages.get(state.passage or "", {}))
        if not replies:
            break
        try:
            state = step(some, state, replies[pick % len(replies)])
        except UnknownReply:
            break
        choices.append(state.turns[-1].reply)
    resumed = walk(some, choices[:stop])
    for choice in choices[stop:]:
        resumed = step(some, resumed, choice)
    assert resumed == state == walk(some, choices)


def test_exploring_stops_at_its_budget() -> None:
    endless = Graph(
        start="p0",
        mood=0,
        passages={"p0": {"r0": Edge(effect=1, target="p0"), "r1": Edge(effect=0, target="end")}},
        ends=(Ending(id="uit", when=parse_condition("sum < 0")),),
    )
    outcome = explore(endless, budget=50)
    assert not outcome.complete and outcome.ends == {}
