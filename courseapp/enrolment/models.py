"""Runs of a course for an organisation, and who takes part in them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from courseapp.accounts.models import Person
from courseapp.catalog.models import Course
from courseapp.database import Base, Tenant


class CourseRun(Tenant, Base, kw_only=True):
    """A cohort: one organisation takes one course, from a start to a due date, with a trainer."""

    __tablename__ = "course_run"
    __table_args__ = (Index(None, "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    starts_on: Mapped[date]
    due_on: Mapped[date | None] = mapped_column(default=None)
    trainer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    course: Mapped[Course] = relationship(init=False, lazy="raise")


class Enrolment(Tenant, Base, kw_only=True):
    """A person's part in a run, with the summary that pages read and `verify` recomputes."""

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("run_id", "person_id"),
        Index(None, "person_id"),
        Index(
            "ix_enrolment_report",  # all that the report's sums and filters read of a row
            *("organisation_id", "run_id", "completed_at", "ended_at", "started_at", "due_on"),
            "person_id",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    run_id: Mapped[int] = mapped_column(ForeignKey("course_run.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    enrolled_at: Mapped[datetime]
    due_on: Mapped[date | None] = mapped_column(default=None)
    """A due date of this person's own, instead of the run's."""
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    started_at: Mapped[datetime | None] = mapped_column(default=None)
    last_activity_at: Mapped[datetime | None] = mapped_column(default=None)
    last_step_id: Mapped[str] = mapped_column(String(80), default="")
    last_anchor: Mapped[str] = mapped_column(String(80), default="")
    steps_done: Mapped[int] = mapped_column(default=0)
    """Required steps completed; never falls, also when a step leaves the course."""
    completed_at: Mapped[datetime | None] = mapped_column(default=None)
    completed_revision_id: Mapped[int | None] = mapped_column(
        ForeignKey("revision.id"), default=None
    )
    run: Mapped[CourseRun] = relationship(init=False, lazy="raise")
    person: Mapped[Person] = relationship(init=False, lazy="raise")
