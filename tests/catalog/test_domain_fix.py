"""`check --fix` writes ids and source hashes, and leaves every other byte alone."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from courseapp.catalog.domain.fix import fix
from tests.catalog.courses import ENGLISH, LESSON, base_course, check, codes, lesson


def test_a_course_without_findings_is_not_touched() -> None:
    assert fix(base_course()) == {}


def test_missing_ids_are_short_and_readable() -> None:
    files = lesson(
        "::: question\nWat is het eerste dat je doet na een klacht?\n\n- [x] Luisteren\n- [ ] Bellen\n:::"
    )
    files["1-begin/2-een-goed-slot.md"] = b"Tekst."
    changed = {path: data.decode() for path, data in fix(files).items()}
    assert "::: question {#eerste-doet-na-klacht}\n" in changed["1-begin/1-les.md"]
    assert changed["1-begin/2-een-goed-slot.md"] == "---\nid: een-goed-slot\n---\nTekst."


def test_attributes_stay_as_they_were() -> None:
    files = lesson("::: question {objective=x  points=2}\nWie?\n\n- [x] A\n- [ ] B\n:::")
    assert b"::: question {#wie objective=x  points=2}\n" in fix(files)["1-begin/1-les.md"]


def test_a_translation_takes_the_ids_of_its_source() -> None:
    files = base_course()
    files[LESSON] = files[LESSON].replace(b"#kies ", b"")
    files[ENGLISH] = files[ENGLISH].replace(b"#kies ", b"")
    fixed = files | fix(files)
    assert b"{#doe-eerst objective" in fixed[LESSON] and b"{#doe-eerst objective" in fixed[ENGLISH]


def test_what_was_fixed_has_no_such_finding_and_needs_no_second_fix() -> None:
    files = base_course()
    files[LESSON] = files[LESSON].replace(b"id: les\n", b"").replace(b"#kies ", b"")
    lines = [x for x in files[ENGLISH].split(b"\n") if not x.startswith(b"source_hash")]
    files[ENGLISH] = b"\n".join(lines).replace(b"#kies ", b"")
    assert {"id-missing", "block-id-missing", "translation-unmarked"} <= codes(check(files))
    fixed = files | fix(files)
    assert check(fixed).findings == () and fix(fixed) == {}


def test_line_ends_and_byte_order_mark_survive() -> None:
    files = lesson("Tekst.")
    files["1-begin/2-twee.md"] = b"\xef\xbb\xbf---\r\ntitle: Twee\r\n---\r\nTekst.\r\n"
    assert fix(files)["1-begin/2-twee.md"] == (
        b"\xef\xbb\xbf---\r\nid: twee\r\ntitle: Twee\r\n---\r\nTekst.\r\n"
    )


def test_a_stale_hash_is_the_translators_to_remove() -> None:
    files = base_course({LESSON: base_course()[LESSON].replace(b"Luister eerst", b"Zwijg eerst")})
    assert fix(files) == {}


def test_a_file_whose_front_matter_is_broken_is_left_alone() -> None:
    files = lesson("Tekst.")
    files["1-begin/2-kapot.md"] = b"---\ntitle: [\n---\nTekst.\n"
    assert fix(files) == {}


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(["::: question", "::: question {#a}", ":::", "", "tekst", "```", "---"]),
        max_size=15,
    )
)
def test_fixing_twice_is_fixing_once(lines: list[str]) -> None:
    files = lesson("\n".join(lines))
    once = files | fix(files)
    assert fix(once) == {}
