"""The shape of the house: small modules and functions, commits only at the edge, Flask only where it belongs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "courseapp"
LONGEST_MODULE = 300
LONGEST_FUNCTION = 30
EDGES = ("views.py", "_views.py", "commands.py")
EDGE_FOLDERS = ("cli", "ops", "web")
BACKGROUND = ("mail/worker.py", "reviews/worker.py", "catalog/watch.py", "app.py")


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def is_edge(path: Path) -> bool:
    relative = path.relative_to(PACKAGE)
    return (
        path.name.endswith(EDGES)
        or relative.parts[0] in EDGE_FOLDERS
        or relative.as_posix() in BACKGROUND
        or "views" in relative.parts
    )


def test_no_module_is_longer_than_300_lines() -> None:
    long = {p.name: n for p in modules() if (n := len(p.read_text().splitlines())) > LONGEST_MODULE}
    assert long == {}


def test_no_function_is_longer_than_30_lines() -> None:
    long = {
        f"{path.relative_to(ROOT)}:{f.lineno} {f.name}": length
        for path in modules()
        for f in functions(ast.parse(path.read_text()))
        if (length := (f.end_lineno or 0) - f.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


def test_only_views_commands_and_workers_commit() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in modules()
        if not is_edge(path)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    ]
    assert found == []


def test_models_queries_services_and_domain_never_import_flask() -> None:
    inner = ("models", "queries", "services", "domain")
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in modules()
        if any(part.removesuffix(".py") in inner for part in path.relative_to(PACKAGE).parts)
        for name in imported(path)
        if name.split(".")[0].startswith("flask") or name.startswith("courseapp.web")
    ]
    assert found == []


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_every_module_and_public_function_of_the_inner_rings_says_what_it_is() -> None:
    silent = []
    for path in modules():
        tree = ast.parse(path.read_text())
        if tree.body and not ast.get_docstring(tree):
            silent.append(str(path.relative_to(ROOT)))
        if not any(p.removesuffix(".py") in ("domain", "services", "queries") for p in path.parts):
            continue
        for node in tree.body:
            if (
                isinstance(node, ast.FunctionDef | ast.ClassDef)
                and not node.name.startswith("_")
                and not ast.get_docstring(node)
            ):
                silent.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert silent == []


BANNED_CALLS = {"render_template_string", "Markup", "extractall", "eval", "exec"}
ALLOWED = {("web/rendering.py", "Markup")}


def banned_calls(source: str) -> list[str]:
    """Names of calls that SEC-71 forbids, with their line."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = (
            node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        )
        module = getattr(getattr(node.func, "value", None), "id", "")
        if name in BANNED_CALLS or (module, name) in {
            ("yaml", "load"),
            ("pickle", "loads"),
            ("pickle", "load"),
        }:
            found.append(f"{node.lineno} {name}")
    return found


@pytest.mark.requirement("SEC-25", "SEC-71")
def test_dangerous_calls_stay_out() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{call}"
        for path in modules()
        for call in banned_calls(path.read_text())
        if (path.relative_to(PACKAGE).as_posix(), call.split()[-1]) not in ALLOWED
    ]
    assert found == []


@pytest.mark.requirement("SEC-71")
@pytest.mark.parametrize(
    "planted",
    [
        "Markup(name)",
        "flask.render_template_string(x)",
        "yaml.load(x)",
        "archive.extractall()",
        "pickle.loads(x)",
    ],
)
def test_the_ban_sees_a_planted_violation(planted: str) -> None:
    assert banned_calls(planted)


@pytest.mark.requirement("SEC-16", "SEC-71")
def test_templates_hold_no_inline_script_style_or_safe_filter() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in PACKAGE.rglob("*.html")
        for word in (
            " style=",
            "<style",
            "javascript:",
            "|safe",
            "| safe",
            " onclick=",
            " onload=",
            " onchange=",
        )
        if word in path.read_text()
    ]
    assert found == []
    inline = [
        str(path.relative_to(ROOT))
        for path in PACKAGE.rglob("*.html")
        for chunk in path.read_text().split("<script")[1:]
        if " src=" not in chunk.partition(">")[0]
    ]
    assert inline == []
