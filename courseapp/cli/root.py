"""The tree of commands, and what happens when one of them fails."""

from __future__ import annotations

import sys

import click

from courseapp import __version__
from courseapp.catalog.commands import course_commands
from courseapp.cli.application import with_app
from courseapp.cli.failures import Failure
from courseapp.cli.schema import database
from courseapp.cli.serving import init, serve
from courseapp.kinds import COURSE_KINDS
from courseapp.operator.commands import user_commands
from courseapp.ops.commands import operation_commands


@click.group(help="Naklank: courses for customer-oriented communication, self-hosted.")
@click.version_option(__version__, prog_name="courseapp")
def commands() -> None:
    """All commands."""


OWN = (serve, init, database)
COURSES = course_commands(kinds=COURSE_KINDS, with_app=with_app)
OPERATIONS = operation_commands(with_app=with_app)

for command in (*OWN, *COURSES, *OPERATIONS, user_commands(with_app)):
    commands.add_command(command)


def main() -> None:
    """Run the command line; exit status 0 done, 1 could not, 2 called wrongly."""
    try:
        commands.main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(2 if isinstance(error, click.UsageError) else 1)
    except click.exceptions.Exit as leave:
        sys.exit(leave.exit_code)
    except Failure as failure:
        click.echo(f"courseapp: {failure}", err=True)
        sys.exit(1)
