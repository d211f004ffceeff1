"""What pages and commands read of courses: revisions, their files, drafts and the working copy."""

from courseapp.catalog.queries.answered import AnsweredIn, KindChange, list_kind_changes
from courseapp.catalog.queries.courses import (
    CourseState,
    RevisionRow,
    find_course,
    find_revision,
    get_course,
    list_courses,
    list_revisions,
)
from courseapp.catalog.queries.files import (
    MediaFile,
    find_file,
    find_media,
    get_files,
    list_digests,
)
from courseapp.catalog.queries.revisions import (
    CourseNotFound,
    Published,
    get_current,
    get_revision,
    get_revisions,
)
from courseapp.catalog.queries.working_copy import (
    DraftState,
    WorkingCopy,
    find_draft,
    get_working_copy,
    list_drafts,
)

__all__ = [
    "AnsweredIn",
    "CourseNotFound",
    "CourseState",
    "DraftState",
    "KindChange",
    "MediaFile",
    "Published",
    "RevisionRow",
    "WorkingCopy",
    "find_course",
    "find_draft",
    "find_file",
    "find_media",
    "find_revision",
    "get_course",
    "get_current",
    "get_files",
    "get_revision",
    "get_revisions",
    "get_working_copy",
    "list_courses",
    "list_digests",
    "list_drafts",
    "list_kind_changes",
    "list_revisions",
]
