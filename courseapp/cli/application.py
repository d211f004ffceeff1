"""The application as commands use it: settings from the environment, errors in plain words."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask
from sqlalchemy.exc import OperationalError

from courseapp.app import create_app
from courseapp.cli.failures import Failure
from courseapp.config import Settings, SettingsError, read_settings
from courseapp.web.database import db

Command = TypeVar("Command", bound=Callable[..., Any])


def load_settings(**overrides: Any) -> Settings:
    """Settings from the environment and from the file that `courseapp init` wrote, or a Failure."""
    try:
        return read_settings(os.environ | file_settings(os.environ), **overrides)
    except SettingsError as error:
        raise Failure(str(error)) from error


def file_settings(environ: Any) -> dict[str, str]:
    """KEY=value lines of the settings file, where the environment does not already say otherwise."""
    path = Path(environ.get("COURSEAPP_DATA_DIR", "data")) / "settings.env"
    if not path.is_file():
        return {}
    pairs = (
        line.split("=", 1)
        for line in path.read_text().splitlines()
        if "=" in line and line[0] != "#"
    )
    return {key.strip(): value.strip() for key, value in pairs if key.strip() not in environ}


def open_app(**overrides: Any) -> Flask:
    """The application for one command."""
    settings = load_settings(**overrides)
    if settings.is_sqlite:
        _require_folder(settings.data_dir)
    return create_app(settings)


def _require_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Failure(f"the data folder {folder} cannot be used: {error.strerror}.") from error
    if not os.access(folder, os.W_OK):
        raise Failure(f"the data folder {folder} is not writable for this user.")


def with_app(command: Command) -> Command:
    """Run a command inside the application context; database trouble becomes one readable line."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        app = open_app(log_format="off") if "COURSEAPP_LOG_FORMAT" not in os.environ else open_app()
        with app.app_context():
            try:
                return command(*args, **kwargs)
            except OperationalError as error:
                raise Failure(f"the database does not answer as it should: {error.orig}") from error
            finally:
                db.session.remove()
                db.engine.dispose()

    return run  # type: ignore[return-value]
