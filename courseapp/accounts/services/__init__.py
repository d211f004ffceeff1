"""What people do with their account, one verb each."""

from courseapp.accounts.services.links import (
    LinkExpired,
    consume_link,
    end_links,
    issue_link,
)
from courseapp.accounts.services.passwords import (
    HashingBusy,
    hash_password,
    is_password_right,
    needs_rehash,
    set_password,
)
from courseapp.accounts.services.people import (
    EmailTaken,
    add_person,
    change_email,
    disable_person,
    enable_person,
)
from courseapp.accounts.services.sessions import (
    end_all_sessions,
    end_session,
    start_session,
    touch_session,
)

__all__ = [
    "EmailTaken",
    "HashingBusy",
    "LinkExpired",
    "add_person",
    "change_email",
    "consume_link",
    "disable_person",
    "enable_person",
    "end_all_sessions",
    "end_links",
    "end_session",
    "hash_password",
    "is_password_right",
    "issue_link",
    "needs_rehash",
    "set_password",
    "start_session",
    "touch_session",
]
