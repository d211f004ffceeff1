"""`check`, `publish` and `pull`: the files' door to a course, on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

import click

from courseapp.catalog.checking import Check, CourseKinds
from courseapp.catalog.domain.findings import FileReport, Finding, format_finding
from courseapp.catalog.domain.fix import fix
from courseapp.catalog.domain.folder import read_course_folder
from courseapp.catalog.domain.frontmatter import read_front
from courseapp.catalog.domain.layout import COURSE
from courseapp.catalog.domain.source import parse
from courseapp.catalog.queries import find_course
from courseapp.catalog.services import (
    CourseHasErrors,
    KindChanged,
    StaleBase,
    UnknownBase,
    note_pulled,
    plan_pull,
    publish_folder,
)
from courseapp.catalog.writing import write_files
from courseapp.web.database import db
from courseapp.web.now import utc_now

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_language = click.option(
    "--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True,
    help="Language of the findings.",
)  # fmt: skip
_as_json = click.option("--json", "as_json", is_flag=True, help="Answer as JSON, for scripts.")


def course_commands(*, kinds: CourseKinds, with_app: Decorator) -> tuple[click.Command, ...]:
    """The three commands; `with_app` runs a function where the database can be reached."""
    check = kinds.check
    return _check_command(check), _publish_command(kinds, with_app), _pull_command(with_app)


def _check_command(check: Check) -> click.Command:
    @click.command("check", help="Check the course in PATH; exit status 1 when it has errors.")
    @click.argument("path", type=FOLDER)
    @click.option("--fix", "is_fix", is_flag=True, help="Write missing ids into the files first.")
    @_language
    @_as_json
    def run(path: Path, is_fix: bool, lang: str, as_json: bool) -> None:
        if is_fix:
            write_files(path, write=fix(read_course_folder(path)))
        checked = check(read_course_folder(path))
        errors = sum(finding.is_error for finding in checked.findings)
        if as_json:
            found = [describe(finding, path, lang) for finding in checked.findings]
            click.echo(json.dumps({"errors": errors, "findings": found}, ensure_ascii=False))
        else:
            _print(checked.findings, path, lang)
            click.echo(f"{errors} errors, {len(checked.findings) - errors} warnings")
        if errors:
            raise SystemExit(1)

    return run


def _publish_command(kinds: CourseKinds, with_app: Decorator) -> click.Command:
    @click.command("publish", help="Publish the course in PATH as its next revision.")
    @click.argument("path", type=FOLDER)
    @click.option("--base", default="", help="Number or hash of the revision you started from.")
    @click.option("--message", "-m", default="", help="What changed, for the history.")
    @_language
    @_as_json
    @with_app
    def run(path: Path, base: str, message: str, lang: str, as_json: bool) -> None:
        files = read_course_folder(path)
        try:
            done = publish_folder(
                db.session(), files=files, checked=kinds.check(files), base=base,
                message=message, now=utc_now(), answered_in=kinds.answered_in,
            )  # fmt: skip
        except (CourseHasErrors, KindChanged, StaleBase, UnknownBase) as refusal:
            _refuse(refusal, path, lang)
        db.session.commit()
        if as_json:
            click.echo(json.dumps(asdict(done)))
        else:
            verb = "published as" if done.is_new else "unchanged, still"
            click.echo(f"{path}: {verb} revision {done.number} ({done.content_hash[:12]})")

    return run


def _pull_command(with_app: Decorator) -> click.Command:
    @click.command("pull", help="Bring the course in PATH up to the revision that now counts.")
    @click.argument("path", type=click.Path(file_okay=False, path_type=Path))
    @click.option(
        "--course", "slug", default="", help="Id of the course; default: the folder's name."
    )
    @click.option("--force", is_flag=True, help="Overwrite files that you changed as well.")
    @with_app
    def run(path: Path, slug: str, force: bool) -> None:
        local = read_course_folder(path)
        name = slug or course_id(local) or path.resolve().name
        course = find_course(db.session(), name)
        if course is None:
            raise click.ClickException(f"there is no course {name}. Name it: --course ID")
        plan = plan_pull(db.session(), course=course, local=local)
        if plan.clashes and not force:
            _refuse_clashes(plan.clashes)
        write_files(path, write=plan.write, remove=plan.remove)
        note_pulled(db.session(), course)
        db.session.commit()
        click.echo(
            f"{path}: {len(plan.write)} files written, {len(plan.remove)} removed; "
            f"holds revision {course.current.number}"
        )

    return run


def course_id(files: Mapping[str, bytes]) -> str:
    """The id in `course.md`, "" when it cannot be read."""
    lines = parse(COURSE, files.get(COURSE, b"")).front()
    values = read_front(lines, FileReport(COURSE)).values if lines else {}
    return str(values.get("id", ""))


def describe(finding: Finding, folder: Path, lang: str) -> dict[str, object]:
    """A finding for scripts."""
    return {
        "file": str(folder / finding.path),
        "line": finding.line,
        "column": finding.column,
        "severity": finding.severity,
        "code": finding.code,
        "message": finding.message(lang),
    }


def _print(findings: Iterable[Finding], folder: Path, lang: str) -> None:
    for finding in findings:
        click.echo(f"{folder}/{format_finding(finding, lang)}")


def _refuse(refusal: Exception, folder: Path, lang: str) -> NoReturn:
    db.session.rollback()
    if isinstance(refusal, CourseHasErrors):
        _print(refusal.findings, folder, lang)
        raise click.ClickException(
            f"{len(refusal.findings)} errors; nothing was published. Correct them and try again."
        )
    if isinstance(refusal, StaleBase):
        raise click.ClickException(
            f"revision {refusal.number} was published since ({refusal.origin}); these files were "
            f"made on an earlier one. Nothing was published. Run: courseapp pull {folder}"
        )
    if isinstance(refusal, KindChanged):
        raise click.ClickException(f"{refusal}. Nothing was published.")
    raise click.ClickException(f"the course has no revision {refusal}; give its number or hash.")


def _refuse_clashes(paths: Iterable[str]) -> NoReturn:
    lines = "".join(f"\n  {path}" for path in paths)
    raise click.ClickException(
        "these files changed here and in the studio; nothing was written. Keep a copy of yours, "
        f"then run again with --force:{lines}"
    )
