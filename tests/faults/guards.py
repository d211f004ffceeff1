"""Take the guards out one by one, in a copy of the tree, and see that the fault tests notice.

    python -m tests.faults.guards [part of a name]

Exit status 1 when a test still passes without its guard, or when a guard is not found where it was.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
NEEDED = ("courseapp", "migrations", "content", "tests", "setup.cfg", "setup.py", "pyproject.toml")
ANSWERING = "courseapp/quizzes/services/answering.py"
ENGINE = "courseapp/database/engine.py"
QUERIES = "courseapp/quizzes/queries.py"
QUEUE = "courseapp/web/static/js/savequeue.js"
SCHEMA = "migrations/versions/0001_initial_schema.py"
STARTING = "courseapp/quizzes/services/starting.py"
SUBMITTING = "courseapp/quizzes/services/submitting.py"
VIEWS = "courseapp/trainee/quiz_answer_views.py"

COMMIT = "    db.session.commit()\n    reply = {"
REPLY = "    return jsonify(**reply, saved_at=clock(saved.saved_at))\n"
COMMIT_AFTER_REPLY = (
    (
        VIEWS,
        COMMIT,
        "    session = db.session()\n    session.flush()\n    db.session.registry.clear()\n    reply = {",
    ),
    (
        VIEWS,
        REPLY,
        "    answer = jsonify(**reply, saved_at=clock(saved.saved_at))\n"
        "    wait = __import__('time').sleep\n"
        "    answer.call_on_close(lambda: (wait(0.02), session.commit(), session.close()))\n"
        "    return answer\n",
    ),
)
REPLY_SLOWLY = (
    VIEWS,
    COMMIT,
    "    db.session.commit()\n    __import__('time').sleep(0.02)\n    reply = {",
)
CLOSED_FOUND = 'if attempt.state != "open" or _is_checked(session, attempt, item_id):'
KEY_FOUND = "if found is not None and found.client_key == client_key:"
NEWER_FOUND = "if found is not None and sequence <= found.sequence:"


@dataclass(frozen=True, kw_only=True)
class Planted:
    """A guard, how it is taken out, and the test that must fail then."""

    guard: str
    edits: tuple[tuple[str, str, str], ...]
    test: str


PLANTED = (
    Planted(
        guard="an answer is acknowledged only after the commit",
        edits=COMMIT_AFTER_REPLY,
        test="test_kills.py::test_a_killed_server_has_kept_what_it_acknowledged[sqlite]",
    ),
    Planted(
        guard="an answer is acknowledged only after the commit",
        edits=COMMIT_AFTER_REPLY,
        test="test_kills.py::test_a_killed_server_has_kept_what_it_acknowledged[postgresql]",
    ),
    Planted(
        guard="a repeated key gives the first reply (commit and reply pulled apart)",
        edits=(REPLY_SLOWLY, (ANSWERING, KEY_FOUND, "if False:")),
        test="test_kills.py::test_a_killed_server_has_kept_what_it_acknowledged[postgresql]",
    ),
    Planted(
        guard="key and sequence are unique, in code and database (commit and reply pulled apart)",
        edits=(
            REPLY_SLOWLY,
            (ANSWERING, KEY_FOUND, "if False:"),
            (ANSWERING, NEWER_FOUND, "if False:"),
            (SCHEMA, '"attempt_id", "client_key", name', '"id", "client_key", name'),
            (
                SCHEMA,
                '"attempt_id", "item_id", "sequence", name',
                '"id", "item_id", "sequence", name',
            ),
        ),
        test="test_kills.py::test_a_killed_server_has_kept_what_it_acknowledged[sqlite]",
    ),
    Planted(
        guard="handing in compares and sets, on a locked row",
        edits=(
            (QUERIES, "_ATTEMPT_LOCKED if lock else _ATTEMPT", "_ATTEMPT"),
            (SUBMITTING, ".rowcount == 1", ".rowcount >= 0"),
        ),
        test="test_doubles.py::test_eight_final_submits_at_once_are_one_submission[postgresql]",
    ),
    Planted(
        guard="writing requests begin with BEGIN IMMEDIATE",
        edits=((ENGINE, '"BEGIN" if read_only else "BEGIN IMMEDIATE"', '"BEGIN"'),),
        test="test_doubles.py::test_eight_final_submits_at_once_are_one_submission[sqlite]",
    ),
    Planted(
        guard="writing requests begin with BEGIN IMMEDIATE",
        edits=((ENGINE, '"BEGIN" if read_only else "BEGIN IMMEDIATE"', '"BEGIN"'),),
        test="test_doubles.py::test_twenty_starts_at_once_are_one_attempt[sqlite]",
    ),
    Planted(
        guard="starts of one person wait for each other",
        edits=((STARTING, "        .with_for_update()\n", ""),),
        test="test_doubles.py::test_twenty_starts_at_once_are_one_attempt[postgresql]",
    ),
    Planted(
        guard="writing requests begin with BEGIN IMMEDIATE",
        edits=((ENGINE, '"BEGIN" if read_only else "BEGIN IMMEDIATE"', '"BEGIN"'),),
        test="test_exports.py::test_answers_are_saved_while_someone_downloads_a_report[sqlite]",
    ),
    Planted(
        guard="an older sequence never replaces a newer one",
        edits=((ANSWERING, NEWER_FOUND, "if False:"),),
        test="test_late_saves.py::test_the_highest_sequence_stays_whatever_arrives_after_it",
    ),
    Planted(
        guard="a repeated key gives the first reply",
        edits=((ANSWERING, KEY_FOUND, "if False:"),),
        test="test_late_saves.py::test_the_same_key_keeps_the_first_answer_and_the_first_reply",
    ),
    Planted(
        guard="a closed attempt takes no answers",
        edits=((ANSWERING, CLOSED_FOUND, "if False:"),),
        test="test_late_saves.py::test_a_save_that_arrives_after_handing_in_changes_nothing",
    ),
    Planted(
        guard="an older sequence never replaces a newer one",
        edits=((ANSWERING, NEWER_FOUND, "if False:"),),
        test="test_late_saves.py::test_two_tabs_keep_the_later_answer_and_both_learn_of_it",
    ),
    Planted(
        guard="trouble with the database is a 503, after which the browser tries again",
        edits=(
            (
                "courseapp/web/errors.py",
                "    app.register_error_handler(OperationalError, _answer_database_trouble)\n",
                "",
            ),
        ),
        test="test_disk_full.py",
    ),
    Planted(
        guard="the browser keeps answers on the device until they are acknowledged",
        edits=((QUEUE, "await Promise.race([openStore().catch(() => null), tooLate])", "null"),),
        test="test_browser.py::test_a_cut_network_a_reload_and_a_killed_server_lose_no_answer",
    ),
    Planted(
        guard="answers wait while someone else is signed in",
        edits=((QUEUE, "if (String(person) !== this.person) {", "if (false) {"),),
        test="test_browser.py::test_an_ended_session_holds_answers_until_the_same_person_signs_in_again",
    ),
)


def main() -> int:
    """Try every planted defect; print what each test said."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    unnoticed = 0
    for planted in PLANTED:
        if wanted in planted.guard or wanted in planted.test:
            said = try_without(planted)
            unnoticed += not said
            print(
                f"{'noticed ' if said else 'UNNOTICED'}  without: {planted.guard}\n  {planted.test}\n  {said}\n",
                flush=True,
            )
    return int(unnoticed > 0)


def try_without(planted: Planted) -> str:
    """What the test reports in a copy without the guard; "" if it passes."""
    with tempfile.TemporaryDirectory(prefix="courseapp-guards-") as folder:
        copy = Path(folder)
        copy_tree(copy)
        for name, guard, instead in planted.edits:
            take_out(copy / name, guard, instead)
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", "--tb=short", "-p", "no:cacheprovider", f"tests/faults/{planted.test}"],
            cwd=copy, capture_output=True, text=True, check=False, timeout=600, env=os.environ | {"COLUMNS": "400"},
        )  # fmt: skip
    if done.returncode == 0:
        return ""
    said = re.findall(r"^E +(.*)$", done.stdout, re.MULTILINE)
    return "\n  ".join(said[:4]) if said else f"exit status {done.returncode}: {done.stdout[-300:]}"


def copy_tree(target: Path) -> None:
    """What the tests need, without what is only cached."""
    for name in NEEDED:
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__")
            )
        else:
            shutil.copy(ROOT / name, target / name)


def take_out(path: Path, guard: str, instead: str) -> None:
    """Replace a guard; it must be there exactly once."""
    text = path.read_text()
    if text.count(guard) != 1:
        raise SystemExit(f"{path.name} holds {text.count(guard)} times: {guard}")
    path.write_text(text.replace(guard, instead))


if __name__ == "__main__":
    sys.exit(main())
