"""Findings about prose: headings, images, links, sources and notes."""

from __future__ import annotations

from collections.abc import Mapping

from courseapp.catalog.domain.protocol import FindingText
from courseapp.catalog.domain.texts.severity import error, warning

TEXT: Mapping[str, FindingText] = {
    "heading-skipped": warning(
        "Na kop {above} komt hier kop {here}. Gebruik {marks} zodat er geen niveau ontbreekt.",
        "A level {here} heading follows level {above} here. Use {marks} so that no level is "
        "missing.",
    ),
    "heading-empty": warning(
        "Deze kop is leeg. Schrijf er tekst achter of haal hem weg.",
        "This heading is empty. Write its text or remove it.",
    ),
    "image-alt-missing": error(
        "De afbeelding ‘{target}’ heeft geen alt-tekst. Beschrijf wat erop te zien is.",
        "The image ‘{target}’ has no alt text. Describe what it shows.",
    ),
    "image-remote": error(
        "De afbeelding ‘{target}’ staat op een andere website. Zet het bestand in media/.",
        "The image ‘{target}’ is on another website. Put the file in media/.",
    ),
    "media-missing": error(
        "Het bestand ‘{target}’ is er niet. Zet het in media/ of verbeter de naam.",
        "The file ‘{target}’ does not exist. Put it in media/ or correct the name.",
    ),
    "media-unused": warning(
        "Geen tekst gebruikt dit bestand. Gebruik het of haal het weg.",
        "No text uses this file. Use it or remove it.",
    ),
    "media-wrong-type": error(
        "De inhoud van dit bestand past niet bij de naam ({expected}). Bewaar het opnieuw.",
        "The content of this file does not match its name ({expected}). Save it again.",
    ),
    "media-unsafe-svg": error(
        "Deze SVG bevat ‘{what}’ en wordt geweigerd. Exporteer hem als gewone afbeelding.",
        "This SVG contains ‘{what}’ and is refused. Export it as a plain image.",
    ),
    "link-scheme": error(
        "De link ‘{target}’ kan niet. Gebruik https:, http:, mailto:, tel: of een bestand van de "
        "cursus.",
        "The link ‘{target}’ is not allowed. Use https:, http:, mailto:, tel: or a file of the "
        "course.",
    ),
    "link-missing": error(
        "De link ‘{target}’ wijst naar een stap die er niet is. Verbeter de bestandsnaam.",
        "The link ‘{target}’ points to a step that does not exist. Correct the file name.",
    ),
    "html-not-allowed": warning(
        "De HTML ‘{target}’ wordt als gewone tekst getoond. Schrijf het in Markdown.",
        "The HTML ‘{target}’ is shown as plain text. Write it in Markdown.",
    ),
    "source-missing": error(
        "De bron ‘{target}’ staat niet in sources.yml. Voeg hem toe of verbeter de sleutel.",
        "The source ‘{target}’ is not in sources.yml. Add it or correct the key.",
    ),
    "source-unused": warning(
        "Geen tekst noemt de bron ‘{target}’. Noem hem als [@{target}] of haal hem weg.",
        "No text cites the source ‘{target}’. Cite it as [@{target}] or remove it.",
    ),
    "source-field-missing": error(
        "De bron ‘{target}’ heeft geen {field}. Vul dat veld in.",
        "The source ‘{target}’ has no {field}. Fill in that field.",
    ),
    "footnote-missing": error(
        "De noot ‘{target}’ wordt nergens uitgelegd. Schrijf [^{target}]: met de tekst.",
        "The note ‘{target}’ is not explained anywhere. Write [^{target}]: with its text.",
    ),
    "footnote-unused": warning(
        "De noot ‘{target}’ wordt nergens genoemd. Zet [^{target}] in de tekst of haal hem weg.",
        "The note ‘{target}’ is not referred to. Put [^{target}] in the text or remove it.",
    ),
    "footnote-duplicate": error(
        "De noot ‘{target}’ staat er twee keer. Geef er een een andere naam.",
        "The note ‘{target}’ is defined twice. Rename one of them.",
    ),
    "sentence-long": warning(
        "De zin ‘{excerpt}…’ heeft {count} woorden. Maak er zinnen van hooguit {limit} van.",
        "The sentence ‘{excerpt}…’ has {count} words. Make it sentences of at most {limit}.",
    ),
    "address-mixed": warning(
        "In deze alinea staan je en u door elkaar. Spreek de lezer overal met je aan; wat iemand "
        "zegt, staat tussen aanhalingstekens.",
        "This paragraph mixes je and u. Address the reader as je everywhere; what people say goes "
        "between quotation marks.",
    ),
    "markdown-too-large": error(
        "Dit stuk tekst is langer dan {limit} tekens. Verdeel het met een blok of over meer "
        "bestanden.",
        "This piece of text is longer than {limit} characters. Divide it by a block or over more "
        "files.",
    ),
    "markdown-too-slow": error(
        "De opmaak van dit stuk kost te veel tijd. Haal herhaalde haken, sterretjes of kolommen "
        "weg.",
        "The markup of this piece takes too long. Remove repeated brackets, asterisks or columns.",
    ),
    "markdown-failed": error(
        "De opmaak van dit stuk is te ingewikkeld (te diep genest?). Maak hem eenvoudiger.",
        "The markup of this piece is too complex (nested too deeply?). Make it simpler.",
    ),
}
