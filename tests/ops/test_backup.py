"""Backups: whole or not at all, made while people work, put back only on purpose."""

from __future__ import annotations

import json
import sqlite3
import threading
import zipfile
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.catalog.models import SourceBlob
from courseapp.ops.archive import DATABASE, MANIFEST, digest
from courseapp.ops.backup import make_backup
from courseapp.web.database import db
from courseapp.web.now import utc_now
from tests.factories import make_organisation, make_person

ACCESS = "lotte@lindekroon.example"


def _seed(session: Session) -> None:
    make_person(session, organisation=make_organisation(session), name="Lotte", email=ACCESS)
    session.add(SourceBlob(sha256="a" * 64, content=bytes(range(256)) * 40))


def _names(session: Session) -> list[str]:
    return list(session.scalars(select(Person.name).order_by(Person.id)))


def _add(session: Session) -> None:
    make_person(session, name="Sven")


@pytest.fixture
def backup(tmp_path: Path, run: Any, in_database: Any) -> Path:
    """A backup of a database that holds Lotte; Sven came after it."""
    in_database(_seed)
    path = tmp_path / "one.zip"
    result = run("backup", path)
    assert result.exit_code == 0, result.output
    in_database(_add)
    return path


def test_a_backup_comes_back_with_everything_in_it_and_nothing_since(
    backup: Path, run: Any, in_database: Any
) -> None:
    result = run("restore", backup, "--force")
    assert result.exit_code == 0, result.output
    assert in_database(_names) == ["Lotte"]
    assert in_database(lambda s: s.scalar(select(SourceBlob.content))) == bytes(range(256)) * 40
    in_database(_add)
    assert in_database(_names) == ["Lotte", "Sven"], "new rows get numbers of their own"


def test_the_manifest_names_version_schema_time_and_checksum(backup: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(backup) as archive:
        manifest = json.loads(archive.read(MANIFEST))
        data = archive.read(DATABASE[manifest["engine"]])
    copy = tmp_path / "copy"
    copy.write_bytes(data)
    assert manifest["sha256"] == digest(copy)
    assert manifest["size"] == len(data)
    assert manifest["version"] and manifest["made_at"].endswith("+00:00")
    assert backup.stat().st_mode & 0o777 == 0o600
    assert [
        p.name for p in backup.parent.iterdir() if "backup" in p.name or p.suffix == ".part"
    ] == []


def test_a_database_with_rows_is_only_replaced_by_force(
    backup: Path, run: Any, in_database: Any
) -> None:
    result = run("restore", backup)
    assert result.exit_code == 1
    assert "--force" in result.output
    assert in_database(_names) == ["Lotte", "Sven"]


def _cut(path: Path, share: float) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])


def _flip(path: Path, place: float) -> None:
    whole = bytearray(path.read_bytes())
    whole[int(len(whole) * place)] ^= 0x55
    path.write_bytes(bytes(whole))


def _forge(path: Path, **changes: Any) -> None:
    with zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read(MANIFEST)) | changes
        name = next(n for n in archive.namelist() if n != MANIFEST)
        data = archive.read(name)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, data)
        archive.writestr(MANIFEST, json.dumps(manifest))


DAMAGE = {
    "empty": lambda path: path.write_bytes(b""),
    "no archive": lambda path: path.write_text("not a backup\n" * 500),
    "cut at a tenth": lambda path: _cut(path, 0.1),
    "cut at nine tenths": lambda path: _cut(path, 0.9),
    "last byte missing": lambda path: _cut(path, 0.9999),
    "byte flipped early": lambda path: _flip(path, 0.3),
    "byte flipped late": lambda path: _flip(path, 0.6),
    "other checksum": lambda path: _forge(path, sha256="0" * 64),
    "other size": lambda path: _forge(path, size=10),
    "unknown format": lambda path: _forge(path, format="courseapp-backup-99"),
    "path for an engine": lambda path: _forge(path, engine="../../etc/passwd"),
    "field missing": lambda path: _forge(path, surprise=1),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_backup_is_refused_and_changes_nothing(
    damage: Any, backup: Path, run: Any, in_database: Any
) -> None:
    damage(backup)
    result = run("restore", backup, "--force")
    assert result.exit_code == 1, result.output
    assert "Nothing was changed" in result.output
    assert in_database(_names) == ["Lotte", "Sven"]


def test_a_broken_database_in_a_sound_archive_is_refused(
    backup: Path, run: Any, in_database: Any, committed_app: Flask, tmp_path: Path
) -> None:
    """On PostgreSQL the statements fail within one transaction; on SQLite the copy is checked first."""
    with zipfile.ZipFile(backup) as archive:
        manifest = json.loads(archive.read(MANIFEST))
        name = DATABASE[manifest["engine"]]
        data = archive.read(name)
    broken = tmp_path / "broken"
    broken.write_bytes(data[:5000] + b"DROP NONSENSE;\n" + data[5000:])
    with zipfile.ZipFile(backup, "w") as archive:
        archive.write(broken, name)
        manifest |= {"size": broken.stat().st_size, "sha256": digest(broken)}
        archive.writestr(MANIFEST, json.dumps(manifest))
    result = run("restore", backup, "--force")
    assert result.exit_code == 1, result.output
    assert in_database(_names) == ["Lotte", "Sven"]


def test_a_backup_of_a_newer_version_is_refused(backup: Path, run: Any, in_database: Any) -> None:
    _forge(backup, schema="9999_from_the_future")
    result = run("restore", backup, "--force")
    assert result.exit_code == 1
    assert "9999_from_the_future" in result.output
    assert in_database(_names) == ["Lotte", "Sven"]


def test_a_backup_of_the_other_engine_is_refused(
    backup: Path, run: Any, in_database: Any, committed_app: Flask
) -> None:
    with zipfile.ZipFile(backup) as archive:
        manifest = json.loads(archive.read(MANIFEST))
        data = archive.read(DATABASE[manifest["engine"]])
    manifest["engine"] = {"sqlite": "postgresql", "postgresql": "sqlite"}[manifest["engine"]]
    with zipfile.ZipFile(backup, "w") as archive:
        archive.writestr(DATABASE[manifest["engine"]], data)
        archive.writestr(MANIFEST, json.dumps(manifest))
    result = run("restore", backup, "--force")
    assert result.exit_code == 1
    assert "DATABASE_URL" in result.output
    assert in_database(_names) == ["Lotte", "Sven"]


def test_a_backup_never_replaces_a_file(backup: Path, run: Any) -> None:
    before = backup.read_bytes()
    result = run("backup", backup)
    assert result.exit_code == 1
    assert "exists already" in result.output
    assert backup.read_bytes() == before


def test_without_a_name_backups_gather_in_the_data_folder(run: Any, tmp_path: Path) -> None:
    result = run("backup")
    assert result.exit_code == 0, result.output
    [path] = (tmp_path / "backups").iterdir()
    assert str(path) in result.output
    assert " s\n" in result.output, "the time it took is printed"


def test_an_empty_machine_takes_a_backup_without_force(
    backup: Path, run: Any, in_database: Any, committed_app: Flask
) -> None:
    def clear(session: Session) -> None:
        for statement in (
            "DELETE FROM membership", "DELETE FROM person", "DELETE FROM organisation", "DELETE FROM source_blob",
        ):  # fmt: skip
            session.connection().exec_driver_sql(statement)

    in_database(clear)
    assert run("restore", backup).exit_code == 0
    assert in_database(_names) == ["Lotte"]


def test_what_was_saved_before_a_backup_began_is_in_it_while_others_write(
    committed_app: Flask, tmp_path: Path, run: Any, in_database: Any
) -> None:
    """Writers go on all the time; the ledger of the acknowledged is read just before the backup."""
    acknowledged: list[int] = []
    stop, going = threading.Event(), threading.Event()

    def write() -> None:
        with committed_app.app_context():
            while not stop.is_set():
                person = make_person(db.session(), name="Writer")
                db.session.commit()
                acknowledged.append(person.id)
                if len(acknowledged) > 20:
                    going.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert going.wait(30)
        before = set(acknowledged)
        with committed_app.app_context():
            make_backup(db.engine, tmp_path / "busy.zip", now=utc_now())
        during = len(acknowledged)
    finally:
        stop.set()
        writer.join()
    assert run("restore", tmp_path / "busy.zip", "--force").exit_code == 0
    restored = set(in_database(lambda s: s.scalars(select(Person.id)).all()))
    assert before <= restored
    assert len(restored) <= during + 1, "one consistent moment, nothing from after it"
    assert run("verify").exit_code == 0


def test_a_restored_sqlite_database_is_in_wal_mode_again(
    backup: Path, run: Any, in_database: Any, committed_app: Flask, tmp_path: Path
) -> None:
    with committed_app.app_context():
        if db.engine.dialect.name != "sqlite":
            return
    assert run("restore", backup, "--force").exit_code == 0
    assert in_database(lambda s: s.scalar(select(func.count()).select_from(Person))) == 1
    with sqlite3.connect(tmp_path / "committed.sqlite3") as direct:
        assert direct.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    direct.close()
