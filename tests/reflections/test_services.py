"""Saving, handing in, sharing and taking back, on both engines."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.catalog.models import Revision
from courseapp.enrolment.models import Enrolment
from courseapp.organisations.models import Role
from courseapp.reflections import queries, services
from courseapp.reflections.models import Reflection
from courseapp.reflections.services import Draft, Stamp
from courseapp.web.now import utc_now
from tests.factories import make_course, make_enrolment, make_organisation, make_person, make_run

DRAFT = Draft(
    texts={"terug": "Een mevrouw belde."}, cue="Als de klant zucht.", action="wacht ik even"
)


@pytest.fixture
def enrolment(session: Session) -> Enrolment:
    organisation = make_organisation(session)
    trainer = make_person(session, organisation=make_organisation(session), role=Role.TRAINER)
    run = make_run(
        session, organisation=organisation, course=make_course(session), trainer_id=trainer.id
    )
    return make_enrolment(session, person=make_person(session, organisation=organisation), run=run)


def trainer_of(session: Session, enrolment: Enrolment) -> int:
    from courseapp.enrolment.models import CourseRun

    found = session.scalar(
        select(CourseRun.trainer_id).where(
            CourseRun.organisation_id == enrolment.organisation_id,
            CourseRun.id == enrolment.run_id,
        )
    )
    assert found is not None
    return found


def call(
    verb: Any,
    session: Session,
    enrolment: Enrolment,
    *,
    draft: Draft = DRAFT,
    sequence: int,
    tab: str = "tab-1",
    base: int = 0,
) -> Reflection:
    revision_id = session.scalar(select(Revision.id).order_by(Revision.id.desc()).limit(1))
    stored: Reflection = verb(
        session,
        enrolment=enrolment,
        step_id="mijn-plan",
        revision_id=revision_id,
        draft=draft,
        stamp=Stamp(tab=tab, sequence=sequence, base=base),
        now=utc_now(),
    )
    return stored


def save(session: Session, enrolment: Enrolment, **options: Any) -> Reflection:
    return call(services.save_draft, session, enrolment, **options)


def submit(session: Session, enrolment: Enrolment, **options: Any) -> Reflection:
    return call(services.submit, session, enrolment, **options)


def draft(text: str) -> Draft:
    return Draft(texts={"terug": text}, cue="", action="")


def test_a_draft_is_kept_and_private(session: Session, enrolment: Enrolment) -> None:
    stored = save(session, enrolment, sequence=1)
    assert stored.texts == {"terug": "Een mevrouw belde."}
    assert stored.submitted_at is None and stored.shared_at is None


def test_an_older_save_does_not_undo_a_newer_one(session: Session, enrolment: Enrolment) -> None:
    for sequence, text in ((5, "vijf"), (4, "vier"), (5, "vijf"), (3, "drie")):
        stored = save(session, enrolment, draft=draft(text), sequence=sequence)
    assert (stored.sequence, stored.texts) == (5, {"terug": "vijf"})


def test_another_page_cannot_overwrite_what_it_never_saw(
    session: Session, enrolment: Enrolment
) -> None:
    save(session, enrolment, draft=draft("nieuw"), sequence=1)
    for sequence in (1, 2, 99):
        with pytest.raises(services.StaleDraft) as refusal:
            save(session, enrolment, draft=draft("oud"), sequence=sequence, tab="tab-2")
        assert refusal.value.stored.texts == {"terug": "nieuw"}
    later = save(session, enrolment, draft=draft("later"), sequence=2, tab="tab-3", base=1)
    assert later.texts == {"terug": "later"}
    with pytest.raises(services.StaleDraft):
        submit(session, enrolment, sequence=7)


@pytest.mark.parametrize(
    ("onto", "follows"),
    [(("tab-0:1", "tab-1:3"), True), (("tab-1:2",), True), (("tab-1:1",), False), (("tab-1:x", ""), False),
     (("tab-1:" + "9" * 5000, "tab-1:²"), False)],
)  # fmt: skip
def test_a_page_builds_upon_what_it_shows_of_an_earlier_one(
    session: Session, enrolment: Enrolment, onto: tuple[str, ...], follows: bool
) -> None:
    """It was made before the second save of that page arrived, and shows up to what `onto` says."""
    call(services.save_draft, session, enrolment, sequence=1)
    stored = call(services.save_draft, session, enrolment, sequence=2)
    assert Stamp(tab="tab-2", sequence=4, base=0, onto=onto).follows(stored) is follows


def test_the_same_save_twice_is_one_save(session: Session, enrolment: Enrolment) -> None:
    save(session, enrolment, draft=draft("een"), sequence=1)
    stored = save(session, enrolment, draft=draft("een"), sequence=1)
    assert (stored.sequence, stored.texts) == (1, {"terug": "een"})


def test_a_plan_needs_both_halves(session: Session, enrolment: Enrolment) -> None:
    for cue, action, missing in (
        ("", "", ("cue", "action")),
        ("Als ", "iets", ("cue",)),
        ("iets", ". ", ("action",)),
    ):
        half = Draft(texts={}, cue=cue, action=action)
        with pytest.raises(services.PlanIncomplete) as refusal:
            submit(session, enrolment, draft=half, sequence=1)
        assert refusal.value.missing == missing
    assert queries.find_own(session, enrolment=enrolment, step_id="mijn-plan") is None


def test_handing_in_cleans_the_plan_and_is_done_once(
    session: Session, enrolment: Enrolment
) -> None:
    stored = submit(session, enrolment, sequence=1)
    at = stored.submitted_at
    assert (stored.cue, stored.action) == ("de klant zucht", "wacht ik even")
    assert at is not None
    assert submit(session, enrolment, sequence=1).submitted_at == at
    changed = submit(session, enrolment, draft=DRAFT, sequence=2)
    assert changed.submitted_at == at and changed.sequence == 2


def test_a_late_draft_does_not_change_what_was_handed_in(
    session: Session, enrolment: Enrolment
) -> None:
    submit(session, enrolment, sequence=2)
    with pytest.raises(services.AlreadySubmitted):
        save(session, enrolment, draft=draft("laat"), sequence=3)


def test_a_text_without_its_prompt_stays_with_its_writer(
    session: Session, enrolment: Enrolment
) -> None:
    save(session, enrolment, draft=draft("eerste"), sequence=1)
    other = Draft(texts={"nieuw": "tweede"}, cue="", action="")
    stored = save(session, enrolment, draft=other, sequence=2)
    assert stored.texts == {"terug": "eerste", "nieuw": "tweede"}


@pytest.mark.parametrize(
    ("field", "too_long"),
    [
        ("terug", draft("x" * 5001)),
        ("cue", Draft(texts={}, cue="x" * 301, action="")),
        ("action", Draft(texts={}, cue="", action="x" * 301)),
    ],
)
def test_a_text_has_a_limit(
    session: Session, enrolment: Enrolment, field: str, too_long: Draft
) -> None:
    with pytest.raises(services.TextTooLong) as refusal:
        save(session, enrolment, draft=too_long, sequence=1)
    assert refusal.value.field == field


def shared_ids(session: Session, trainer_id: int) -> list[int]:
    shared = queries.list_shared(session, [Reflection], trainer_id=trainer_id)
    return [line.work_id for line in shared.lines]


@pytest.mark.requirement("SEC-09")
def test_the_trainer_reads_it_only_while_it_is_shared(
    session: Session, enrolment: Enrolment
) -> None:
    trainer_id = trainer_of(session, enrolment)
    stored = submit(session, enrolment, sequence=1)
    assert shared_ids(session, trainer_id) == []
    services.share_with_trainer(session, stored, now=utc_now())
    assert shared_ids(session, trainer_id) == [stored.id]
    found = queries.find_shared(session, Reflection, trainer_id=trainer_id, work_id=stored.id)
    assert found is not None and found.writer == "Samira Haddou"
    services.stop_sharing(session, stored)
    assert shared_ids(session, trainer_id) == []
    assert (
        queries.find_shared(session, Reflection, trainer_id=trainer_id, work_id=stored.id) is None
    )


@pytest.mark.requirement("SEC-09")
def test_a_trainer_of_another_run_reads_nothing(session: Session, enrolment: Enrolment) -> None:
    stored = submit(session, enrolment, sequence=1)
    services.share_with_trainer(session, stored, now=utc_now())
    other = make_person(session, organisation=make_organisation(session), role=Role.TRAINER)
    assert shared_ids(session, other.id) == []
    assert queries.find_shared(session, Reflection, trainer_id=other.id, work_id=stored.id) is None


def test_only_what_was_handed_in_can_be_shared(session: Session, enrolment: Enrolment) -> None:
    stored = save(session, enrolment, sequence=1)
    with pytest.raises(services.NotSubmitted):
        services.share_with_trainer(session, stored, now=utc_now())


def test_sharing_twice_keeps_the_first_moment(session: Session, enrolment: Enrolment) -> None:
    stored = submit(session, enrolment, sequence=1)
    services.share_with_trainer(session, stored, now=utc_now())
    first = stored.shared_at
    services.share_with_trainer(session, stored, now=utc_now())
    assert stored.shared_at == first


@pytest.mark.requirement("SEC-09")
def test_what_someone_wrote_stays_out_of_representations(
    session: Session, enrolment: Enrolment
) -> None:
    stored = save(session, enrolment, draft=draft("KANARIE"), sequence=1)
    assert "KANARIE" not in repr(stored)
