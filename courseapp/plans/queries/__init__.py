"""What pages show of plans: the learner's own, a buddy's one, and counts for the trainer."""

from courseapp.plans.queries.buddies import (
    Shown,
    find_running_buddy,
    find_shown,
    list_shown,
)
from courseapp.plans.queries.ladders import climb_all, list_ladders
from courseapp.plans.queries.own import (
    PlanCard,
    PlanLine,
    count_waiting,
    find_follow_up,
    find_plan,
    list_cards,
    list_plans,
)

__all__ = [
    "PlanCard",
    "PlanLine",
    "Shown",
    "climb_all",
    "count_waiting",
    "find_follow_up",
    "find_plan",
    "find_running_buddy",
    "find_shown",
    "list_cards",
    "list_ladders",
    "list_plans",
    "list_shown",
]
