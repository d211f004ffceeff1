"""What the editor asks for while someone types: findings, the frame's page and its pictures."""

from __future__ import annotations

from flask import abort, jsonify
from flask.typing import ResponseReturnValue

from courseapp.catalog.domain.findings import Finding
from courseapp.catalog.views import media_response
from courseapp.trainer.blueprint import bp, course_kinds, let_others_write
from courseapp.trainer.domain import normalise
from courseapp.trainer.editor_views import FIXABLE, open_sheet
from courseapp.trainer.forms import DraftForm
from courseapp.trainer.preview import make_preview, read_token, render_document
from courseapp.web.i18n import current_locale
from courseapp.web.now import utc_now
from courseapp.web.policy import declare, public


@bp.post("/studio/<slug>/voorbeeld/<path:path>")
def preview_file(slug: str, path: str) -> ResponseReturnValue:
    """Findings, words and the frame's page for a text that is not saved."""
    form = DraftForm()
    if not form.validate():
        abort(400)
    sheet = open_sheet(slug, path)
    let_others_write()
    text = normalise(form.text.data or "").replace("\0", "\N{REPLACEMENT CHARACTER}")
    preview = make_preview(
        course_kinds(), sheet.copy.files, path=path, text=text, line=form.line.data or 0
    )
    return jsonify(
        findings=[describe(finding) for finding in preview.findings],
        words=preview.words,
        minutes=preview.minutes,
        fixable=any(finding.code in FIXABLE for finding in preview.findings),
        html=render_document(preview, slug=slug, now=utc_now()),
    )


def describe(finding: Finding) -> dict[str, object]:
    """A finding for the script of the editor."""
    return {
        "line": finding.line,
        "column": finding.column,
        "error": finding.is_error,
        "text": finding.message(current_locale()),
    }


@bp.get("/studio/beeld/<token>/<digest>/<name>")
@declare(public("pictures of one published course, for whoever holds a link signed this hour"))
def show_preview_picture(token: str, digest: str, name: str) -> ResponseReturnValue:
    """A picture for the frame, whose requests carry no cookie because it has no origin."""
    slug = read_token(token, utc_now())
    if not slug:
        abort(404)
    response = media_response(slug, digest, name)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
