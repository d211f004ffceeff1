"""Links, sessions, passwords and the throttle, on both engines, also when used at the same time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import argon2
import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courseapp.accounts.domain import hash_token
from courseapp.accounts.models import Person, SignInLink, ThrottleCount, UserSession
from courseapp.accounts.queries import (
    PersonNotFound,
    find_open_link,
    find_person,
    get_person,
    list_live_sessions,
)
from courseapp.accounts.services import (
    EmailTaken,
    HashingBusy,
    LinkExpired,
    add_person,
    change_email,
    consume_link,
    disable_person,
    enable_person,
    end_session,
    hash_password,
    is_password_right,
    issue_link,
    needs_rehash,
    set_password,
    start_session,
    touch_session,
)
from courseapp.accounts.services import passwords as hashing
from courseapp.accounts.services.links import LIFETIMES
from courseapp.accounts.throttle import Throttled, check_throttle, give_back, hash_key
from courseapp.audit.services import NOBODY
from courseapp.organisations.viewer import find_viewer
from courseapp.web.database import db
from tests.factories import make_person

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)


def link(session: Session, person: Person, purpose: str = "sign-in") -> str:
    return issue_link(session, person_id=person.id, purpose=purpose, email=person.email, now=NOW)


def opened(session: Session, person: Person) -> str:
    return start_session(session, person_id=person.id, now=NOW, idle_minutes=30, hours=10)


def is_signed_in(session: Session, token: str, now: datetime = NOW) -> bool:
    return find_viewer(session, token, now=now) is not None


def use(session: Session, token: str, purpose: str = "sign-in", now: datetime = NOW) -> Person:
    return consume_link(session, token=token, purpose=purpose, now=now)[0]


@pytest.mark.requirement("SEC-48")
def test_a_link_works_once(session: Session) -> None:
    person = make_person(session)
    token = link(session, person)
    assert use(session, token).id == person.id
    with pytest.raises(LinkExpired):
        use(session, token)


@pytest.mark.requirement("SEC-48")
def test_only_the_hash_of_a_link_is_stored(session: Session) -> None:
    token = link(session, make_person(session))
    row = session.execute(select(SignInLink)).scalar_one()
    assert row.token_hash == hash_token(token)
    assert token not in repr(row)


@pytest.mark.requirement("SEC-48")
@pytest.mark.parametrize("purpose", sorted(LIFETIMES))
def test_a_link_works_until_the_very_moment_it_expires(session: Session, purpose: str) -> None:
    person = make_person(session)
    late, in_time = link(session, person, purpose), link(session, person, "new-email")
    with pytest.raises(LinkExpired):
        use(session, late, purpose, NOW + LIFETIMES[purpose])
    assert (
        find_open_link(session, token=late, purpose=purpose, now=NOW + LIFETIMES[purpose]) is None
    )
    last = NOW + LIFETIMES["new-email"] - timedelta(microseconds=1)
    assert use(session, in_time, "new-email", last)


@pytest.mark.requirement("SEC-48")
def test_a_link_is_good_for_its_own_purpose_only(session: Session) -> None:
    token = link(session, make_person(session), "sign-in")
    for purpose in ("reset", "invitation", "new-email"):
        with pytest.raises(LinkExpired):
            use(session, token, purpose)


def test_using_one_link_ends_the_others_that_sign_in(session: Session) -> None:
    person, other = make_person(session), make_person(session)
    first, second = link(session, person), link(session, person, "reset")
    moving, strange = link(session, person, "new-email"), link(session, other)
    use(session, first)
    with pytest.raises(LinkExpired):
        use(session, second, "reset")
    assert use(session, moving, "new-email")
    assert use(session, strange).id == other.id


@pytest.mark.requirement("SEC-48")
def test_looking_at_a_link_does_not_use_it(session: Session) -> None:
    token = link(session, make_person(session))
    for _ in range(3):
        assert find_open_link(session, token=token, purpose="sign-in", now=NOW)
    assert use(session, token)


def test_a_disabled_person_cannot_use_a_link(session: Session) -> None:
    person = make_person(session)
    token = link(session, person)
    person.disabled_at = NOW
    session.flush()
    assert find_open_link(session, token=token, purpose="sign-in", now=NOW) is None
    with pytest.raises(LinkExpired):
        use(session, token)


@pytest.mark.requirement("REL rule 3", "SEC-48")
def test_of_two_uses_at_the_same_time_one_wins(committed_app: Flask) -> None:
    with committed_app.app_context():
        person = make_person(db.session())
        token = link(db.session(), person)
        db.session.commit()

    def attempt(_: int) -> bool:
        with committed_app.app_context():
            try:
                use(db.session(), token)
            except LinkExpired:
                return False
            db.session.commit()
            return True

    assert sum(at_once(attempt, 8)) == 1


def at_once(act: Callable[[int], bool], times: int) -> list[bool]:
    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(act, range(times)))


@pytest.mark.requirement("SEC-46")
def test_parallel_guesses_never_exceed_the_limit(committed_app: Flask) -> None:
    def attempt(_: int) -> bool:
        with committed_app.app_context():
            try:
                check(db.session(), "guess", limit=7)
            except Throttled:
                db.session.rollback()
                return False
            db.session.commit()
            return True

    assert sum(at_once(attempt, 24)) == 7


def check(session: Session, key: str, *, limit: int, now: datetime = NOW) -> bool:
    return check_throttle(session, key=key, limit=limit, window_seconds=900, now=now)


def test_the_throttle_lets_through_the_limit_and_says_when_it_ends(session: Session) -> None:
    now = NOW + timedelta(seconds=100)
    for _ in range(3):
        assert check(session, "a", limit=3, now=now)
    with pytest.raises(Throttled) as refusal:
        check(session, "a", limit=3, now=now)
    assert refusal.value.retry_after == 800
    assert check(session, "b", limit=3, now=now)


@pytest.mark.requirement("SEC-46")
def test_after_its_window_a_key_may_try_again(session: Session) -> None:
    check(session, "a", limit=1)
    with pytest.raises(Throttled):
        check(session, "a", limit=1, now=NOW + timedelta(seconds=899))
    assert check(session, "a", limit=1, now=NOW + timedelta(seconds=900))


def test_a_try_that_is_given_back_does_not_count(session: Session) -> None:
    for _ in range(5):
        check(session, "a", limit=1)
        give_back(session, key="a", window_seconds=900, now=NOW)
    assert session.execute(select(ThrottleCount.count)).scalar_one() == 0
    give_back(session, key="a", window_seconds=900, now=NOW)
    assert session.execute(select(ThrottleCount.count)).scalar_one() == 0


def test_the_throttle_stores_no_addresses_and_forgets_old_windows(session: Session) -> None:
    check(session, "sign-in:account:samira@example.org", limit=3)
    stored = session.execute(select(ThrottleCount.key)).scalar_one()
    assert stored == hash_key("sign-in:account:samira@example.org")
    check(session, "other", limit=3, now=NOW + timedelta(days=2))
    assert session.execute(select(ThrottleCount.key)).scalars().all() == [hash_key("other")]


def test_passwords_are_kept_as_argon2id_with_its_parameters() -> None:
    stored = hash_password("vier rare woorden samen")
    parameters = argon2.extract_parameters(stored)
    assert (parameters.type, parameters.time_cost) == (argon2.Type.ID, 2)
    assert (parameters.memory_cost, parameters.parallelism) == (19456, 1)
    assert not needs_rehash(stored)
    assert needs_rehash(argon2.PasswordHasher(1, 8192, 1).hash("x"))


def test_every_character_of_a_password_counts_also_the_last_of_a_thousand() -> None:
    long = "ab c" * 250
    stored = hash_password(long)
    assert is_password_right(stored, long)
    assert not is_password_right(stored, long[:-1] + "d")
    assert not is_password_right(stored, long + "d")


def test_the_same_password_from_another_keyboard_is_the_same() -> None:
    assert is_password_right(hash_password("caf\u00e9 om de hoek ja"), "cafe\u0301 om de hoek ja")


@pytest.mark.parametrize("stored", [None, "", "not a hash", "$argon2id$broken"])
def test_nothing_fits_a_missing_or_broken_hash(stored: str | None) -> None:
    assert not is_password_right(stored, "nobody has this password")


@pytest.mark.requirement("SEC-47")
def test_a_password_is_compared_even_for_someone_who_does_not_exist(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[str] = []
    real = hashing.HASHER

    class Watching:
        def verify(self, stored: str, password: str) -> Any:
            seen.append(stored)
            return real.verify(stored, password)

        def hash(self, password: str) -> str:
            return real.hash(password)

    monkeypatch.setattr(hashing, "HASHER", Watching())
    is_password_right(None, "whoever")
    assert len(seen) == 1
    assert seen[0].startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_when_all_hashing_places_are_taken_the_answer_is_busy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hashing, "PATIENCE_SECONDS", 0.01)
    with hashing._slot(), hashing._slot(), pytest.raises(HashingBusy):
        hash_password("vier rare woorden samen")
    assert hash_password("vier rare woorden samen")


@pytest.mark.requirement("SEC-45")
def test_a_new_password_ends_links_and_the_other_sessions(session: Session) -> None:
    person = make_person(session)
    here, there, reset = opened(session, person), opened(session, person), link(session, person)
    keep = find_viewer(session, here, now=NOW)
    assert keep is not None
    set_password(session, person=person, password_hash="h", now=NOW, keep_id=keep.session_id)
    assert is_signed_in(session, here)
    assert not is_signed_in(session, there)
    with pytest.raises(LinkExpired):
        use(session, reset)


@pytest.mark.requirement("SEC-45")
def test_a_new_address_ends_links_and_the_other_sessions(session: Session) -> None:
    person = make_person(session)
    token, reset = opened(session, person), link(session, person, "reset")
    change_email(session, person=person, email=" Nieuw@Example.ORG ", now=NOW, actor=NOBODY)
    assert person.email == "nieuw@example.org"
    assert not is_signed_in(session, token)
    with pytest.raises(LinkExpired):
        use(session, reset, "reset")


def test_an_address_belongs_to_one_account(session: Session) -> None:
    person, other = make_person(session), make_person(session)
    with pytest.raises(EmailTaken):
        change_email(session, person=person, email=other.email.upper(), now=NOW, actor=NOBODY)
    with pytest.raises(EmailTaken):
        add_person(session, email=other.email, name="X", locale="nl", now=NOW, actor=NOBODY)
    assert session.execute(select(func.count()).select_from(Person)).scalar_one() == 2


@pytest.mark.requirement("SEC-45")
def test_disabling_someone_ends_sessions_and_links_and_enabling_does_not_bring_them_back(
    session: Session,
) -> None:
    person = make_person(session)
    token, mailed = opened(session, person), link(session, person)
    disable_person(session, person=person, now=NOW, actor=NOBODY)
    session.flush()
    assert not is_signed_in(session, token)
    enable_person(session, person=person, now=NOW, actor=NOBODY)
    session.flush()
    assert not is_signed_in(session, token)
    with pytest.raises(LinkExpired):
        use(session, mailed)
    assert is_signed_in(session, opened(session, person))


@pytest.mark.requirement("SEC-42")
def test_the_database_knows_no_session_token(session: Session) -> None:
    token = opened(session, make_person(session))
    assert session.execute(select(UserSession.token_hash)).scalar_one() == hash_token(token)
    assert not is_signed_in(session, hash_token(token))


@pytest.mark.requirement("SEC-45")
def test_nobody_ends_the_session_of_somebody_else(session: Session) -> None:
    person, other = make_person(session), make_person(session)
    token = opened(session, person)
    viewer = find_viewer(session, token, now=NOW)
    assert viewer is not None
    end_session(session, session_id=viewer.session_id, person_id=other.id, now=NOW)
    assert is_signed_in(session, token)
    end_session(session, session_id=viewer.session_id, person_id=person.id, now=NOW)
    assert not is_signed_in(session, token)


@pytest.mark.requirement("SEC-44")
def test_presence_renews_the_idle_time_but_not_the_absolute_end(session: Session) -> None:
    person = make_person(session)
    token = opened(session, person)
    viewer = find_viewer(session, token, now=NOW)
    assert viewer is not None
    late = NOW + timedelta(minutes=29)
    touch_session(session, session_id=viewer.session_id, now=late)
    session.expire_all()
    assert is_signed_in(session, token, late + timedelta(minutes=29))
    assert not is_signed_in(session, token, late + timedelta(minutes=30))
    touch_session(session, session_id=viewer.session_id, now=NOW + timedelta(hours=10))
    session.expire_all()
    assert not is_signed_in(session, token, NOW + timedelta(hours=10))


def test_the_list_of_sessions_shows_running_ones_latest_first(session: Session) -> None:
    person = make_person(session)
    opened(session, person)
    later = start_session(
        session, person_id=person.id, now=NOW + timedelta(minutes=5), idle_minutes=30, hours=1
    )
    shown = list_live_sessions(session, person_id=person.id, now=NOW + timedelta(minutes=10))
    assert [row.token_hash == hash_token(later) for row in shown] == [True, False]
    shown = list_live_sessions(session, person_id=person.id, now=NOW + timedelta(minutes=31))
    assert len(shown) == 1


def test_people_are_found_in_any_spelling_of_their_address(session: Session) -> None:
    person = make_person(session, email="samira@example.org")
    found = find_person(session, email="  SAMIRA@example.org ")
    assert found is not None
    assert found.id == person.id
    with pytest.raises(PersonNotFound):
        get_person(session, email="niemand@example.org")
