"""Free texts, their revision and self-score."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _key(name: str) -> sa.Column[int]:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column(name, kind, nullable=False)


def _moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def upgrade() -> None:
    op.create_table(
        "writing",
        _key("id"),
        _key("enrolment_id"),
        sa.Column("step_id", sa.String(length=80), nullable=False),
        sa.Column("item_id", sa.String(length=80), nullable=False),
        _key("revision_id"),
        _moment("updated_at", nullable=False),
        _text("draft"),
        _text("first_text"),
        _moment("first_at"),
        _text("revised_text"),
        _moment("revised_at"),
        sa.Column(
            "scores", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        _moment("scored_at"),
        _key("sequence"),
        sa.Column("last_key", sa.String(length=36), nullable=False),
        _moment("shared_at"),
        _key("organisation_id"),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name="fk_writing_enrolment_id_enrolment"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_writing_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name="fk_writing_revision_id_revision"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_writing"),
        sa.UniqueConstraint("enrolment_id", "item_id", name="uq_writing_enrolment_id_item_id"),
    )


def downgrade() -> None:
    op.drop_table("writing")
