"""Findings about files, folders and whole courses."""

from __future__ import annotations

from collections.abc import Mapping

from courseapp.catalog.domain.protocol import FindingText
from courseapp.catalog.domain.texts.severity import error, warning

FILES: Mapping[str, FindingText] = {
    "file-not-utf8": error(
        "Dit bestand is geen UTF-8. Bewaar het in je tekstverwerker als UTF-8.",
        "This file is not UTF-8. Save it as UTF-8 in your editor.",
    ),
    "file-nul": error(
        "Hier staat een NUL-teken. Haal het weg; misschien is dit geen tekstbestand.",
        "There is a NUL character here. Remove it; perhaps this is not a text file.",
    ),
    "file-too-large": error(
        "Dit bestand is {size} kB, het mag hoogstens {limit} kB zijn. Splits het of maak het "
        "kleiner.",
        "This file is {size} kB, the limit is {limit} kB. Split it or make it smaller.",
    ),
    "line-too-long": error(
        "Deze regel telt {size} tekens, hoogstens {limit} mag. Breek de regel af.",
        "This line has {size} characters, the limit is {limit}. Break the line.",
    ),
    "byte-order-mark": warning(
        "Het bestand begint met een byte order mark. Bewaar het als UTF-8 zonder BOM.",
        "The file starts with a byte order mark. Save it as UTF-8 without BOM.",
    ),
    "file-unknown": warning(
        "Dit bestand hoort niet bij een cursus en wordt overgeslagen. Haal het uit de map.",
        "This file is not part of a course and is skipped. Take it out of the folder.",
    ),
    "file-name": error(
        "Deze bestandsnaam kan niet. Gebruik kleine letters, cijfers, - en _ , en houd map en "
        "naam samen onder 250 tekens.",
        "This file name cannot be used. Use lower-case letters, digits, - and _ , and keep folder "
        "and name together below 250 characters.",
    ),
    "file-symlink": error(
        "Dit is een koppeling (symlink) en wordt niet gevolgd. Zet het bestand zelf in de map.",
        "This is a symbolic link, which is not followed. Put the file itself in the folder.",
    ),
    "file-unreadable": error(
        "Dit bestand is niet te lezen. Controleer de rechten.",
        "This file cannot be read. Check its permissions.",
    ),
    "folder-missing": error(
        "Deze map is er niet. Geef de map waarin course.md staat.",
        "This folder does not exist. Name the folder that holds course.md.",
    ),
    "folder-too-deep": error(
        "Deze map zit meer dan {limit} mappen diep. Zet de bestanden hoger.",
        "This folder is more than {limit} folders deep. Move the files up.",
    ),
    "folder-too-many-files": error(
        "De map telt meer dan {limit} bestanden; de rest is niet gelezen. Splits de cursus.",
        "The folder holds more than {limit} files; the rest was not read. Split the course.",
    ),
    "folder-too-large": error(
        "De map is groter dan {limit} MB; de rest is niet gelezen. Maak de media kleiner.",
        "The folder is larger than {limit} MB; the rest was not read. Make the media smaller.",
    ),
    "course-missing": error(
        "Er is geen course.md. Maak dat bestand met een id en een title.",
        "There is no course.md. Create that file with an id and a title.",
    ),
    "course-empty": error(
        "De cursus heeft nog geen stap. Zet een Markdown-bestand in een map naast course.md.",
        "The course has no step yet. Put a Markdown file in a folder next to course.md.",
    ),
    "module-empty": error(
        "Deze module heeft geen stap. Zet er een Markdown-bestand in of haal de map weg.",
        "This module has no step. Put a Markdown file in it or remove the folder.",
    ),
    "module-missing": warning(
        "Deze map heeft geen module.md; de naam van de map is nu de titel. Maak module.md.",
        "This folder has no module.md; its name is the title now. Create module.md.",
    ),
    "too-many-findings": warning(
        "Er zijn meer dan {limit} meldingen in dit bestand; de rest staat hier niet. Los deze "
        "eerst op.",
        "There are more than {limit} findings in this file; the rest is not shown. Solve these "
        "first.",
    ),
}
