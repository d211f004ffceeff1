"""Drop the indexes on the organisation alone: SQLite preferred them to those that find few rows."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = (
    "answer",
    "attempt",
    "certificate",
    "completion",
    "department",
    "dialogue_choice",
    "dialogue_walk",
    "enrolment",
    "graded_item",
    "membership",
    "plan",
    "plan_follow_up",
    "practice_answer",
    "reflection",
)


def upgrade() -> None:
    op.drop_index("ix_completion_organisation_id_at", table_name="completion")
    for table in TABLES:
        op.drop_index(f"ix_{table}_organisation_id", table_name=table)


def downgrade() -> None:
    for table in TABLES:
        op.create_index(f"ix_{table}_organisation_id", table, ["organisation_id"])
    op.create_index("ix_completion_organisation_id_at", "completion", ["organisation_id", "at"])
