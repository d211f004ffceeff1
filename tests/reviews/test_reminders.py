"""Mail when something is due: at the chosen moment, once a day, off for whoever did not ask."""

from __future__ import annotations

import copy
import re
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import delete, select

from courseapp.mail.models import OutgoingMail
from courseapp.reviews.models import ReviewCard, ReviewReminder
from courseapp.reviews.services import (
    NotAMoment,
    ask_reminder,
    refresh_outdated,
    send_reminders,
    stop_reminder,
)
from courseapp.trainee.reminder_views import reminder_words
from tests.factories import publish_revision
from tests.reviews.taking import DAY, NOW, Learner
from tests.sample_course import COMPILED, KEYS

TUESDAY = NOW + DAY
EVERY_DAY = range(7)


@pytest.fixture
def learner(session, client_as) -> Learner:
    learner = Learner(session, client_as)
    learner.practise("b2")
    return learner


def ask(learner, weekdays=EVERY_DAY, hour=10):
    return ask_reminder(learner.session, person_id=learner.person.id, weekdays=weekdays, hour=hour)


@pytest.fixture
def send(app, session):
    words = partial(reminder_words, app)
    return lambda at: send_reminders(session, words=words, time_zone="Europe/Amsterdam", now=at)


def mails(session) -> list[OutgoingMail]:
    return list(session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))


def test_nobody_is_mailed_who_did_not_ask(learner, send) -> None:
    assert send(TUESDAY) == 0
    assert mails(learner.session) == []


def test_the_mail_leaves_at_the_chosen_moment_and_once_a_day(learner, send) -> None:
    ask(learner)
    assert send(TUESDAY - timedelta(minutes=1)) == 0  # 9:59 in Amsterdam
    assert send(TUESDAY) == 1
    assert send(TUESDAY) == send(TUESDAY + timedelta(hours=2)) == 0
    assert send(TUESDAY + DAY) == 1
    (first, _second) = mails(learner.session)
    assert first.to_address == learner.person.email
    assert first.subject == "Er staat iets klaar om te herhalen"
    assert "Er staat één vraag voor je klaar" in first.body
    assert "http://127.0.0.1:8000/herhalen\n" in first.body


def test_the_mail_holds_nothing_of_the_items(learner, send) -> None:
    ask(learner)
    send(TUESDAY)
    (mail,) = mails(learner.session)
    for secret in ("oefen-1", "Vraag", "Optie", "sluit af", "Proefcursus"):
        assert secret not in mail.body


def test_english_readers_get_it_in_english(learner, send) -> None:
    learner.person.locale = "en"
    ask(learner)
    send(TUESDAY)
    (mail,) = mails(learner.session)
    assert mail.subject == "Something is waiting to be reviewed"


def test_no_mail_without_anything_due_on_another_day_or_too_late(learner, send) -> None:
    ask(learner, weekdays=[0])
    assert send(TUESDAY) == 0
    ask(learner, weekdays=[0, 1])
    assert send(NOW) == 0  # Monday: answered today
    assert send(TUESDAY + timedelta(hours=4)) == 0
    ask(learner, hour=11)
    assert send(TUESDAY) == 0


def test_nobody_without_access_is_mailed(learner, send) -> None:
    ask(learner)
    learner.person.disabled_at = NOW
    learner.session.flush()
    assert send(TUESDAY) == 0
    learner.person.disabled_at = None
    learner.enrolment.ended_at = NOW
    learner.session.flush()
    assert send(TUESDAY) == 0


def test_no_days_means_never_and_stopping_twice_is_once(learner) -> None:
    assert ask(learner) is not None
    assert ask(learner, weekdays=[]) is None
    stop_reminder(learner.session, person_id=learner.person.id)
    assert learner.session.scalars(select(ReviewReminder)).all() == []


@pytest.mark.parametrize(("weekdays", "hour"), [([7], 9), ([-1], 9), ([0], 3), ([0], 24)])
def test_other_days_and_hours_are_refused(learner, weekdays, hour) -> None:
    with pytest.raises(NotAMoment):
        ask(learner, weekdays=weekdays, hour=hour)


def test_the_page_keeps_the_chosen_days_and_switches_off(learner) -> None:
    browser = learner.browser()
    assert "Staat uit." in browser.get("/herhalen").get_data(as_text=True)
    assert browser.post("/herhalen/herinnering", data={"dag": ["1", "3"], "uur": "8"}).status_code == 303  # fmt: skip
    page = browser.get("/herhalen").get_data(as_text=True)
    assert re.findall(r'value="(\d)" checked', page) == ["1", "3"]
    assert '<option value="8" selected>' in page
    assert browser.post("/herhalen/herinnering", data={"dag": "9", "uur": "8"}).status_code == 400
    assert browser.post("/herhalen/herinnering", data={"dag": "1"}).status_code == 400
    browser.post("/herhalen/herinnering/uit")
    assert "Staat uit." in browser.get("/herhalen").get_data(as_text=True)


def test_the_link_in_the_mail_switches_off_without_signing_in(learner, send, app) -> None:
    ask(learner)
    send(TUESDAY)
    (mail,) = mails(learner.session)
    link = re.search(r"http://127.0.0.1:8000(/herhalen/herinnering/uit/\S+)", mail.body)[1]
    browser = app.test_client()
    asked = browser.get(link)
    assert "Zet de mail uit" in asked.get_data(as_text=True)
    assert send(TUESDAY + DAY) == 1  # looking changes nothing
    assert "De mail staat uit" in browser.post(link).get_data(as_text=True)
    assert send(TUESDAY + 2 * DAY) == 0
    assert browser.get(link[:-2] + "xx").status_code == 404


def test_a_new_right_answer_reaches_the_cards_without_an_answer(learner) -> None:
    assert refresh_outdated(learner.session) == 0
    mended = copy.deepcopy(KEYS)
    for key in mended.values():
        key["oefen-1"]["right"] = ["b2"]
    publish_revision(
        learner.session, course=learner.course, compiled=COMPILED, keys=mended, number=2
    )
    refresh_outdated(learner.session)
    assert learner.cards()["slot"].stability is None
    assert learner.cards()["slot"].revision_id == learner.published.revision_id


def test_a_quiz_from_before_there_were_cards_gets_them(learner) -> None:
    learner.take_quiz({})
    tenant = ReviewCard.organisation_id == learner.organisation.id
    learner.session.execute(delete(ReviewCard).where(tenant))
    refresh_outdated(learner.session)
    assert set(learner.cards()) == {"slot", "piek"}


def test_upkeep_goes_on_where_it_stopped(session, client_as) -> None:
    learners = [Learner(session, client_as) for _ in range(3)]
    for learner in learners:
        learner.practise("a1")
        publish_revision(session, course=learner.course, compiled=COMPILED, keys=KEYS, number=2)
    first = refresh_outdated(session, limit=2)
    assert first == learners[1].enrolment.id
    assert refresh_outdated(session, after_id=first, limit=2) == 0
    assert all(
        learner.cards()["slot"].revision_id == learner.published.revision_id for learner in learners
    )
