"""What the people who took a course still know, by objective: numbers of groups, never of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courseapp.catalog.domain.compiled import CompiledModule
from courseapp.catalog.queries import get_revision
from courseapp.reviews.domain.retention import PERIODS, Point, count_figures
from courseapp.reviews.queries import list_retention
from courseapp.trainer.blueprint import bp, open_course
from courseapp.trainer.retention_charts import retention_chart
from courseapp.web.curve import Picture
from courseapp.web.database import db
from courseapp.web.i18n import current_locale


@dataclass(frozen=True, kw_only=True)
class GoalLine:
    """One objective with its points, drawn where they make a line."""

    text: str
    points: Sequence[Point]
    chart: Picture | None


@bp.get("/studio/<slug>/onthouden")
def show_retention(slug: str) -> ResponseReturnValue:
    """The share right at the quiz and in reviews after about 7, 30 and 90 days."""
    state = open_course(slug)
    published = get_revision(
        db.session(), state.current.id, content_hash=state.current.content_hash
    )
    found = list_retention(db.session(), course_id=state.id)
    modules = [(module, _lines(module, found)) for module in published.course.modules]
    return render_template(
        "trainer/retention.html",
        state=state,
        course=published.course,
        modules=[(module, lines) for module, lines in modules if lines],
        has_any=any(count_figures(line.points) for _module, lines in modules for line in lines),
    )


def _lines(module: CompiledModule, found: Mapping[str, list[Point]]) -> list[GoalLine]:
    locale = current_locale()
    empty = [Point(days=days, people=0) for days in (0, *(name for name, _first, _end in PERIODS))]
    return [
        _line(goal.texts.get(locale) or next(iter(goal.texts.values())), found.get(goal.id, empty))
        for goal in module.objectives
    ]


def _line(text: str, points: Sequence[Point]) -> GoalLine:
    labels = [_("toets"), *(_("%(days)s d", days=point.days) for point in points[1:])]
    title = _("Wat deelnemers nog weten: %(goal)s", goal=text)
    is_line = count_figures(points) >= 2
    chart = retention_chart(points, labels=labels, title=title) if is_line else None
    return GoalLine(text=text, points=points, chart=chart)
