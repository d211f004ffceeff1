"""Spaced review: cards, answers, reminders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def _owned() -> list[sa.Column[int]]:
    """What both tables of an organisation start with."""
    return [
        sa.Column("id", KEY, primary_key=True),
        sa.Column("organisation_id", KEY, sa.ForeignKey("organisation.id"), nullable=False),
        sa.Column("person_id", KEY, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("enrolment_id", KEY, sa.ForeignKey("enrolment.id"), nullable=False),
        sa.Column("revision_id", KEY, sa.ForeignKey("revision.id"), nullable=False),
    ]


def upgrade() -> None:
    op.create_table(
        "review_card",
        *_owned(),
        sa.Column("objective_id", sa.String(80), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.Column("stability", sa.Float()),
        sa.Column("difficulty", sa.Float()),
        sa.Column("reviews", KEY, nullable=False),
        sa.Column("right_in_a_row", KEY, nullable=False),
        sa.Column("is_sure_wrong", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("enrolment_id", "objective_id"),
    )
    op.create_index("ix_review_card_person_id_due_at", "review_card", ["person_id", "due_at"])
    op.create_table(
        "review_answer",
        *_owned(),
        sa.Column("objective_id", sa.String(80), nullable=False),
        sa.Column("item_id", sa.String(80), nullable=False),
        sa.Column("client_key", sa.String(36), nullable=False),
        sa.Column("response", DOCUMENT, nullable=False),
        sa.Column("verdict", sa.String(12), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("confidence", sa.String(5)),
        sa.Column("is_hinted", sa.Boolean(), nullable=False),
        sa.Column("is_known", sa.Boolean(), nullable=False),
        sa.Column("days_since", KEY),
        sa.UniqueConstraint("enrolment_id", "client_key"),
    )
    op.create_index("ix_review_answer_person_id_at", "review_answer", ["person_id", "at"])
    columns = ["revision_id", "objective_id"]
    op.create_index("ix_review_answer_revision_id_objective_id", "review_answer", columns)
    op.create_table(
        "review_reminder",
        sa.Column("id", KEY, primary_key=True),
        sa.Column(
            "person_id",
            KEY,
            sa.ForeignKey("person.id", ondelete="CASCADE"),
            nullable=False,
            unique=True,
        ),
        sa.Column("weekdays", KEY, nullable=False),
        sa.Column("hour", KEY, nullable=False),
        sa.Column("last_on", sa.Date()),
    )


def downgrade() -> None:
    op.drop_table("review_reminder")
    op.drop_table("review_answer")
    op.drop_table("review_card")
