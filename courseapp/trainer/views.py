"""Where the studio begins: the courses, and one course with its steps, drafts and history."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from courseapp.catalog.queries import (
    get_revision,
    get_revisions,
    list_courses,
    list_digests,
    list_drafts,
    list_revisions,
)
from courseapp.trainer.blueprint import bp, open_course
from courseapp.trainer.files import read_contents
from courseapp.trainer.opinions import list_opinions
from courseapp.trainer.queries import count_under_way
from courseapp.web.database import db
from courseapp.web.i18n import current_locale

RECENT = 5


@bp.get("/studio")
def show_start() -> ResponseReturnValue:
    """All courses: which revision counts, what is being written, how many people take them."""
    session = db.session()
    states = list_courses(session)
    published = get_revisions(session, (state.current.id for state in states))
    courses = [(state, published[state.current.id]) for state in states]
    under_way = count_under_way(session)
    return render_template("trainer/courses.html", courses=courses, under_way=under_way)


@bp.get("/studio/<slug>")
def show_course(slug: str) -> ResponseReturnValue:
    """One course: its steps in both languages, its media, drafts and history."""
    session = db.session()
    state = open_course(slug)
    course = get_revision(session, state.current.id, content_hash=state.current.content_hash).course
    digests = list_digests(session, state.current.id)
    drafts = list_drafts(session, state)
    contents = read_contents(
        {*digests, *drafts}, drafts=drafts, course=course, locale=current_locale()
    )
    return render_template(
        "trainer/course.html",
        state=state,
        course=course,
        contents=contents,
        media=[
            (p, f"/media/{slug}/{digests[p][:12]}/{p.rpartition('/')[2]}") for p in contents.media
        ],
        drafts=drafts.values(),
        revisions=list_revisions(session, state.id)[:RECENT],
        under_way=count_under_way(session).get(state.id, 0),
        opinions=list_opinions(session, course_id=state.id, course=course, locale=current_locale()),
    )
