"""The source files of revisions, and the media that pages show."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.catalog.models import Course, Revision, RevisionFile, SourceBlob

_DIGEST = re.compile(r"[0-9a-f]{12}\Z")


@dataclass(frozen=True, kw_only=True)
class MediaFile:
    """The bytes of a published media file and the path it has in its course."""

    path: str
    content: bytes


def get_files(session: Session, revision_id: int) -> dict[str, bytes]:
    """All files of a revision by path."""
    rows = session.execute(
        select(RevisionFile.path, SourceBlob.content)
        .join(SourceBlob, SourceBlob.sha256 == RevisionFile.sha256)
        .where(RevisionFile.revision_id == revision_id)
        .order_by(RevisionFile.path)
    )
    return {path: bytes(content) for path, content in rows}


def list_digests(session: Session, revision_id: int) -> dict[str, str]:
    """The SHA-256 of each file of a revision, by path in order."""
    rows = session.execute(
        select(RevisionFile.path, RevisionFile.sha256)
        .where(RevisionFile.revision_id == revision_id)
        .order_by(RevisionFile.path)
    )
    return dict(rows.tuples().all())


def find_file(session: Session, *, revision_id: int, path: str) -> bytes | None:
    """The bytes of one file of a revision."""
    return session.execute(
        select(SourceBlob.content)
        .join(RevisionFile, RevisionFile.sha256 == SourceBlob.sha256)
        .where(RevisionFile.revision_id == revision_id, RevisionFile.path == path)
    ).scalar_one_or_none()


def find_media(session: Session, *, slug: str, digest: str, name: str) -> MediaFile | None:
    """A media file of any revision of a course, by the digest and the name in its address."""
    if not _DIGEST.match(digest):
        return None
    rows = session.execute(
        select(RevisionFile.path, RevisionFile.sha256)
        .join(Revision, Revision.id == RevisionFile.revision_id)
        .join(Course, Course.id == Revision.course_id)
        .where(
            Course.slug == slug, RevisionFile.sha256 >= digest, RevisionFile.sha256 < f"{digest}g"
        )
        .distinct()
    ).tuples()
    for path, sha256 in rows:
        if posixpath.basename(path) == name:
            content = session.execute(
                select(SourceBlob.content).where(SourceBlob.sha256 == sha256)
            ).scalar_one()
            return MediaFile(path=path, content=bytes(content))
    return None
