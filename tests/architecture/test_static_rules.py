"""Rules that the source itself keeps: nothing fetches from other servers, nothing that is looked at writes."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.test_sizes_and_places import PACKAGE, imported, modules

CLIENTS = ("urllib.request", "http.client", "http.cookiejar", "requests", "httpx", "httpcore", "aiohttp", "urllib3",
           "ftplib", "poplib", "imaplib", "telnetlib", "xmlrpc", "socket", "smtplib", "subprocess", "pycurl")  # fmt: skip
REASONS = {
    ("mail/transport.py", "smtplib"): "sends mail to the one server of the settings",
    ("cli/serving.py", "socket"): "listens",
    ("catalog/markdown.py", "subprocess"): "the Markdown worker, our own module",
    ("ops/engines.py", "subprocess"): "pg_dump and pg_restore for backups",
}
WRITES = {"commit", "flush", "add", "add_all", "delete", "merge", "touch", "complete_step"}
COUNTED = {("certificates/views.py", "check_code")}
"""Counts checks of codes against guessing; that is all it writes."""


def clients(source_modules: Iterator[str]) -> set[str]:
    """The modules among these that can open a connection or start a program."""
    return {
        client
        for module in source_modules
        for client in CLIENTS
        if module == client or module.startswith(f"{client}.")
    }


def writing_looks(source: str) -> list[str]:
    """Views of GET routes that write."""
    found = []
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef) and any(map(_is_get, function.decorator_list)):
            calls = (node for node in ast.walk(function) if isinstance(node, ast.Call))
            if any(getattr(c.func, "attr", getattr(c.func, "id", "")) in WRITES for c in calls):
                found.append(function.name)
    return found


def _is_get(decorator: ast.expr) -> bool:
    """`@bp.get(…)`, or `@bp.route(…)` without other methods."""
    if not isinstance(decorator, ast.Call) or not isinstance(decorator.func, ast.Attribute):
        return False
    has_methods = any(keyword.arg == "methods" for keyword in decorator.keywords)
    return decorator.func.attr == "get" or (decorator.func.attr == "route" and not has_methods)


@pytest.mark.requirement("SEC-60")
def test_nothing_fetches_from_other_servers() -> None:
    found = {
        (path.relative_to(PACKAGE).as_posix(), client)
        for path in modules()
        for client in clients(imported(path))
    }
    assert found == set(REASONS)


@pytest.mark.requirement("SEC-60")
@pytest.mark.parametrize("name", ["urllib.request", "requests", "http.client", "requests.adapters"])
def test_the_rule_sees_a_planted_client(name: str) -> None:
    assert clients(iter([name]))


@pytest.mark.requirement("SEC-71", "SEC-30")
def test_no_view_that_is_looked_at_writes() -> None:
    found = {
        (path.relative_to(PACKAGE).as_posix(), name)
        for path in modules()
        for name in writing_looks(path.read_text())
    }
    assert found == COUNTED


@pytest.mark.requirement("SEC-71")
@pytest.mark.parametrize(
    "planted",
    [
        "@bp.get('/x')\ndef show():\n    db.session.commit()\n",
        "@bp.route('/x')\ndef show():\n    session.add(row)\n",
        "@bp.get('/x')\n@declare(public())\ndef show():\n    touch(desk, step_id='x')\n",
    ],
)
def test_the_rule_sees_a_planted_write(planted: str) -> None:
    assert writing_looks(planted) == ["show"]
