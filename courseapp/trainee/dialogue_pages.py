"""What the dialogue page shows: the transcript, the replies, the curve and the debriefing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from courseapp.activities.domain import strongest
from courseapp.catalog.domain.compiled import CompiledStep, Json
from courseapp.catalog.queries import Published, get_revision
from courseapp.dialogues.domain.graph import Graph, graph_from_key
from courseapp.dialogues.domain.walk import Walk as Progress
from courseapp.dialogues.models import Walk
from courseapp.dialogues.queries import find_latest_walk
from courseapp.trainee.blueprint import Desk
from courseapp.web.chart import Labels, Level, Series, chart
from courseapp.web.curve import Picture
from courseapp.web.database import db
from courseapp.web.rendering import number

FEWEST_SLOTS = 4


@dataclass(frozen=True, kw_only=True)
class Script:
    """A dialogue as it was published when the walk began, in the reader's language."""

    step: CompiledStep
    data: Json
    key: Json
    graph: Graph

    def lines_html(self, passage: str) -> str:
        """What the customer says in a passage."""
        return str(self.data["passages"][passage]["lines_html"])

    def reply_text(self, passage: str, reply: str) -> str:
        """The words of a reply."""
        replies = self.data["passages"][passage]["replies"]
        return next(str(r["text"]) for r in replies if r["id"] == reply)

    @property
    def is_guided(self) -> bool:
        """Whether this is a worked example, in which every reply shows its comment at once."""
        return bool(self.step.settings.get("guided"))

    def why_html(self, passage: str, reply: str) -> str:
        """What a reply does; shown only after it was chosen, except in a worked example."""
        return str(self.key["passages"][passage]["replies"][reply]["why_html"])


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A reply to choose; `why_html` and `effect` are filled in a worked example only."""

    id: str
    text: str
    why_html: str = ""
    effect: int | None = None


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """One turn that is over: what the customer said, in which mood, and what was answered."""

    number: int
    lines_html: str
    mood: int
    text: str
    why_html: str


@dataclass(frozen=True, kw_only=True)
class Beat:
    """One row of the list beside the curve; `role` is "", "peak", "end" or "both"."""

    text: str
    mood: int
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """Everything that the page shows of a walk."""

    walk: Walk
    progress: Progress
    spoken: Sequence[Spoken]
    lines_html: str
    replies: Sequence[Offer]
    ending: Mapping[str, str] | None
    turning: Spoken | None
    beats: Sequence[Beat]
    curve: Picture


def find_walk(desk: Desk, step: CompiledStep) -> Walk | None:
    """The latest walk through this step as the kind that it is now."""
    walk = find_latest_walk(db.session(), enrolment=desk.enrolment, step_id=step.id)
    if walk is None or walk.revision_id == desk.published.revision_id:
        return walk
    walked = get_revision(db.session(), walk.revision_id).course.steps_by_id.get(step.id)
    return walk if walked is not None and walked.kind == step.kind else None


def open_script(desk: Desk, step: CompiledStep, walk: Walk) -> Script:
    """The dialogue of the revision on which the walk began."""
    published: Published = desk.published
    if walk.revision_id != published.revision_id:
        published = get_revision(db.session(), walk.revision_id)
        step = published.course.steps_by_id[walk.step_id]
    key = published.key(step.id, desk.locale)
    return Script(
        step=step,
        data=step.text(desk.locale).data,
        key=key,
        graph=graph_from_key(step.settings, key),
    )


@dataclass(frozen=True, kw_only=True)
class Player:
    """How a kind of step is played: where its script comes from, and the rule that an end meets."""

    open_script: Callable[[Desk, CompiledStep, Walk], Script]
    rule: str


PLAYERS: dict[str, Player] = {"dialogue": Player(open_script=open_script, rule="end-reached")}


def add_player(kind: str, player: Player) -> None:
    """Let steps of another kind be played in the same conversation."""
    PLAYERS[kind] = player


def open_conversation(script: Script, *, walk: Walk, progress: Progress) -> Conversation:
    """The page's view of a walk."""
    spoken = [
        Spoken(
            number=i,
            lines_html=script.lines_html(turn.passage),
            mood=progress.path[i - 1],
            text=script.reply_text(turn.passage, turn.reply),
            why_html=script.why_html(turn.passage, turn.reply),
        )
        for i, turn in enumerate(progress.turns, start=1)
    ]
    debrief = progress.debrief
    turning = debrief.turning if debrief and progress.end else None
    return Conversation(
        walk=walk,
        progress=progress,
        spoken=spoken,
        lines_html=script.lines_html(progress.passage) if progress.passage else "",
        replies=_shuffled(script, progress.passage, walk.seed),
        ending=script.data["ends"][progress.end] if progress.end else None,
        turning=None if turning is None else spoken[turning],
        beats=_beats(progress, spoken),
        curve=mood_curve(progress),
    )


def _shuffled(script: Script, passage: str | None, seed: str) -> list[Offer]:
    """The replies on offer in an order of this walk's own: the same again after a reload."""
    if passage is None:
        return []

    def place(offer: Offer) -> str:
        return hashlib.sha256(f"{seed}:{passage}:{offer.id}".encode()).hexdigest()

    return sorted(_offers(script, passage), key=place)


def _offers(script: Script, passage: str) -> list[Offer]:
    replies = script.data["passages"][passage]["replies"]
    if not script.is_guided:
        return [Offer(id=reply["id"], text=reply["text"]) for reply in replies]
    edges = script.graph.passages[passage]
    return [
        Offer(
            id=reply["id"],
            text=reply["text"],
            why_html=script.why_html(passage, reply["id"]),
            effect=edges[reply["id"]].effect,
        )
        for reply in replies
    ]


def _beats(progress: Progress, spoken: Sequence[Spoken]) -> list[Beat]:
    debrief = progress.debrief if progress.end else None
    beats = [Beat(text=_("Aan het begin"), mood=progress.start_mood)]
    for i, (turn, line) in enumerate(zip(progress.turns, spoken, strict=True)):
        is_peak = debrief is not None and debrief.peak_index == i
        is_end = debrief is not None and i == len(spoken) - 1
        role = "both" if is_peak and is_end else "peak" if is_peak else "end" if is_end else ""
        beats.append(Beat(text=line.text, mood=turn.mood, role=role))
    return beats


def mood_curve(progress: Progress) -> Picture:
    """The mood so far; at the end with its peak, its end, what is remembered and the average."""
    path, is_over = progress.path, progress.end is not None
    places = [float(i) for i in range(len(path))]
    debrief = progress.debrief
    peak = strongest(path[1:]) + 1 if len(path) > 1 else None
    level = None
    if debrief and is_over:
        level = Level(
            remembered=debrief.remembered,
            average=debrief.average,
            remembered_word=_("herinnerd"),
            average_word=_("gemiddeld"),
        )
    moods = ", ".join(number(mood, signed=True) for mood in path)
    return chart(
        [Series(values=path, places=places, peak=peak, ended=is_over and len(path) > 1)],
        title=_("Stemming per moment: %(moods)s. Dezelfde cijfers staan in de lijst.", moods=moods),
        labels=Labels(
            places=places, texts=[_("begin"), *(str(i) for i in range(1, len(path)))], first=0
        ),
        slots=None if is_over else max(FEWEST_SLOTS, len(path) - 1),
        level=level,
    )
