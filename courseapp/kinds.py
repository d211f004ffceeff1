"""The kinds of block and of step that courses may use: one line here makes a kind known."""

from __future__ import annotations

from collections.abc import Mapping

from courseapp.catalog.checking import CourseKinds
from courseapp.catalog.domain.closing import ClosingStep
from courseapp.catalog.domain.lesson import TEXT_BLOCKS, LessonStep
from courseapp.catalog.domain.protocol import BlockKind, StepKind
from courseapp.catalog.domain.recall import RECALL
from courseapp.dialogues.domain.step import DialogueStep
from courseapp.labs.domain.block import LabBlock
from courseapp.quizzes.domain.blocks import QuestionBlock
from courseapp.quizzes.domain.kind import AuthoredKind
from courseapp.quizzes.domain.registry import QUESTION_KINDS
from courseapp.quizzes.domain.step import QuizStep
from courseapp.reflections.domain.step import ReflectionStep
from courseapp.reflections.domain.task import TASK
from courseapp.scenarios.domain.step import SCENARIO
from courseapp.writing.domain.free_text import FreeText
from courseapp.writing.queries import list_answered_revisions

_QUESTIONS: Mapping[str, AuthoredKind] = {FreeText.name: FreeText(), **QUESTION_KINDS}
_BLOCKS: tuple[BlockKind, ...] = (
    *TEXT_BLOCKS.values(),
    RECALL,
    QuestionBlock(_QUESTIONS),
    LabBlock(),
)
_STEPS: tuple[StepKind, ...] = (
    LessonStep(),
    QuizStep(),
    DialogueStep(),
    ReflectionStep(),
    TASK,
    ClosingStep(),
    SCENARIO,
)

BLOCK_KINDS: Mapping[str, BlockKind] = {kind.name: kind for kind in _BLOCKS}
STEP_KINDS: Mapping[str, StepKind] = {kind.name: kind for kind in _STEPS}
COURSE_KINDS = CourseKinds(
    blocks=BLOCK_KINDS, steps=STEP_KINDS, answered_in=list_answered_revisions
)
