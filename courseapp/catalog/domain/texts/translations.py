"""Findings that compare a translation with its source."""

from __future__ import annotations

from collections.abc import Mapping

from courseapp.catalog.domain.protocol import FindingText
from courseapp.catalog.domain.texts.severity import error, warning

TRANSLATION: Mapping[str, FindingText] = {
    "translation-missing": warning(
        "Er is geen {file}; lezers in die taal zien de brontekst. Vertaal dit bestand.",
        "There is no {file}; readers in that language see the source text. Translate this file.",
    ),
    "translation-orphan": error(
        "Dit is een vertaling zonder bron. Maak {file} of geef dit bestand dezelfde naam als de "
        "bron.",
        "This is a translation without a source. Create {file} or give this file the source's "
        "name.",
    ),
    "translation-unmarked": warning(
        "De vertaling onthoudt niet van welke brontekst hij is. Draai check --fix.",
        "The translation does not record which source text it was made from. Run check --fix.",
    ),
    "translation-stale": warning(
        "De brontekst is hier veranderd sinds de vertaling: {source}:{source_line} ‘{excerpt}’. "
        "Werk de "
        "vertaling bij, haal de regel source_hash weg en draai check --fix.",
        "The source has changed since this translation: {source}:{source_line} ‘{excerpt}’. Update "
        "the "
        "translation, remove its source_hash line and run check --fix.",
    ),
    "translation-differs": error(
        "‘{field}’ is hier {here}, maar in de bron {there}. Haal het weg of maak het gelijk.",
        "‘{field}’ is {here} here but {there} in the source. Remove it or make it the same.",
    ),
    "translation-objective": error(
        "Het leerdoel ‘{objective}’ staat niet in beide talen. Neem dezelfde ids als in de bron.",
        "The objective ‘{objective}’ is not in both languages. Use the same ids as the source.",
    ),
    "translation-block-missing": error(
        "Het blok ‘{name}’ met id ‘{id}’ uit de bron ontbreekt hier. Vertaal het ook.",
        "The block ‘{name}’ with id ‘{id}’ of the source is missing here. Translate it as well.",
    ),
    "translation-block-extra": error(
        "Het blok ‘{name}’ met id ‘{id}’ staat niet in de bron. Haal het weg of zet het ook in de "
        "bron.",
        "The block ‘{name}’ with id ‘{id}’ is not in the source. Remove it or add it to the "
        "source.",
    ),
    "translation-block-kind": error(
        "Het blok met id ‘{id}’ is hier een ‘{name}’, maar in de bron een ‘{there}’. Maak ze "
        "gelijk.",
        "The block with id ‘{id}’ is a ‘{name}’ here but a ‘{there}’ in the source. Make them the "
        "same.",
    ),
}
