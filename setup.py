"""Copies migrations/ and content/ into the wheel, so that `pip install .` needs nothing beside it."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent


class BuildWithBundle(build_py):
    """The ordinary build, plus courseapp/_bundle/{migrations,content}."""

    def run(self) -> None:
        super().run()
        for name in ("migrations", "content"):
            target = Path(self.build_lib) / "courseapp" / "_bundle" / name
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(ROOT / name, target, ignore=shutil.ignore_patterns("__pycache__"))


setup(cmdclass={"build_py": BuildWithBundle})
