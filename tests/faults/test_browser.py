"""REL-09 and REL-11 in the real browser on the real server: cut network, killed server, ended session."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect
from sqlalchemy import select

from courseapp.accounts.models import Person
from courseapp.accounts.services import end_all_sessions, hash_password
from courseapp.database import ALL_TENANTS
from courseapp.quizzes.models import Answer, Attempt, GradedItem
from courseapp.web.now import utc_now
from tests.chromium import shared_browser
from tests.faults.installation import Installation
from tests.faults.people import ITEMS, QUIZ, Trainee, seed_trainees

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("faults"),
    # what a browser keeps and sends does not depend on the engine behind the server
    pytest.mark.parametrize("prepared", ["sqlite"], indirect=True),
]
PASSWORD = "paraplu-kraanvogel-27"
SOON, LATE = 5_000, 30_000


@dataclass
class Sitting:
    """A trainee with the attempt open in a tab."""

    installation: Installation
    trainee: Trainee
    other: Trainee
    context: BrowserContext
    page: Page

    def answer(self, numbers: range) -> dict[str, str]:
        """Fill in some questions, one by one; what was filled in, by item."""
        given = {ITEMS[n]: str(100 + n) for n in numbers}
        for item, text in given.items():
            field = self.page.locator(f"section[data-item={item}] input[data-number]")
            field.fill(text)
            field.blur()
        return given

    def stored(self) -> list[tuple[str, str]]:
        """Items and answers in the order in which they were saved, of everyone in the organisation."""
        with self.installation.session() as session:
            query = (
                select(Answer)
                .where(Answer.organisation_id == self.trainee.organisation_id)
                .order_by(Answer.id)
            )
            return [(row.item_id, row.response["text"]) for row in session.scalars(query)]

    def expect_saved(self, given: dict[str, str]) -> None:
        """Each answer is stored once, in the order given, and the page says so."""
        for _ in range(LATE // 100):
            if len(self.stored()) >= len(given):
                break
            self.page.wait_for_timeout(100)
        assert self.stored() == list(given.items())
        expect(self.page.locator("[data-save][data-state=ok]")).to_contain_text(
            "Bewaard om", timeout=SOON
        )

    def expect_waiting(self) -> None:
        expect(self.page.locator("[data-save]")).to_contain_text("Niet bewaard", timeout=SOON)

    def sign_in_elsewhere(self, person: Trainee) -> None:
        """Sign in by password in another tab of the same browser."""
        tab = self.context.new_page()
        tab.goto(f"{self.installation.url}/inloggen")
        form = tab.locator("form:has(input[name=password])")
        form.locator("input[name=email]").fill(person.email)
        form.locator("input[name=password]").fill(PASSWORD)
        form.locator("button[type=submit]").click()
        tab.wait_for_url(lambda url: "/inloggen" not in url, timeout=LATE)
        tab.close()


@pytest.fixture
def sitting(installation: Installation) -> Iterator[Sitting]:
    trainee, other = seed_trainees(installation, 2, password_hash=hash_password(PASSWORD))
    context = shared_browser().new_context(locale="nl-NL")
    try:
        context.add_cookies(
            [{"name": "courseapp", "value": trainee.cookie, "url": installation.url}]
        )
        page = context.new_page()
        page.goto(f"{installation.url}/leren/{trainee.enrolment_id}/stap/{QUIZ}")
        page.get_by_role("button", name="Begin met de toets").click()
        page.wait_for_url("**/poging/*")
        page.wait_for_load_state("networkidle")
        yield Sitting(installation, trainee, other, context, page)
    finally:
        context.close()


# Seen to fail without the store on the device (guards.py): after the reload the page shows 2 answers instead of 5.
def test_a_cut_network_a_reload_and_a_killed_server_lose_no_answer(sitting: Sitting) -> None:
    address = sitting.page.url
    given = sitting.answer(range(2))
    sitting.expect_saved(given)
    sitting.context.set_offline(True)
    given |= sitting.answer(range(2, 5))
    sitting.expect_waiting()
    sitting.installation.kill()  # Chromium lets a closing page send past the cut: with nobody there, nothing arrives
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        sitting.page.reload()
    sitting.page.close()
    sitting.context.set_offline(False)
    sitting.installation.start()
    sitting.page = sitting.context.new_page()
    sitting.page.goto(address)
    expect(sitting.page.locator("[data-answered]")).to_contain_text("5 van de 8")
    sitting.expect_saved(given)
    sitting.installation.kill()
    given |= sitting.answer(range(5, 8))
    sitting.expect_waiting()
    sitting.installation.start()
    sitting.expect_saved(given)


# Seen to fail without the comparison of persons (guards.py): nobody is told that someone else is signed in.
def test_an_ended_session_holds_answers_until_the_same_person_signs_in_again(
    sitting: Sitting,
) -> None:
    page = sitting.page
    given = sitting.answer(range(2))
    sitting.expect_saved(given)
    end_sessions(sitting)
    given |= sitting.answer(range(2, 4))
    expect(page.locator("[data-banner=signin]")).to_be_visible(timeout=SOON)
    sitting.sign_in_elsewhere(sitting.other)
    expect(page.locator("[data-banner=other]")).to_be_visible(timeout=LATE)
    given |= sitting.answer(range(4, 6))
    page.wait_for_timeout(1_000)
    assert len(sitting.stored()) == 2, "nothing is sent under the other person's name"
    sitting.context.clear_cookies()
    sitting.sign_in_elsewhere(sitting.trainee)
    sitting.expect_saved(given)
    expect(page.locator("[data-banner=other]")).to_be_hidden()
    hand_in(page)
    assert graded(sitting) == {item: given.get(item, "") for item in ITEMS}
    assert attempts_of_others(sitting) == 0


def end_sessions(sitting: Sitting) -> None:
    with sitting.installation.session() as session:
        end_all_sessions(session, person_id=sitting.trainee.person_id, now=utc_now())
        assert session.get_one(Person, sitting.trainee.person_id).email == sitting.trainee.email
        session.commit()


def hand_in(page: Page) -> None:
    """Hand in, also with questions left open."""
    page.locator("[data-hand-in]").click()
    page.wait_for_url("**/inleveren")
    page.locator("button[name=confirm]").click()
    page.wait_for_url("**/resultaat")


def graded(sitting: Sitting) -> dict[str, str]:
    with sitting.installation.session() as session:
        query = select(GradedItem).where(
            GradedItem.organisation_id == sitting.trainee.organisation_id
        )
        return {row.item_id: row.response.get("text", "") for row in session.scalars(query)}


def attempts_of_others(sitting: Sitting) -> int:
    with sitting.installation.session() as session:
        query = select(Attempt).where(Attempt.enrolment_id != sitting.trainee.enrolment_id)
        mine = sitting.trainee.organisation_id
        return sum(
            a.organisation_id == mine for a in session.scalars(query, execution_options=ALL_TENANTS)
        )
