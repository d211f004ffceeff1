"""`init` prepares a folder to serve from; `serve` starts the web server in it."""

from __future__ import annotations

import os
import secrets
import socket
from pathlib import Path

import click

from courseapp.cli.application import load_settings, open_app
from courseapp.cli.failures import Failure
from courseapp.cli.schema import require_current_schema, upgrade_schema
from courseapp.cli.server import WebServer
from courseapp.config import Settings
from courseapp.ops.demo import prepare_demo
from courseapp.ops.starting import prepare_content
from courseapp.resources import find_bundled
from courseapp.web.database import db

NEXT_STEPS = """Ready in {folder}.
  Make yourself operator:  courseapp user add --email you@example.org --name "Your Name" --role operator
  Start the server:        courseapp serve"""


@click.command(
    help="Prepare this folder: settings with a secret, the database, the course that comes along."
)
@click.option(
    "--demo", "is_demo", is_flag=True, help="With demo people; never use it for real people."
)
def init(is_demo: bool) -> None:
    """Create what is missing and leave alone what is there."""
    folder = Path(os.environ.get("COURSEAPP_DATA_DIR", "data"))
    write_settings_file(folder, is_demo=is_demo)
    app = open_app(log_format="off")
    upgrade_schema(app)
    with app.app_context():
        for line in prepare_content(db.session(), find_bundled("content")):
            click.echo(line)
        if is_demo:
            prepare_demo(app)
    if not is_demo:
        click.echo(NEXT_STEPS.format(folder=folder.resolve()))


def write_settings_file(folder: Path, *, is_demo: bool) -> None:
    """Write settings.env with a fresh secret, readable by its owner only, unless there is one."""
    path = folder / "settings.env"
    if path.exists():
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Failure(f"cannot write {path}: {error.strerror}.") from error
    environment = "demo" if is_demo else "production"
    with os.fdopen(descriptor, "w") as file:
        file.write("# Settings of this installation; docs/operating.md lists them all.\n")
        file.write(f"COURSEAPP_SECRET_KEY={secrets.token_urlsafe(48)}\n")
        file.write(f"COURSEAPP_ENVIRONMENT={environment}\n")


@click.command(help="Start the web server; stop it with Ctrl-C.")
@click.option("--host", help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option(
    "--watch",
    type=click.Path(exists=True, file_okay=False),
    help="Publish this folder's courses whenever a file changes.",
)
def serve(host: str | None, port: int | None, watch: str | None) -> None:
    """Check that serving can work, then hand over to the web server."""
    given = {"host": host, "port": port, "watch_content": watch}
    settings = load_settings(**{k: v for k, v in given.items() if v is not None})
    if port is not None and "COURSEAPP_BASE_URL" not in os.environ:
        settings = load_settings(**vars(settings) | {"base_url": f"http://{settings.host}:{port}"})
    require_free_port(settings)
    app = open_app(**vars(settings) | {"log_format": "off"})
    require_current_schema(app)
    with app.app_context():
        db.engine.dispose()
    WebServer(settings).run()


def require_free_port(settings: Settings) -> None:
    """Refuse with a remedy when something else already listens."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise Failure(
                f"port {settings.port} on {settings.host} cannot be used ({error.strerror}). "
                "Stop what listens there, or choose another: courseapp serve --port 8001 (make run PORT=8001)"
            ) from error
