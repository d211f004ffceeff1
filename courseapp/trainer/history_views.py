"""The history of a course: each revision, its files, what differs, and putting one back."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from courseapp.catalog.queries import (
    CourseState,
    RevisionRow,
    find_file,
    find_revision,
    get_files,
    list_revisions,
)
from courseapp.catalog.services import CourseHasErrors, KindChanged, StaleBase, restore_revision
from courseapp.trainer.blueprint import bp, course_kinds, let_others_write, open_course, viewer_id
from courseapp.trainer.domain import DiffLine, compare
from courseapp.trainer.files import is_text
from courseapp.trainer.forms import RestoreForm
from courseapp.trainer.publish_views import FileChange
from courseapp.web.database import db
from courseapp.web.now import utc_now


@bp.get("/studio/<slug>/versies")
def list_history(slug: str) -> ResponseReturnValue:
    """All revisions, newest first."""
    state = open_course(slug)
    revisions = list_revisions(db.session(), state.id)
    return render_template("trainer/history.html", state=state, revisions=revisions)


def _open_revision(slug: str, number: int) -> tuple[CourseState, RevisionRow]:
    state = open_course(slug)
    revision = find_revision(db.session(), course_id=state.id, name=str(number))
    if revision is None or revision.number != number:
        abort(404)
    return state, revision


@bp.get("/studio/<slug>/versies/<int:number>")
def show_revision(slug: str, number: int) -> ResponseReturnValue:
    """One revision: its files, and what differs from what counts now."""
    state, revision = _open_revision(slug, number)
    then, now = get_files(db.session(), revision.id), get_files(db.session(), state.current.id)
    return render_template(
        "trainer/revision.html",
        state=state,
        revision=revision,
        paths=sorted(then),
        changes=list_differences(then, now),
        is_text=is_text,
    )


def list_differences(then: dict[str, bytes], now: dict[str, bytes]) -> list[FileChange]:
    """What putting `then` back would change in `now`; media show without lines."""
    return [
        FileChange(
            path=path,
            editor="",
            is_stale=False,
            lines=_lines(now.get(path, b""), then.get(path, b"")) if is_text(path) else (),
        )
        for path in sorted({*then, *now})
        if then.get(path) != now.get(path)
    ]


def _lines(old: bytes, new: bytes) -> tuple[DiffLine, ...]:
    return compare(old.decode("utf-8", "replace"), new.decode("utf-8", "replace"))


@bp.get("/studio/<slug>/versies/<int:number>/bestand/<path:path>")
def show_revision_file(slug: str, number: int, path: str) -> ResponseReturnValue:
    """The source of one file as it was."""
    state, revision = _open_revision(slug, number)
    content = find_file(db.session(), revision_id=revision.id, path=path) if is_text(path) else None
    if content is None:
        abort(404)
    text = content.decode("utf-8", "replace")
    return render_template(
        "trainer/revision_file.html", state=state, revision=revision, path=path, text=text
    )


@bp.post("/studio/<slug>/versies/<int:number>/terugzetten")
def restore_course(slug: str, number: int) -> ResponseReturnValue:
    """Publish the files of an earlier revision as a new one; drafts stay."""
    form = RestoreForm()
    if not form.validate():
        abort(400)
    state, revision = _open_revision(slug, number)
    files = get_files(db.session(), revision.id)
    let_others_write()
    try:
        done = restore_revision(
            db.session(),
            number=number,
            files=files,
            checked=course_kinds().check(files),
            base_revision_id=form.base.data,
            author_id=viewer_id(),
            message=_("Versie %(number)s teruggezet", number=number),
            now=utc_now(),
            answered_in=course_kinds().answered_in,
        )
    except (CourseHasErrors, KindChanged, StaleBase) as refusal:
        db.session.rollback()
        flash(_why_not(refusal), "error")
        return redirect(url_for("trainer.show_revision", slug=slug, number=number), 303)
    db.session.commit()
    flash(_("Versie %(old)s staat terug als versie %(new)s.", old=number, new=done.number), "done")
    return redirect(url_for("trainer.show_course", slug=state.slug), 303)


def _why_not(refusal: CourseHasErrors | KindChanged | StaleBase) -> str:
    if isinstance(refusal, StaleBase):
        text = _(
            "Niet teruggezet: intussen is versie %(number)s verschenen. Vergelijk opnieuw.",
            number=refusal.number,
        )
    elif isinstance(refusal, KindChanged):
        text = _("Niet teruggezet: een vraag met antwoorden zou van soort veranderen.")
    else:
        text = ngettext(
            "Niet teruggezet: deze versie heeft %(num)d fout volgens de huidige regels.",
            "Niet teruggezet: deze versie heeft %(num)d fouten volgens de huidige regels.",
            len(refusal.findings),
        )
    return str(text)
