"""How a learner grew, module by module: what was known before, the quiz, the words of mastery."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from courseapp.catalog.domain.compiled import CompiledModule, CompiledStep
from courseapp.quizzes.queries import Outcome, list_outcomes
from courseapp.reviews.domain.mastery import Mastery, Word
from courseapp.reviews.queries import measure_objectives
from courseapp.trainee.arcs import glyph
from courseapp.trainee.blueprint import Desk
from courseapp.web.curve import Frame, Picture
from courseapp.web.database import db

FRAME = Frame(left=4, right=94, top=12, bottom=80, low=0, high=3)
HEIGHTS = {Word.NEW: 0, Word.GROWING: 1, Word.NEAR: 2, Word.MASTERED: 3}
Outcomes = Mapping[str, Sequence[Outcome]]


@dataclass(frozen=True, kw_only=True)
class Growth:
    """One module: `before` and `quizzes` as sentences, `words` how many objectives have which."""

    title: str
    before: str
    quizzes: Sequence[str]
    open_quiz: CompiledStep | None
    words: str
    picture: Picture | None

    @property
    def is_begun(self) -> bool:
        """Whether anything was answered in this module."""
        return bool(self.before or self.quizzes or self.words)


def measure_growth(desk: Desk) -> list[Growth]:
    """The modules that test or teach something, in a constant number of queries."""
    session = db.session()
    mastery = measure_objectives(
        session, enrolment=desk.enrolment, published=desk.published, now=desk.now
    )
    outcomes: dict[str, list[Outcome]] = {}
    for each in list_outcomes(session, enrolment=desk.enrolment):
        outcomes.setdefault(each.attempt.step_id, []).append(each)
    return [
        _grown(module, outcomes, mastery, desk.locale)
        for module in desk.published.course.modules
        if module.objectives or any(step.kind == "quiz" for step in module.steps)
    ]


def _grown(
    module: CompiledModule, outcomes: Outcomes, mastery: Mapping[str, Mastery], locale: str
) -> Growth:
    asked = [step for step in module.steps if step.kind == "quiz"]
    ahead = [step for step in asked if step.settings.get("graded") is False]
    quizzes = [step for step in asked if step not in ahead]
    found = [mastery[each.id].word for each in module.objectives if each.id in mastery]
    is_begun = any(word is not Word.NEW for word in found)
    return Growth(
        title=module.text(locale).title,
        before=_before([each for step in ahead for each in outcomes.get(step.id, ())]),
        quizzes=[_quiz(outcomes[step.id]) for step in quizzes if step.id in outcomes],
        open_quiz=next((step for step in quizzes if step.id not in outcomes), None),
        words=_in_words(found) if is_begun else "",
        picture=line_of(found) if is_begun else None,
    )


def _before(handed_in: Sequence[Outcome]) -> str:
    right, asked = sum(o.right for o in handed_in), sum(o.asked for o in handed_in)
    if not asked:
        return ""
    return str(_("Vooraf wist je er %(right)s van de %(asked)s.", right=right, asked=asked))


def _quiz(handed_in: Sequence[Outcome]) -> str:
    """The best attempt in words; that it was passed matters more than how often it took."""
    best = max(handed_in, key=lambda each: (bool(each.attempt.is_passed), each.share))
    known = {"right": best.right, "asked": best.asked}
    if best.attempt.is_passed:
        return str(_("Toets gehaald, met %(right)s van de %(asked)s goed.", **known))
    return str(_("Beste toets tot nu toe: %(right)s van de %(asked)s goed.", **known))


def _in_words(found: Sequence[Word]) -> str:
    names = {
        Word.MASTERED: _("beheerst"),
        Word.NEAR: _("bijna"),
        Word.GROWING: _("groeit"),
        Word.NEW: _("nieuw"),
    }
    counts = Counter(found)
    return ", ".join(f"{counts[word]} {name}" for word, name in names.items() if counts[word])


def line_of(found: Sequence[Word]) -> Picture:
    """A line through the objectives, from what is still new up to what is known best."""
    return glyph(sorted(HEIGHTS[word] for word in found), FRAME)
