"""The peak-end model and how a lab is written and filled in."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseapp.catalog.domain.protocol import Block, Line
from courseapp.labs.domain.block import LabBlock
from courseapp.labs.domain.findings import BLOCK_FINDINGS, FIELD_FINDINGS, PEAK_END_FINDINGS
from courseapp.labs.domain.peak_end import Moment, chance_of_first, remember
from courseapp.labs.domain.peak_end_state import PeakEndState, read_state

TOLERANCE = 0.001


def series(scores: list[int], minutes: list[float] | None = None) -> list[Moment]:
    pairs = zip(scores, minutes or [1.0] * len(scores), strict=True)
    return [Moment(score=score, minutes=m) for score, m in pairs]


A = series([4, -3, 5, -4, 8])
B = series([5, 5, 6, 5, 4])


def test_vector_1_pure_rule_prefers_a_and_the_average_prefers_b() -> None:
    a, b = remember(A), remember(B)
    assert (a.peak, a.end, a.peak_end) == (8, 8, 8.0)
    assert a.mean == pytest.approx(2.0, abs=TOLERANCE)
    assert (b.peak, b.end, b.peak_end) == (6, 4, 5.0)
    assert b.mean == pytest.approx(5.0, abs=TOLERANCE)


@pytest.mark.parametrize(("weight", "chance"), [(1, 0.818), (0.5, 0.500), (0, 0.182)])
def test_vector_1_the_chance_turns_with_the_weight(weight: float, chance: float) -> None:
    a, b = remember(A, weight=weight), remember(B, weight=weight)
    assert chance_of_first(a.remembered, b.remembered) == pytest.approx(chance, abs=TOLERANCE)


def test_vector_2_a_deep_low_is_not_repaired_by_a_warm_goodbye() -> None:
    a, b = remember(series([4, -9, 5, -4, 8])), remember(B)
    assert (a.peak, a.peak_end) == (-9, -0.5)
    assert a.mean == pytest.approx(0.8, abs=TOLERANCE)
    assert chance_of_first(a.remembered, b.remembered) == pytest.approx(0.060, abs=TOLERANCE)


@pytest.mark.parametrize(
    ("scores", "minutes", "peak_end", "mean", "total"),
    [
        ([-7], [60], -7.0, -7.0, -420),
        ([-7, -5], [60, 30], -6.0, -6.333, -570),
        ([-2, -5, -8, -7], [2, 2, 2, 2], -7.5, -5.5, -44),
        ([-2, -5, -8, -7, -4, -2, -1], [2, 2, 2, 2, 5, 5, 6], -4.5, -3.333, -80),
        ([1, 2, 3, -6], [1, 1, 1, 1], -6.0, 0.0, 0),
        ([-6, 1, 2, 3], [1, 1, 1, 1], -1.5, 0.0, 0),
    ],
)
def test_vectors_3_to_5(
    scores: list[int], minutes: list[float], peak_end: float, mean: float, total: float
) -> None:
    memory = remember(series(scores, minutes))
    assert memory.peak_end == pytest.approx(peak_end, abs=TOLERANCE)
    assert memory.mean == pytest.approx(mean, abs=TOLERANCE)
    assert memory.total == pytest.approx(total, abs=TOLERANCE)


def test_vector_5_a_tie_takes_the_unpleasant_moment() -> None:
    memory = remember(series([6, -6, 2]))
    assert (memory.peak, memory.peak_index, memory.peak_end) == (-6, 1, -2.0)
    assert memory.mean == pytest.approx(0.667, abs=TOLERANCE)


moments = st.lists(
    st.builds(
        Moment,
        score=st.integers(-10, 10),
        minutes=st.floats(0.5, 60).map(lambda m: round(m, 1)),
    ),
    min_size=1,
    max_size=12,
)


@given(moments, st.floats(0, 1))
def test_what_is_remembered_lies_between_rule_and_average(
    some: list[Moment], weight: float
) -> None:
    memory = remember(some, weight=weight)
    low, high = sorted((memory.peak_end, memory.mean))
    assert low - 1e-9 <= memory.remembered <= high + 1e-9
    assert -10 <= memory.remembered <= 10


@given(moments, moments)
def test_the_two_chances_add_up_to_one(first: list[Moment], second: list[Moment]) -> None:
    a, b = remember(first).remembered, remember(second).remembered
    assert chance_of_first(a, b) + chance_of_first(b, a) == pytest.approx(1)


@given(moments, st.floats(0.5, 60))
def test_the_pure_rule_does_not_look_at_duration(some: list[Moment], minutes: float) -> None:
    stretched = [Moment(score=m.score, minutes=minutes) for m in some]
    assert remember(some).remembered == remember(stretched).remembered


SOURCE = """
Twee leveranciers.

## preset: Op en neer
moments: Offerte | Levering | Storing | Hulp | Afscheid
A: 4 -3 5 -4 8
B: 5 5 6 5 4

## preset: Koud water
A: -7x60
B: −7×60 -5x30

challenge: Krijg B boven A zonder een score te verhogen.
goal: B > A
limit: no-raise, same-weight
hint: Kijk naar het slot.
done: Gelukt.
""".strip()


class Plain:
    """Stands where the Markdown pipeline stands; shows what was handed to it."""

    def block(self, lines: Any) -> str:
        return "\n".join(line.text for line in lines)

    def inline(self, text: str, *, line: int) -> str:
        return text

    def apart(self) -> Plain:
        return self


def block(source: str, **attributes: str) -> Block:
    lines = tuple(Line(number=n, text=t) for n, t in enumerate(source.splitlines(), start=2))
    attributes = attributes or {"model": "peak-end"}
    return Block(name="lab", id="lab-1", attributes=attributes, lines=lines, line=1)


class Findings:
    """Collects what is reported."""

    def __init__(self) -> None:
        self.codes: list[str] = []
        self.lines: list[int] = []

    def __call__(self, code: str, *, line: int, column: int = 1, **fields: object) -> None:
        text = LabBlock.findings[code]
        assert text.nl.format(**fields) and text.en.format(**fields)
        self.codes.append(code)
        self.lines.append(line)


def compiled(source: str = SOURCE) -> Any:
    findings = Findings()
    parsed = LabBlock().parse(block(source), findings)
    assert parsed is not None and findings.codes == []
    return LabBlock().compile(parsed, Plain()).data


def read(fields: dict[str, str] | None = None) -> PeakEndState:
    return read_state(compiled(), fields or {})


def test_a_lab_compiles_to_presets_and_a_challenge() -> None:
    data = compiled()
    assert data["id"] == "lab-1" and data["model"] == "peak-end"
    assert data["intro_html"].strip() == "Twee leveranciers."
    assert [p["title"] for p in data["presets"]] == ["Op en neer", "Koud water"]
    assert data["presets"][1]["b"] == [
        {"score": -7, "minutes": 60.0},
        {"score": -5, "minutes": 30.0},
    ]
    assert data["challenge"]["goal"] == {"left": "b", "op": ">", "right": "a"}


BROKEN = {
    "lab-preset": ("Alleen tekst.", 1),
    "lab-series": ("## preset: Half\nA: 1 2", 2),
    "lab-moment": ("## preset: Fout\nA: 1 11\nB: 1 2", 3),
    "lab-length": ("## preset: Lang\nA: 1\nB: " + "1 " * 13, 4),
    "lab-labels": ("## preset: Namen\nmoments: een\nA: 1 2\nB: 1 2", 2),
    "lab-line": ("## preset: Regel\nA: 1 2\nB: 1 2\nzomaar iets", 5),
    "lab-twice": ("## preset: Dubbel\nA: 1 2\nA: 1 2\nB: 1 2", 4),
    "lab-challenge": ("## preset: Taak\nA: 1 2\nB: 1 2\nchallenge: doe iets", 5),
    "lab-goal": ("## preset: Doel\nA: 1 2\nB: 1 2\nchallenge: x\ngoal: B wint", 6),
    "lab-limit": ("## preset: Grens\nA: 2\nB: 1\nchallenge: x\ngoal: B > A\nlimit: rustig", 7),
    "lab-solved": ("## preset: Klaar\nA: 1\nB: 2\nchallenge: x\ngoal: B > A", 6),
}


@pytest.mark.parametrize("code", BROKEN)
def test_a_broken_lab_has_its_finding_at_its_line(code: str) -> None:
    source, line = BROKEN[code]
    findings = Findings()
    LabBlock().parse(block(source), findings)
    assert findings.codes == [code]
    assert findings.lines == [line]


def test_an_unknown_model_is_a_finding() -> None:
    findings = Findings()
    assert LabBlock().parse(block(SOURCE, model="balans"), findings) is None
    assert findings.codes == ["lab-model"]


def test_a_lab_without_a_name_is_a_finding() -> None:
    findings = Findings()
    nameless = Block(name="lab", id="", attributes={"model": "peak-end"}, lines=(), line=4)
    assert LabBlock().parse(nameless, findings) is None
    assert findings.codes == ["lab-id"]


def test_a_translation_with_other_numbers_is_a_finding() -> None:
    kind, findings = LabBlock(), Findings()
    source = kind.parse(block(SOURCE), findings)
    kind.compare(source, kind.parse(block(SOURCE.replace("Op en neer", "Up")), findings), findings)
    assert findings.codes == []
    other = SOURCE.replace("5 5 6 5 4", "5 5 6 5 3").replace("goal: B > A", "goal: B >= A")
    kind.compare(source, kind.parse(block(other), findings), findings)
    assert findings.codes == ["lab-translation", "lab-translation"]


def test_every_finding_code_has_a_test() -> None:
    covered = {*BROKEN, "lab-model", "lab-id", "lab-translation"}
    assert covered == {*BLOCK_FINDINGS, *PEAK_END_FINDINGS}
    assert set(LabBlock.findings) == covered | set(FIELD_FINDINGS)


def test_without_fields_the_lab_shows_its_first_preset() -> None:
    state = read()
    assert state.memories["a"].remembered == 8 and state.memories["b"].remembered == 5
    assert state.chance == pytest.approx(0.818, abs=TOLERANCE)
    assert state.task == "open" and state.winner == "a" and state.guess == ""
    assert state.rows["a"][0].label == "Offerte"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "empty"),
        ("vier", "number"),
        ("1e3", "number"),
        ("nan", "number"),
        ("3,5", "whole"),
        ("11", "range"),
        ("1000000000", "range"),
        ("-" + "9" * 40, "range"),
        ("9" * 500, "number"),
        ("٣", "number"),
    ],
)
def test_wrong_input_is_named_at_its_field_and_computed_without(text: str, wrong: str) -> None:
    state = read({"a1": text})
    entry = state.rows["a"][0].score
    assert (entry.wrong, entry.value) == (wrong, 4)
    assert len(entry.text) <= 40
    assert state.has_errors and state.memories["a"].remembered == 8


@pytest.mark.parametrize(("text", "value"), [("-3", -3), ("−3", -3), ("+3", 3), (" 3 ", 3)])
def test_a_score_may_be_typed_in_several_ways(text: str, value: int) -> None:
    assert read({"a1": text}).rows["a"][0].score.value == value


def test_weight_and_minutes_take_a_comma_or_a_point() -> None:
    assert read({"w": "0,5"}).chance == pytest.approx(0.5, abs=TOLERANCE)
    assert read({"w": "0.5"}).chance == pytest.approx(0.5, abs=TOLERANCE)
    state = read({"preset": "2", "bm2": "2,5"})
    assert state.rows["b"][1].minutes.value == 2.5


def test_an_unknown_preset_or_guess_falls_back() -> None:
    assert read({"preset": "99"}).preset == 0
    assert read({"preset": "²"}).preset == 0
    assert read({"guess": "zeker"}).guess == ""


def test_a_guess_is_compared_with_the_first_preset() -> None:
    assert read({"guess": "a"}).guessed_right
    assert not read({"guess": "b", "preset": "2"}).guessed_right


def test_two_moments_can_change_places() -> None:
    state = read({"move": "a5"})
    assert [row.score.value for row in state.rows["a"]] == [4, -3, 5, 8, -4]
    assert [row.score.name for row in state.rows["a"]][3:] == ["a4", "a5"]
    assert state.memories["a"].end == -4
    assert read({"move": "a1"}).rows == read({"move": "c9"}).rows == read().rows


def test_the_challenge_is_done_within_its_limits_only() -> None:
    assert read({"move": "a5"}).task == "done"
    assert read({"a5": "0"}).task == "done"
    assert read({"b5": "10"}).task == "limit"
    assert read({"w": "0"}).task == "limit"
    assert read({"a5": "7"}).task == "open"
    assert read({"preset": "2"}).task == ""


def test_a_challenge_may_allow_a_number_of_points() -> None:
    source = "## preset: Punten\nA: 1 1\nB: 2 2\nchallenge: x\ngoal: A >= 2,5\nlimit: points 3"
    data = compiled(source)
    assert read_state(data, {"a1": "4", "a2": "1"}).points == 3
    assert read_state(data, {"a1": "4", "a2": "1"}).task == "done"
    assert read_state(data, {"a1": "4", "a2": "2"}).task == "limit"


def test_order_only_forbids_other_scores() -> None:
    source = "## preset: Orde\nA: 1 5 2\nB: 4 3\nchallenge: x\ngoal: A > 4\nlimit: order-only"
    data = compiled(source)
    assert read_state(data, {"move": "a3"}).task == "done"
    assert read_state(data, {"a3": "5"}).task == "limit"


@given(
    st.dictionaries(st.sampled_from(["w", "a1", "am1", "b5", "move", "preset", "guess"]), st.text())
)
def test_no_input_breaks_the_lab(fields: dict[str, str]) -> None:
    state = read(fields)
    assert 0 <= state.chance <= 1
    assert all(-10 <= memory.remembered <= 10 for memory in state.memories.values())
