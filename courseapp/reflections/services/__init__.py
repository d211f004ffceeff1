"""What a writer does with a reflection or a work task: save, hand in, share, take back."""

from courseapp.reflections.services.saving import (
    MAX_HALF,
    MAX_TEXT,
    AlreadySubmitted,
    NotSubmitted,
    PlanIncomplete,
    Saved,
    StaleDraft,
    Stamp,
    TextsMissing,
    TextTooLong,
    check_length,
    lock_own,
    share_with_trainer,
    stop_sharing,
)
from courseapp.reflections.services.tasks import (
    TaskDraft,
    finish_task,
    save_task,
)
from courseapp.reflections.services.writing import (
    Draft,
    rewrite_plan,
    save_draft,
    submit,
)

__all__ = [
    "MAX_HALF",
    "MAX_TEXT",
    "AlreadySubmitted",
    "Draft",
    "NotSubmitted",
    "PlanIncomplete",
    "Saved",
    "StaleDraft",
    "Stamp",
    "TaskDraft",
    "TextTooLong",
    "TextsMissing",
    "check_length",
    "finish_task",
    "lock_own",
    "rewrite_plan",
    "save_draft",
    "save_task",
    "share_with_trainer",
    "stop_sharing",
    "submit",
]
