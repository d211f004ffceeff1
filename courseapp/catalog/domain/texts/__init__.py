"""The words of catalog's own findings: what is wrong and what to do, in Dutch and in English."""

from __future__ import annotations

from collections.abc import Mapping

from courseapp.catalog.domain.protocol import FindingText
from courseapp.catalog.domain.texts.blocks import BLOCKS
from courseapp.catalog.domain.texts.files import FILES
from courseapp.catalog.domain.texts.front import FRONT, IDS
from courseapp.catalog.domain.texts.prose import TEXT
from courseapp.catalog.domain.texts.translations import TRANSLATION

FINDING_TEXTS: Mapping[str, FindingText] = {
    **FILES,
    **FRONT,
    **IDS,
    **BLOCKS,
    **TEXT,
    **TRANSLATION,
}
"""Every code of catalog's own; the kinds of block and step bring their own beside these."""
