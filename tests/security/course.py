"""The sources of a small course with every kind of step, with words of the test's choice in every field."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.catalog.domain.assembly import Checked
from courseapp.catalog.models import Course
from courseapp.catalog.services import publish_folder
from courseapp.kinds import COURSE_KINDS
from courseapp.web.now import utc_now

SLUG = "proefcursus"
LESSON = "1-begin/1-les.md"
PICTURE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="3"/></svg>'
)


@dataclass(frozen=True, kw_only=True)
class Words:
    """What to put where: `title` in plain one-line texts, `line` in Markdown of one line, `body` in
    Markdown of several, `shown` for after an answer, `key` in whatever stays on the server for good."""

    title: str = ""
    line: str = ""
    body: str = ""
    shown: str = ""


def course_files(words: Words | None = None) -> dict[str, bytes]:
    """The course; every question has its one right answer first, or in the order written."""
    w = words or Words()
    texts = {
        "course.md": _front(w, id=SLUG, title="Proefcursus", summary="Kort.", audience="Wie belt.")
        + f"Een kleine cursus. {w.line}\n\n{w.body}\n",
        "1-begin/module.md": _front(
            w,
            id="begin",
            title="Begin",
            subtitle="Het begin",
            summary="Waarom.",
            objectives=f"{{luisteren: {_quote('Je vat samen. ' + w.title)}}}",
        ),
        LESSON: _lesson(w),
        "1-begin/2-gesprek.md": _dialogue(w),
        "1-begin/3-toets.md": _quiz(w),
        "1-begin/4-mijn-plan.md": _reflection(w),
        "1-begin/5-bel-terug.md": _front(w, id="bel-terug", title="Bel terug", kind="task",
                                         objectives="[luisteren]")
        + f"Bel één klant terug. {w.line}\n\n{w.body}\n",
        "1-begin/6-eigen.md": _front(w, id="eigen", title="Jouw gesprek", kind="scenario")
        + f"Maak een gesprek. {w.line}\n\n{w.body}\n",
        "1-begin/7-slot.md": _front(w, id="slot", title="Wat je meeneemt", kind="closing")
        + f"Je bent er. {w.line}\n\n{w.body}\n\n::: keep\nTot slot. {w.line}\n:::\n",
        "sources.yml": f"bron:\n  authors: {_quote('Jansen, A. ' + w.title)}\n  year: 2020\n"
        f"  title: {_quote('Listening first ' + w.title)}\n  venue: {_quote('A journal ' + w.title)}\n"
        f"  note: {_quote('Noot. ' + w.title)}\n  kind: research\n",
    }  # fmt: skip
    return {path: text.encode() for path, text in texts.items()} | {"media/stip.svg": PICTURE}


def check(files: dict[str, bytes]) -> Checked:
    """The checker of the product."""
    return COURSE_KINDS.check(files)


@functools.cache
def _check_once(files: tuple[tuple[str, bytes], ...]) -> Checked:
    """Every test publishes the same few courses; each is checked once in a test process."""
    return check(dict(files))


def publish_course(session: Session, words: Words | None = None) -> Course:
    """The course, published twice through the ordinary door, so that there is a history."""
    for number in (1, 2):
        files = course_files(words)
        files[LESSON] += f"\nDruk {number}.\n".encode()
        checked = _check_once(tuple(files.items()))
        assert [finding for finding in checked.findings if finding.is_error] == []
        publish_folder(session, files=files, checked=checked, now=utc_now())
    return session.execute(select(Course).where(Course.slug == SLUG)).scalar_one()


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _front(w: Words, **fields: str) -> str:
    plain = ("id", "kind", "objectives", "pass", "feedback", "mood", "channel", "minutes")
    lines = [
        f"{name}: {value if name in plain else _quote(f'{value} {w.title}'.strip())}"
        for name, value in fields.items()
    ]
    return "\n".join(["---", *lines, "---", ""])


def _lesson(w: Words) -> str:
    blocks = "\n".join(
        f"::: {name}\nTekst van {name}. {w.line}\n\n{w.body}\n:::\n"
        for name in ("claim", "research", "tomorrow", "example", "note", "warning", "keep")
    )
    caption = _attribute(f"Een stip. {w.title}")
    return (
        _front(w, id="les-een", title="Les een", objectives="[luisteren]")
        + f"Luister eerst. [@bron] {w.line}\n\n## Een kop {w.line}\n\n{w.body}\n\n"
        + f'::: figure {{src=media/stip.svg alt="{caption}" caption="{caption}"}}\n:::\n\n'
        + blocks
        + _single("oefen-1", w)
        + _free_text("schrijf-1", w)
        + _free_text("schrijf-2", w)
        + f'\n::: models {{title="{caption}"}}\n## minder: Vaak {w.line}\n**Jij:** Nee. {w.line}\n'
        + f"## beter: Zo {w.line}\n**Jij:** Graag. {w.line}\n\n{w.body}\n:::\n"
        + f"\n::: recall {{of=les-een/schrijf-1}}\nDit schreef je. {w.line}\n\n{w.body}\n:::\n"
        + f"\n::: lab {{#lab-een model=peak-end}}\nTwee leveranciers. {w.line}\n\n"
        + f"## preset: Een {w.title}\nmoments: Offerte | Levering {w.title} | Hulp\nA: 4 -3 8\nB: 5 6 4\n\n"
        + f"challenge: Krijg B boven A. {w.title}\ngoal: B > A\nlimit: no-raise, same-weight\n"
        + f"hint: Kijk naar het slot. {w.title}\ndone: Gelukt. {w.title}\n:::\n"
        + f"\n::: lab {{#lab-twee model=equity}}\npredict: Wat doet de klant? {w.line}\n"
        + f"- [ ] Niets. {w.line}\n  > Nee. {w.line}\n- [x] Iets. {w.line}\n  > Ja. {w.line}\n\n"
        + f"## preset: Een {w.title}\ngift: 8\n\nchallenge: Geef meer. {w.title}\n"
        + f"goal: given-back > 5\nhint: Meer. {w.title}\ndone: Gelukt. {w.title}\n:::\n"
    )


def _attribute(text: str) -> str:
    return text.replace('"', "\u201d").replace("\n", " ")


def _single(item: str, w: Words) -> str:
    return (
        f"\n::: question {{#{item} objective=luisteren}}\nWat doe je eerst? {w.line}\n\n{w.body}\n\n"
        f"- [x] Luisteren {w.line}\n  > Ja. {w.shown}\n- [ ] Praten {w.line}\n  > Nee. {w.shown}\n\n"
        f"hint: Denk na. {w.line}\nwhy: Daarom. {w.shown}\n:::\n"
    )


def _free_text(item: str, w: Words) -> str:
    return (
        f"\n::: question {{#{item} objective=luisteren}}\nSchrijf een zin. {w.line}\n\n{w.body}\n\n"
        f"- rubric(2, moment): Noemt een dag. {w.line}\n\nhint: Denk na. {w.line}\n"
        f"model: Tot dinsdag. {w.shown}\nwhy: Daarom. {w.shown}\n:::\n"
    )


def _quiz(w: Words) -> str:
    why = f"\nwhy: Daarom. {w.shown}\n:::\n"

    def head(item: str, more: str = "") -> str:
        return f"\n::: question {{#{item} objective=luisteren{more}}}\nVraag {item}? {w.line}\n\n"

    return (
        _front(w, id="toets", title="Toets", kind="quiz", objectives="[luisteren]", feedback="end")
        + f"De toets. {w.line}\n\n{w.body}\n"
        + _single("v-single", w)
        + head("v-multiple", " kind=multiple")
        + f"- [x] Een {w.line}\n- [x] Twee {w.line}\n- [ ] Drie {w.line}\n" + why
        + head("v-order") + f"1. Eerst {w.line}\n2. Dan {w.line}\n3. Slot {w.line}\n" + why
        + head("v-match") + f"- Links {w.line} :: Rechts {w.line}\n- Onder :: Boven\n" + why
        + head("v-number") + "= 602214 ± 0,1 punten\n" + why
        + head("v-text") + "= zeldzaamwoord | tweedewoord\n" + why
        + head("v-gap") + f"Een [[gatwoord|ander]] in de zin. {w.line}\n" + why
        + head("v-true", " kind=true-false") + "- [x] Waar\n- [ ] Niet waar\n" + why
    )  # fmt: skip


def _dialogue(w: Words) -> str:
    return (
        _front(w, id="gesprek", title="Gesprek", kind="dialogue", objectives="[luisteren]", channel="telefoon",
               mood="-2", customer="Mevrouw Blom", setting="Ze belt.")
        + f"Kies steeds wat je zegt. {w.line}\n\n"
        + f"## begin\n> Ik wil opzeggen. {w.line}\n\n- (+3) Dat regel ik. {w.title} → slot\n  Je erkent het. {w.shown}\n"
        + f"- (-1) Jammer. {w.title} → slot\n  Een formulier eerst. {w.shown}\n\n"
        + f"## slot\n> Is het geregeld? {w.shown}\n\n- (+3) Ja. {w.title} → einde\n  Met een datum. {w.shown}\n"
        + f"- (-1) U hoort het. {w.title} → einde\n  Zonder houvast. {w.shown}\n\n"
        + f'## einde: goed {{when="sum >= 6"}}\ntitle: Blij {w.shown}\nZe vertelt het door. {w.shown}\n\n'
        + f"## einde: minder\ntitle: Weg {w.shown}\nZe vertrekt stil. {w.shown}\n"
    )  # fmt: skip


def _reflection(w: Words) -> str:
    return (
        _front(w, id="mijn-plan", title="Mijn plan", kind="reflection", objectives="[luisteren]")
        + f"Een paar zinnen. {w.line}\n\n::: prompt {{#terug}}\nWelk gesprek? {w.line}\n\n{w.body}\n:::\n\n"
        + f"::: plan {{#plan follow_up=3,10}}\nMaak je plan. {w.line}\n\n{w.body}\n:::\n"
    )
