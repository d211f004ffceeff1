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
)
from courseapp.reflections.services.tasks import (
    TaskDraft,
    finish_task,
    save_task,
    share_task,
    stop_sharing_task,
)
from courseapp.reflections.services.writing import (
    Draft,
    rewrite_plan,
    save_draft,
    share_with_trainer,
    stop_sharing,
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
    "rewrite_plan",
    "save_draft",
    "save_task",
    "share_task",
    "share_with_trainer",
    "stop_sharing",
    "stop_sharing_task",
    "submit",
]
