"""The file of a backup: whatever happens to it, it is whole or refused by name."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courseapp.ops.archive import DamagedBackup, pack, unpack
from courseapp.ops.engines import EngineTrouble, dump

CONTENT = b"".join(b"INSERT INTO person VALUES (%d);\n" % n for n in random.Random(7).sample(range(10**6), 400))  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of a small database."""
    folder = tmp_path_factory.mktemp("archive")
    (folder / "database").write_bytes(CONTENT)
    target = folder / "whole.zip"
    pack(folder / "database", target, version="1.0", schema="", engine="sqlite", made_at="now")
    return target


def _content_or_refusal(content: bytes, folder: Path) -> bytes | None:
    (folder / "changed.zip").write_bytes(content)
    try:
        unpack(folder / "changed.zip", folder / "copy")
    except DamagedBackup:
        return None
    return (folder / "copy").read_bytes()


def test_a_whole_backup_gives_its_content_back(whole: Path) -> None:
    assert _content_or_refusal(whole.read_bytes(), whole.parent) == CONTENT


@settings(max_examples=400, deadline=None)
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_flipped_bit_gives_a_named_refusal_or_the_same_content(
    place: float, bit: int, whole: Path
) -> None:
    content = bytearray(whole.read_bytes())
    content[int(len(content) * place)] ^= 1 << bit
    assert _content_or_refusal(bytes(content), whole.parent) in (None, CONTENT)


def test_every_header_byte_may_be_anything(whole: Path) -> None:
    """Flags and methods of the format: encrypted, other compressions, impossible places."""
    content, seen = whole.read_bytes(), set()
    directory = content.index(b"PK\x01\x02")
    for place in (*range(40), *range(directory, len(content))):
        for value in (0x00, 0x01, 0x0C, 0x0E, 0x63, 0xFF):
            changed = content[:place] + bytes([value]) + content[place + 1 :]
            seen.add(_content_or_refusal(changed, whole.parent))
    assert seen <= {None, CONTENT}
    assert None in seen


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.9, 0.999])
def test_a_truncated_backup_is_refused(whole: Path, share: float) -> None:
    content = whole.read_bytes()
    assert _content_or_refusal(content[: int(len(content) * share)], whole.parent) is None


def test_without_the_engines_own_programs_the_message_names_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", os.fspath(tmp_path))
    with pytest.raises(EngineTrouble, match=r"pg_dump is not installed.*postgresql-client"):
        dump("postgresql+psycopg://nobody@127.0.0.1:9/nothing", tmp_path / "dump.sql")
    assert list(tmp_path.iterdir()) == []
