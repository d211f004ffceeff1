"""Publishing: immutable revisions, one transaction, no silent overwriting, on both engines."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courseapp.audit.models import AuditEvent
from courseapp.catalog.domain.source import content_hash
from courseapp.catalog.models import Course, Revision, RevisionFile, SourceBlob
from courseapp.catalog.queries import (
    find_course,
    find_revision,
    get_course,
    get_current,
    get_files,
    list_revisions,
)
from courseapp.catalog.services import (
    CourseHasErrors,
    KindChanged,
    StaleBase,
    UnknownBase,
    note_pulled,
    plan_pull,
    publish_folder,
)
from courseapp.kinds import COURSE_KINDS
from courseapp.quizzes.models import PracticeAnswer
from courseapp.web.database import db
from courseapp.web.now import utc_now
from tests.catalog.courses import LESSON, base_course, check
from tests.catalog.publishing import SLUG, course_files, publish_files, publish_in_studio
from tests.factories import make_enrolment, make_organisation, make_person


def count(session: Session, table: type) -> int:
    return session.execute(select(func.count()).select_from(table)).scalar_one()


def test_a_first_publication_is_revision_one_under_the_hash_of_its_files(session) -> None:
    done = publish_files(session)
    assert (done.number, done.is_new) == (1, True)
    assert done.content_hash == content_hash(course_files())
    assert get_files(session, done.revision_id) == course_files()
    published = get_current(session, get_course(session, SLUG).id)
    assert published.course.steps_by_id["les"].texts["en"].title == "Lesson"
    assert published.key("kies", "nl")["right"]


def test_the_order_of_languages_survives_the_database(session) -> None:
    publish_files(session)
    course = get_course(session, SLUG)
    session.expire_all()
    stored = session.execute(select(Revision.compiled)).scalar_one()
    assert list(stored["texts"]) == ["nl", "en"]
    assert get_current(session, course.id).course.locales == ("nl", "en")


def test_the_same_bytes_again_are_no_new_revision(session) -> None:
    first = publish_files(session)
    again = publish_files(session)
    assert (again.revision_id, again.is_new) == (first.revision_id, False)
    assert count(session, Revision) == 1
    assert count(session, AuditEvent) == 1


def test_another_compilation_of_the_same_bytes_is_a_new_revision(session) -> None:
    first = publish_files(session)
    row = session.get_one(Revision, first.revision_id)
    row.compiled = {**row.compiled, "texts": {}}
    session.flush()
    second = publish_files(session)
    assert (second.number, second.is_new) == (2, True)
    assert second.content_hash == first.content_hash


def test_unchanged_files_are_stored_once(session) -> None:
    publish_files(session)
    before = count(session, SourceBlob)
    publish_files(session, "goed")
    assert count(session, SourceBlob) == before + 1
    assert count(session, RevisionFile) == 2 * len(course_files())


def test_files_that_are_no_part_of_a_course_are_not_kept(session) -> None:
    files = {**course_files(), "notities.txt": b""}
    done = publish_folder(session, files=files, checked=check(course_files()), now=utc_now())
    assert "notities.txt" not in get_files(session, done.revision_id)


def test_a_course_with_errors_is_refused_and_nothing_changes(session) -> None:
    publish_files(session)
    files = base_course({LESSON: b"---\nid: les\ntitle: Les\n---\n![](weg.png)\n"})
    with pytest.raises(CourseHasErrors) as refusal:
        publish_folder(session, files=files, checked=check(files), now=utc_now())
    assert all(finding.is_error for finding in refusal.value.findings)
    assert get_course(session, SLUG).current.number == 1
    assert count(session, Revision) == 1


def test_files_from_before_a_publication_in_the_studio_are_refused(session) -> None:
    first = publish_files(session)
    publish_in_studio(session, "studio", base=first.revision_id)
    with pytest.raises(StaleBase) as refusal:
        publish_files(session, "bestand")
    assert (refusal.value.number, refusal.value.origin) == (2, "studio")
    assert get_course(session, SLUG).current.number == 2


def test_naming_the_base_publishes_knowingly_over_the_studio(session) -> None:
    first = publish_files(session)
    second = publish_in_studio(session, "studio", base=first.revision_id)
    with pytest.raises(StaleBase):
        publish_files(session, "bestand", base=first.content_hash[:12])
    with pytest.raises(UnknownBase):
        publish_files(session, "bestand", base="9")
    done = publish_files(session, "bestand", base=second.content_hash[:12])
    assert done.number == 3


def test_files_that_hold_what_the_studio_published_need_no_pull(session) -> None:
    first = publish_files(session)
    publish_in_studio(session, "studio", base=first.revision_id)
    again = publish_files(session, "studio")
    assert again.is_new is False
    assert publish_files(session, "verder").number == 3


def test_a_base_with_the_same_content_counts_as_the_current_one(session) -> None:
    first = publish_files(session)
    second = publish_in_studio(session, "twee", base=first.revision_id)
    publish_in_studio(session, "eerst", base=second.revision_id)
    done = publish_in_studio(session, "vier", base=first.revision_id)
    assert done.number == 4


def test_a_pull_brings_what_the_studio_changed_and_keeps_what_only_the_folder_changed(
    session,
) -> None:
    first = publish_files(session)
    publish_in_studio(session, "studio", base=first.revision_id)
    course = get_course(session, SLUG)
    local = {**course_files(), "1-begin/module.md": b"eigen werk", "nieuw.md": b"nieuw"}
    plan = plan_pull(session, course=course, local=local)
    assert dict(plan.write) == {LESSON: course_files("studio")[LESSON]}
    assert (plan.remove, plan.clashes) == ((), ())


def test_a_pull_names_files_that_changed_on_both_sides(session) -> None:
    first = publish_files(session)
    publish_in_studio(session, "studio", base=first.revision_id)
    local = {**course_files(), LESSON: b"ook veranderd"}
    plan = plan_pull(session, course=get_course(session, SLUG), local=local)
    assert plan.clashes == (LESSON,)


def test_after_a_pull_the_files_may_be_published(session) -> None:
    first = publish_files(session)
    publish_in_studio(session, "studio", base=first.revision_id)
    note_pulled(session, get_course(session, SLUG))
    assert publish_files(session, "bestand").number == 3


def test_a_revision_is_found_by_number_and_by_hash(session) -> None:
    done = publish_files(session)
    course = get_course(session, SLUG)
    for name in ("1", done.content_hash, done.content_hash[:8]):
        assert find_revision(session, course_id=course.id, name=name).id == done.revision_id
    for name in ("2", "", "x" * 8, "0" * 64, "²"):
        assert find_revision(session, course_id=course.id, name=name) is None


def test_an_unknown_course_is_not_found(session) -> None:
    assert find_course(session, "nergens") is None


def as_true_false(files: dict[str, bytes]) -> dict[str, bytes]:
    """The same course with its question made true/false under the same id."""
    return {p: d.replace(b"{#kies ", b"{#kies kind=true-false ") for p, d in files.items()}


def answer_question(session: Session, *, revision_id: int, item: str = "kies") -> None:
    course = session.execute(select(Course).where(Course.slug == SLUG)).scalar_one()
    organisation = make_organisation(session)
    person = make_person(session, organisation=organisation)
    enrolment = make_enrolment(session, person=person, course=course, organisation=organisation)
    session.add(
        PracticeAnswer(
            organisation_id=organisation.id, enrolment_id=enrolment.id, step_id="les", item_id=item,
            revision_id=revision_id, client_key="k", response={}, verdict="correct", at=utc_now(),
        )
    )  # fmt: skip
    session.flush()


def publish_with_kinds(session: Session, files: dict[str, bytes]):
    return publish_folder(
        session, files=files, checked=check(files), now=utc_now(), answered_in=COURSE_KINDS.answered_in
    )  # fmt: skip


def test_a_question_that_nobody_answered_may_change_its_kind(session) -> None:
    publish_files(session)
    assert publish_with_kinds(session, as_true_false(course_files())).number == 2


def test_a_question_with_answers_may_not_change_its_kind(session) -> None:
    first = publish_files(session)
    answer_question(session, revision_id=first.revision_id)
    with pytest.raises(KindChanged) as refusal:
        publish_with_kinds(session, as_true_false(course_files()))
    (change,) = refusal.value.changes
    assert (change.item_id, change.was, change.now) == ("kies", "single", "true-false")
    assert publish_with_kinds(session, course_files("anders")).number == 2


def test_leaving_the_question_out_for_a_while_is_no_way_round(session) -> None:
    first = publish_files(session)
    answer_question(session, revision_id=first.revision_id)
    files = course_files()
    other = {p: d.replace(b"{#kies ", b"{#ander ") for p, d in files.items()}
    assert publish_with_kinds(session, other).number == 2
    with pytest.raises(KindChanged):
        publish_with_kinds(session, as_true_false(files))


def publish_at_once(app: Flask, words: list[str], base: int | None) -> list[str]:
    """Each word from a thread of its own, all at the same moment; what became of each."""
    barrier = Barrier(len(words))

    def run(word: str) -> str:
        with app.app_context():
            check(course_files(word))
            barrier.wait()
            try:
                publish_in_studio(db.session(), word, base=base)
                db.session.commit()
            except StaleBase:
                db.session.rollback()
                return "stale"
            return "published"

    with ThreadPoolExecutor(len(words)) as pool:
        return sorted(pool.map(run, words))


def test_of_two_publishers_at_once_one_wins_and_the_other_is_told(committed_app) -> None:
    with committed_app.app_context():
        base = publish_files(db.session()).revision_id
        db.session.commit()
    assert publish_at_once(committed_app, ["a", "b", "c"], base) == ["published", "stale", "stale"]
    with committed_app.app_context():
        assert [r.number for r in list_revisions(db.session(), 1)] == [2, 1]


def test_two_first_publishers_make_one_course(committed_app) -> None:
    outcome = publish_at_once(committed_app, ["a", "b"], None)
    assert outcome == ["published", "stale"]
    with committed_app.app_context():
        assert count(db.session(), Course) == 1


def test_the_same_publication_twice_at_once_is_one_revision(committed_app) -> None:
    assert publish_at_once(committed_app, ["a", "a", "a"], None) == ["published"] * 3
    with committed_app.app_context():
        assert count(db.session(), Revision) == 1
