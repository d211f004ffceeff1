"""Scenarios that trainees write themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _number(name: str) -> sa.Column[int]:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column(name, kind, nullable=False)


def _moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _sheet(name: str) -> sa.Column[object]:
    kind = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    return sa.Column(name, kind, nullable=False)


def upgrade() -> None:
    op.create_table(
        "scenario",
        _number("id"),
        _number("enrolment_id"),
        sa.Column("step_id", sa.String(length=80), nullable=False),
        _number("revision_id"),
        _moment("updated_at", nullable=False),
        _sheet("draft"),
        _sheet("script"),
        _moment("ready_at"),
        _number("sequence"),
        sa.Column("last_key", sa.String(length=36), nullable=False),
        _moment("shared_at"),
        _number("organisation_id"),
        *(
            sa.ForeignKeyConstraint(
                [f"{table}_id"], [f"{table}.id"], name=f"fk_scenario_{table}_id_{table}"
            )
            for table in ("enrolment", "revision", "organisation")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_scenario"),
        sa.UniqueConstraint("enrolment_id", "step_id", name="uq_scenario_enrolment_id_step_id"),
    )


def downgrade() -> None:
    op.drop_table("scenario")
