"""What pages read of free texts, and what a learner gave earlier."""

from courseapp.writing.queries.quotes import Given, list_given
from courseapp.writing.queries.writings import (
    SharedWriting,
    find_shared_writing,
    find_writing,
    list_answered_revisions,
    list_scored,
    list_shared_writings,
    list_writings,
)

__all__ = [
    "Given",
    "SharedWriting",
    "find_shared_writing",
    "find_writing",
    "list_answered_revisions",
    "list_given",
    "list_scored",
    "list_shared_writings",
    "list_writings",
]
