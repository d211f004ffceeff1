"""The editor: drafts that cannot be lost, findings, a preview that cannot act."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta

import pytest

from courseapp.catalog.queries import get_course, get_working_copy
from courseapp.catalog.services import discard_draft
from courseapp.trainer.preview import read_token, sign_pictures
from tests.catalog.courses import LESSON
from tests.catalog.publishing import SLUG, course_files, publish_in_studio
from tests.trainer.conftest import FILE, make_trainer

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
JSON = {"Accept": "application/json"}
PREVIEW = f"/studio/{SLUG}/voorbeeld/{LESSON}"


def text_of(word: str) -> str:
    return course_files(word)[LESSON].decode()


def hidden(page: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1]


def shown(page: str, name: str = "text") -> str:
    """The text in a text field, as a browser would show it."""
    return html.unescape(
        re.search(rf'<textarea[^>]*name="{name}"[^>]*>\n(.*?)</textarea>', page, re.S)[1]
    )


def fields(browser, text: str, **more: str) -> dict[str, str]:
    page = browser.get(FILE).text
    return {
        "text": text.replace("\n", "\r\n"), "version": hidden(page, "version"),
        "base": hidden(page, "base"), "do": "save",
    } | more  # fmt: skip


def test_the_editor_opens_with_the_published_text(trainer) -> None:
    page = trainer.get(FILE).text
    assert shown(page) == text_of("eerst")
    assert "Geen problemen gevonden" in page


def test_a_saved_draft_is_what_the_editor_opens_with_and_trainees_do_not_see_it(
    trainer, session
) -> None:
    answer = trainer.post(FILE, data=fields(trainer, text_of("goed")))
    assert (answer.status_code, answer.headers["Location"]) == (303, FILE)
    assert shown(trainer.get(FILE).text) == text_of("goed")
    copy = get_working_copy(session, SLUG)
    assert copy.drafts[LESSON].text == text_of("goed")
    assert copy.course.current.number == 1


def test_saving_what_was_not_changed_makes_no_draft(trainer, session) -> None:
    trainer.post(FILE, data=fields(trainer, text_of("eerst")))
    assert get_working_copy(session, SLUG).drafts == {}


def test_writing_the_published_text_back_ends_the_draft(trainer, session) -> None:
    trainer.post(FILE, data=fields(trainer, text_of("goed")))
    trainer.post(FILE, data=fields(trainer, text_of("eerst")))
    assert get_working_copy(session, SLUG).drafts == {}


def test_two_editors_of_one_file_both_keep_their_text(trainer, session, client_as) -> None:
    other = client_as(make_trainer(session, name="Bram Okkels"))
    mine, theirs = fields(trainer, text_of("mijn")), fields(other, text_of("jouw"))
    assert other.post(FILE, data=theirs).status_code == 303
    answer = trainer.post(FILE, data=mine)
    assert answer.status_code == 409
    assert shown(answer.text) == text_of("mijn")
    assert text_of("jouw").strip() in html.unescape(answer.text)
    assert "Bram Okkels" in answer.text
    again = {name: hidden(answer.text, name) for name in ("version", "base")}
    kept = trainer.post(FILE, data={"text": text_of("mijn"), "do": "save", **again})
    assert kept.status_code == 303
    assert get_working_copy(session, SLUG).drafts[LESSON].text == text_of("mijn")


def test_a_script_learns_of_the_conflict_by_its_status(trainer, session, client_as) -> None:
    other = client_as(make_trainer(session))
    mine = fields(trainer, text_of("mijn"))
    other.post(FILE, data=fields(other, text_of("jouw")))
    assert trainer.post(FILE, data=mine, headers=JSON).status_code == 409
    assert get_working_copy(session, SLUG).drafts[LESSON].text == text_of("jouw")


def test_saving_after_the_draft_was_thrown_away_shows_both_texts(trainer, session) -> None:
    trainer.post(FILE, data=fields(trainer, text_of("mijn")))
    mine = fields(trainer, text_of("verder"))
    course, version = get_course(session, SLUG), int(mine["version"])
    discard_draft(session, course_id=course.id, path=LESSON, version=version)
    answer = trainer.post(FILE, data=mine)
    assert answer.status_code == 409
    assert shown(answer.text) == text_of("verder")
    assert get_working_copy(session, SLUG).drafts == {}


def test_a_text_that_was_published_meanwhile_is_laid_beside_the_draft(trainer, session) -> None:
    mine = fields(trainer, text_of("mijn"))
    publish_in_studio(session, "nieuw", base=get_course(session, SLUG).current.id)
    answer = trainer.post(FILE, data=mine)
    assert answer.headers["Location"] == f"/studio/{SLUG}/vergelijk/{LESSON}"
    page = trainer.get(answer.headers["Location"]).text
    assert shown(page) == text_of("mijn")
    assert "Luister nieuw." in page
    assert "Leg beide teksten naast elkaar" in trainer.get(FILE).text
    again = {name: hidden(page, name) for name in ("version", "base")}
    trainer.post(FILE, data={"text": text_of("mijn"), "do": "save", **again})
    assert get_working_copy(session, SLUG).stale == ()


def test_a_text_sent_after_the_session_ended_comes_back(trainer, client) -> None:
    mine = fields(trainer, text_of("mijn"))
    answer = client.post(FILE, data=mine)
    assert answer.status_code == 401
    assert "Luister mijn." in html.unescape(answer.text)
    assert client.post(FILE, data=mine, headers=JSON).status_code == 401


def test_a_draft_is_thrown_away_only_as_it_was_seen(trainer, session) -> None:
    trainer.post(FILE, data=fields(trainer, text_of("mijn")))
    url = f"/studio/{SLUG}/weggooien/{LESSON}"
    trainer.post(url, data={"version": "1"})
    assert LESSON in get_working_copy(session, SLUG).drafts
    version = get_working_copy(session, SLUG).drafts[LESSON].version
    trainer.post(url, data={"version": str(version)})
    assert get_working_copy(session, SLUG).drafts == {}


def test_looking_at_the_preview_saves_nothing_and_keeps_the_text(trainer, session) -> None:
    answer = trainer.post(FILE, data=fields(trainer, text_of("proef"), do="preview"))
    assert answer.status_code == 200
    assert shown(answer.text) == text_of("proef")
    assert "Nog niet bewaard" in answer.text
    assert "Luister proef." in html.unescape(html.unescape(answer.text))
    assert get_working_copy(session, SLUG).drafts == {}


@pytest.mark.requirement("SEC-24")
def test_the_preview_runs_in_a_frame_without_any_permission(trainer) -> None:
    page = trainer.get(FILE).text
    assert re.search(r"<iframe sandbox title=", page)
    assert "allow-same-origin" not in page
    assert "allow-scripts" not in page


def test_findings_come_with_their_line_and_block_publishing(trainer) -> None:
    text = text_of("eerst").replace("- [x]", "- [ ]")
    seen = trainer.post(PREVIEW, data=fields(trainer, text), headers=JSON).get_json()
    errors = [finding for finding in seen["findings"] if finding["error"]]
    assert errors and all(finding["line"] > 1 for finding in errors)
    trainer.post(FILE, data=fields(trainer, text))
    assert "Los eerst 1 fout op" in trainer.get(FILE).text


def test_missing_ids_are_filled_in_on_request(trainer, session) -> None:
    text = text_of("eerst").replace("{#kies objective=luisteren}", "{objective=luisteren}")
    seen = trainer.post(PREVIEW, data=fields(trainer, text), headers=JSON).get_json()
    assert seen["fixable"] is True
    trainer.post(FILE, data=fields(trainer, text, do="fix"))
    assert "::: question {#" in get_working_copy(session, SLUG).drafts[LESSON].text


def test_the_preview_marks_where_the_cursor_is(trainer) -> None:
    text = text_of("eerst")
    line = next(n for n, t in enumerate(text.split("\n"), 1) if "::: question" in t)
    data = fields(trainer, text, line=str(line + 2))
    assert "pv-here" in trainer.post(PREVIEW, data=data, headers=JSON).get_json()["html"]
    data = fields(trainer, text, line="1")
    assert "pv-here" not in trainer.post(PREVIEW, data=data, headers=JSON).get_json()["html"]


def test_pictures_in_the_preview_need_no_cookie_but_a_fresh_signature(trainer, client) -> None:
    seen = trainer.post(PREVIEW, data=fields(trainer, text_of("eerst")), headers=JSON).get_json()
    address = re.search(r'src="(/studio/beeld/[^"]+)"', seen["html"])[1]
    answer = client.get(address)
    assert (answer.status_code, answer.content_type) == (200, "image/svg+xml")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert client.get(address.replace("proef.", "ander.")).status_code == 404
    token = address.split("/")[3]
    forged = token.replace("~", "~A" if "~A" not in token else "~B")
    assert client.get(address.replace(token, forged)).status_code == 404


def test_a_signature_for_pictures_ends_after_the_next_hour(app) -> None:
    with app.app_context():
        token = sign_pictures(SLUG, NOON)
        assert read_token(token, NOON + timedelta(hours=1)) == SLUG
        assert read_token(token, NOON + timedelta(hours=2)) == ""
        assert read_token(token, NOON - timedelta(hours=1)) == ""


def test_a_translation_that_does_not_exist_yet_can_be_begun(trainer, session) -> None:
    path = "1-begin/9-nieuw.en.md"
    assert trainer.get(f"/studio/{SLUG}/bestand/{path}").status_code == 404
    assert trainer.get(f"/studio/{SLUG}/bestand/1-begin/1-les.en.md").status_code == 200


@pytest.mark.requirement("SEC-58")
@pytest.mark.parametrize(
    "path", ["media/stip.svg", "nergens.md", "../course.md", "course.md/", "%00.md"]
)
def test_only_texts_of_the_course_are_opened(trainer, path: str) -> None:
    assert trainer.get(f"/studio/{SLUG}/bestand/{path}").status_code in (404, 308)


@pytest.mark.parametrize("change", [{"version": "x"}, {"base": ""}, {"version": "9" * 40}])
def test_a_form_that_makes_no_sense_is_refused(trainer, change) -> None:
    data = fields(trainer, text_of("mijn")) | change
    assert trainer.post(FILE, data=data).status_code == 400


def test_nul_bytes_do_not_reach_the_database(trainer, session) -> None:
    trainer.post(FILE, data=fields(trainer, text_of("nul\0byte")))
    assert "\0" not in get_working_copy(session, SLUG).drafts[LESSON].text


def test_an_error_in_another_draft_is_counted_and_blocks_publishing(trainer) -> None:
    trainer.post(FILE, data=fields(trainer, text_of("eerst") + "\nVolgens [@geen].\n"))
    for path in ("1-begin/module.md", "course.md", "sources.yml"):
        page = trainer.get(f"/studio/{SLUG}/bestand/{path}").text
        assert "Er staat nog 1 fout in een ander bestand van deze cursus." in page
        assert "Los eerst 1 fout op" in page
    assert "in een ander bestand" not in trainer.get(FILE).text


def test_a_source_that_lessons_still_cite_is_missed_while_it_is_taken_out(trainer) -> None:
    file = f"/studio/{SLUG}/bestand/sources.yml"
    page = trainer.get(file).text
    assert "in een ander bestand" not in page and "in andere bestanden" not in page
    sent = {"text": "# leeg\n", "version": "0", "base": hidden(page, "base"), "do": "preview"}
    page = trainer.post(file, data=sent).text
    assert "in een ander bestand" in page or "in andere bestanden" in page
