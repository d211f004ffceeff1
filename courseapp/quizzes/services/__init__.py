"""What people do with quizzes, one verb each."""

from courseapp.quizzes.services.answering import Saved, check_item, save_answer, save_form
from courseapp.quizzes.services.practising import record_practice_answer
from courseapp.quizzes.services.refusals import (
    AnswerStale,
    AttemptClosed,
    AttemptLimitReached,
    ItemNotAsked,
    WaitBeforeNextAttempt,
)
from courseapp.quizzes.services.starting import start_attempt
from courseapp.quizzes.services.submitting import submit_attempt

__all__ = [
    "AnswerStale",
    "AttemptClosed",
    "AttemptLimitReached",
    "ItemNotAsked",
    "Saved",
    "WaitBeforeNextAttempt",
    "check_item",
    "record_practice_answer",
    "save_answer",
    "save_form",
    "start_attempt",
    "submit_attempt",
]
