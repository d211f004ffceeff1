"""If-then plans: how the two halves read as one sentence, and when to look back."""

from __future__ import annotations

import re
from datetime import date, timedelta

FOLLOW_UP_DAYS = (3, 10)
LONGEST = 60

_LEAD = re.compile(r"^(?:als|dan|if|then)(?:\s+|$)", re.IGNORECASE)


def clean_half(text: str) -> str:
    """One half of a plan as it stands in the sentence: no "als", "dan" or full stop."""
    line = " ".join(text.split()).rstrip(".,; ")
    return _LEAD.sub("", line)


def follow_up_date(day: date, working_days: int) -> date:
    """The date that lies `working_days` (Monday to Friday) after `day`."""
    weeks, rest = divmod(working_days, 5)
    due = day + timedelta(weeks=weeks)
    while due.weekday() > 4:
        due -= timedelta(days=1)
    while rest:
        due += timedelta(days=1)
        rest -= due.weekday() < 5
    return due
