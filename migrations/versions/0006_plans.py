"""Follow-ups of plans, buddies, work tasks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

RUNNING = sa.text("ended_at IS NULL")


def _number(name: str, *, nullable: bool = False, default: str | None = None) -> sa.Column[int]:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column(name, kind, nullable=nullable, server_default=default)


def _moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def upgrade() -> None:
    _extend_follow_ups()
    _create_wordings()
    _create_buddies()
    _create_tasks()


def _extend_follow_ups() -> None:
    with op.batch_alter_table("plan_follow_up") as batch:
        for name in ("cue", "action"):
            batch.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        batch.add_column(_number("sequence", default="0"))
        batch.add_column(
            sa.Column("last_key", sa.String(length=36), nullable=False, server_default="")
        )
        batch.add_column(_moment("saved_at"))
    with op.batch_alter_table("plan_follow_up") as batch:
        for name in ("cue", "action", "sequence", "last_key"):
            batch.alter_column(name, server_default=None)


def _create_wordings() -> None:
    op.create_table(
        "plan_wording",
        _number("id"),
        _number("plan_id"),
        _words("cue"),
        _words("action"),
        _moment("replaced_at", nullable=False),
        _number("organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name="fk_plan_wording_organisation_id_organisation",
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_plan_wording_plan_id_plan"),
        sa.PrimaryKeyConstraint("id", name="pk_plan_wording"),
    )
    op.create_index("ix_plan_wording_plan_id", "plan_wording", ["plan_id"])


def _create_buddies() -> None:
    op.create_table(
        "plan_buddy",
        _number("id"),
        _number("plan_id"),
        sa.Column("email", sa.String(length=254), nullable=False),
        _words("question"),
        _moment("asked_at", nullable=False),
        _number("person_id", nullable=True),
        _moment("accepted_at"),
        _moment("declined_at"),
        _words("reply"),
        _moment("replied_at"),
        _moment("ended_at"),
        _number("organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name="fk_plan_buddy_organisation_id_organisation",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_plan_buddy_person_id_person"
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name="fk_plan_buddy_plan_id_plan"),
        sa.PrimaryKeyConstraint("id", name="pk_plan_buddy"),
    )
    op.create_index("ix_plan_buddy_person_id", "plan_buddy", ["person_id"])
    op.create_index(
        "uq_plan_buddy_one_running",
        "plan_buddy",
        ["plan_id"],
        unique=True,
        sqlite_where=RUNNING,
        postgresql_where=RUNNING,
    )


def _create_tasks() -> None:
    op.create_table(
        "work_task",
        _number("id"),
        _number("enrolment_id"),
        sa.Column("step_id", sa.String(length=80), nullable=False),
        _number("revision_id"),
        _moment("updated_at", nullable=False),
        sa.Column("is_ticked", sa.Boolean(), nullable=False),
        _words("evidence"),
        _words("noticed"),
        _number("sequence"),
        sa.Column("last_key", sa.String(length=36), nullable=False),
        _moment("done_at"),
        _moment("shared_at"),
        _number("organisation_id"),
        *(
            sa.ForeignKeyConstraint(
                [f"{table}_id"], [f"{table}.id"], name=f"fk_work_task_{table}_id_{table}"
            )
            for table in ("enrolment", "revision", "organisation")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_work_task"),
        sa.UniqueConstraint("enrolment_id", "step_id", name="uq_work_task_enrolment_id_step_id"),
    )


def downgrade() -> None:
    for table in ("work_task", "plan_buddy", "plan_wording"):
        op.drop_table(table)
    with op.batch_alter_table("plan_follow_up") as batch:
        for name in ("saved_at", "last_key", "sequence", "action", "cue"):
            batch.drop_column(name)
