"""The labs of declared models on their page, without JavaScript."""

from __future__ import annotations

import re

import pytest
from sqlalchemy.orm import Session

from tests.factories import make_enrolment, make_organisation, make_person
from tests.labs.lab_pages import Ask, SignIn, asking, rows


@pytest.fixture
def ask(session: Session, client_as: SignIn) -> Ask:
    return asking(session, client_as, "equity", "word-of-mouth")


def balances(page: str) -> list[float]:
    return [
        float(row[1].replace("−", "-").replace(",", ".")) for row in rows(page, "Stap voor stap")
    ]


def test_numbers_and_picture_come_after_the_prediction(ask: Ask) -> None:
    page = ask("equity")
    assert "Wat gebeurt er?" in page and "denkmodel" in page
    assert "Stap voor stap" not in page and "equity-lab-chart" not in page
    after = ask("equity", guess="1")
    assert "Stap voor stap" in after and 'id="lab-equity-lab-chart"' in after
    assert "Het model komt uit op:" in after and "Klopt." not in after
    assert "Klopt." in ask("equity", guess="2")


@pytest.mark.parametrize(
    ("fields", "expected", "given", "withdrawn"),
    [
        ({}, [0.0] * 13, "0,000", "0,000"),
        ({"gift": "8"}, [0.221, 0.119, 0.062, 0.062], "3,538", "0,000"),
        (
            {"gift": "8", "sincerity": "20"},
            [0.221, 0.200, 0.181, 0.164, 0.148, 0.134],
            "2,700",
            "0,000",
        ),
        ({"preset": "2"}, [-0.250, -0.121, -0.059, -0.029], "0,000", "4,048"),
        ({"gift": "30"}, [0.568], "15,818", "0,000"),
        (
            {"product": "2", "help": "2", "attention": "2", "certainty": "2", "gift": "2"},
            [-0.320],
            "0,000",
            "5,101",
        ),
    ],
)
def test_the_published_balances_stand_in_the_table(
    ask: Ask, fields: dict[str, str], expected: list[float], given: str, withdrawn: str
) -> None:
    page = ask("equity", guess="1", **fields)
    assert balances(page)[: len(expected)] == pytest.approx(expected, abs=0.001)
    short = dict(rows(page, "In het kort"))
    assert short["Klant geeft terug"] == given
    assert short["Klant trekt zich terug"] == withdrawn


def test_the_zone_is_named_and_a_voucher_does_not_repair_a_shortage(ask: Ask) -> None:
    page = ask("equity", guess="1", product="2", help="2", attention="2", certainty="2", gift="2")
    assert dict(rows(page, "In het kort"))["Balans vóór de attentie"] == "−0,429"
    assert re.search(r'zone--short" aria-current="true">tekort<', page)
    assert page.count('aria-current="true">') >= 2


def test_a_button_changes_several_fields_at_once(ask: Ask) -> None:
    page = ask("equity", guess="1", do="surprise")
    assert 'name="gift" id="lab-equity-lab-gift" value="8"' in page
    page = ask("equity", guess="1", gift="8", do="ask")
    assert 'name="sincerity" id="lab-equity-lab-sincerity" value="20"' in page
    page = ask("equity", guess="1", do="mistake")
    assert dict(rows(page, "In het kort"))["Balans na de attentie"] == "−0,250"
    page = ask(
        "equity", guess="1", product="3", help="3", attention="3", certainty="3", do="repair"
    )
    assert dict(rows(page, "In het kort"))["Balans na de attentie"] == "0,000"


def test_the_challenge_is_checked(ask: Ask) -> None:
    assert "meer dan 5 punten" in ask("equity", guess="1", gift="8")
    assert "Gelukt, met de attentie." in ask("equity", guess="1", gift="20")
    assert "niet binnen de grenzen" in ask("equity", guess="1", gift="20", speed="60")
    assert "De opdracht hoort bij ‘Alles in balans’." in ask("equity", guess="1", preset="2")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {},
            {
                "Goed verteld": "340,0",
                "Slecht verteld": "300,0",
                "Verschil": "+40,0",
                "Goed per keer slecht": "1,133",
                "Omslagpunt, slecht naast goed": "10,7%",
                "Drie keer zo veel goed tot": "3,8% slecht",
            },
        ),
        (
            {"do": "tarp"},
            {
                "Goed verteld": "450,0",
                "Slecht verteld": "100,0",
                "Verschil": "+350,0",
                "Goed per keer slecht": "4,500",
            },
        ),
        ({"good-tells": "10", "bad-tells": "50"}, {"Omslagpunt, slecht naast goed": "16,7%"}),
        ({"bad-tells": "50"}, {"Omslagpunt, slecht naast goed": "5,7%"}),
        (
            {"customers": "1000", "community": "5000"},
            {
                "Goed verteld": "3400,0",
                "Slecht verteld": "3000,0",
                "Verschillende mensen die goed horen": "2466,9",
                "Verschillende mensen die slecht horen": "2255,9",
            },
        ),
        ({"bad": "0", "aftercare": "0"}, {"Slecht verteld": "0,0", "Goed per keer slecht": "–"}),
    ],
)
def test_the_published_tellings_stand_in_the_table(
    ask: Ask, fields: dict[str, str], expected: dict[str, str]
) -> None:
    page = ask("word-of-mouth", guess="1", **fields)
    table = dict(rows(page, "Wat er verteld wordt"))
    assert {name: table[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("fields", "value", "referred", "total", "naive"),
    [
        ({}, "1099,59", "0,00", "1099,59", "3000,00"),
        ({"retention": "90"}, "1509,29", "0,00", "1509,29", "3000,00"),
        ({"referrals": "10"}, "1099,59", "256,62", "1356,21", "3000,00"),
        (
            {"margin": "600", "retention": "75", "discount": "6"},
            "1987,10",
            "0,00",
            "1987,10",
            "6000,00",
        ),
        (
            {"margin": "600", "retention": "75", "discount": "6", "referrals": "15"},
            "1987,10",
            "624,35",
            "2611,45",
            "6000,00",
        ),
        (
            {"margin": "100", "retention": "100", "discount": "0"},
            "1000,00",
            "0,00",
            "1000,00",
            "1000,00",
        ),
        ({"margin": "200", "discount": "0", "years": "3"}, "488,00", "0,00", "488,00", "600,00"),
    ],
)
def test_the_published_values_stand_in_the_table(
    ask: Ask, fields: dict[str, str], value: str, referred: str, total: str, naive: str
) -> None:
    page = ask("word-of-mouth", guess="1", tab="value", **fields)
    found = [cell for _, cell in rows(page, "Bij elkaar")]
    assert found == [f"€ {n}" for n in (value, referred, total, naive)]


def test_the_other_tab_keeps_what_was_changed(ask: Ask) -> None:
    page = ask("word-of-mouth", guess="1", tab="value", bad="12", margin="400")
    assert '<input type="hidden" name="bad" value="12">' in page
    assert 'name="margin"' in page and 'type="hidden" name="margin"' not in page
    assert 'type="hidden" name="good"' in page


def test_a_preset_opens_its_own_tab(ask: Ask) -> None:
    assert "Bij elkaar" in ask("word-of-mouth", guess="1", preset="2")
    assert "Wat er verteld wordt" in ask("word-of-mouth", guess="1", preset="2", tab="reach")


def test_shares_over_a_hundred_say_what_counts(ask: Ask) -> None:
    page = ask("word-of-mouth", guess="1", bad="20")
    assert "Samen kan het niet meer dan 100% zijn. Nu telt 68% mee." in page
    assert dict(rows(page, "Wat er verteld wordt"))["Slecht verteld"] == "600,0"


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("", "Vul een getal in. Nu telt 0 mee."),
        ("veel", "Dit is geen getal. Nu telt 0 mee."),
        ("1e9", "Dit is geen getal. Nu telt 0 mee."),
        ("∞", "Dit is geen getal. Nu telt 0 mee."),
        ("<b>8", "Dit is geen getal. Nu telt 0 mee."),
        ("1000000000", "Blijf tussen 0 en 30. Nu telt 0 mee."),
        ("-8", "Blijf tussen 0 en 30. Nu telt 0 mee."),
    ],
)
def test_wrong_input_gets_a_sentence_and_the_picture_stands(
    ask: Ask, value: str, sentence: str
) -> None:
    page = ask("equity", guess="1", gift=value)
    assert sentence in page and "<b>8" not in page
    assert (
        'aria-invalid="true" aria-describedby="lab-equity-lab-gift-h lab-equity-lab-gift-e"' in page
    )
    assert balances(page) == [0.0] * 13 and "nan" not in page.split("</svg>")[0]


def test_the_lab_alone_is_the_lab_of_the_page(ask: Ask) -> None:
    fields = {"guess": "1", "gift": "8", "money": "x"}
    whole, alone = ask("equity", **fields), ask("equity", alone=True, **fields)
    assert "<html" not in alone and alone.strip() in whole
    assert "Wat gebeurt er?" in ask("equity", alone=True)


def test_an_unknown_lab_is_not_found(session: Session, client_as: SignIn) -> None:
    organisation = make_organisation(session)
    person = make_person(session, organisation=organisation)
    enrolment = make_enrolment(session, person=person, organisation=organisation)
    browser = client_as(person)
    start = f"/leren/{enrolment.id}/stap"
    assert browser.get(f"{start}/lab-les/lab/piek-eind-lab").status_code == 200
    assert browser.get(f"{start}/lab-les/lab/bestaat-niet").status_code == 404
    assert browser.get(f"{start}/toets/lab/piek-eind-lab").status_code == 404


def test_the_lab_speaks_english_with_a_point(ask: Ask) -> None:
    page = ask("equity", locale="en", guess="1", gift="8.5")
    assert 'value="8.5"' in page and "Step by step" in page
    assert ">owe<" in page
