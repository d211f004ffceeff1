"""What a learner does with a plan: make it, look back at it, rewrite it, show it to a buddy."""

from courseapp.plans.services.buddies import (
    BuddyRunning,
    OwnAddress,
    Request,
    Sender,
    accept_request,
    ask_buddy,
    decline_request,
    end_buddy,
    reply_to_question,
)
from courseapp.plans.services.following import LookBack, answer_follow_up, save_follow_up
from courseapp.plans.services.making import make_plan

__all__ = [
    "BuddyRunning",
    "LookBack",
    "OwnAddress",
    "Request",
    "Sender",
    "accept_request",
    "answer_follow_up",
    "ask_buddy",
    "decline_request",
    "end_buddy",
    "make_plan",
    "reply_to_question",
    "save_follow_up",
]
