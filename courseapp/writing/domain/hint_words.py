"""The words that the hints look for, per language; regular expressions that ignore case."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Words:
    """The patterns of one language."""

    greeting: re.Pattern[str]
    sign_off: re.Pattern[str]
    acknowledgement: re.Pattern[str]
    not_acknowledged: re.Pattern[str]
    but: re.Pattern[str]
    action: re.Pattern[str]
    blame: re.Pattern[str]
    option: re.Pattern[str]
    no_option: re.Pattern[str]
    moment: re.Pattern[str]
    formula: re.Pattern[str]
    common: frozenset[str]
    """Words of a task that say nothing about its customer."""


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NL_DAYS = "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag"
_NL_MONTHS = (
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
)
_NL_NUMBERS = "een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|anderhalf|half"
_NL_NUMBER = rf"(?:\d{{1,2}}(?:[.:]\d\d)?|{_NL_NUMBERS})"
_NL_VERBS = (
    "annuleer|beantwoord|begin|bel|belde|beloof|bespreek|bestel|betaal|bevestig|bewaar|bied|blijf|boek|"
    "breng|check|controleer|corrigeer|doe|ga|geef|haal|handel|help|herstel|houd|kijk|kom|laat|leg|lees|"
    "los|maak|mail|meld|neem|noteer|onderzoek|overleg|pak|pas|plan|praat|regel|reken|reserveer|ruil|"
    "schakel|schrijf|spreek|start|stel|stort|stuur|verander|vergoed|verleng|vervang|verwijder|verzorg|"
    "volg|vraag|vul|wijzig|zal|zet|zoek|zorg"
)
_EN_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_EN_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_EN_NUMBERS = "an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half"
_EN_NUMBER = rf"(?:\d{{1,2}}(?:[.:]\d\d)?|{_EN_NUMBERS})"
_EN_VERBS = (
    "arrange|ask|book|bring|call|cancel|change|check|come|confirm|correct|credit|deal|discuss|do|email|"
    "fill|find|fix|follow|get|give|go|going|handle|help|keep|look|mail|make|note|offer|order|pass|pay|"
    "phone|plan|promise|put|refund|repair|replace|report|reserve|ring|see|send|solve|sort|speak|start|"
    "stay|take|talk|tell|transfer|work|write"
)

WORDS: Mapping[str, Words] = {
    "nl": Words(
        greeting=_any(
            "beste", "geachte", "goedendag", "goedemorgen", "goedemiddag", "goedenavond", "hallo",
            "hoi", "dag",
        ),
        sign_off=_any(
            r"(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?", "hartelijks", "groet(?:en|jes)?",
            "mvg", "hoogachtend",
        ),
        acknowledgement=_any(
            "vervelend", "naar", "lastig", "balen", "schrik(?:ken|t)?", "schrok", "geschrokken",
            "snap", "begrijp", "begrijpelijk", "gewacht", "wachten", "gebeld", "spijt(?: me)?",
            "sorry", "excuus", "excuses", "dank(?:u| u| je|jewel)?", "bedankt", "ongerust", "zorgen",
            "teleurgesteld", "teleurstellend", "frustrerend", "irritant", "gelijk", "terecht",
            "jammer", "verdriet(?:ig)?", "gecondoleerd", "heftig", "besparen",
            "ik (?:hoor|merk|zie|lees) dat", "u (?:belt|wacht)",
            r"(?:twee|drie|vier|vijf|\d+|tweede|derde|vierde|zoveelste) keer",
        ),
        not_acknowledged=re.compile(
            r"\b(?:niet|geen|nooit) \w+$|^[\w ]{0,12}\b(?:niet|geen)\b", re.IGNORECASE
        ),
        but=_any("maar", "echter", "alleen kan", "alleen kunnen"),
        action=_any(
            rf"ik (?:\w+ ){{0,2}}(?:{_NL_VERBS})",
            rf"(?:{_NL_VERBS}) ik",
            r"(?:kan|wil|mag) ik (?:\w+ ){0,4}\w+en",
            r"ik (?:kan|wil|heb|ben) (?:\w+ ){0,4}\w+(?:en|d|t)",
        ),
        blame=_any(
            "(?:het )?systeem", "(?:mijn |een |onze )?collega['’]?s?", "zij", "helaas kunnen w(?:ij|e)",
            "die afdeling", "de leverancier",
        ),
        option=_any(
            "kan", "kunt", "kunnen", "mogelijk(?:heid|heden)?", "keuze", "kies(?:t|en)?", "liever",
            "wilt u", "wil je", "schikt", "past het", "zal ik", "voorkeur",
        ),
        no_option=_any(
            "kan(?: dat| dit| ik)? (?:helaas )?niets?", "kunnen(?: wij| we)? (?:helaas )?niets?",
            "niet mogelijk", "onmogelijk",
        ),
        moment=_any(
            _NL_DAYS, "vandaag", "overmorgen", "(?<!goede )morgen(?:ochtend|middag|avond)?",
            "van(?:ochtend|morgen|middag|avond)", rf"(?:om|v[oó]{{2}}r|na|tot|rond) {_NL_NUMBER} uur",
            rf"{_NL_NUMBER} uur", "half (?:een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf)",
            rf"(?:binnen|over) (?:{_NL_NUMBER}|\d+) (?:minuten|kwartier|uur|dag|dagen|werkdag|"
            "werkdagen|week|weken)",
            "(?:deze|volgende|komende) (?:week|dag|maand)", rf"\d{{1,2}} (?:{_NL_MONTHS})",
            r"\d{1,2}[:.]\d\d", "uiterlijk",
        ),
        formula=_any(
            "vriendelijke groet(?:en)?", "(?:voldoende|zo) (?:te hebben )?ge[iï]nformeerd",
            r"(?:verder |nog )?(?:andere |meer )?vragen (?:hebt|heeft|hebben|heb)",
            "(?:hebt|heeft|heb) (?:u|je) (?:verder )?nog (?:andere )?vragen",
            r"nog (?:ergens|iets) (?:anders )?(?:mee |voor (?:u|je) )?(?:helpen|doen|betekenen|van dienst)",
            "(?:prettige|fijne|goede) (?:dag|avond|middag|weekend)", "was dat het", "uw begrip",
            "je begrip", "(?:gerust )?contact (?:met ons )?op(?:nemen)?", "aarzel niet",
            "vertrouwen (?:erop|u)", "zijn (?:wij|we) (?:u|je) graag van dienst",
        ),
        common=_words(
            "schrijf antwoord antwoorden eerste tweede laatste zinnen bericht klant klanten collega "
            "deze geen heeft hebben wordt worden alleen zonder waarin eigen woorden iemand iets hier "
            "daarna waarom waarmee precies gesprek reactie reageer bijvoorbeeld zelf bent jouw vraag "
            "mevrouw meneer schrijft twee drie noemt noemen gebruik maken staat wilt willen"
        ),
    ),
    "en": Words(
        greeting=_any("dear", "hello", "hi", "good (?:morning|afternoon|evening|day)"),
        sign_off=_any(
            "(?:with )?(?:kind|best|warm) regards", "regards", "best wishes", "yours sincerely",
            "sincerely", "yours faithfully",
        ),
        acknowledgement=_any(
            "annoying", "frustrating", "unpleasant", "inconvenien(?:t|ce)", "understand",
            "understandable", "sorry", "apologi[sz]e", "apologies", "thanks?", "thank you", "waited",
            "waiting", "called", "rang", "worr(?:y|ied|ying)", "upset", "upsetting", "shock", "fright",
            "disappoint(?:ed|ing)", "you(?:'re| are) right", "i (?:hear|see|notice|read) (?:that|you|how)",
            "pity", "awkward", "sad", "condolences", "spared?", "you(?:'ve| have)? had to",
            r"(?:two|three|four|five|several|\d+) times", "(?:second|third|fourth) time",
        ),
        not_acknowledged=re.compile(
            r"\b(?:not|never|don't|do not|can't|cannot) (?:\w+ )?$|^[\w ]{0,12}\bnot\b", re.IGNORECASE
        ),
        but=_any("but", "however"),
        action=_any(
            rf"i(?:'ll|'m|'ve)? (?:\w+ ){{0,2}}(?:{_EN_VERBS})", "let me", r"i(?:'ve| have) \w+ed",
        ),
        blame=_any(
            "(?:the )?system", "(?:my |a |our )?colleagues?", "they", "unfortunately,? we",
            "that department", "the supplier",
        ),
        option=_any(
            "can", "could", "options?", "choice", "choose", "prefer", "would you like", "either",
            "possible", "possibility", "shall i", "suits?", "rather",
        ),
        no_option=_any("cannot", "can't", "can not", "could not", "couldn't", "not possible", "impossible"),
        moment=_any(
            _EN_DAYS, "today", "tomorrow", "tonight", "this (?:morning|afternoon|evening|week)",
            rf"(?:by|at|before|after|until|around) {_EN_NUMBER}(?: ?(?:a\.?m|p\.?m|o'clock))?(?! \w*[- ]?times)",
            r"\d{1,2}(?:[.:]\d\d)? ?(?:am|pm)", "o'clock", "noon", "midnight",
            rf"(?:within|in) (?:the )?(?:next )?(?:{_EN_NUMBER}|\d+) "
            "(?:minutes?|hours?|days?|working days?|weeks?)",
            "next (?:week|month)", rf"\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{_EN_MONTHS})",
            rf"(?:{_EN_MONTHS}) \d{{1,2}}", r"\d{1,2}[:.]\d\d", "at the latest",
        ),
        formula=_any(
            "(?:kind|best|warm) regards", "(?:any|further|more|other) (?:other |further |more )?questions",
            "anything else", "(?:nice|good|great|lovely) (?:day|evening|weekend)",
            "hope (?:this|that) (?:helps|informs)", "your understanding", "hesitate to",
            "feel free to", "informed you sufficiently", "was that (?:it|all)", "at your service",
        ),
        common=_words(
            "write answer first second sentence sentences message customer customers colleague these "
            "which would could should their there where without someone something about words exactly "
            "conversation reaction example yourself question three names please using"
        ),
    ),
}  # fmt: skip
