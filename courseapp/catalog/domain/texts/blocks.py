"""Findings about blocks and steps."""

from __future__ import annotations

from collections.abc import Mapping

from courseapp.catalog.domain.protocol import FindingText
from courseapp.catalog.domain.texts.severity import error, warning

BLOCKS: Mapping[str, FindingText] = {
    "block-unclosed": error(
        "Het blok ‘{name}’ dat hier begint, wordt niet gesloten. Zet {colons} op een eigen regel "
        "eronder.",
        "The block ‘{name}’ that starts here is not closed. Put {colons} on a line of its own "
        "below it.",
    ),
    "block-stray-close": error(
        "Hier sluit een blok dat niet open is. Haal deze regel weg of open het blok erboven.",
        "This closes a block that is not open. Remove the line or open the block above it.",
    ),
    "block-bad-fence": error(
        "Dit lijkt een blok, maar is niet te lezen. Schrijf: ::: naam {{#id sleutel=waarde}}, met "
        "rechte "
        "aanhalingstekens om een waarde met spaties.",
        "This looks like a block but cannot be read. Write: ::: name {{#id key=value}}, with "
        "straight "
        "quotes around a value with spaces.",
    ),
    "block-unknown": error(
        "Het blok ‘{name}’ bestaat hier niet. Kies uit: {known}.",
        "The block ‘{name}’ does not exist here. Choose from: {known}.",
    ),
    "block-unknown-attribute": error(
        "‘{attribute}’ hoort niet bij het blok ‘{name}’. Haal het weg.",
        "‘{attribute}’ does not belong to the block ‘{name}’. Remove it.",
    ),
    "block-empty": error(
        "Het blok ‘{name}’ is leeg. Schrijf er tekst in of haal het weg.",
        "The block ‘{name}’ is empty. Write text in it or remove it.",
    ),
    "block-not-here": error(
        "Het blok ‘{name}’ kan niet binnen ‘{outer}’ staan. Zet het erbuiten.",
        "The block ‘{name}’ cannot stand inside ‘{outer}’. Move it out.",
    ),
    "block-too-many": error(
        "Er zijn meer dan {limit} blokken. Verdeel ze over meer bestanden of cursussen.",
        "There are more than {limit} blocks. Spread them over more files or courses.",
    ),
    "models-sides": error(
        "Een blok ‘models’ zet twee voorbeelden naast elkaar. Schrijf er “## minder: …” en "
        "“## beter: …” in, elk één keer en met tekst eronder.",
        "A block ‘models’ puts two examples side by side. Write “## weaker: …” and “## better: …” "
        "in it, each once and with text below it.",
    ),
    "models-heading": error(
        "‘{heading}’ is geen kant van een blok ‘models’. Schrijf “## minder: …” of “## beter: …”; "
        "een tussenkop begint met ###.",
        "‘{heading}’ is not a side of a block ‘models’. Write “## weaker: …” or “## better: …”; a "
        "subheading starts with ###.",
    ),
    "recall-target": error(
        "Een blok ‘recall’ zegt met of= wat het terughaalt. Schrijf of=stap of of=stap/onderdeel.",
        "A block ‘recall’ says with of= what it brings back. Write of=step or of=step/part.",
    ),
    "recall-unknown": error(
        "‘{target}’ kan niet worden teruggehaald. Noem een reflectie, een vraag of open tekst van "
        "een les, of een vraag vooraf: of=stap of of=stap/onderdeel.",
        "‘{target}’ cannot be brought back. Name a reflection, a question or free text of a "
        "lesson, or a question asked beforehand: of=step or of=step/part.",
    ),
    "recall-later": error(
        "‘{target}’ komt pas later in de cursus. Haal iets terug dat eerder komt, of verplaats dit "
        "blok.",
        "‘{target}’ only comes later in the course. Bring back something that comes earlier, or "
        "move this block.",
    ),
    "figure-src-missing": error(
        "Deze figuur noemt geen bestand. Schrijf src=media/naam.png in het blok.",
        "This figure names no file. Write src=media/name.png in the block.",
    ),
    "closing-empty": error(
        "Deze slotpagina is nog leeg. Schrijf een of twee alinea’s om de cursus mee te eindigen.",
        "This closing page is still empty. Write a paragraph or two to end the course with.",
    ),
    "closing-block": error(
        "Een blok ‘{name}’ kan niet op de slotpagina. Zet het in een les.",
        "A block ‘{name}’ cannot stand on the closing page. Move it to a lesson.",
    ),
    "closing-long": warning(
        "Deze slotpagina telt {words} woorden. Met hoogstens {most} past ze, met wat de deelnemer "
        "zelf maakte, op één vel. Kort haar in.",
        "This closing page has {words} words. With {most} at most it fits on one sheet together "
        "with what the learner made. Shorten it.",
    ),
    "closing-not-last": warning(
        "Een slotpagina is de laatste stap van een cursus, maar hierna komt nog ‘{title}’. "
        "Verplaats een van de twee.",
        "A closing is the last step of a course, but ‘{title}’ comes after it. Move one of the "
        "two.",
    ),
    "step-empty": error(
        "Deze stap is nog leeg. Schrijf tekst onder de kop of haal het bestand weg.",
        "This step is still empty. Write text below the front matter or remove the file.",
    ),
}
