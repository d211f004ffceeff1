"""What the hints see in a text, in Dutch and English, and that no text breaks them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseapp.writing.domain.hints import HINTS, Hint, look

PROMPTS = {
    "nl": "Mevrouw De Wit schrijft: ‘Ik wacht al sinds dinsdag op een monteur voor mijn ketel.’",
    "en": "Mrs De Wit writes: ‘I have waited since Tuesday for a mechanic to mend my boiler.’",
}
# every piece that the rules look for, so that properties reach all of them
PIECES = st.lists(
    st.sampled_from(
        ["Wat vervelend", "maar", "Ik bel u", "het systeem", "vóór drie uur", "kan", "of", "?", ". ",
         "\n", "How annoying", "but", "I'll call", "the system", "by three", "option", "ketel", "boiler",
         "Met vriendelijke groet", "Kind regards", "Beste mevrouw", "\x00", "\u202e", "ı", "ﬁ", "👋"]
    )
).map(" ".join)  # fmt: skip
TEXTS = st.one_of(st.text(), PIECES, st.text(alphabet=st.characters(categories=["Cs", "Cc", "Mn", "Zs", "Po"])))  # fmt: skip


def one(name: str, text: str, locale: str) -> Hint:
    (hint,) = look(text, [name], locale=locale, prompt=PROMPTS[locale])
    return hint


SEEN = [
    ("acknowledgement", "nl", "Wat vervelend dat u zo lang wacht.", "vervelend"),
    ("acknowledgement", "nl", "Mevrouw De Wit, ik snap dat u belt. Ik ga het na.", "snap"),
    ("acknowledgement", "nl", "Beste mevrouw De Wit,\n\nU hebt lang gewacht. Ik bel u.", "gewacht"),
    ("acknowledgement", "nl", "Goedemiddag. Dank u voor uw bericht. Vervelend.", "Dank u"),
    ("acknowledgement", "nl", "Mevrouw, gecondoleerd met uw man.", "gecondoleerd"),
    ("acknowledgement", "nl", "Dit is de derde keer dat u belt.", "derde keer"),
    ("acknowledgement", "en", "This is the third time you ring.", "third time"),
    ("acknowledgement", "en", "Dear Mrs De Wit,\n\nHow annoying that you had to wait.", "annoying"),
    ("acknowledgement", "en", "You waited three days. I'll call you.", "waited"),
    ("ownership", "nl", "Ik bel u vóór drie uur.", "Ik bel"),
    ("ownership", "nl", "Vanmiddag zoek ik het uit.", "zoek ik"),
    ("ownership", "nl", "Ik ga dat nu voor u na.", "Ik ga"),
    ("ownership", "nl", "Ik vul het formulier voor u in.", "Ik vul"),
    ("ownership", "en", "I will fill in the form.", "I will fill"),
    ("ownership", "en", "I’ll call you back.", "I'll call"),
    ("ownership", "en", "Let me find out.", "Let me"),
    ("concrete", "nl", "U hoort van me in 2 dagen.", "2"),
    ("concrete", "nl", "Donderdag staat er iemand.", "Donderdag"),
    ("concrete", "nl", "Uw ketels doen het weer.", "ketels"),
    ("concrete", "en", "Your boiler will work again.", "boiler"),
    ("option", "nl", "Wat wel kan: morgen om negen uur.", "kan"),
    ("option", "nl", "Komt het u uit in de ochtend of in de middag?", "of"),
    ("option", "en", "Would you like the morning?", "Would you like"),
    ("option", "en", "Morning or afternoon?", "or"),
    ("moment", "nl", "U hoort van mij vóór drie uur.", "vóór drie uur"),
    ("moment", "nl", "Ik bel binnen twee werkdagen.", "binnen twee werkdagen"),
    ("moment", "nl", "Ik bel u op 12 maart.", "12 maart"),
    ("moment", "nl", "Morgenochtend staat er iemand.", "Morgenochtend"),
    ("moment", "en", "I will ring you by three.", "by three"),
    ("moment", "en", "Within two days you hear from me.", "Within two days"),
    ("moment", "en", "Someone comes on Thursday.", "Thursday"),
    ("ending", "nl", "Ik bel u om drie uur.\n\nMet vriendelijke groet,\nSamira", ""),
    ("ending", "en", "I will ring you at three.\n\nKind regards,\nSamira", ""),
]
NOT_SEEN = [
    ("acknowledgement", "nl", "Uw ketel is kapot. De monteur komt. Wat vervelend.", ""),
    ("acknowledgement", "nl", "Wat vervelend, maar dat kan niet.", "but"),
    ("acknowledgement", "nl", "Ik snap het. Maar zo zijn de regels.", "but"),
    ("acknowledgement", "nl", "Ik begrijp niet wat u bedoelt.", ""),
    ("acknowledgement", "en", "I understand, but those are the rules.", "but"),
    ("acknowledgement", "en", "I do not understand you.", ""),
    ("ownership", "nl", "Er wordt naar gekeken.", ""),
    ("ownership", "nl", "Ik zie dat het systeem eruit ligt. Ik bel u.", "blame"),
    ("ownership", "nl", "Helaas kunnen wij dat niet. Ik bel u.", "blame"),
    ("ownership", "nl", "Dat heeft mijn collega gedaan. Ik bel u.", "blame"),
    ("ownership", "en", "They did that. I'll call you.", "blame"),
    ("ownership", "en", "It will be looked at.", ""),
    ("concrete", "nl", "We kijken ernaar en u hoort nog van ons.", ""),
    ("concrete", "nl", "Mevrouw, schrijf een antwoord.", ""),
    ("option", "nl", "Dat kan niet.", ""),
    ("option", "nl", "U moet een formulier invullen.", ""),
    ("option", "en", "We cannot do that.", ""),
    ("moment", "nl", "Goedemorgen. U hoort nog van ons, zo snel mogelijk.", ""),
    ("moment", "nl", "Goede morgen mevrouw.", ""),
    ("moment", "en", "You will hear from us as soon as possible.", ""),
    ("ending", "nl", "Ik bel u. Heeft u nog vragen, dan horen wij het graag.", "formula"),
    ("ending", "nl", "Hopende u hiermee voldoende te hebben geïnformeerd.\nMvg", "formula"),
    ("ending", "nl", "Met vriendelijke groet,\nSamira", ""),
    ("ending", "nl", "", ""),
    ("ending", "en", "Please do not hesitate to contact us.", "formula"),
    ("ending", "en", "Is there anything else I can do for you?", "formula"),
]


@pytest.mark.parametrize(("name", "locale", "text", "quote"), SEEN)
def test_a_rule_sees_what_is_there(name: str, locale: str, text: str, quote: str) -> None:
    assert one(name, text, locale) == Hint(name=name, is_seen=True, quote=quote)


@pytest.mark.parametrize(("name", "locale", "text", "note"), NOT_SEEN)
def test_a_rule_asks_for_what_is_missing(name: str, locale: str, text: str, note: str) -> None:
    hint = one(name, text, locale)
    assert (hint.is_seen, hint.note) == (False, note)
    assert bool(hint.quote) == bool(note)


@given(TEXTS, TEXTS, st.sampled_from(["nl", "en", "de"]))
def test_no_text_breaks_a_rule_and_the_same_text_gives_the_same_hints(
    text: str, prompt: str, locale: str
) -> None:
    hints = look(text, HINTS, locale=locale, prompt=prompt)
    assert [hint.name for hint in hints] == list(HINTS)
    assert hints == look(text, HINTS, locale=locale, prompt=prompt)
    straight = text.replace("’", "'").casefold()
    assert all(hint.quote.casefold() in straight.replace("\r", "\n") for hint in hints)


@given(st.text(max_size=40), st.sampled_from(["nl", "en"]))
def test_a_moment_stays_seen_whatever_comes_before_it(text: str, locale: str) -> None:
    moment = {"nl": "vóór drie uur", "en": "by three"}[locale]
    assert one("moment", f"{text}\n\n{moment}", locale).is_seen


@given(st.lists(st.sampled_from([*HINTS, "onbekend"])))
def test_each_known_rule_answers_once(names: list[str]) -> None:
    found = [hint.name for hint in look("Ik bel u.", names, locale="nl")]
    assert found == [name for name in dict.fromkeys(names) if name in HINTS]


@pytest.mark.parametrize("locale", ["nl", "en"])
def test_a_long_text_is_read_within_a_moment(locale: str) -> None:
    for piece in ("ik ", "nog ", "niet a ", "a", "1 ", "i'll ", "kan ik een "):
        began = time.perf_counter()
        look((piece * 5000)[:5000], HINTS, locale=locale, prompt=piece * 300)
        assert time.perf_counter() - began < 1
