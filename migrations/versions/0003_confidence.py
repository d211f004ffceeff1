"""Keep how sure someone was of an answer, and find the answers to one question quickly."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("answer", "graded_item", "practice_answer")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("confidence", sa.String(5), nullable=True))
    op.create_index("ix_practice_answer_item_id", "practice_answer", ["item_id"])


def downgrade() -> None:
    op.drop_index("ix_practice_answer_item_id", table_name="practice_answer")
    for table in reversed(TABLES):
        op.drop_column(table, "confidence")
