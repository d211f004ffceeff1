"""The wheel alone, in an empty environment and an empty folder, makes and prepares an installation."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the sources that git knows."""
    folder = tmp_path_factory.mktemp("wheel")
    files = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    for name in files.stdout.splitlines():
        if (ROOT / name).is_file():
            (folder / "src" / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / "src" / name).write_bytes((ROOT / name).read_bytes())
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(folder / "src")],
        check=True, capture_output=True,
    )  # fmt: skip
    return next(folder.glob("*.whl"))


def test_content_and_migrations_and_everything_pages_need_travel_along(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for needed in (
        "courseapp/_bundle/migrations/env.py",
        "courseapp/_bundle/content/wat-blijft-hangen/course.md",
        "courseapp/web/static/fonts/literata-roman.woff2",
        "courseapp/web/templates/web/base.html",
        "courseapp/web/translations/en.po",
        "courseapp/py.typed",
    ):
        assert needed in names
    packaged = {n.removeprefix("courseapp/") for n in names if n.startswith("courseapp/")}
    tracked = subprocess.run(
        ["git", "ls-files", "courseapp"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    missing = {n.removeprefix("courseapp/") for n in tracked.stdout.splitlines()} - packaged
    assert missing == set()


def test_an_empty_folder_becomes_an_installation(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    env = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("COURSEAPP_", "DATABASE_URL", "PYTHON"))
    }
    # the installed package first, then the dependencies of this environment, and never the checkout
    env["PYTHONPATH"] = os.pathsep.join([str(site), sysconfig.get_path("purelib")])

    def courseapp(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-S", "-m", "courseapp", *words]
        return subprocess.run(
            command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=120
        )

    made = courseapp("init")
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "data" / "courseapp.sqlite3").exists()
    assert oct((tmp_path / "data" / "settings.env").stat().st_mode)[-3:] == "600"
    current = courseapp("db", "current").stdout.split()
    assert current[1].rstrip(",") == current[-1]
    assert courseapp("init").returncode == 0
