"""The findings of dialogue scripts, in Dutch and English."""

from __future__ import annotations

from collections.abc import Mapping

from courseapp.catalog.domain.protocol import FindingText


def _error(nl: str, en: str) -> FindingText:
    return FindingText(severity="error", nl=nl, en=en)


def _warning(nl: str, en: str) -> FindingText:
    return FindingText(severity="warning", nl=nl, en=en)


FINDINGS: Mapping[str, FindingText] = {
    "dialogue-empty": _error(
        "dit gesprek heeft geen passage — begin met een kop als “## begin”",
        "this dialogue has no passage — start with a heading such as “## begin”",
    ),
    "dialogue-heading": _error(
        "“{text}” is geen naam voor een passage — gebruik kleine letters, cijfers en streepjes; "
        "“einde” en “end” zijn bezet",
        "“{text}” is no name for a passage — use lower case letters, digits and hyphens; "
        "“einde” and “end” are taken",
    ),
    "dialogue-duplicate": _error(
        "“{id}” staat er al op regel {first} — geef deze een eigen naam",
        "“{id}” is already on line {first} — give this one its own name",
    ),
    "dialogue-line": _error(
        "deze regel is geen klantzin (“> …”), reactie (“- (+1) … → passage”) of toelichting — "
        "zet er het juiste teken voor of haal hem weg",
        "this line is no customer line (“> …”), reply (“- (+1) … → passage”) or reason — "
        "put the right sign before it or remove it",
    ),
    "dialogue-block": _error(
        "een blok “{name}” kan niet in een gesprek — haal het weg of zet het in een les",
        "a block “{name}” cannot stand in a dialogue — remove it or move it to a lesson",
    ),
    "dialogue-reply": _error(
        "deze reactie mist een effect of een vervolg — schrijf “- (+2) tekst → passage”",
        "this reply lacks an effect or a target — write “- (+2) text → passage”",
    ),
    "dialogue-effect": _error(
        "effect {value} ligt buiten −3 tot +3 — kies een heel getal daartussen",
        "effect {value} is outside −3 to +3 — choose a whole number in between",
    ),
    "dialogue-reason": _warning(
        "deze reactie heeft geen toelichting — zet er een ingesprongen regel onder",
        "this reply has no reason — put an indented line below it",
    ),
    "dialogue-silent": _error(
        "in “{id}” zegt de klant niets — schrijf een regel “> …”",
        "in “{id}” the customer says nothing — write a line “> …”",
    ),
    "dialogue-dead-end": _error(
        "“{id}” heeft geen reacties, hier loopt het gesprek dood — schrijf er een met “→ einde”",
        "“{id}” has no replies, the dialogue stops dead — write one with “→ end”",
    ),
    "dialogue-target": _error(
        "passage “{target}” bestaat niet — kies een van: {known}",
        "passage “{target}” does not exist — choose one of: {known}",
    ),
    "dialogue-unknown-end": _error(
        "einde “{target}” bestaat niet — kies een van: {known}",
        "end “{target}” does not exist — choose one of: {known}",
    ),
    "dialogue-unreachable": _warning(
        "geen reactie leidt naar “{id}” — verwijs ernaar of haal de passage weg",
        "no reply leads to “{id}” — point to it or remove the passage",
    ),
    "dialogue-no-improvement": _warning(
        "in “{id}” verbetert geen enkele reactie de stemming — geef er een een positief effect",
        "in “{id}” no reply improves the mood — give one a positive effect",
    ),
    "dialogue-circle": _error(
        "vanuit “{id}” is geen einde te bereiken — laat een reactie naar “einde” leiden",
        "from “{id}” no end can be reached — let a reply lead to “end”",
    ),
    "dialogue-no-ends": _error(
        "dit gesprek heeft geen einde — schrijf er een als “## einde: tevreden”",
        "this dialogue has no end — write one such as “## end: content”",
    ),
    "dialogue-no-end-fits": _error(
        "bij som {total} past na deze reactie geen enkel einde — laat bij het laatste einde de "
        "voorwaarde weg",
        "with sum {total} no end fits after this reply — leave the condition of the last end out",
    ),
    "dialogue-end-unreachable": _warning(
        "geen enkele route komt uit bij einde “{id}” — pas de voorwaarde of de effecten aan",
        "no route arrives at end “{id}” — change the condition or the effects",
    ),
    "dialogue-end-title": _error(
        "einde “{id}” heeft geen titel — schrijf eronder “title: …”",
        "end “{id}” has no title — write “title: …” below it",
    ),
    "dialogue-condition": _error(
        "de voorwaarde stokt bij “{piece}” — gebruik sum, mood, visited(passage), vergelijkingen "
        "en and, or, not",
        "the condition fails at “{piece}” — use sum, mood, visited(passage), comparisons and "
        "and, or, not",
    ),
    "dialogue-condition-passage": _error(
        "de voorwaarde noemt passage “{target}”, die niet bestaat — kies een van: {known}",
        "the condition names passage “{target}”, which does not exist — choose one of: {known}",
    ),
    "dialogue-translation-passages": _error(
        "de vertaling heeft andere passages of einden dan de bron: {difference} — gebruik dezelfde "
        "namen in dezelfde volgorde",
        "the translation has other passages or ends than the source: {difference} — use the same "
        "names in the same order",
    ),
    "dialogue-translation-replies": _error(
        "de reacties in “{id}” wijken af van de bron — houd aantal, effecten en vervolg gelijk",
        "the replies in “{id}” differ from the source — keep number, effects and targets equal",
    ),
    "dialogue-translation-settings": _error(
        "de beginstemming of de voorwaarden van einden wijken af van de bron — maak ze gelijk",
        "the start mood or the conditions of ends differ from the source — make them equal",
    ),
}
