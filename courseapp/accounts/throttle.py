"""How often one key may try within a window, counted in the database for all processes.

The count is one upsert, so parallel guesses cannot slip past it on either engine. Windows pass by
themselves; nothing is ever locked for good.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from courseapp.accounts.models import ThrottleCount

KEEP = timedelta(days=1)
PURGED_AT_ONCE = 100


class Throttled(Exception):
    """Too many tries with this key; `retry_after` says in how many seconds the window ends."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"try again in {retry_after} s")
        self.retry_after = retry_after


def check_throttle(
    session: Session, *, key: str, limit: int, window_seconds: int, now: datetime
) -> bool:
    """Count one try in the caller's transaction; True within `limit`, else raises Throttled.

    Commit before slow work: a count that is rolled back is a try that never happened.
    """
    start = _window(now, window_seconds)
    count = _add(session, key=hash_key(key), start=start)
    if count == 1:
        _forget_old_windows(session, now=now)
    if count > limit:
        end = start + timedelta(seconds=window_seconds)
        raise Throttled(max(1, int((end - now).total_seconds())))
    return True


def give_back(session: Session, *, key: str, window_seconds: int, now: datetime) -> None:
    """Take one try off again, because it turned out to be the person's own."""
    session.execute(
        update(ThrottleCount)
        .where(
            ThrottleCount.key == hash_key(key),
            ThrottleCount.window_start == _window(now, window_seconds),
            ThrottleCount.count > 0,
        )
        .values(count=ThrottleCount.count - 1)
        .execution_options(synchronize_session=False)
    )


def hash_key(key: str) -> str:
    """What is stored of a key: addresses of people and machines stay unreadable."""
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()


def _window(now: datetime, seconds: int) -> datetime:
    stamp = int(now.timestamp())
    return datetime.fromtimestamp(stamp - stamp % seconds, UTC)


def _forget_old_windows(session: Session, *, now: datetime) -> None:
    """Delete some rows that no longer count; never waits for another who does the same."""
    old = (
        select(ThrottleCount.id)
        .where(ThrottleCount.window_start < now - KEEP)
        .limit(PURGED_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    session.execute(
        delete(ThrottleCount)
        .where(ThrottleCount.id.in_(old))
        .execution_options(synchronize_session=False)
    )


def _add(session: Session, *, key: str, start: datetime) -> int:
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    row = dialect.insert(ThrottleCount).values(key=key, window_start=start, count=1)
    statement = row.on_conflict_do_update(
        index_elements=["key", "window_start"], set_={"count": ThrottleCount.count + 1}
    ).returning(ThrottleCount.count)
    return int(session.execute(statement).scalar_one())
