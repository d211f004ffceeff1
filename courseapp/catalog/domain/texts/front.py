"""Findings about front matter and ids."""

from __future__ import annotations

from collections.abc import Mapping

from courseapp.catalog.domain.protocol import FindingText
from courseapp.catalog.domain.texts.severity import error, warning

FRONT: Mapping[str, FindingText] = {
    "front-unclosed": error(
        "De kop met gegevens die hier begint, wordt niet gesloten. Zet --- op een eigen regel "
        "eronder.",
        "The front matter that starts here is not closed. Put --- on a line of its own below it.",
    ),
    "front-too-large": error(
        "De kop is groter dan {limit} kB. Zet tekst onder de kop, niet erin.",
        "The front matter is larger than {limit} kB. Put text below it, not in it.",
    ),
    "front-syntax": error(
        "De kop is hier niet te lezen ({problem}). Schrijf per regel veld: waarde, met "
        "aanhalingstekens om een waarde waarin een dubbele punt of # staat.",
        "The front matter cannot be read here ({problem}). Write field: value on each line, with "
        "quotes "
        "around a value that has a colon or # in it.",
    ),
    "front-not-mapping": error(
        "Hier moeten regels met veld: waarde staan.",
        "There should be lines with field: value here.",
    ),
    "front-duplicate-key": error(
        "‘{key}’ staat er twee keer, ook op regel {first}. Haal er een weg.",
        "‘{key}’ is given twice, also on line {first}. Remove one.",
    ),
    "front-alias": error(
        "Verwijzingen met & en * kunnen niet. Schrijf de waarde voluit, zo nodig tussen "
        "aanhalingstekens.",
        "References with & and * are not allowed. Write the value in full, in quotes if needed.",
    ),
    "front-tag": error(
        "Een waarde die met ! begint, kan niet. Zet de waarde tussen aanhalingstekens.",
        "A value that starts with ! is not allowed. Put the value in quotes.",
    ),
    "front-too-deep": error(
        "De kop is meer dan {limit} niveaus diep. Maak hem vlakker.",
        "The front matter is more than {limit} levels deep. Make it flatter.",
    ),
    "front-unknown-field": warning(
        "Het veld ‘{field}’ bestaat niet voor {kind} en doet niets.",
        "The field ‘{field}’ does not exist for {kind} and does nothing.",
    ),
    "front-wrong-value": error(
        "‘{value}’ past niet bij {field}. Schrijf {expected_nl}.",
        "‘{value}’ does not fit {field}. Write {expected_en}.",
    ),
    "title-missing": warning(
        "Er is geen title. Nu heet dit ‘{title}’; zet een title in de kop.",
        "There is no title. It is now called ‘{title}’; add a title to the front matter.",
    ),
    "kind-unknown": error(
        "‘{kind}’ is geen soort stap. Kies uit: {known}.",
        "‘{kind}’ is not a kind of step. Choose from: {known}.",
    ),
    "objective-unknown": error(
        "Het leerdoel ‘{objective}’ staat in geen module.md. Voeg het daar toe onder objectives.",
        "The objective ‘{objective}’ is in no module.md. Add it there under objectives.",
    ),
    "objective-unused": warning(
        "Geen stap noemt het leerdoel ‘{objective}’. Noem het bij een stap of haal het weg.",
        "No step names the objective ‘{objective}’. Name it in a step or remove it.",
    ),
}

IDS: Mapping[str, FindingText] = {
    "id-missing": warning(
        "Deze stap of module heeft geen id; nu is dat ‘{proposal}’. Zet id: {proposal} in de kop "
        "(of draai check --fix), dan blijven resultaten staan als het bestand verhuist.",
        "This step or module has no id; it is now ‘{proposal}’. Add id: {proposal} to the front "
        "matter "
        "(or run check --fix), so that results survive a move of the file.",
    ),
    "id-bad": error(
        "‘{id}’ kan geen id zijn. Gebruik kleine letters, cijfers en streepjes, bijvoorbeeld "
        "‘{proposal}’.",
        "‘{id}’ cannot be an id. Use lower-case letters, digits and hyphens, such as ‘{proposal}’.",
    ),
    "id-duplicate": error(
        "De id ‘{id}’ is al van {where}. Geef deze een andere, bijvoorbeeld ‘{proposal}’.",
        "The id ‘{id}’ already belongs to {where}. Give this one another, such as ‘{proposal}’.",
    ),
    "block-id-missing": error(
        "Dit blok heeft een id nodig. Schrijf {{#{proposal}}} achter de naam of draai check --fix.",
        "This block needs an id. Write {{#{proposal}}} after its name or run check --fix.",
    ),
}
