"""Ask to be reminded, stop it, and send what is due: at most one mail a day, nothing of the items."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.mail.services import queue_mail
from courseapp.reviews.domain.reminding import HOURS, WEEKDAYS, find_reminder_day, pack_days
from courseapp.reviews.domain.session import count_left, day_of
from courseapp.reviews.models import ReviewReminder
from courseapp.reviews.queries.cards import find_deck, list_answers
from courseapp.reviews.queries.reminders import (
    find_reminder,
    list_trainee_organisations,
    list_waiting,
)

Words = Callable[[Person], Mapping[str, str]]
"""What the mail says besides the number: names and addresses."""


class NotAMoment(ValueError):
    """No such day of the week, or an hour at which nobody is mailed."""


def ask_reminder(
    session: Session, *, person_id: int, weekdays: Collection[int], hour: int
) -> ReviewReminder | None:
    """Be reminded on these days (Monday is 0) from this hour; no days means never.

    Raises NotAMoment.
    """
    if hour not in HOURS or any(day not in WEEKDAYS for day in weekdays):
        raise NotAMoment
    found = find_reminder(session, person_id=person_id)
    if not weekdays:
        stop_reminder(session, person_id=person_id)
        return None
    if found is None:
        found = ReviewReminder(person_id=person_id, weekdays=0, hour=hour)
        session.add(found)
    found.weekdays, found.hour = pack_days(weekdays), hour
    session.flush()
    return found


def stop_reminder(session: Session, *, person_id: int) -> None:
    """Never be reminded again; twice is once."""
    found = find_reminder(session, person_id=person_id)
    if found is not None:
        session.delete(found)
        session.flush()


def send_reminders(session: Session, *, words: Words, time_zone: str, now: datetime) -> int:
    """Queue a mail for everyone whose moment has come and who has something due; how many."""
    local = now.astimezone(ZoneInfo(time_zone))
    sent = 0
    for reminder, person in list_waiting(session, today=local.date(), hour=local.hour):
        day = find_reminder_day(
            weekdays=reminder.weekdays,
            hour=reminder.hour,
            last_on=reminder.last_on,
            now=now,
            time_zone=time_zone,
        )
        if day is None:
            continue
        reminder.last_on = day
        left = _count_left(session, person, time_zone=time_zone, now=now)
        if left:
            key = f"review:{person.id}:{day.isoformat()}"
            sent += _queue(session, person, key=key, count=left, words=words(person), now=now)
    session.flush()
    return sent


def _count_left(session: Session, person: Person, *, time_zone: str, now: datetime) -> int:
    day = day_of(now, time_zone)
    own = list_trainee_organisations(session, person_id=person.id)
    deck = find_deck(session, person_id=person.id, organisation_ids=own, day=day)
    if not deck.due:
        return 0
    answers = list_answers(session, person_id=person.id, organisation_ids=own, day=day)
    return count_left(len(deck.due), [answer.at for answer in answers])


def _queue(
    session: Session,
    person: Person,
    *,
    key: str,
    count: int,
    words: Mapping[str, str],
    now: datetime,
) -> bool:
    return queue_mail(
        session,
        unique_key=key,
        to=person.email,
        template="review-due",
        locale=person.locale,
        context={"name": person.name, "count": count, **words},
        now=now,
    )
