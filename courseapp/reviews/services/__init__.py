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

__all__ = [
    "Given",
    "NotAsked",
    "Question",
    "answer_item",
    "call_known",
    "refresh_cards",
    "review_key",
]
