"""Hints at a free text: what a few rules do and do not see in it, never a verdict."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from courseapp.writing.domain.hint_words import WORDS, Words

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\s\"'”’)]+|\n+")
_WORD = re.compile(r"[^\W\d_]{5,}")
_LONG_GREETING = 6
_ENDINGS = ("en", "s", "e")


@dataclass(frozen=True, kw_only=True)
class Hint:
    """What one rule saw: `quote` is what it saw, or what stood in the way (`note` says which)."""

    name: str
    is_seen: bool
    quote: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class _Text:
    """A text as the rules read it; `body` is without greeting and sign-off."""

    whole: str
    body: tuple[str, ...]
    prompt: str
    words: Words


def look(text: str, names: Iterable[str], *, locale: str, prompt: str = "") -> tuple[Hint, ...]:
    """One hint per known name, in the given order and each once."""
    words = WORDS["en" if locale == "en" else "nl"]
    whole = text.replace("’", "'").replace("\r", "\n")
    read = _Text(whole=whole, body=_body(whole, words), prompt=prompt, words=words)
    return tuple(HINTS[name](read) for name in dict.fromkeys(names) if name in HINTS)


def _body(text: str, words: Words) -> tuple[str, ...]:
    """The sentences between greeting and sign-off."""
    sentences = [each.strip() for each in _SENTENCE_END.split(text) if each.strip()]
    if sentences and _is_greeting(sentences[0], words):
        del sentences[0]
    for place, sentence in enumerate(sentences):
        if words.sign_off.match(sentence):
            return tuple(sentences[:place])
    return tuple(sentences)


def _is_greeting(sentence: str, words: Words) -> bool:
    return bool(words.greeting.match(sentence)) and len(sentence.split()) <= _LONG_GREETING


def _acknowledgement(text: _Text) -> Hint:
    """A word of acknowledgement in the first two sentences, without a “but” behind it."""
    blocked = ""
    for place, sentence in enumerate(text.body[:2]):
        for found in text.words.acknowledgement.finditer(sentence):
            before, after = sentence[: found.start()], sentence[found.end() :]
            if _is_denied(before, after, text.words):
                continue
            following = text.body[place + 1] if place + 1 < len(text.body) else ""
            but = text.words.but.search(after) or text.words.but.match(following)
            if not but:
                return Hint(name="acknowledgement", is_seen=True, quote=found[0])
            blocked = but[0]
    return Hint(
        name="acknowledgement",
        is_seen=False,
        quote=blocked.lower(),
        note="but" if blocked else "",
    )


def _is_denied(before: str, after: str, words: Words) -> bool:
    """Whether the word is taken back right beside it ("ik begrijp niet", "I do not see")."""
    return bool(words.not_acknowledged.search(f"{before.rstrip()} ") or _starts_denied(after))


def _starts_denied(after: str) -> bool:
    return bool(re.match(r" (?:\w+ )?(?:niet|geen|not)\b", after, re.IGNORECASE))


def _ownership(text: _Text) -> Hint:
    """“I” with a verb of doing, and nobody else to blame."""
    if blame := text.words.blame.search(text.whole):
        return Hint(name="ownership", is_seen=False, quote=blame[0].lower(), note="blame")
    return _seen("ownership", text.words.action.search(text.whole))


def _concrete(text: _Text) -> Hint:
    """A number, a moment, or a word of the customer's own message."""
    found = re.search(r"\d+", text.whole) or text.words.moment.search(text.whole)
    if found:
        return _seen("concrete", found)
    asked = {_stem(word) for word in _telling(text.prompt, text.words)}
    for word in _telling(text.whole, text.words):
        if _stem(word) in asked:
            return Hint(name="concrete", is_seen=True, quote=word)
    return Hint(name="concrete", is_seen=False)


def _telling(text: str, words: Words) -> list[str]:
    return [word for word in _WORD.findall(text) if word.casefold() not in words.common]


def _stem(word: str) -> str:
    """The word without a plural or inflection, roughly."""
    plain = word.casefold()
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= 4:
            return plain[: -len(ending)]
    return plain


def _option(text: _Text) -> Hint:
    """Something that is possible, or a question that offers one thing or another."""
    left = text.words.no_option.sub(" ", text.whole)
    found = text.words.option.search(left)
    if found is None:
        asked = (sentence for sentence in text.body if sentence.rstrip("\"'” ").endswith("?"))
        either = (re.search(r"\b(?:of|or)\b", sentence, re.IGNORECASE) for sentence in asked)
        found = next((each for each in either if each), None)
    return _seen("option", found)


def _moment(text: _Text) -> Hint:
    """A day, a time or a term."""
    return _seen("moment", text.words.moment.search(text.whole))


def _ending(text: _Text) -> Hint:
    """A last sentence that is not a standard formula."""
    last = text.body[-1] if text.body else ""
    formula = text.words.formula.search(last)
    if formula:
        return Hint(name="ending", is_seen=False, quote=formula[0].lower(), note="formula")
    return Hint(name="ending", is_seen=bool(last))


def _seen(name: str, found: re.Match[str] | None) -> Hint:
    return Hint(name=name, is_seen=found is not None, quote=found[0] if found else "")


HINTS: Mapping[str, Callable[[_Text], Hint]] = {
    "acknowledgement": _acknowledgement,
    "ownership": _ownership,
    "concrete": _concrete,
    "option": _option,
    "moment": _moment,
    "ending": _ending,
}
"""The rules by the name that an author writes."""


def missing(hints: Sequence[Hint]) -> tuple[Hint, ...]:
    """The hints that may be worth another look."""
    return tuple(hint for hint in hints if not hint.is_seen)
