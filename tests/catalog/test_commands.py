"""check, publish and pull on the command line."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from courseapp.catalog.checking import CourseKinds
from courseapp.catalog.commands import course_commands
from courseapp.catalog.queries import get_course
from courseapp.catalog.writing import UnsafePath, write_files
from courseapp.kinds import BLOCK_KINDS, STEP_KINDS
from courseapp.web.database import db
from tests.catalog.courses import LESSON
from tests.catalog.publishing import SLUG, course_files, publish_in_studio

KINDS = CourseKinds(blocks=BLOCK_KINDS, steps=STEP_KINDS)
Run = Callable[..., Result]


@pytest.fixture
def run(committed_app) -> Run:
    """Runs one of the commands as the command line would."""

    def with_app(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def inside(*args: Any, **kwargs: Any) -> Any:
            with committed_app.app_context():
                return function(*args, **kwargs)

        return inside

    commands = {c.name: c for c in course_commands(kinds=KINDS, with_app=with_app)}
    return lambda name, *words: CliRunner().invoke(commands[name], [str(w) for w in words])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "cursus"
    path.mkdir()
    write_files(path, write=course_files())
    return path


def publish_from_studio(app: Any, word: str) -> None:
    with app.app_context():
        base = get_course(db.session(), SLUG).current.id
        publish_in_studio(db.session(), word, base=base)
        db.session.commit()


def test_a_course_without_errors_passes(run: Run, folder: Path) -> None:
    result = run("check", folder)
    assert result.exit_code == 0
    assert result.output.strip().endswith("0 errors, 0 warnings")


def test_each_finding_has_its_place_and_the_status_is_one(run: Run, folder: Path) -> None:
    (folder / LESSON).write_bytes(b"---\nid: les\ntitle: Les\n---\n![](weg.png)\n")
    result = run("check", folder, "--lang", "en")
    assert result.exit_code == 1
    assert f"{folder}/{LESSON}:5:" in result.output
    assert "error[media-missing]" in result.output


def test_scripts_get_json(run: Run, folder: Path) -> None:
    (folder / LESSON).write_bytes(b"---\nid: les\ntitle: Les\n---\n![](weg.png)\n")
    result = run("check", folder, "--json")
    answer = json.loads(result.output)
    assert answer["errors"] >= 1
    found = next(f for f in answer["findings"] if f["code"] == "media-missing")
    assert (found["file"], found["line"]) == (str(folder / LESSON), 5)


def test_fix_writes_missing_ids_into_the_files(run: Run, folder: Path) -> None:
    text = (folder / LESSON).read_text()
    (folder / LESSON).write_text(
        text.replace("{#kies objective=luisteren}", "{objective=luisteren}")
    )
    assert run("check", folder).exit_code == 1
    run("check", folder, "--fix")
    assert "{#" in (folder / LESSON).read_text()
    assert "block-id-missing" not in run("check", folder).output


def test_publishing_twice_says_that_nothing_changed(run: Run, folder: Path) -> None:
    assert "published as revision 1" in run("publish", folder).output
    assert "unchanged, still revision 1" in run("publish", folder).output
    assert json.loads(run("publish", folder, "--json").output)["is_new"] is False


def test_a_course_with_errors_is_not_published(run: Run, folder: Path) -> None:
    (folder / LESSON).write_bytes(b"---\nid: les\ntitle: Les\n---\n![](weg.png)\n")
    result = run("publish", folder)
    assert result.exit_code == 1
    assert "media-missing" in result.output
    assert "nothing was published" in result.output


def test_a_stale_folder_is_refused_with_the_way_out(committed_app, run: Run, folder: Path) -> None:
    run("publish", folder)
    publish_from_studio(committed_app, "studio")
    write_files(folder, write={"course.md": b"---\nid: proef\ntitle: Anders\n---\nTekst.\n"})
    refused = run("publish", folder)
    assert refused.exit_code == 1
    assert f"courseapp pull {folder}" in refused.output
    pulled = run("pull", folder)
    assert pulled.exit_code == 0, pulled.output
    assert (folder / LESSON).read_bytes() == course_files("studio")[LESSON]
    assert b"Anders" in (folder / "course.md").read_bytes()
    assert "published as revision 3" in run("publish", folder).output


def test_pull_overwrites_own_work_only_when_told(committed_app, run: Run, folder: Path) -> None:
    run("publish", folder)
    publish_from_studio(committed_app, "studio")
    write_files(folder, write={LESSON: b"eigen werk"})
    refused = run("pull", folder)
    assert refused.exit_code == 1
    assert LESSON in refused.output
    assert (folder / LESSON).read_bytes() == b"eigen werk"
    assert run("pull", folder, "--force").exit_code == 0
    assert (folder / LESSON).read_bytes() == course_files("studio")[LESSON]


def test_pull_fills_an_empty_folder(run: Run, folder: Path, tmp_path: Path) -> None:
    run("publish", folder)
    other = tmp_path / "leeg"
    result = run("pull", other, "--course", SLUG)
    assert result.exit_code == 0, result.output
    assert {p: (other / p).read_bytes() for p in course_files()} == course_files()


def test_an_unknown_course_or_base_is_a_sentence(run: Run, folder: Path) -> None:
    assert "there is no course nergens" in run("pull", folder, "--course", "nergens").output
    run("publish", folder)
    assert "no revision 7" in run("publish", folder, "--base", "7").output


@pytest.mark.requirement("SEC-58")
@pytest.mark.parametrize("path", ["../x.md", "/etc/x.md", "a/../../x.md", "a\\b.md", "", "x\0.md"])
def test_no_path_leaves_the_folder(tmp_path: Path, path: str) -> None:
    with pytest.raises(UnsafePath):
        write_files(tmp_path, write={path: b"x"})


@pytest.mark.requirement("SEC-58")
def test_no_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "buiten").mkdir()
    inside = tmp_path / "cursus"
    inside.mkdir()
    (inside / "media").symlink_to(tmp_path / "buiten")
    with pytest.raises(UnsafePath):
        write_files(inside, write={"media/x.svg": b"x"})
    assert list((tmp_path / "buiten").iterdir()) == []
