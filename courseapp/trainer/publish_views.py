"""Publishing from the studio: see what changes, for how many people, and publish it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courseapp.catalog.checking import CourseKinds
from courseapp.catalog.domain.assembly import Checked
from courseapp.catalog.domain.compiled import CompiledCourse
from courseapp.catalog.domain.source import content_hash
from courseapp.catalog.queries import KindChange, WorkingCopy, list_kind_changes
from courseapp.catalog.services import (
    CourseHasErrors,
    DraftsChanged,
    KindChanged,
    StaleBase,
    publish_drafts,
)
from courseapp.trainer.blueprint import bp, course_kinds, let_others_write, open_copy, viewer_id
from courseapp.trainer.domain import DiffLine, compare
from courseapp.trainer.forms import PublishForm
from courseapp.trainer.queries import count_under_way
from courseapp.web.database import db
from courseapp.web.now import utc_now


@dataclass(frozen=True, kw_only=True)
class FileChange:
    """What changes in one file; `editor` wrote the draft last."""

    path: str
    editor: str
    is_stale: bool
    lines: tuple[DiffLine, ...]


@bp.get("/studio/<slug>/publiceren")
def show_publish(slug: str) -> ResponseReturnValue:
    """What would change for whom."""
    return _show(open_copy(slug), message="")


def _show(copy: WorkingCopy, *, message: str, notice: str = "") -> str:
    under_way = count_under_way(db.session()).get(copy.course.id, 0)
    let_others_write()
    kinds = course_kinds()
    checked = kinds.check(copy.files)
    changed = list_changed_kinds(checked.course, kinds)
    return render_template(
        "trainer/publish.html",
        copy=copy,
        changed=changed,
        changes=list_changes(copy),
        findings=checked.findings,
        errors=sum(finding.is_error for finding in checked.findings),
        files_hash=content_hash(copy.files),
        under_way=under_way,
        message=message,
        notice=notice,
    )


def list_changes(copy: WorkingCopy) -> list[FileChange]:
    """The differences between the drafts and what is published."""
    return [
        FileChange(
            path=path,
            editor=draft.editor,
            is_stale=draft.is_stale,
            lines=compare(copy.published.get(path, b"").decode("utf-8", "replace"), draft.text),
        )
        for path, draft in copy.drafts.items()
    ]


def list_changed_kinds(course: CompiledCourse | None, kinds: CourseKinds) -> tuple[KindChange, ...]:
    """Questions that have answers to another kind of question."""
    if course is None or kinds.answered_in is None:
        return ()
    return list_kind_changes(db.session(), course=course, answered_in=kinds.answered_in)


@bp.post("/studio/<slug>/publiceren")
def publish_course(slug: str) -> ResponseReturnValue:
    """Publish all drafts of the course, if they are still the ones that were shown."""
    form = PublishForm()
    if not form.validate():
        abort(400)
    copy = open_copy(slug)
    if not copy.drafts:
        return redirect(url_for("trainer.show_publish", slug=slug), 303)
    let_others_write()
    checked = course_kinds().check(copy.files)
    refusal = _publish(slug, form=form, checked=checked)
    if refusal:
        db.session.rollback()
        return _show(open_copy(slug), message=form.message.data or "", notice=refusal), 409
    db.session.commit()
    flash(_("Gepubliceerd. Deelnemers zien de nieuwe tekst vanaf nu."), "done")
    return redirect(url_for("trainer.show_course", slug=slug), 303)


def _publish(slug: str, *, form: PublishForm, checked: Checked) -> str:
    """Publish; why not, when it was refused."""
    try:
        publish_drafts(
            db.session(),
            slug=slug,
            checked=checked,
            checked_hash=form.files_hash.data or "",
            base_revision_id=form.base.data,
            author_id=viewer_id(),
            message=form.message.data or "",
            now=utc_now(),
            answered_in=course_kinds().answered_in,
        )
    except (CourseHasErrors, KindChanged, StaleBase, DraftsChanged) as refusal:
        return _why_not(refusal)
    return ""


def _why_not(refusal: Exception) -> str:
    if isinstance(refusal, CourseHasErrors):
        return str(_("Niet gepubliceerd: er staan nog fouten in de cursus."))
    if isinstance(refusal, KindChanged):
        return str(_("Niet gepubliceerd: een vraag met antwoorden zou van soort veranderen."))
    if isinstance(refusal, StaleBase):
        text = _(
            "Niet gepubliceerd: intussen is versie %(number)s verschenen. "
            "Hieronder zie je de verschillen daarmee.",
            number=refusal.number,
        )
        return str(text)
    return str(
        _("Niet gepubliceerd: een concept is intussen veranderd. Kijk de verschillen nog eens na.")
    )
