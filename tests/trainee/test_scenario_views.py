"""A scenario in a browser without JavaScript, and the autosave that a script sends."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlalchemy.orm import Session

from courseapp.dialogues.models import Choice, Walk
from courseapp.scenarios.models import Scenario
from tests.scenarios.sheets import full_sheet
from tests.trainee.exercise_desk import Exercise, ExerciseDesk, SignIn, course_with

EXERCISE = Exercise(
    step_id="eigen",
    kind="scenario",
    address="eigen-gesprek",
    title="Jouw gesprek",
    body="Neem een gesprek van jezelf.",
)
COURSE = course_with(EXERCISE)


class Desk(ExerciseDesk):
    """A trainee who writes a dialogue and plays it."""

    def choose(self, words: str, *, page: str = "") -> str:
        """Press the reply with these words and follow the redirect."""
        page = page or self.page()
        action = re.search(r'action="([^"]*/keuze)"', page)
        button = re.search(rf'value="(\w+)"><b[^>]*>\w</b><span>{re.escape(words)}<', page)
        assert action and button, words
        form = dict(re.findall(r'name="(turn|key)" value="([^"]*)"', page))
        answer = self.browser.post(action[1], data={**form, "reply": button[1]})
        assert answer.status_code == 303
        return self.page()

    def stored(self) -> Scenario:
        (scenario,) = self.rows(Scenario)
        return scenario


@pytest.fixture
def desk(session: Session, client_as: SignIn) -> Desk:
    return Desk(session, client_as, EXERCISE, compiled=COURSE)


def test_looking_at_the_form_writes_nothing_and_proposes_ends(desk: Desk) -> None:
    page = unescape(desk.page())
    assert "Neem een gesprek van jezelf." in page and "De klant is opgelucht" in page
    assert desk.rows(Scenario) == []


def test_a_full_sheet_is_played_to_its_end_and_completes_once(desk: Desk) -> None:
    assert desk.send(full_sheet()).status_code == 303
    page = desk.page()
    assert "Klantzin 1" in page and "Reden 1a" not in page and desk.rules() == []
    page = desk.choose("Antwoord 1a")
    assert "Reden 1a" in page and "Klantzin 2" in page
    desk.choose("Antwoord 2a")
    page = desk.choose("Antwoord 3b")
    assert "Een goed einde" in page and "Slot good" in page and "Herinnerd:" in page
    assert desk.rules() == ["scenario-played"]
    desk.browser.post(f"{desk.url}/gesprek", data={"again": "1"})
    for turn in (1, 2, 3):
        page = desk.choose(f"Antwoord {turn}c")
    assert "Slot bad" in page and desk.rules() == ["scenario-played"]


def test_the_same_choice_twice_is_one_and_a_reload_keeps_the_place(desk: Desk) -> None:
    desk.send(full_sheet())
    page = desk.page()
    for _ in range(2):
        desk.choose("Antwoord 1b", page=page)
    assert len(desk.rows(Choice)) == 1 and desk.page().count("Reden 1b") == 1


def test_playing_twice_from_one_page_is_one_walk(desk: Desk) -> None:
    page = desk.page()
    for _ in range(2):
        assert desk.send(full_sheet(), page=page).status_code == 303
    assert len(desk.rows(Walk)) == 1


def test_what_is_missing_is_named_at_its_field_and_nothing_is_lost(desk: Desk) -> None:
    fields = full_sheet() | {"why-2b": " ", "customer": ""}
    answer = desk.send(fields)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and 'id="fouten"' in page
    assert set(re.findall(r'id="([\w-]+)-e"', page)) == {"customer", "why-2b"}
    assert "Antwoord 3c" in page and 'href="#why-2b"' in page
    assert desk.rows(Walk) == [] and "Klantzin" not in desk.page()


def test_a_text_that_is_too_long_is_named_at_its_field(desk: Desk) -> None:
    answer = desk.send(full_sheet() | {"says-1": "x" * 401}, concept="1")
    assert answer.status_code == 422 and 'id="says-1-e"' in answer.get_data(as_text=True)


def test_a_draft_waits_on_another_device_with_everything_typed(desk: Desk) -> None:
    half = {"customer": "Meneer Vos", "reply-4c": "later", "effect-4c": "-3", "mood": "4"}
    assert desk.send(half, concept="1").status_code == 303
    page = desk.page()
    assert (
        "Meneer Vos" in page and ">later<" in page and '<details class="asdata sc-t" open' in page
    )
    assert re.search(r'<option value="4" selected', page)
    assert re.search(r'id="effect-4c".*?<option value="-3" selected', page)
    path = desk.browser.get("/leerpad").get_data(as_text=True)
    assert "Verder met 1.6 Jouw gesprek" in path and desk.rules() == []


def test_a_change_leaves_the_walk_alone_until_it_is_played(desk: Desk) -> None:
    desk.send(full_sheet())
    desk.choose("Antwoord 1a")
    desk.send(full_sheet(mark=" nieuw"), concept="1")
    page = desk.page()
    assert "Klantzin 1<" in page and "niet meespeelt" in page
    desk.send(full_sheet(mark=" nieuw"))
    page = desk.page()
    assert "Klantzin 1 nieuw" in page and "Reden 1a" not in page and "niet meespeelt" not in page
    assert [walk.state for walk in desk.rows(Walk)] == ["ended", "open"]


def test_playing_without_a_change_goes_on_where_it_was(desk: Desk) -> None:
    desk.send(full_sheet())
    desk.choose("Antwoord 1a")
    desk.send(full_sheet())
    assert "Klantzin 2" in desk.page() and len(desk.rows(Walk)) == 1


def test_autosave_keeps_the_order_and_sees_another_tab(desk: Desk) -> None:
    mine, other = desk.page(), desk.page()
    assert desk.autosave(mine, {"customer": "een"}).status_code == 200
    assert desk.autosave(mine, {"customer": "twee"}, sequence=2).status_code == 200
    assert desk.autosave(mine, {"customer": "een"}).status_code == 200
    assert desk.stored().draft["customer"] == "twee"
    assert desk.autosave(other, {"customer": "elders"}).get_json() == {"error": "stale"}
    clash = desk.send(full_sheet() | {"customer": "elders"}, page=other)
    page = clash.get_data(as_text=True)
    assert clash.status_code == 409 and {"elders", "twee"} <= set(re.findall("elders|twee", page))
    assert "Antwoord 3c" in page
    assert desk.autosave(mine, {"customer": "x" * 61}, sequence=3).status_code == 422
    assert desk.autosave(mine, "geen", sequence=3).status_code == 422


def test_what_someone_writes_is_shown_as_text(desk: Desk) -> None:
    desk.send(full_sheet(mark="<b>&amp;</b>"))
    for query in ("", "?wijzig=1"):
        assert "<b>&amp;</b>" not in desk.page(query)
    page = desk.choose("Antwoord 1a&lt;b&gt;&amp;amp;&lt;/b&gt;")
    assert "Reden 1a&lt;b&gt;&amp;amp;&lt;/b&gt;" in page and "<b>&amp;" not in page


def test_an_end_out_of_reach_is_told(desk: Desk) -> None:
    low = {name: "-1" for name in full_sheet() if name.startswith("effect-")}
    desk.send(full_sheet() | low)
    assert "niet te bereiken: een goed einde, een wisselend einde" in desk.page()


def test_sharing_shows_it_to_the_trainer_until_it_is_taken_back(
    desk: Desk, client_as: SignIn
) -> None:
    desk.send(full_sheet(mark=" KANARIE"))
    own = desk.stored().id
    trainer = client_as(desk.trainer)
    assert "Samira" not in trainer.get("/studio/gedeeld").get_data(as_text=True)
    assert trainer.get(f"/studio/gedeeld/gesprek/{own}").status_code == 404
    desk.browser = client_as(desk.person)
    assert desk.share("trainer").status_code == 303 and "Marijke" in desk.page()
    desk.send(full_sheet(mark=" KLADJE"), concept="1")
    trainer = client_as(desk.trainer)
    assert "Samira" in trainer.get("/studio/gedeeld").get_data(as_text=True)
    shown = trainer.get(f"/studio/gedeeld/gesprek/{own}").get_data(as_text=True)
    for words in ("Mevrouw Blom", "Klantzin 3", "Antwoord 2b", "Reden 1c", "Slot mixed", "+3"):
        assert words in shown
    assert "KANARIE" in shown and "KLADJE" not in shown
    desk.browser = client_as(desk.person)
    desk.send(full_sheet(mark=" NIEUW"))
    assert "Alleen jij" in desk.page()
    assert client_as(desk.trainer).get(f"/studio/gedeeld/gesprek/{own}").status_code == 404
    desk.browser = client_as(desk.person)
    desk.share("trainer")
    desk.share("prive")
    assert client_as(desk.trainer).get(f"/studio/gedeeld/gesprek/{own}").status_code == 404


def test_a_draft_can_be_neither_shared_nor_walked(desk: Desk) -> None:
    desk.send({"customer": "half"}, concept="1")
    assert desk.share("trainer").status_code == 404
    assert desk.browser.post(f"{desk.url}/gesprek", data={}).status_code == 404
    assert desk.rows(Walk) == [] and desk.stored().shared_at is None
