"""What pages read of free texts, and what a learner gave earlier."""

from courseapp.writing.queries.quotes import Given, list_given
from courseapp.writing.queries.writings import (
    find_writing,
    list_answered_revisions,
    list_scored,
    list_writings,
)

__all__ = [
    "Given",
    "find_writing",
    "list_answered_revisions",
    "list_given",
    "list_scored",
    "list_writings",
]
