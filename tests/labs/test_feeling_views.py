"""The habituation and the emotion lab on their page, without JavaScript."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from courseapp.labs.domain.block import MODELS
from courseapp.labs.domain.field_model import FieldModel
from courseapp.trainee.lab_views import PAGES
from tests.labs.lab_pages import Ask, SignIn, asking, out, rows
from tests.labs.lab_source import state

# the database plays no part in what a lab shows
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
GAPS = "Contact voor contact"
SHORT = "In het kort"


@pytest.fixture
def ask(session: Session, client_as: SignIn) -> Ask:
    return asking(session, client_as, "adaptation", "emotion")


def gaps(page: str) -> list[float]:
    return [float(row[3].replace("−", "-").replace(",", ".")) for row in rows(page, GAPS)]


@pytest.mark.parametrize("model", ["adaptation", "emotion"])
def test_at_most_three_values_show_before_more(app: Flask, model: str) -> None:
    page, declared = PAGES[model], MODELS[model]
    assert isinstance(declared, FieldModel)
    with app.test_request_context():
        for tab in declared.declared.tabs:
            for changed in ({}, {"from": "5"}):
                read = state(f"tab: {tab}", model=model, **changed)
                here = [s for s in page.sections(read) if s.tab == tab]
                shown = [name for s in here if not s.folded for name in s.fields]
                every = [name for s in here for name in s.fields]
                assert 0 < len(shown) <= 3
                assert len(every) == len(set(every))
                belonging = [f.name for f in declared.declared.fields if f.tab == tab]
                assert set(belonging) <= set(every)
        assert set(page.words()) == {field.name for field in declared.declared.fields}


def test_a_steady_nine_wears_off_in_the_table(ask: Ask) -> None:
    page = ask("adaptation", guess="2")
    assert gaps(page) == [3, 2.1, 1.47, 1.029, 0.72, 0.504, 0.353, 0.247]
    chances = [row[5] for row in rows(page, GAPS)]
    assert (chances[0], chances[-1]) == ("0,5%", "8,0%")


def test_an_eight_after_nines_is_a_disappointment(ask: Ask) -> None:
    page = ask("adaptation", guess="2", preset="2")
    assert rows(page, GAPS)[-1] == ["9", "8,00", "8,83", "−0,827", "−1,654", "20,2%"]
    assert out(page)["last-complaint"] == "20,2%"


def test_december_becomes_a_right(ask: Ask) -> None:
    page = ask("adaptation", guess="2", preset="3")
    found = gaps(page)
    assert [found[month] for month in (11, 23, 35, 47, 59)] == [3, 0.9, -0.03, -0.399, -1.736]
    assert dict(rows(page, SHORT))["Gevoel bij elkaar"] == "−0,429"
    assert dict(rows(page, SHORT))["Punten aan extra’s"] == "12"
    assert "niets gegeven bij contact 60" in page
    again = gaps(ask("adaptation", guess="2", preset="3", novelty="100"))
    assert [again[month] for month in (11, 23, 35, 47)] == [3, 1.5, 0.75, 0.375]
    assert again[59] == pytest.approx(-2.8125, abs=0.001)


def test_other_forms_feel_like_more_for_the_same_points(ask: Ask) -> None:
    loose = ask("adaptation", guess="2", preset="4")
    cards = {f"extra_{n}_form": "card" for n in range(1, 5)}
    same = ask("adaptation", guess="2", preset="4", **cards)
    assert dict(rows(loose, SHORT))["Gevoel bij elkaar"] == "+12,000"
    assert dict(rows(same, SHORT))["Gevoel bij elkaar"] == "+8,856"
    assert dict(rows(same, SHORT))["Punten aan extra’s"] == "12"


def test_the_picture_has_signs_markers_and_shades(ask: Ask) -> None:
    page = ask("adaptation", guess="2", preset="3")
    assert 'class="gap-more"' in page and 'class="gap-less"' in page
    assert re.search(r'class="g-name gap-sign"[^>]*>\+<', page)
    assert re.search(r'class="g-name gap-sign"[^>]*>−<', page)
    assert 'class="chart chance"' in page
    assert page.count('class="gap-missed"') == 1


def test_an_extra_that_cannot_count_says_so_at_its_field(ask: Ask) -> None:
    page = ask("adaptation", guess="2", preset="4", extra_2_at="5")
    assert "Daar staat al een extra, of het is na het laatste contact." in page
    assert 'id="lab-adaptation-lab-s-extra-2" open' in page
    assert dict(rows(page, SHORT))["Punten aan extra’s"] == "9"


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("", "Vul een getal in. Nu telt 9 mee."),
        ("veel", "Dit is geen getal. Nu telt 9 mee."),
        ("1000000000", "Blijf tussen 0 en 10. Nu telt 9 mee."),
        ("-1", "Blijf tussen 0 en 10. Nu telt 9 mee."),
    ],
)
def test_a_wrong_level_gets_a_sentence_and_the_picture_stands(
    ask: Ask, value: str, sentence: str
) -> None:
    page = ask("adaptation", guess="2", level=value)
    assert sentence in page
    assert gaps(page) == gaps(ask("adaptation", guess="2"))
    assert "nan" not in page.split('id="lab-adaptation-lab-out"')[1].split("lab-in")[0]


def test_the_challenge_of_habituation_is_checked(ask: Ask) -> None:
    assert "meer dan één punt" in ask("adaptation", guess="2")
    assert "Gelukt." in ask("adaptation", guess="2", new_level="10", **{"from": "8"})
    assert "niet binnen de grenzen" in ask("adaptation", guess="2", speed="10")


def test_thirty_elements_come_to_the_published_numbers(ask: Ask) -> None:
    page = ask("emotion", guess="2")
    short = dict(rows(page, SHORT))
    assert short["Poort door kwaliteit"] == "1,000"
    assert short["Verstand: vijf hoogste functionele"] == "8,000"
    assert short["Gevoel: drie hoogste andere"] == "6,333"
    assert short["Elementen met een 8 of meer"] == "5"
    assert short["Blijft volgens Gallup-lezing"] == "69,8%"
    assert short["Blijft volgens optelmodel"] == "70,4%"
    assert out(page)["stay"] == "70%"


def test_poor_quality_lowers_all_the_rest(ask: Ask) -> None:
    page = ask("emotion", guess="2", quality="3", reading="additive")
    short = dict(rows(page, SHORT))
    assert short["Verstand: vijf hoogste functionele"] == "3,900"
    assert short["Blijft volgens Gallup-lezing"] == "38,0%"
    assert short["Blijft volgens optelmodel"] == "35,7%"
    assert out(page)["stay"] == "36%"


def test_the_pyramid_prints_thirty_scores_and_lists_the_ones_that_count(ask: Ask) -> None:
    page = ask("emotion", guess="2")
    heap = page.split('class="pyr"')[1].split("pyr-best")[0]
    assert len(re.findall(r'class="pyr-c n\d+', heap)) == 30
    assert [len(part.split("<li")) - 1 for part in heap.split("<section")[1:]] == [1, 5, 10, 14]
    assert heap.count("telt mee") == 8
    assert heap.count("is-high") == 5
    best = page.split("Verstand: de vijf hoogste")[1].split("</div>\n</div>")[0]
    assert re.findall(r"<li>(.*?)</li>", best) == [
        "informeert, 9",
        "bespaart tijd, 8",
        "kost minder moeite, 8",
        "kwaliteit, 8",
        "vereenvoudigt, 7",
        "vermindert angst, 8",
        "erbij horen, 6",
        "geeft toegang, 5",
    ]


@pytest.mark.parametrize(
    ("pressure", "weighed", "verdict"),
    [
        ("0", "8,000", "blijft"),
        ("25", "7,000", "blijft"),
        ("50", "6,000", "blijft"),
        ("80", "4,800", "vertrekt"),
        ("100", "4,000", "vertrekt"),
    ],
)
def test_under_pressure_the_published_scores_decide(
    ask: Ask, pressure: str, weighed: str, verdict: str
) -> None:
    page = ask("emotion", guess="2", preset="2", pressure=pressure)
    short = dict(rows(page, SHORT))
    assert (short["Wat onder druk telt"], short["De klant"]) == (weighed, verdict)
    assert page.count('class="face"') == 2


def test_the_thirty_elements_have_english_names(ask: Ask) -> None:
    page = ask("emotion", locale="en", guess="2")
    elements = [row[0] for row in rows(page, "All thirty elements")]
    assert len(elements) == len(set(elements)) == 30
    assert (elements[0], elements[-1]) == ("saves time", "self-transcendence")


@pytest.mark.parametrize("value", ["", "tien", "1000000000", "7,5"])
def test_a_wrong_score_opens_its_level_and_changes_nothing(ask: Ask, value: str) -> None:
    page = ask("emotion", guess="2", informs=value)
    assert 'id="lab-emotion-lab-s-functional" open' in page
    assert 'id="lab-emotion-lab-s-life" open' not in page
    assert rows(page, SHORT) == rows(ask("emotion", guess="2"), SHORT)


@pytest.mark.parametrize("model", ["adaptation", "emotion"])
def test_the_lab_alone_is_what_the_page_shows(ask: Ask, model: str) -> None:
    typed = {"guess": "1", "level": "x", "quality": "99"}
    assert ask(model, alone=True, **typed).strip() in ask(model, **typed)
