"""The frame of declared models: how a lab is written, what is refused, what learners type."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseapp.labs.domain.block import MODELS, LabBlock
from courseapp.labs.domain.fields import TOO_MUCH
from courseapp.labs.domain.findings import FIELD_FINDINGS
from tests.labs.lab_source import DOCS, PREDICT, Findings, block, compiled, documented, state

PRESET = f"{PREDICT}## preset: Zo\ngift: 8\n"
TASK = "challenge: Doe iets.\n"
BROKEN = {
    "lab-presets": (PREDICT, 1),
    "lab-predict": ("## preset: Zo\ngift: 8", 1),
    "lab-predict-options": ("predict: Wat?\n- [x] A\n- [x] B\n\n## preset: Zo", 2),
    "lab-field": (f"{PRESET}gfit: 8", 9),
    "lab-value": (f"{PREDICT}## preset: Zo\ngift: 31", 8),
    "lab-count": (f"{PRESET}customer-input: 1 2 3", 9),
    "lab-stray": (f"{PRESET}zomaar iets", 9),
    "lab-condition": (f"{PRESET}{TASK}goal: cadeau > 5", 10),
    "lab-twice": (f"{PRESET}gift: 9", 9),
    "lab-challenge": (f"{PRESET}{TASK}", 9),
    "lab-limit": (f"{PRESET}{TASK}goal: given-back > 5\nlimit: same-cadeau", 11),
    "lab-solved": (f"{PRESET}{TASK}goal: given-back > 3", 10),
}


@pytest.mark.parametrize("code", BROKEN)
def test_a_broken_lab_has_its_finding_at_its_line(code: str) -> None:
    source, line = BROKEN[code]
    findings = Findings()
    LabBlock().parse(block(source, "equity"), findings)
    assert findings.codes == [code]
    assert findings.lines == [line]


def test_every_finding_code_of_the_frame_has_a_test() -> None:
    assert set(BROKEN) == set(FIELD_FINDINGS)


def test_a_mistyped_name_gets_a_proposal() -> None:
    findings = Findings()
    LabBlock().parse(block(f"{PRESET}gfit: 8", "equity"), findings)
    assert findings.fields == [{"name": "gfit", "known": "gift"}]


@pytest.mark.parametrize("name", ["authoring-labs.md", "authoring-labs.nl.md"])
def test_the_documented_lab_compiles(name: str) -> None:
    data = compiled(documented(name, "equity"))
    assert [option["right"] for option in data["prediction"]["options"]] == [False, True, False]
    assert data["challenge"]["limits"]["same"]
    read = MODELS["equity"].read(data, {"guess": "2", "gift": "20"})
    assert read.task == "done" and read.guessed_right


def test_both_languages_document_every_name() -> None:
    for name in ("authoring-labs.md", "authoring-labs.nl.md"):
        text = (DOCS / name).read_text(encoding="utf-8")
        for model in MODELS.values():
            declared = getattr(model, "declared", None)
            names = [*declared.by_name, *declared.outputs] if declared else []
            assert [n for n in names if f"`{n}`" not in text and "extra-" not in n] == []


def test_the_translation_may_change_words_only() -> None:
    kind, findings = LabBlock(), Findings()
    text = f"{PRESET}{TASK}goal: given-back > 5"
    source = kind.parse(block(text, "equity"), findings)
    same = text.replace("Zo", "So").replace("Iets", "Something")
    kind.compare(source, kind.parse(block(same, "equity"), findings), findings)
    assert findings.codes == []
    other = text.replace("gift: 8", "gift: 7").replace("> 5", "> 6")
    other = other.replace("[ ] Niets", "[x] No").replace("[x] Iets", "[ ] Yes")
    kind.compare(source, kind.parse(block(other, "equity"), findings), findings)
    assert findings.codes == ["lab-translation"] * 3


def test_one_number_for_a_total_is_shared_out() -> None:
    assert [state("customer-outcome: 18").values[n] for n in ("product", "help", "certainty")] == [
        5,
        5,
        4,
    ]
    assert state("customer-outcome: 1 2 3 4").values["certainty"] == 4


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "empty"),
        ("acht", "number"),
        ("1e9", "number"),
        ("∞", "number"),
        ("1000000000", "range"),
        ("-1", "range"),
        ("٣", "number"),
    ],
)
def test_wrong_input_is_named_at_its_field_and_the_preset_counts(text: str, wrong: str) -> None:
    read = state("gift: 8", gift=text)
    assert (read.entries["gift"].wrong, read.values["gift"]) == (wrong, 8)
    assert read.has_errors and read.outputs == state("gift: 8").outputs


@pytest.mark.parametrize(
    ("limit", "fields", "task"),
    [
        ("", {"gift": "20"}, "done"),
        ("same-gift", {"gift": "20"}, "limit"),
        ("same-gift", {"product": "10", "help": "10", "attention": "10"}, "done"),
        ("same-customer-outcome", {"product": "10", "gift": "20"}, "limit"),
        ("only-gift", {"gift": "20"}, "done"),
        ("only-gift", {"gift": "20", "speed": "40"}, "limit"),
        ("only-gift, gift <= 19,5", {"gift": "20"}, "limit"),
        ("only-gift, gift <= 20", {"gift": "20"}, "done"),
        ("only-gift", {"gift": "9"}, "open"),
        ("only-gift", {"gift": "20", "preset": "2"}, ""),
    ],
)
def test_a_challenge_holds_within_its_limits(limit: str, fields: dict[str, str], task: str) -> None:
    source = f"{PRESET}## preset: Ander\n{TASK}goal: given-back > 5\nlimit: {limit}"
    assert MODELS["equity"].read(compiled(source), fields).task == task


def test_several_conditions_all_have_to_hold() -> None:
    goal = "goal: given-back > 5 and balance <= 0,35 and customer-input <= 20"
    data = compiled(f"{PRESET}{TASK}{goal}")
    assert MODELS["equity"].read(data, {"gift": "12"}).task == "done"
    assert MODELS["equity"].read(data, {"gift": "30"}).task == "open"


def test_no_bad_news_at_all_meets_any_ratio_and_no_news_meets_none() -> None:
    goal = f"{PREDICT}## preset: Zo\n{TASK}goal: ratio >= 3"
    data = compiled(goal, "word-of-mouth")
    quiet = {"bad": "0", "aftercare": "0"}
    assert MODELS["word-of-mouth"].read(data, quiet).task == "done"
    silent = {**quiet, "good": "0", "exceptional": "0"}
    assert MODELS["word-of-mouth"].read(data, silent).task == "open"


def test_a_guess_is_kept_and_compared() -> None:
    assert state(guess="1").guess == "1" and not state(guess="1").guessed_right
    assert state(guess="2").guessed_right
    assert state(guess="3").guess == ""


NAMES = [
    "guess",
    "preset",
    "tab",
    "do",
    *sorted(
        {name for m in MODELS.values() if hasattr(m, "declared") for name in m.declared.by_name}
    ),
]
TYPED = st.one_of(st.text(), st.integers().map(str), st.sampled_from(["1e9", "∞", "", "0", "-0,0"]))


@pytest.mark.parametrize("model", [name for name, m in MODELS.items() if hasattr(m, "declared")])
@given(fields=st.dictionaries(st.sampled_from(NAMES), TYPED))
def test_no_input_breaks_a_lab(model: str, fields: dict[str, str]) -> None:
    data: Any = compiled(f"{PREDICT}## preset: Zo", model)
    read = MODELS[model].read(data, fields)
    declared = MODELS[model].declared  # type: ignore[attr-defined]
    for field in declared.fields:
        high = len(field.words) - 1 if field.words else field.high
        assert field.low <= read.values[field.name] <= high
        entry = read.entries[field.name]
        assert entry.value == read.values[field.name] and len(entry.text) <= 40
    assert all(entry.wrong != TOO_MUCH or entry.value >= 0 for entry in read.entries.values())
