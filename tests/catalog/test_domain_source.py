"""The source model loses nothing: parse and write give the same bytes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from courseapp.catalog.domain.source import content_hash, parse, write

PIECES = st.sampled_from(
    [
        b"---\n", b"id: x\n", b"::: note {#a b=c}\n", b":::\n", b"::::\n", b":::: example\n", b"```\n",
        b"~~~~\r\n", b"\r\n", b"\r", b"\n", b"\xef\xbb\xbf", b"\xff", b"\x00", b"tekst", b"\xe2\x80\xa8",
        b"> ::: note\n", b"    ::: note\n", b"## kop {#x}\n", b"[^a]: noot\n", b"\xc3", b"\xa9", b" ",
    ]
)  # fmt: skip


@given(st.one_of(st.binary(max_size=300), st.lists(PIECES, max_size=30).map(b"".join)))
def test_parse_then_write_gives_the_same_bytes(data: bytes) -> None:
    assert write(parse("les.md", data)) == data


@given(st.lists(PIECES, max_size=30).map(b"".join))
def test_segments_follow_each_other_line_by_line(data: bytes) -> None:
    source = parse("les.md", data)
    line = 1
    for segment in source.segments:
        assert segment.first == line
        line += len(segment.lines)


def test_a_file_is_split_in_front_matter_prose_and_blocks() -> None:
    data = b"---\nid: x\n---\nTekst.\n\n::: note\nBlok.\n:::\nSlot."
    source = parse("les.md", data)
    assert [(s.kind, s.first) for s in source.segments] == [
        ("front", 1),
        ("prose", 4),
        ("block", 6),
        ("prose", 9),
    ]


def test_a_fence_in_a_code_block_is_code() -> None:
    source = parse("les.md", b"```\n::: note\n:::\n```\n")
    assert [s.kind for s in source.segments] == ["prose"]


def test_a_block_in_a_block_uses_fewer_colons() -> None:
    source = parse("les.md", b":::: note\n::: figure\n:::\nSlot.\n::::\n")
    assert [(s.kind, len(s.lines)) for s in source.segments] == [("block", 5)]


def test_the_hash_depends_on_names_and_bytes_but_not_on_order() -> None:
    assert content_hash({"a": b"1", "b": b"2"}) == content_hash({"b": b"2", "a": b"1"})
    assert content_hash({"a": b"1", "b": b"2"}) != content_hash({"a": b"12", "b": b""})
    assert content_hash({"a": b"1"}) != content_hash({"b": b"1"})
