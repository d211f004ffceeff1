"""The preview beside the editor: checked and rendered as by publishing, in a sandboxed frame."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import current_app, render_template
from itsdangerous import BadSignature, Signer

from courseapp.catalog.checking import CourseKinds
from courseapp.catalog.domain.compiled import CompiledStep, Json, StepText
from courseapp.catalog.domain.findings import Finding
from courseapp.catalog.domain.ids import slug as heading_slug
from courseapp.trainer.domain import count_words, reading_minutes

_HEADING = re.compile(r"#{2,3}\s+(.+?)\s*#*\Z")
_BLOCK = re.compile(r":{3,}\s*(?:question|lab)\s+\{#([\w-]+)")
_END = re.compile(r":{3,}\s*\Z")
HOUR = 3600


@dataclass(frozen=True, kw_only=True)
class Preview:
    """A text as trainees would see it, and its findings; `here` is where the cursor is."""

    path: str
    findings: tuple[Finding, ...]
    step: CompiledStep | None
    keys: Mapping[str, Json]
    locale: str
    words: int
    here: str
    errors_elsewhere: int

    @property
    def text(self) -> StepText | None:
        """The step in the language of the file."""
        return self.step.text(self.locale) if self.step else None

    @property
    def errors(self) -> int:
        """How many findings block publishing."""
        return sum(finding.is_error for finding in self.findings)

    @property
    def minutes(self) -> int:
        """How long reading takes."""
        return reading_minutes(self.words)


def make_preview(
    kinds: CourseKinds,
    files: Mapping[str, bytes],
    *,
    path: str,
    text: str,
    line: int = 0,
    drafts: Collection[str] = (),
) -> Preview:
    """Check and render one file as it stands in the editor; look for errors in `drafts` too."""
    checked = kinds.check_file(files, path, text.encode(), drafts=drafts)
    keys = checked.keys.get(checked.locale) or next(iter(checked.keys.values()), {})
    return Preview(
        path=path,
        findings=checked.findings,
        step=checked.step,
        keys=keys,
        locale=checked.locale,
        words=count_words(text),
        here=find_anchor(text, line),
        errors_elsewhere=checked.errors_elsewhere,
    )


def find_anchor(text: str, line: int) -> str:
    """The id of the last question, lab or heading at or above a line; "" at the top."""
    anchor, is_inside = "", False
    for each in text.splitlines()[: max(line, 0)]:
        if block := _BLOCK.match(each):
            anchor, is_inside = block[1], True
        elif _END.match(each):
            is_inside = False
        elif not is_inside and (heading := _HEADING.match(each)):
            anchor = f"c-{heading_slug(heading[1])}"
    return anchor


def render_document(preview: Preview, *, slug: str, now: datetime) -> str:
    """The whole page for the frame; pictures get an address that works without a cookie."""
    page = render_template("trainer/preview.html", preview=preview, text=preview.text)
    return page.replace(f'src="/media/{slug}/', f'src="/studio/beeld/{sign_pictures(slug, now)}/')


def sign_pictures(slug: str, now: datetime) -> str:
    """A token for the pictures of one course, valid for this hour and the next."""
    return _signer().sign(f"{slug}.{int(now.timestamp()) // HOUR}").decode()


def read_token(token: str, now: datetime) -> str:
    """The course whose pictures the token opens, "" when it opens none."""
    try:
        slug, _, hour = _signer().unsign(token).decode().rpartition(".")
    except BadSignature:
        return ""
    age = int(now.timestamp()) // HOUR - int(hour)
    return slug if age in (0, 1) else ""


def _signer() -> Signer:
    secrets = [*(current_app.config.get("SECRET_KEY_FALLBACKS") or []), current_app.secret_key]
    return Signer(secrets, salt="studio-pictures", sep="~")
