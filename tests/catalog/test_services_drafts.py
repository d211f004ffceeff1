"""Drafts: an optimistic lock that loses no text, publishing them, restoring."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.audit.models import AuditEvent
from courseapp.catalog.domain.source import content_hash
from courseapp.catalog.queries import get_course, get_files, get_working_copy, list_drafts
from courseapp.catalog.services import (
    DraftConflict,
    DraftsChanged,
    SavedDraft,
    StaleBase,
    discard_draft,
    publish_drafts,
    restore_revision,
    save_draft,
)
from courseapp.web.database import db
from courseapp.web.now import utc_now
from tests.catalog.courses import LESSON, check
from tests.catalog.publishing import SLUG, course_files, publish_files, publish_in_studio
from tests.factories import make_person


def draft_text(word: str) -> str:
    return course_files(word)[LESSON].decode()


def save(
    session: Session, word: str, *, author: int, version: int = 0, path: str = LESSON
) -> SavedDraft:
    course = get_course(session, SLUG)
    drafts = list_drafts(session, course)
    base = drafts[path].base_revision_id if path in drafts else course.current.id
    return save_draft(
        session, course_id=course.id, path=path, text=draft_text(word), version=version,
        base_revision_id=base, author_id=author, now=utc_now(),
    )  # fmt: skip


def publish_now(session: Session, *, author: int, base: int | None = None):
    copy = get_working_copy(session, SLUG)
    return publish_drafts(
        session, slug=SLUG, checked=check(copy.files), checked_hash=content_hash(copy.files),
        base_revision_id=base or copy.course.current.id, author_id=author, message="Beter", now=utc_now(),
    )  # fmt: skip


@pytest.fixture
def author(session) -> int:
    publish_files(session)
    return make_person(session).id


def test_a_draft_is_laid_over_the_published_files(session, author) -> None:
    save(session, "concept", author=author)
    copy = get_working_copy(session, SLUG)
    assert copy.files == course_files("concept")
    assert copy.published == course_files()
    assert copy.drafts[LESSON].editor == "Samira Haddou"
    assert get_course(session, SLUG).drafts == 1


def test_each_save_names_the_version_it_follows(session, author) -> None:
    first = save(session, "een", author=author)
    second = save(session, "twee", author=author, version=first.version)
    with pytest.raises(DraftConflict):
        save(session, "drie", author=author, version=first.version)
    draft = get_working_copy(session, SLUG).drafts[LESSON]
    assert (draft.text, draft.version) == (draft_text("twee"), second.version)


def test_a_second_first_draft_is_a_conflict(session, author) -> None:
    save(session, "een", author=author)
    with pytest.raises(DraftConflict):
        save(session, "twee", author=author)


def test_the_same_save_of_the_same_author_is_acknowledged_again(session, author) -> None:
    first = save(session, "een", author=author)
    assert save(session, "een", author=author) == first
    second = save(session, "twee", author=author, version=first.version)
    assert save(session, "twee", author=author, version=first.version) == second
    with pytest.raises(DraftConflict):
        save(session, "twee", author=make_person(session).id, version=first.version)
    with pytest.raises(DraftConflict):
        save(session, "een", author=author, version=first.version)


def test_a_draft_that_was_thrown_away_and_begun_again_is_another_one(session, author) -> None:
    course = get_course(session, SLUG)
    first = save(session, "een", author=author)
    discard_draft(session, course_id=course.id, path=LESSON, version=first.version)
    again = save(session, "twee", author=author)
    assert again.version > first.version
    with pytest.raises(DraftConflict):
        save(session, "drie", author=author, version=first.version)


def test_only_the_version_that_was_seen_is_thrown_away(session, author) -> None:
    first = save(session, "een", author=author)
    save(session, "twee", author=author, version=first.version)
    with pytest.raises(DraftConflict):
        discard_draft(
            session, course_id=get_course(session, SLUG).id, path=LESSON, version=first.version
        )


def test_publishing_drafts_ends_them(session, author) -> None:
    save(session, "concept", author=author)
    done = publish_now(session, author=author)
    assert (done.number, done.is_new) == (2, True)
    assert get_files(session, done.revision_id) == course_files("concept")
    course = get_course(session, SLUG)
    assert (course.drafts, course.current.origin, course.current.message) == (0, "studio", "Beter")
    assert course.current.author_id == author


def test_publishing_another_text_than_was_shown_is_refused(session, author) -> None:
    first = save(session, "een", author=author)
    shown = get_working_copy(session, SLUG)
    save(session, "twee", author=author, version=first.version)
    with pytest.raises(DraftsChanged):
        publish_drafts(
            session, slug=SLUG, checked=check(shown.files), checked_hash=content_hash(shown.files),
            base_revision_id=shown.course.current.id, author_id=author, message="", now=utc_now(),
        )  # fmt: skip
    assert get_course(session, SLUG).current.number == 1


def test_a_draft_on_a_text_that_was_published_anew_is_stale(session, author) -> None:
    save(session, "concept", author=author)
    publish_in_studio(session, "ander", base=get_course(session, SLUG).current.id)
    copy = get_working_copy(session, SLUG)
    assert [draft.path for draft in copy.stale] == [LESSON]
    with pytest.raises(StaleBase):
        publish_now(session, author=author)
    assert get_working_copy(session, SLUG).drafts[LESSON].text == draft_text("concept")


def test_a_draft_on_a_file_that_did_not_change_is_not_stale(session, author) -> None:
    course = get_course(session, SLUG)
    save_draft(
        session, course_id=course.id, path="course.md", text="---\nid: proef\ntitle: Nieuw\n---\nTekst.\n",
        version=0, base_revision_id=course.current.id, author_id=author, now=utc_now(),
    )  # fmt: skip
    publish_in_studio(session, "ander", base=course.current.id)
    assert get_working_copy(session, SLUG).stale == ()


def test_publishing_on_a_revision_that_no_longer_counts_is_refused(session, author) -> None:
    shown = get_course(session, SLUG).current.id
    publish_in_studio(session, "ander", base=shown)
    save(session, "concept", author=author)
    with pytest.raises(StaleBase):
        publish_now(session, author=author, base=shown)


def test_restoring_publishes_the_old_files_as_the_newest_revision(session, author) -> None:
    first = get_course(session, SLUG).current
    second = publish_in_studio(session, "twee", base=first.id)
    save(session, "concept", author=author)
    files = get_files(session, first.id)
    done = restore_revision(
        session, number=1, files=files, checked=check(files), base_revision_id=second.revision_id,
        author_id=author, message="Versie 1 teruggezet", now=utc_now(),
    )  # fmt: skip
    assert (done.number, done.content_hash) == (3, first.content_hash)
    assert get_files(session, done.revision_id) == course_files()
    assert get_course(session, SLUG).drafts == 1
    actions = session.execute(select(AuditEvent.action).order_by(AuditEvent.id)).scalars().all()
    assert actions[-2:] == ["course.published", "course.restored"]


def test_restoring_from_an_old_page_is_refused(session, author) -> None:
    first = get_course(session, SLUG).current
    publish_in_studio(session, "twee", base=first.id)
    files = get_files(session, first.id)
    with pytest.raises(StaleBase):
        restore_revision(
            session, number=1, files={**files, LESSON: b"x"}, checked=check(files),
            base_revision_id=first.id, author_id=author, message="", now=utc_now(),
        )  # fmt: skip


def test_of_two_editors_at_once_one_saves_and_the_other_is_told(committed_app) -> None:
    with committed_app.app_context():
        publish_files(db.session())
        author = make_person(db.session()).id
        db.session.commit()
    barrier = Barrier(4)

    def run(word: str) -> str:
        with committed_app.app_context():
            barrier.wait()
            try:
                save(db.session(), word, author=author)
                db.session.commit()
            except DraftConflict:
                db.session.rollback()
                return "conflict"
            return word

    with ThreadPoolExecutor(4) as pool:
        outcome = list(pool.map(run, ["een", "twee", "drie", "vier"]))
    saved = [word for word in outcome if word != "conflict"]
    assert len(saved) == 1
    with committed_app.app_context():
        assert get_working_copy(db.session(), SLUG).drafts[LESSON].text == draft_text(saved[0])


def test_saving_while_the_draft_is_published_loses_neither_text(committed_app) -> None:
    with committed_app.app_context():
        publish_files(db.session())
        author = make_person(db.session()).id
        version = save(db.session(), "een", author=author).version
        db.session.commit()
    barrier = Barrier(2)

    def publisher() -> str:
        with committed_app.app_context():
            barrier.wait()
            try:
                publish_now(db.session(), author=author)
                db.session.commit()
            except (DraftsChanged, StaleBase):
                db.session.rollback()
                return "refused"
            return "published"

    def saver() -> str:
        with committed_app.app_context():
            barrier.wait()
            try:
                save(db.session(), "twee", author=author, version=version)
                db.session.commit()
            except DraftConflict:
                db.session.rollback()
                return "conflict"
            return "saved"

    with ThreadPoolExecutor(2) as pool:
        published, saved = pool.submit(publisher), pool.submit(saver)
        outcome = (published.result(), saved.result())
    with committed_app.app_context():
        copy = get_working_copy(db.session(), SLUG)
        if outcome[1] == "saved":
            assert copy.files == course_files("twee")
        else:
            assert outcome == ("published", "conflict")
            assert copy.published == course_files("een")
