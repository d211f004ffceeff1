"""What clients were told, kept apart from the product, and the judge that compares it with the database."""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import select

from courseapp.database import ALL_TENANTS
from courseapp.quizzes.models import Answer, Attempt, GradedItem
from tests.faults.installation import Installation


@dataclass(frozen=True, kw_only=True)
class Save:
    """One answer as a client sent it."""

    attempt: int
    item: str
    sequence: int
    key: str
    text: str


@dataclass
class Ledger:
    """All saves that were sent, and those that were acknowledged."""

    sent: dict[str, Save] = field(default_factory=dict)
    acknowledged: dict[str, Save] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)
    """Replies that no client should ever get."""
    retried: int = 0
    """Lost connections and 503s, after which the client sent the same save again."""
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def note_sent(self, save: Save) -> None:
        """Before the first byte leaves."""
        with self._changed:
            self.sent[save.key] = save

    def note_acknowledged(self, save: Save) -> None:
        """After the last byte of a 200."""
        with self._changed:
            self.acknowledged[save.key] = save
            self._changed.notify_all()

    def note_retry(self) -> None:
        """No reply, or a 503."""
        with self._changed:
            self.retried += 1

    def note_trouble(self, text: str) -> None:
        """Anything else."""
        with self._changed:
            self.troubles.append(text)
            self._changed.notify_all()

    def wait_for(self, count: int, *, seconds: float) -> bool:
        """Whether so many acknowledgements came (or a trouble did) within the time."""
        enough = lambda: len(self.acknowledged) >= count or bool(self.troubles)  # noqa: E731
        with self._changed:
            return self._changed.wait_for(enough, timeout=seconds)

    def newest(self) -> dict[tuple[int, str], str]:
        """The acknowledged answer with the highest sequence, per attempt and item."""
        ordered = sorted(self.acknowledged.values(), key=lambda save: save.sequence)
        return {(save.attempt, save.item): save.text for save in ordered}


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What the judge found; everything but the first two must be zero or empty."""

    acknowledged: int
    stored: int
    lost: int
    changed: int
    doubled: int
    foreign: int
    graded_otherwise: int
    troubles: Collection[str]
    integrity: Collection[str]
    verify: str

    @property
    def is_clean(self) -> bool:
        """Whether every promise was kept."""
        wrong = self.lost + self.changed + self.doubled + self.foreign + self.graded_otherwise
        return not (wrong or self.troubles or self.integrity or self.verify)


def judge(installation: Installation, ledger: Ledger) -> Verdict:
    """Compare the ledger with the database of an installation."""
    attempts = {save.attempt for save in ledger.sent.values()}
    rows = _read_saves(installation, attempts)
    stored = {save.key: save for save in rows}
    answers = {(r.attempt, r.item, r.sequence) for r in rows}
    texts = {(r.attempt, r.item, r.text) for r in rows}
    return Verdict(
        acknowledged=len(ledger.acknowledged),
        stored=len(rows),
        lost=sum(key not in stored for key in ledger.acknowledged),
        changed=sum(stored.get(key, save) != save for key, save in ledger.acknowledged.items()),
        doubled=len(rows) - min(len(stored), len(answers), len(texts)),
        foreign=sum(key not in ledger.sent for key in stored),
        graded_otherwise=_count_graded_otherwise(installation, ledger, attempts),
        troubles=ledger.troubles[:5],
        integrity=installation.integrity(),
        verify=installation.verify(),
    )


def _read_saves(installation: Installation, attempts: Collection[int]) -> list[Save]:
    with installation.session() as session:
        query = select(Answer).where(Answer.attempt_id.in_(attempts))
        return [
            Save(
                attempt=r.attempt_id,
                item=r.item_id,
                sequence=r.sequence,
                key=r.client_key,
                text=r.response["text"],
            )
            for r in session.scalars(query, execution_options=ALL_TENANTS)
        ]


def _count_graded_otherwise(
    installation: Installation, ledger: Ledger, attempts: Collection[int]
) -> int:
    """Graded items of handed-in attempts whose response is not the newest acknowledged one."""
    with installation.session() as session:
        query = (
            select(GradedItem.attempt_id, GradedItem.item_id, GradedItem.response)
            .join(Attempt, Attempt.id == GradedItem.attempt_id)
            .where(GradedItem.attempt_id.in_(attempts), Attempt.state == "submitted")
        )
        graded = session.execute(query, execution_options=ALL_TENANTS).all()
    newest = ledger.newest()
    return sum(newest.get((a, i), "") != response.get("text", "") for a, i, response in graded)
