"""What people do in review, one verb each."""

from courseapp.reviews.services.answering import (
    Given,
    NotAsked,
    Question,
    answer_item,
    call_known,
    review_key,
)
from courseapp.reviews.services.cards import refresh_cards
from courseapp.reviews.services.reminders import (
    NotAMoment,
    Words,
    ask_reminder,
    send_reminders,
    stop_reminder,
)
from courseapp.reviews.services.upkeep import refresh_outdated

__all__ = [
    "Given",
    "NotAMoment",
    "NotAsked",
    "Question",
    "Words",
    "answer_item",
    "ask_reminder",
    "call_known",
    "refresh_cards",
    "refresh_outdated",
    "review_key",
    "send_reminders",
    "stop_reminder",
]
