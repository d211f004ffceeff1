"""The kinds of question, in the order in which the shape of the answers is tried."""

from __future__ import annotations

from collections.abc import Mapping

from courseapp.quizzes.domain.choice import Multiple, Single, TrueFalse
from courseapp.quizzes.domain.kind import QuestionKind
from courseapp.quizzes.domain.matching import Matching
from courseapp.quizzes.domain.numeric import Numeric
from courseapp.quizzes.domain.ordering import Ordering
from courseapp.quizzes.domain.sorting import Sorting
from courseapp.quizzes.domain.survey import Scale, Survey
from courseapp.quizzes.domain.texts import GapText, ShortText

_KINDS: tuple[QuestionKind, ...] = (
    Multiple(),
    Single(),
    TrueFalse(),
    Numeric(),
    ShortText(),
    Matching(),
    GapText(),
    Ordering(),
    Survey(),
    Scale(),
    Sorting(),
)

QUESTION_KINDS: Mapping[str, QuestionKind] = {kind.name: kind for kind in _KINDS}
