"""Importing this module attaches all of the trainee's pages to the blueprint."""

from courseapp.trainee import (
    buddy_views,
    certificate_views,
    closing_views,
    dialogue_views,
    lab_views,
    lesson_views,
    plan_views,
    quiz_answer_views,
    quiz_views,
    reflection_views,
    reminder_views,
    review_views,
    scenario_views,
    task_views,
    views,
    writing_views,
)

__all__ = [
    "buddy_views",
    "certificate_views",
    "closing_views",
    "dialogue_views",
    "lab_views",
    "lesson_views",
    "plan_views",
    "quiz_answer_views",
    "quiz_views",
    "reflection_views",
    "reminder_views",
    "review_views",
    "scenario_views",
    "task_views",
    "views",
    "writing_views",
]
