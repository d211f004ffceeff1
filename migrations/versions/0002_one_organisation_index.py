"""Drop the indexes on the organisation alone: SQLite preferred them to those that find few rows.

The report's sums get an index that holds all they read.
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OLD_REPORT = ("organisation_id", "run_id", "completed_at")
REPORT = (*OLD_REPORT, "ended_at", "started_at", "due_on", "person_id")
OLD_REPORT_NAME = "ix_enrolment_organisation_id_run_id_completed_at"
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
    op.create_index("ix_enrolment_report", "enrolment", list(REPORT))
    op.drop_index(OLD_REPORT_NAME, table_name="enrolment")
    op.drop_index("ix_completion_organisation_id_at", table_name="completion")
    for table in TABLES:
        op.drop_index(f"ix_{table}_organisation_id", table_name=table)


def downgrade() -> None:
    for table in TABLES:
        op.create_index(f"ix_{table}_organisation_id", table, ["organisation_id"])
    op.create_index("ix_completion_organisation_id_at", "completion", ["organisation_id", "at"])
    op.create_index(OLD_REPORT_NAME, "enrolment", list(OLD_REPORT))
    op.drop_index("ix_enrolment_report", table_name="enrolment")
