"""Settings: one frozen dataclass read from the environment, which refuses to start when it is wrong."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_type_hints

PREFIX = "COURSEAPP_"
SHORTEST_SECRET = 32


class SettingsError(ValueError):
    """The environment cannot be used; the message names each wrong setting and its remedy."""


def setting(default: Any, doc: str) -> Any:
    """A field with its documentation, which `docs/operating.md` repeats and a test compares."""
    return dataclasses.field(default=default, metadata={"doc": doc})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All that an operator can set; each field is the environment variable COURSEAPP_<FIELD>."""

    environment: str = setting(
        "production", "`production`, `demo` (what `make run` starts) or `test`"
    )
    data_dir: Path = setting(Path("data"), "folder for the SQLite database, the outbox and backups")
    database_url: str = setting(
        "", "database address; empty: SQLite in the data folder. Also read from DATABASE_URL"
    )
    secret_key: str = setting(
        "", "at least 32 random characters that sign cookies; required in production"
    )
    secret_key_fallbacks: str = setting(
        "", "earlier secret keys, separated by commas, still accepted while you rotate"
    )
    base_url: str = setting(
        "http://127.0.0.1:8000", "public address of the site; links in mails start with it"
    )
    brand: str = setting("Naklank", "the name on screen and in mails")
    support_address: str = setting("hulp@example.org", "where people who are stuck can write to")
    host: str = setting("127.0.0.1", "address the web server listens on")
    port: int = setting(8000, "port the web server listens on")
    workers: int = setting(1, "web processes; more than one needs PostgreSQL")
    threads: int = setting(8, "threads in each web process")
    trusted_proxies: int = setting(
        0, "number of reverse proxies in front whose X-Forwarded headers count"
    )
    smtp_url: str = setting(
        "",
        "smtp://user:password@host:587 (STARTTLS) or smtps://…; empty: mail goes to the outbox folder and the console",
    )
    mail_from: str = setting("Naklank <no-reply@example.org>", "sender of all mail")
    time_zone: str = setting(
        "Europe/Amsterdam", "time zone for new organisations and for pages without one"
    )
    watch_content: str = setting(
        "", "folder of courses to publish again whenever a file changes (for authors at work)"
    )
    trainee_idle_minutes: int = setting(
        480, "a trainee's session ends after so many minutes without a request"
    )
    staff_idle_minutes: int = setting(30, "the same for trainers, HR and operators")
    trainee_session_hours: int = setting(
        12, "a trainee's session ends after so many hours in any case"
    )
    staff_session_hours: int = setting(10, "the same for trainers, HR and operators")
    log_format: str = setting("json", "`json`, `console` for people, or `off`")

    @property
    def is_production(self) -> bool:
        """Whether this start must refuse whatever is only fit for a demo."""
        return self.environment == "production"

    @property
    def sqlalchemy_url(self) -> str:
        """The address for SQLAlchemy, with the psycopg 3 driver written out for PostgreSQL."""
        url = self.database_url or f"sqlite:///{(self.data_dir / 'courseapp.sqlite3').resolve()}"
        for scheme in ("postgres://", "postgresql://"):
            if url.startswith(scheme):
                return "postgresql+psycopg://" + url[len(scheme) :]
        return url

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded engine is in use."""
        return self.sqlalchemy_url.startswith("sqlite")


def read_settings(environ: Mapping[str, str], **overrides: Any) -> Settings:
    """Settings from `environ`, then `overrides`; raises SettingsError naming all that is wrong."""
    known = {f.name: f for f in dataclasses.fields(Settings)}
    values, problems = _values(environ, known)
    settings = Settings(**{**values, **overrides})
    problems += [] if problems else _problems(settings)
    if problems:
        raise SettingsError("\n".join(problems))
    return settings


def _values(
    environ: Mapping[str, str], known: Mapping[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    hints = get_type_hints(Settings)
    values: dict[str, Any] = {}
    problems: list[str] = []
    if environ.get("DATABASE_URL"):
        values["database_url"] = environ["DATABASE_URL"]
    for variable, text in environ.items():
        name = variable.removeprefix(PREFIX).lower()
        if not variable.startswith(PREFIX):
            continue
        if name not in known:
            problems.append(f"{variable} is not a setting; see docs/operating.md for the list.")
            continue
        try:
            values[name] = hints[name](text)
        except ValueError:
            problems.append(f"{variable}={text!r} must be a whole number.")
    return values, problems


def _problems(settings: Settings) -> list[str]:
    problems = []
    if settings.environment not in ("production", "demo", "test"):
        problems.append("COURSEAPP_ENVIRONMENT must be production, demo or test.")
    is_weak = len(settings.secret_key) < SHORTEST_SECRET or len(set(settings.secret_key)) < 10
    if settings.is_production and is_weak:
        problems.append(
            "COURSEAPP_SECRET_KEY must be at least 32 random characters, for example the output of: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    if settings.workers > 1 and settings.is_sqlite:
        problems.append("COURSEAPP_WORKERS above 1 needs PostgreSQL: set DATABASE_URL.")
    if not settings.base_url.startswith(("http://", "https://")):
        problems.append("COURSEAPP_BASE_URL must start with http:// or https://.")
    return problems


def describe_settings() -> list[tuple[str, str, str]]:
    """(variable, default, meaning) of every setting, in order; `docs/operating.md` repeats them."""
    return [
        (PREFIX + f.name.upper(), str(f.default), f.metadata["doc"])
        for f in dataclasses.fields(Settings)
    ]
