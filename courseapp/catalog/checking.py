"""The checker as commands, the watcher and the studio use it: kinds and renderer filled in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from courseapp.catalog.domain.assembly import Checked, CheckedStep
from courseapp.catalog.domain.check import check_course, check_step
from courseapp.catalog.domain.protocol import BlockKind, StepKind
from courseapp.catalog.markdown import renderer
from courseapp.catalog.queries.answered import AnsweredIn

Check = Callable[[Mapping[str, bytes]], Checked]


@dataclass(frozen=True, kw_only=True)
class CourseKinds:
    """The kinds of block and of step of this application, by name."""

    blocks: Mapping[str, BlockKind]
    steps: Mapping[str, StepKind]
    answered_in: AnsweredIn | None = None
    """On which revisions questions were answered; guards them against changing their kind."""

    def check(self, files: Mapping[str, bytes]) -> Checked:
        """All findings of a course, and what can be published when there are no errors."""
        return check_course(files, blocks=self.blocks, steps=self.steps, render=renderer())

    def check_file(
        self, files: Mapping[str, bytes], path: str, text: bytes, *, drafts: Collection[str] = ()
    ) -> CheckedStep:
        """The findings of one edited file in its course, and its step as far as it can be shown."""
        return check_step(
            files,
            path,
            text,
            drafts=drafts,
            blocks=self.blocks,
            steps=self.steps,
            render=renderer(),
        )
