"""The editor: read, preview, save or throw away a draft; two texts side by side when they clash."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courseapp.catalog.domain.compiled import CompiledCourse
from courseapp.catalog.domain.fix import fix
from courseapp.catalog.domain.layout import SOURCES
from courseapp.catalog.queries import (
    DraftState,
    WorkingCopy,
    get_revision,
    list_drafts,
    list_revisions,
)
from courseapp.catalog.services import DraftConflict, discard_draft, save_draft
from courseapp.trainer.blueprint import bp, course_kinds, let_others_write, open_copy, viewer_id
from courseapp.trainer.domain import compare, keep_line_ends
from courseapp.trainer.files import find_step, locale_of, may_edit, sibling
from courseapp.trainer.forms import DiscardForm, DraftForm
from courseapp.trainer.preview import make_preview, render_document
from courseapp.web.database import db
from courseapp.web.now import utc_now
from courseapp.web.policy import wants_json
from courseapp.web.rendering import clock

FIXABLE = {"id-missing", "block-id-missing", "translation-unmarked"}
RECENT = 4


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One file on the desk: its published text, its draft if there is one, and its place."""

    copy: WorkingCopy
    course: CompiledCourse
    path: str

    @property
    def draft(self) -> DraftState | None:
        """The unpublished text."""
        return self.copy.drafts.get(self.path)

    @property
    def published(self) -> str:
        """The text of the current revision, "" when it has no such file."""
        return self.copy.published.get(self.path, b"").decode("utf-8", "replace")

    @property
    def text(self) -> str:
        """What the editor opens with."""
        return self.draft.text if self.draft else self.published

    @property
    def base(self) -> int:
        """The revision that the text was begun on."""
        return self.draft.base_revision_id if self.draft else self.copy.course.current.id

    @property
    def slug(self) -> str:
        """The course."""
        return self.copy.course.slug


def open_sheet(slug: str, path: str) -> Sheet:
    """A text file of the course (or a translation to begin), or a 404."""
    copy = open_copy(slug)
    if not may_edit(path, copy.files):
        abort(404)
    current = copy.course.current
    course = get_revision(db.session(), current.id, content_hash=current.content_hash).course
    return Sheet(copy=copy, course=course, path=path)


@bp.get("/studio/<slug>/bestand/<path:path>")
def show_file(slug: str, path: str) -> ResponseReturnValue:
    """The editor with the draft, or with the published text."""
    sheet = open_sheet(slug, path)
    return show_editor(sheet, text=sheet.text, version=sheet.draft.version if sheet.draft else 0)


def show_editor(sheet: Sheet, *, text: str, version: int, is_saved: bool = True) -> str:
    """The editor page for any text of this file."""
    revisions = list_revisions(db.session(), sheet.copy.course.id)
    let_others_write()
    copy = sheet.copy
    preview = make_preview(
        course_kinds(),
        copy.files,
        path=sheet.path,
        text=text,
        drafts=copy.files if sheet.path == SOURCES else copy.drafts,
    )
    return render_template(
        "trainer/editor.html",
        sheet=sheet,
        step=find_step(sheet.path, sheet.course),
        locale=locale_of(sheet.path, sheet.course),
        other=sibling(sheet.path),
        text=text,
        version=version,
        is_saved=is_saved,
        preview=preview,
        document=render_document(preview, slug=sheet.slug, now=utc_now()),
        is_fixable=any(f.code in FIXABLE for f in preview.findings),
        revisions=revisions[:RECENT],
        following=revisions[0].number + 1,
    )


@bp.post("/studio/<slug>/bestand/<path:path>")
def edit_file(slug: str, path: str) -> ResponseReturnValue:
    """Save the text as a draft, or only show what it looks like."""
    form = DraftForm()
    if not form.validate():
        abort(400)
    sheet = open_sheet(slug, path)
    text = _clean(form.text.data or "", sheet.text)
    if form.do.data == "preview":
        return show_editor(sheet, text=text, version=form.version.data, is_saved=False)
    if form.do.data == "fix":
        fixed = fix({**sheet.copy.files, path: text.encode()})
        text = fixed.get(path, text.encode()).decode()
    try:
        version = _keep(sheet, text=text, form=form)
    except DraftConflict:
        db.session.rollback()
        return _show_conflict(open_sheet(slug, path), mine=text)
    db.session.commit()
    return _answer_saved(sheet, version=version, do=form.do.data or "")


def _clean(sent: str, original: str) -> str:
    """What can be stored: no NUL, and the line ends that the file has."""
    return keep_line_ends(original, sent.replace("\0", "\N{REPLACEMENT CHARACTER}"))


def _keep(sheet: Sheet, *, text: str, form: DraftForm) -> int:
    """Save the draft; a text that equals the published one needs none. The new version."""
    course, version = sheet.copy.course, int(form.version.data)
    if text == sheet.published and form.base.data == course.current.id:
        if sheet.draft:
            discard_draft(db.session(), course_id=course.id, path=sheet.path, version=version)
        return 0
    base = form.base.data if form.base.data in _known_revisions(sheet) else sheet.base
    return save_draft(
        db.session(),
        course_id=course.id,
        path=sheet.path,
        text=text,
        version=version,
        base_revision_id=base,
        author_id=viewer_id(),
        now=utc_now(),
    ).version


def _known_revisions(sheet: Sheet) -> set[int]:
    return {revision.id for revision in list_revisions(db.session(), sheet.copy.course.id)}


def _answer_saved(sheet: Sheet, *, version: int, do: str) -> ResponseReturnValue:
    draft = list_drafts(db.session(), sheet.copy.course).get(sheet.path)
    go = ""
    if draft and draft.is_stale:
        go = url_for("trainer.show_two_texts", slug=sheet.slug, path=sheet.path)
    elif do == "publish":
        go = url_for("trainer.show_publish", slug=sheet.slug)
    if wants_json():
        saved = _("Concept bewaard om %(time)s", time=clock(utc_now()))
        unchanged = _("Gelijk aan de gepubliceerde tekst")
        return jsonify(version=version, text=saved if version else unchanged, go=go)
    flash(
        _("Concept bewaard.") if version else _("De tekst is gelijk aan de gepubliceerde."), "done"
    )
    return redirect(go or url_for("trainer.show_file", slug=sheet.slug, path=sheet.path), 303)


def _show_conflict(sheet: Sheet, *, mine: str) -> ResponseReturnValue:
    """Someone saved, threw away or published the draft meanwhile: both texts, nothing lost."""
    page = _two_texts(sheet, mine=mine, is_stale=False)
    return page, 409


@bp.get("/studio/<slug>/vergelijk/<path:path>")
def show_two_texts(slug: str, path: str) -> ResponseReturnValue:
    """A draft beside the text that was published since it was begun."""
    sheet = open_sheet(slug, path)
    if sheet.draft is None:
        return redirect(url_for("trainer.show_file", slug=slug, path=path), 303)
    return _two_texts(sheet, mine=sheet.draft.text, is_stale=True)


def _two_texts(sheet: Sheet, *, mine: str, is_stale: bool) -> str:
    theirs = sheet.published if is_stale else sheet.text
    return render_template(
        "trainer/two_texts.html",
        sheet=sheet,
        mine=mine,
        theirs=theirs,
        lines=compare(theirs, mine),
        is_stale=is_stale,
        version=sheet.draft.version if sheet.draft else 0,
        base=sheet.copy.course.current.id if is_stale or not sheet.draft else sheet.base,
    )


@bp.post("/studio/<slug>/weggooien/<path:path>")
def discard_file(slug: str, path: str) -> ResponseReturnValue:
    """Throw a draft away; the published text counts again."""
    form = DiscardForm()
    if not form.validate():
        abort(400)
    sheet = open_sheet(slug, path)
    try:
        discard_draft(
            db.session(), course_id=sheet.copy.course.id, path=path, version=form.version.data
        )
    except DraftConflict:
        db.session.rollback()
        flash(
            _("Niet weggegooid: het concept is intussen veranderd. Dit is de nieuwste tekst."),
            "error",
        )
    else:
        db.session.commit()
        flash(_("Het concept is weggegooid. Dit is de gepubliceerde tekst."), "done")
    if path not in sheet.copy.published:
        return redirect(url_for("trainer.show_course", slug=slug), 303)
    return redirect(url_for("trainer.show_file", slug=slug, path=path), 303)
