"""The findings of lab blocks, in Dutch and English."""

from __future__ import annotations

from collections.abc import Mapping

from courseapp.catalog.domain.protocol import FindingText


def _error(nl: str, en: str) -> FindingText:
    return FindingText(severity="error", nl=nl, en=en)


BLOCK_FINDINGS: Mapping[str, FindingText] = {
    "lab-id": _error(
        "dit lab heeft geen naam — schrijf “::: lab {{#naam model=peak-end}}”",
        "this lab has no id — write “::: lab {{#name model=peak-end}}”",
    ),
    "lab-model": _error(
        "model “{value}” bestaat niet — kies een van: {known}",
        "model “{value}” does not exist — choose one of: {known}",
    ),
    "lab-translation": _error(
        "dit lab wijkt af van de bron in {what} — houd model, verlopen, doel en grenzen gelijk",
        "this lab differs from the source in {what} — keep model, presets, goal and limits equal",
    ),
}

PEAK_END_FINDINGS: Mapping[str, FindingText] = {
    "lab-preset": _error(
        "dit lab heeft geen verloop — schrijf “## preset: naam” met een regel A en een regel B",
        "this lab has no preset — write “## preset: name” with a line A and a line B",
    ),
    "lab-series": _error(
        "verloop “{title}” mist regel {name} — schrijf “{name}: 4 -3 8”",
        "preset “{title}” lacks line {name} — write “{name}: 4 -3 8”",
    ),
    "lab-moment": _error(
        "“{value}” is geen moment — schrijf een heel getal van -10 tot 10, zo nodig met minuten "
        "van 0,5 tot 60: “-7x30”",
        "“{value}” is no moment — write a whole number from -10 to 10, with minutes from 0.5 to 60 "
        "where needed: “-7x30”",
    ),
    "lab-length": _error(
        "een verloop heeft 1 tot 12 momenten, hier staan er {count} — maak het korter",
        "a preset has 1 to 12 moments, here are {count} — make it shorter",
    ),
    "lab-labels": _error(
        "{names} namen bij {count} momenten — geef elk moment één naam, gescheiden door “|”",
        "{names} names for {count} moments — give each moment one name, separated by “|”",
    ),
    "lab-line": _error(
        "deze regel hoort niet in een lab — gebruik preset, moments, A, B, challenge, goal, limit, "
        "hint of done",
        "this line does not belong in a lab — use preset, moments, A, B, challenge, goal, limit, "
        "hint or done",
    ),
    "lab-twice": _error(
        "“{name}” staat hier twee keer — haal er een weg",
        "“{name}” is here twice — remove one",
    ),
    "lab-challenge": _error(
        "een opdracht heeft een regel “challenge: …” én een regel “goal: …” — vul de ander aan",
        "a challenge has a line “challenge: …” and a line “goal: …” — add the other one",
    ),
    "lab-goal": _error(
        "“{value}” is geen doel — schrijf bijvoorbeeld “B > A” of “A >= 2”",
        "“{value}” is no goal — write for example “B > A” or “A >= 2”",
    ),
    "lab-limit": _error(
        "grens “{value}” bestaat niet — kies uit: {known}",
        "limit “{value}” does not exist — choose from: {known}",
    ),
    "lab-solved": _error(
        "het doel is bij het eerste verloop al gehaald — kies een ander doel of een ander verloop",
        "the goal is already met by the first preset — choose another goal or another preset",
    ),
}

FIELD_FINDINGS: Mapping[str, FindingText] = {
    "lab-presets": _error(
        "dit lab heeft geen situatie — schrijf “## preset: naam” met waarden eronder",
        "this lab has no preset — write “## preset: name” with values below it",
    ),
    "lab-predict": _error(
        "dit lab heeft geen voorspelling — schrijf “predict: vraag” met opties “- [ ]” en “- [x]”",
        "this lab has no prediction — write “predict: question” with options “- [ ]” and “- [x]”",
    ),
    "lab-predict-options": _error(
        "een voorspelling heeft minstens twee opties en één juiste, hier zijn er {count} juist — "
        "zet één keer “- [x]”",
        "a prediction has at least two options and one right one, here {count} are right — write "
        "“- [x]” once",
    ),
    "lab-field": _error(
        "“{name}” is geen waarde van dit model — bedoel je: {known}",
        "“{name}” is no value of this model — did you mean: {known}",
    ),
    "lab-value": _error(
        "{name} kan niet “{value}” zijn — kies uit: {fits}",
        "{name} cannot be “{value}” — choose from: {fits}",
    ),
    "lab-count": _error(
        "{name} heeft deze waarden nodig, in deze volgorde: {names} — hier staan er {count}",
        "{name} needs these values, in this order: {names} — here are {count}",
    ),
    "lab-stray": _error(
        "deze regel hoort niet in een lab — gebruik predict, preset, challenge, goal, limit, hint, "
        "done of een waarde onder een preset",
        "this line does not belong in a lab — use predict, preset, challenge, goal, limit, hint, "
        "done or a value below a preset",
    ),
    "lab-condition": _error(
        "“{value}” is geen doel — schrijf “naam > getal” met een van: {known}",
        "“{value}” is no goal — write “name > number” with one of: {known}",
    ),
    "lab-twice": PEAK_END_FINDINGS["lab-twice"],
    "lab-challenge": PEAK_END_FINDINGS["lab-challenge"],
    "lab-limit": PEAK_END_FINDINGS["lab-limit"],
    "lab-solved": PEAK_END_FINDINGS["lab-solved"],
}
