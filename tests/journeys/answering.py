"""Answer quiz questions rightly, the way a person does: by what the page shows."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from courseapp.catalog.domain.compiled import CompiledCourse
from courseapp.catalog.domain.folder import read_course_folder
from courseapp.kinds import COURSE_KINDS

CONTENT = Path(__file__).parents[2] / "content" / "wat-blijft-hangen"


class Book:
    """The course with its answer keys, compiled from the files as publishing would."""

    def __init__(self, locale: str) -> None:
        checked = COURSE_KINDS.check(read_course_folder(CONTENT))
        assert checked.course is not None
        self.course: CompiledCourse = checked.course
        self.locale = locale
        self.keys = checked.keys[locale]
        self.items = {
            part.id: part.data
            for step in self.course.steps()
            for part in step.text(locale).parts
            if part.kind == "question"
        }

    def answer_all(self, page: Page) -> int:
        """Answer every question on the attempt page; returns how many there were."""
        sections = page.locator("section.qq[data-item]")
        for number in range(sections.count()):
            section = sections.nth(number)
            item = section.get_attribute("data-item") or ""
            getattr(self, "_" + self.items[item]["kind"].replace("-", "_"))(
                section, self.items[item], self.keys[item]
            )
        return sections.count()

    def _single(self, section: Locator, data: Any, key: Any) -> None:
        for option in data["options"]:
            if option["id"] in key["right"]:
                _label(section, option["html"]).locator("input").check()

    _true_false = _multiple = _single

    def _ordering(self, section: Locator, data: Any, key: Any) -> None:
        cards = {card["id"]: card["html"] for card in data["cards"]}
        for place, card in enumerate(key["order"], start=1):
            row = section.locator("li.ord").filter(
                has=section.page.locator(".ord-t", has_text=_exactly(cards[card]))
            )
            row.locator("select").select_option(str(place))

    def _matching(self, section: Locator, data: Any, key: Any) -> None:
        right = {piece["id"]: piece["html"] for piece in data["right"]}
        for left in data["left"]:
            field = section.locator(".match .fld").filter(
                has=section.page.locator("label", has_text=_exactly(left["html"]))
            )
            field.locator("select").select_option(label=_text(right[key["pairs"][left["id"]]]))

    def _sorting(self, section: Locator, data: Any, key: Any) -> None:
        names = {category["id"]: _text(category["html"]) for category in data["categories"]}
        for card in data["cards"]:
            row = section.locator(".sort").filter(
                has=section.page.locator(".sort-t", has_text=_exactly(card["html"]))
            )
            row.get_by_role("radio", name=names[key["pairs"][card["id"]]], exact=True).check()

    def _survey(self, section: Locator, data: Any, key: Any) -> None:
        section.get_by_role("radio").first.check()

    _scale = _survey

    def _numeric(self, section: Locator, data: Any, key: Any) -> None:
        number = f"{float(key['value']):g}"
        section.locator("input[data-number]").fill(
            number.replace(".", ",") if self.locale == "nl" else number
        )

    def _short_text(self, section: Locator, data: Any, key: Any) -> None:
        section.locator("input.in").fill(key["accept"][0])

    def _gap_text(self, section: Locator, data: Any, key: Any) -> None:
        for number, words in enumerate(key["gaps"]):
            section.locator(f"input[name$='-{number}']").fill(words[0])


def _text(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", markup)).split())


def _exactly(markup: str) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in _text(markup).split())
    return re.compile(rf"^\s*{words}\s*$")


def _label(section: Locator, markup: str) -> Locator:
    page = section.page
    return (
        section.locator("label.opt")
        .filter(has=page.locator("span", has_text=_exactly(markup)))
        .first
    )
