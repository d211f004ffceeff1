"""The findings of reflections, in Dutch and English."""

from __future__ import annotations

from collections.abc import Mapping

from courseapp.catalog.domain.protocol import FindingText


def _error(nl: str, en: str) -> FindingText:
    return FindingText(severity="error", nl=nl, en=en)


FINDINGS: Mapping[str, FindingText] = {
    "reflection-no-prompt": _error(
        "deze reflectie heeft geen vraag — schrijf “::: prompt {{#naam}}” met een vraag erin",
        "this reflection has no prompt — write “::: prompt {{#name}}” with a question in it",
    ),
    "reflection-no-plan": _error(
        "deze reflectie eindigt niet met een plan — schrijf “::: plan {{#naam}}” als laatste blok",
        "this reflection does not end in a plan — write “::: plan {{#name}}” as its last block",
    ),
    "reflection-plan-last": _error(
        "na het plan volgt nog iets — zet het plan als laatste, en maar één keer",
        "something follows the plan — put the plan last, and only once",
    ),
    "reflection-id": _error(
        "dit blok heeft geen naam — schrijf “::: {name} {{#naam}}”",
        "this block has no id — write “::: {name} {{#name}}”",
    ),
    "reflection-duplicate": _error(
        "“{id}” staat er al op regel {first} — geef dit blok een eigen naam",
        "“{id}” is already on line {first} — give this block its own id",
    ),
    "reflection-empty": _error(
        "dit blok is leeg — schrijf er de vraag in",
        "this block is empty — write the question in it",
    ),
    "reflection-block": _error(
        "een blok “{name}” kan niet in een reflectie — zet het in een les",
        "a block “{name}” cannot stand in a reflection — move it to a lesson",
    ),
    "reflection-follow-up": _error(
        "follow_up “{value}” klopt niet — schrijf werkdagen van 1 tot 60 in oplopende volgorde, "
        "zoals follow_up=3,10",
        "follow_up “{value}” is not right — write working days from 1 to 60 in rising order, "
        "such as follow_up=3,10",
    ),
    "reflection-translation": _error(
        "de vertaling heeft andere vragen of andere terugblikdagen dan de bron — gebruik dezelfde "
        "namen, volgorde en follow_up",
        "the translation has other prompts or follow-up days than the source — use the same ids, "
        "order and follow_up",
    ),
}
