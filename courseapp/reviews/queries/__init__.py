"""What the pages of review show."""

from courseapp.reviews.queries.cards import (
    Deck,
    count_answers,
    find_answer_by_key,
    find_card,
    find_deck,
    find_own_answer,
    list_answers,
)
from courseapp.reviews.queries.evidence import Record, read_records
from courseapp.reviews.queries.mastery import measure_objectives
from courseapp.reviews.queries.reminders import find_reminder
from courseapp.reviews.queries.retention import list_retention
from courseapp.reviews.queries.syllabus import Syllabus, syllabus_of

__all__ = [
    "Deck",
    "Record",
    "Syllabus",
    "count_answers",
    "find_answer_by_key",
    "find_card",
    "find_deck",
    "find_own_answer",
    "find_reminder",
    "list_answers",
    "list_retention",
    "measure_objectives",
    "read_records",
    "syllabus_of",
]
