"""Rules of accounts: passwords, addresses, how long sessions last."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseapp.accounts.domain import hash_token, is_email, new_token, normalise_email
from courseapp.accounts.domain.access import RECENT, SessionLimits, is_recent, strictest_limits
from courseapp.accounts.domain.devices import describe_device
from courseapp.accounts.domain.passwords import (
    LONGEST,
    SHORTEST,
    Fault,
    common_words,
    find_fault,
    normalise_password,
)
from courseapp.accounts.models import UserSession

ABOUT = ("Samira Haddou", "samira.haddou@lindekroon.example", "Naklank", "Lindekroon Wonen")

ACCEPTED = [
    "vier rare woorden samen",
    "correct paard batterij nietje",
    "ik fiets elke dag naar Utrecht",
    "Mijn oma bakt op dinsdag appeltaart",
    "zomer vakantie strand liefde hond",
    "kx7#Qm2!vPz9&wLt",
    "welkom 83715629401",
    "Wachtwoord-is-lastig",
    "ÅngströmØresundŁódźĞ",
    "страннаялошадьпоёт",
    "馬は静かに歌っている夜の庭で灯",
    "🐘🦒🦓🦛🦏🐪🦘🦥🦦🦨🦡🐿🦔🦇🐻",
    "plof giraf tuba kano zeep",
    "x" * 3 + "een lange zin die niemand verzint",
    "een woord spatie twee woord",
    "nooitgedacht-dat-dit-mocht",
    "  spaties vooraan tellen  ",
    "abcdefghijklmnop maar dan langer",
    "dit zijn er net aan ge",
    "q" * 2 + "werkt het ook zonder hoofdletters?" * 30,
]
REFUSED = [
    ("", Fault.TOO_SHORT),
    ("kort", Fault.TOO_SHORT),
    ("kx7#Qm2!vPz9&w", Fault.TOO_SHORT),
    ("ﬁets ﬁets ﬁ", Fault.TOO_SHORT),
    ("e\u0301" * 14, Fault.TOO_SHORT),
    ("password1234567", Fault.COMMON),
    ("P@ssw0rd1234567", Fault.COMMON),
    ("PASSWORDPASSWORD", Fault.COMMON),
    ("wachtwoord12345!", Fault.COMMON),
    ("Welkom2027Welkom2027", Fault.COMMON),
    ("welkomwelkomwelkom", Fault.COMMON),
    ("qwertyuiopasdfgh", Fault.COMMON),
    ("1q2w3e4r5t6y7u8i", Fault.COMMON),
    ("123456789012345", Fault.COMMON),
    ("000000000000000000", Fault.COMMON),
    ("aaaaaaaaaaaaaaaaaaaa", Fault.COMMON),
    ("xkxkxkxkxkxkxkxk", Fault.COMMON),
    ("abcdefghijklmnop", Fault.COMMON),
    ("zomervakantie2027", Fault.COMMON),
    ("correcthorsebatterystaple", Fault.COMMON),
    ("iloveyouforever!", Fault.COMMON),
    ("               ", Fault.COMMON),
    ("samirahaddou1234", Fault.PERSONAL),
    ("Samira-Haddou-2027!", Fault.PERSONAL),
    ("naklanknaklank123", Fault.PERSONAL),
    ("WelkomLindekroon2027", Fault.PERSONAL),
    ("lindekroon.example", Fault.PERSONAL),
    ("x" * (LONGEST + 1), Fault.TOO_LONG),
]


@pytest.mark.parametrize("password", ACCEPTED)
def test_a_password_that_is_long_and_not_obvious_is_accepted(password: str) -> None:
    assert find_fault(password[:LONGEST], personal=ABOUT) is None


@pytest.mark.parametrize(("password", "fault"), REFUSED)
def test_a_password_that_is_short_common_or_personal_is_refused_with_its_reason(
    password: str, fault: Fault
) -> None:
    assert find_fault(password, personal=ABOUT) is fault


def test_a_short_name_does_not_make_the_own_address_a_password() -> None:
    address = "ans@jet.example"
    assert find_fault(address + "!", personal=("Ans Bo", address)) is Fault.PERSONAL
    assert find_fault(address + "!", personal=("Jan de Wit",)) is None


def test_what_is_personal_depends_on_the_person() -> None:
    assert find_fault("Samira-Haddou-2027!", personal=("Jan de Wit",)) is None


@pytest.mark.parametrize("password", ["an@wo.example.org", "An@wo.Example.org!1"])
def test_the_own_address_is_refused_also_when_its_parts_are_short(password: str) -> None:
    assert find_fault(password, personal=("An Li", "an@wo.example.org")) is Fault.PERSONAL


def test_letters_are_counted_as_people_see_them_not_as_bytes() -> None:
    assert len(normalise_password("e\u0301" * SHORTEST)) == SHORTEST
    assert find_fault("ëïüáàâ éèêíìî ó") is None


def test_the_list_that_comes_along_holds_long_passwords_too() -> None:
    words = common_words()
    assert len(words) > 500
    assert sum(len(word) >= SHORTEST for word in words) > 100
    assert all(word == word.casefold() for word in words)


@given(st.text(max_size=80))
def test_any_text_gets_an_answer(password: str) -> None:
    assert find_fault(password, personal=ABOUT) in (None, *Fault)


@given(st.text(max_size=60))
def test_one_address_has_one_spelling(text: str) -> None:
    once = normalise_email(text)
    assert normalise_email(once) == once or not is_email(once)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a@b.nl", True),
        ("voor.naam+cursus@sub.example.org", True),
        ("zoë@exämple.nl", True),
        ("a@b", False),
        ("a@b.", False),
        ("@b.nl", False),
        ("a b@c.nl", False),
        ("a@b.nl\r\nBcc: x@y.nl", False),
        ("a@b.nl,c@d.nl", False),
        ("a" * 250 + "@b.nl", False),
    ],
)
def test_an_address_is_recognised(text: str, expected: bool) -> None:
    assert is_email(normalise_email(text)) is expected


@pytest.mark.requirement("SEC-42")
def test_a_token_has_256_bits_and_only_its_hash_is_kept() -> None:
    token = new_token()
    assert len(token) >= 43
    assert hash_token(token) != token
    assert hash_token("lone surrogate \ud800")


TRAINEE, STAFF = SessionLimits(idle_minutes=480, hours=12), SessionLimits(idle_minutes=30, hours=10)


@pytest.mark.requirement("SEC-44")
@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ({"trainee"}, TRAINEE),
        (set(), TRAINEE),
        ({"hr"}, STAFF),
        ({"trainee", "trainer"}, STAFF),
        ({"operator"}, STAFF),
    ],
)
def test_whoever_has_several_roles_has_the_strictest_limits(
    roles: set[str], expected: SessionLimits
) -> None:
    assert strictest_limits(roles, trainee=TRAINEE, staff=STAFF) == expected


def test_limits_that_an_operator_set_the_other_way_round_are_still_the_strictest() -> None:
    loose = SessionLimits(idle_minutes=600, hours=24)
    assert strictest_limits({"hr"}, trainee=TRAINEE, staff=loose) == TRAINEE


@pytest.mark.requirement("SEC-44")
def test_a_session_counts_until_the_very_moment_and_not_at_it() -> None:
    start = datetime(2027, 3, 1, 9, tzinfo=UTC)
    row = UserSession(
        token_hash="x",
        person_id=1,
        created_at=start,
        last_seen_at=start,
        idle_minutes=30,
        expires_at=start + timedelta(hours=10),
    )
    idle = start + timedelta(minutes=30)
    assert row.is_live(idle - timedelta(microseconds=1))
    assert not row.is_live(idle)
    row.last_seen_at = row.expires_at - timedelta(minutes=1)
    assert row.is_live(row.expires_at - timedelta(microseconds=1))
    assert not row.is_live(row.expires_at)
    row.ended_at = start
    assert not row.is_live(start)


def test_a_sign_in_is_recent_for_a_quarter_of_an_hour() -> None:
    start = datetime(2027, 3, 1, 9, tzinfo=UTC)
    assert is_recent(start, now=start + RECENT)
    assert not is_recent(start, now=start + RECENT + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("curl/8", ""),
    ],
)  # fmt: skip
def test_a_browser_is_described_as_its_owner_knows_it(agent: str, words: str) -> None:
    assert describe_device(agent) == words
