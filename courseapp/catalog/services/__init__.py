"""Publishing, drafts and restoring: all that changes a course."""

from courseapp.catalog.services.drafts import (
    DraftConflict,
    SavedDraft,
    discard_draft,
    save_draft,
)
from courseapp.catalog.services.folders import (
    Pull,
    UnknownBase,
    note_pulled,
    plan_pull,
    publish_folder,
)
from courseapp.catalog.services.publishing import (
    CourseHasErrors,
    KindChanged,
    Publication,
    StaleBase,
    publish,
)
from courseapp.catalog.services.studio import DraftsChanged, publish_drafts, restore_revision

__all__ = [
    "CourseHasErrors",
    "DraftConflict",
    "DraftsChanged",
    "KindChanged",
    "Publication",
    "Pull",
    "SavedDraft",
    "StaleBase",
    "UnknownBase",
    "discard_draft",
    "note_pulled",
    "plan_pull",
    "publish",
    "publish_drafts",
    "publish_folder",
    "restore_revision",
    "save_draft",
]
