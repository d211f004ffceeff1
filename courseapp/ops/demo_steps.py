"""What the demo's people really do at a step: talk, answer, plan, try it at work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from courseapp.catalog.domain.compiled import CompiledStep
from courseapp.catalog.queries import Published
from courseapp.dialogues.domain.graph import graph_from_key
from courseapp.dialogues.services import choose, progress_of, start_walk
from courseapp.enrolment.models import Enrolment
from courseapp.plans.services import make_plan
from courseapp.quizzes.domain.asking import Asked
from courseapp.quizzes.domain.kind import Response
from courseapp.quizzes.domain.rules import QuizRules
from courseapp.quizzes.queries import get_attempt, list_asked
from courseapp.quizzes.services import start_attempt, submit_attempt
from courseapp.reflections.services import (
    Draft,
    Stamp,
    TaskDraft,
    finish_task,
    share_with_trainer,
    submit,
)
from courseapp.reviews.services import refresh_cards
from courseapp.web.now import today_in
from courseapp.writing.domain.free_text import FreeText
from courseapp.writing.domain.phases import PHASES
from courseapp.writing.services import Place, score
from courseapp.writing.services import hand_in as hand_in_text

T = TypeVar("T")
STAMP = Stamp(tab="demo", sequence=1, base=0)
SHARED = "hart-plan"
"""The reflection that its writers share, so that the trainer has something to read."""
ANSWER = (
    "Een monteur die een uur te laat kwam. Het wachten was het dieptepunt, maar hij liep aan het "
    "eind alles met de klant na, en daar begon ze later zelf over."
)
EVIDENCE = "Gedaan bij een mevrouw die voor de derde keer belde over haar rekening."
NOTICED = (
    "Ze werd rustiger en vroeg naar mijn naam.",
    "Hij zei: ‘Goed dat u dat nog even noemt.’",
    "Hij hoefde geen bon meer, hij wilde alleen weten wanneer.",
    "Ze stuurde een foto terug van het resultaat.",
    "Ik was haar voor met bellen, en dat viel haar op.",
    "Na de tweede mogelijkheid was het ‘maar’ weg.",
)
SENTENCES = (
    "Wat een schrik, mevrouw Bos. Ik loop het nu met u na en bel u vóór vier uur.",
    "Morgen tussen negen en elf komt Youssef, en om twaalf uur vraag ik of alles werkt.",
    "U hebt drie keer gebeld en een dag vrij genomen. Ik regel het wiel vandaag zelf.",
    "Ik zag dat u er deze week alleen voor stond. Daarom zet ik het deze keer voor u klaar.",
    "Met Elif van de planning. De kast komt morgen niet; ik bel u woensdag om drie uur.",
    "U wilt niet nóg een keer wachten. Het kan donderdag om negen of vrijdag de hele dag.",
)
PLANS = (
    ("een klant begint met ‘het zal wel aan mij liggen’",
     "zeg ik eerst in één zin wat ik hoor voordat ik ga zoeken"),
    ("een klant aan het eind van een gesprek stil wordt",
     "vat ik samen wat er geregeld is en noem ik de dag waarop het klaar is"),
    ("ik naar een tegoedbon wil grijpen",
     "vraag ik eerst wat het wachten de klant heeft gekost"),
    ("een vaste klant zegt dat het vroeger vanzelf ging",
     "leg ik uit wat er veranderd is en geef ik twee mogelijkheden"),
    ("ik om drie uur nog niets weet over een belofte",
     "bel ik de klant voordat hij mij belt"),
    ("ik ‘ja, maar’ op mijn lippen heb",
     "herhaal ik eerst wat de klant niet nog een keer wil"),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One person at one step, at one moment."""

    session: Session
    enrolment: Enrolment
    published: Published
    step: CompiledStep
    time_zone: str
    now: datetime

    @property
    def place(self) -> dict[str, Any]:
        """Where things are stored."""
        return {
            "enrolment": self.enrolment,
            "step_id": self.step.id,
            "revision_id": self.published.revision_id,
            "now": self.now,
        }

    def pick(self, choices: Sequence[T]) -> T:
        """The one of this step's module."""
        module = self.published.course.modules_by_id[self.step.module_id]
        return choices[(module.number - 1) % len(choices)]


def act(turn: Turn) -> None:
    """Do what this kind of step asks."""
    if turn.step.kind in ACTS:
        ACTS[turn.step.kind](turn)
    if turn.step.kind in ("dialogue", "quiz"):
        refresh_cards(turn.session, enrolment=turn.enrolment, published=turn.published)


def _talk(turn: Turn) -> None:
    """Walk to an end by the reply that helps most each time."""
    session, step = turn.session, turn.step
    graph = graph_from_key(step.settings, turn.published.key(step.id, "nl"))
    walk = start_walk(session, **turn.place, seed="demo")
    progress = progress_of(session, walk=walk, graph=graph)
    while progress.passage:
        edges = graph.passages[progress.passage]
        progress = choose(
            session, walk=walk, graph=graph, turn=len(progress.turns) + 1,
            reply_id=max(edges, key=lambda reply: edges[reply].effect),
            client_key=f"demo-{len(progress.turns)}", now=turn.now,
        )  # fmt: skip


def hand_in(turn: Turn) -> None:
    """Hand in one attempt: in a look ahead one right answer, in a quiz all but one."""
    started = start_attempt(
        turn.session, enrolment=turn.enrolment, step=turn.step,
        revision_id=turn.published.revision_id, seed="demo", now=turn.now,
    )  # fmt: skip
    attempt, _hash = get_attempt(
        turn.session, enrolment=turn.enrolment, attempt_id=started.id, lock=True
    )
    rules = QuizRules.from_json(turn.step.settings)
    asked = list_asked(turn.published, attempt, locale="nl")
    submit_attempt(
        turn.session, attempt=attempt, asked=asked, rules=rules, now=turn.now,
        given=_responses(asked, wrong=1 if rules.graded else 2),
    )  # fmt: skip


def _responses(asked: list[Asked], *, wrong: int) -> Mapping[str, Response]:
    """Right answers, but for the first single choices."""
    given: dict[str, Response] = {}
    for each in asked:
        right = each.kind.right_response(each.data, each.keys[0])
        if each.data["kind"] == "single" and wrong:
            wrong -= 1
            others = (o["id"] for o in each.data["options"] if o["id"] != right["choice"])
            right = {"choice": next(others)}
        given[each.id] = right
    return given


def _plan(turn: Turn) -> None:
    prompts = [prompt["id"] for prompt in turn.step.text("nl").data["prompts"]]
    cue, action = turn.pick(PLANS)
    written = submit(
        turn.session, **turn.place, stamp=STAMP,
        draft=Draft(texts=dict.fromkeys(prompts, ANSWER), cue=cue, action=action),
    )  # fmt: skip
    if turn.step.id == SHARED:
        share_with_trainer(turn.session, written, now=turn.now)
    make_plan(
        turn.session, enrolment=turn.enrolment, step_id=turn.step.id, cue=cue, action=action,
        working_days=turn.step.settings.get("follow_up", (3, 10)),
        today=today_in(turn.time_zone, now=turn.now), now=turn.now,
    )  # fmt: skip


def _try_at_work(turn: Turn) -> None:
    draft = TaskDraft(is_ticked=True, evidence=EVIDENCE, noticed=turn.pick(NOTICED))
    finish_task(turn.session, **turn.place, draft=draft, stamp=STAMP)


def _write(turn: Turn) -> None:
    """The first free text of a lesson, from first version to own points."""
    parts = turn.step.text("nl").parts
    texts = [part.data for part in parts if part.data.get("kind") == FreeText.name]
    for data in texts[:1]:
        place = Place(
            step_id=turn.step.id, item_id=data["id"], revision_id=turn.published.revision_id
        )
        shared: dict[str, Any] = {
            "enrolment": turn.enrolment, "place": place, "now": turn.now,
        }  # fmt: skip
        for number, phase in enumerate(PHASES[:2], start=1):
            stamp = Stamp(tab="demo", sequence=number, base=number - 1)
            text = turn.pick(SENTENCES)
            hand_in_text(turn.session, **shared, phase=phase, text=text, stamp=stamp)
        points = {each["id"]: each["points"] for each in data["criteria"]}
        score(turn.session, **shared, criteria=data["criteria"], scores=points)


ACTS: Mapping[str, Callable[[Turn], None]] = {
    "lesson": _write,
    "dialogue": _talk,
    "quiz": hand_in,
    "reflection": _plan,
    "task": _try_at_work,
}
