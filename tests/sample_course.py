"""A small published course for tests, as publishing would compile it: every kind of step, two languages."""

from __future__ import annotations

from typing import Any


def _question(item: str, kind: str, **data: Any) -> dict[str, Any]:
    base = {
        "id": item, "kind": kind, "objective": data.pop("objective", "slot"), "points": 1, "pool": "",
        "prompt_html": f"<p>Vraag {item}?</p>", "prompt_text": f"Vraag {item}?", "grading": "all", "hint_html": "",
    }  # fmt: skip
    return {"kind": "question", "id": item, "data": base | data}


def _options(*ids: str) -> list[dict[str, str]]:
    return [{"id": i, "html": f"Optie {i}"} for i in ids]


PRACTICE = _question("oefen-1", "single", options=_options("a1", "b2", "c3"))
QUIZ_ITEMS = [
    _question("v-single", "single", options=_options("a1", "b2", "c3")),
    _question("v-multiple", "multiple", options=_options("d1", "e2", "f3"), objective="piek"),
    _question("v-order", "ordering", cards=_options("k1", "k2", "k3"), grading="partial"),
    _question("v-number", "numeric", unit="punten", objective="piek"),
]


def _moments(*scores: int) -> list[dict[str, float]]:
    return [{"score": score, "minutes": 1.0} for score in scores]


LAB = {
    "kind": "lab",
    "id": "piek-eind-lab",
    "data": {
        "id": "piek-eind-lab", "model": "peak-end", "intro_html": "<p>Twee leveranciers.</p>",
        "presets": [
            {"title": "Op en neer", "labels": ["Offerte", "Levering", "Storing", "Hulp", "Slot"],
             "a": _moments(4, -3, 5, -4, 8), "b": _moments(5, 5, 6, 5, 4)},
            {"title": "Eén misser", "labels": [], "a": _moments(4, -9, 8), "b": _moments(5, 5, 6, 4)},
        ],
        "challenge": {
            "text": "Krijg B boven A zonder een cijfer te verhogen.", "hint": "Kijk naar het slot.", "done": "Gelukt.",
            "goal": {"left": "b", "op": ">", "right": "a"},
            "limits": {"no_raise": True, "order_only": False, "same_weight": True, "points": None},
        },
    },
}  # fmt: skip
PASSAGES = {
    "begin": {
        "lines_html": "<p>Ik wil opzeggen.</p>",
        "replies": [{"id": "r1", "text": "Dat regel ik."}, {"id": "r2", "text": "Jammer."}],
    },
    "slot": {
        "lines_html": "<p>Is het geregeld?</p>",
        "replies": [
            {"id": "r3", "text": "Ja, per 1 juni."},
            {"id": "r4", "text": "U krijgt bericht."},
        ],
    },
}
ENDS = {
    "goed": {"title": "Ambassadeur", "html": "<p>Ze vertelt het door.</p>"},
    "minder": {"title": "Weg", "html": "<p>Ze vertrekt stil.</p>"},
}
WALK_KEY = {
    "passages": {
        "begin": {
            "replies": {
                "r1": {"effect": 3, "target": "slot", "why_html": "<p>Je erkent de keuze.</p>"},
                "r2": {"effect": -1, "target": "slot", "why_html": "<p>Een formulier eerst.</p>"},
            }
        },
        "slot": {
            "replies": {
                "r3": {"effect": 3, "target": "end", "why_html": "<p>Met een datum.</p>"},
                "r4": {"effect": -1, "target": "end", "why_html": "<p>Zonder houvast.</p>"},
            }
        },
    },
    "ends": [{"id": "goed", "when": "sum >= 6"}, {"id": "minder", "when": ""}],
}


def _step(
    step: str, kind: str, number: str, parts: list[Any], data: dict[str, Any], **rest: Any
) -> dict[str, Any]:
    texts = {
        locale: {"title": f"{title} {step}", "parts": parts, "data": data}
        for locale, title in (("nl", "Stap"), ("en", "Step"))
    }
    return {
        "id": step, "module_id": "piek-einde", "kind": kind, "number": number, "minutes": 5, "required": True,
        "path": f"1-piek-einde/{number[-1]}-{step}.md", "objectives": ["slot"], "settings": rest.get("settings", {}),
        "texts": texts,
    }  # fmt: skip


LESSON_DATA = {
    "toc": [{"id": "c-twee-telefoontjes", "title": "Twee telefoontjes"}],
    "arc": [1.6, 5.0, 2.6],
    "words": 400,
}
HTML = {
    "kind": "html",
    "id": "",
    "data": {"html": '<h2 id="c-twee-telefoontjes">Twee telefoontjes</h2><p>Tekst.</p>'},
}
COMPILED: dict[str, Any] = {
    "slug": "proefcursus",
    "locales": ["nl", "en"],
    "texts": {
        "nl": {"title": "Proefcursus", "summary": "Kort", "audience": "", "description_html": "<p>Kort.</p>"},
        "en": {"title": "Sample course", "summary": "Short", "audience": "", "description_html": "<p>Short.</p>"},
    },
    "modules": [
        {
            "id": "piek-einde",
            "number": 1,
            "texts": {
                "nl": {"title": "Wat de klant meeneemt", "subtitle": "De piek-eindregel", "summary": "Welke momenten."},
                "en": {"title": "What the customer keeps", "subtitle": "The peak-end rule", "summary": "Which moments."},
            },
            "objectives": [
                {"id": "slot", "texts": {"nl": "Je sluit af in vier stappen.", "en": "You close in four moves."}},
                {"id": "piek", "texts": {"nl": "Je herkent een dieptepunt.", "en": "You notice a low."}},
            ],
            "steps": [
                _step("les-een", "lesson", "1.1", [HTML, PRACTICE], LESSON_DATA),
                _step("lab-les", "lesson", "1.2", [HTML, LAB], LESSON_DATA),
                _step("gesprek", "dialogue", "1.3", [],
                      {"channel": "telefoon", "customer": "Mevrouw Blom", "setting": "Ze belt.",
                       "passages": PASSAGES, "ends": ENDS},
                      settings={"start": "begin", "mood": -2}),
                _step("toets", "quiz", "1.4", QUIZ_ITEMS, {},
                      settings={"draw": 3, "shuffle": True, "pass_share": 0.5, "attempts": 3, "wait": 0,
                                "feedback": "end"}),
                _step("mijn-plan", "reflection", "1.5", [],
                      {"prompts": [{"id": "terug", "html": "<p>Welk gesprek?</p>", "text": "Welk gesprek?"}],
                       "plan": {"id": "plan", "html": "<p>Maak je plan.</p>", "follow_up": [3, 10]}}),
            ],
        }
    ],
}  # fmt: skip

_FEEDBACK = {"a1": "<p>Ja: a.</p>", "b2": "<p>Nee: b.</p>", "c3": "<p>Nee: c.</p>"}
_KEYS_ONE: dict[str, Any] = {
    "oefen-1": {"right": ["a1"], "feedback": _FEEDBACK, "why_html": "<p>GEHEIM-waarom</p>"},
    "v-single": {"right": ["a1"], "feedback": _FEEDBACK, "why_html": "<p>GEHEIM-waarom</p>"},
    "v-multiple": {"right": ["d1", "e2"], "feedback": {}, "why_html": "<p>GEHEIM-waarom</p>"},
    "v-order": {"order": ["k2", "k1", "k3"], "feedback": {}, "why_html": "<p>GEHEIM-waarom</p>"},
    "v-number": {
        "value": -0.5,
        "tolerance": 0.1,
        "feedback": {},
        "why_html": "<p>GEHEIM-waarom</p>",
    },
    "gesprek": WALK_KEY,
}
KEYS: dict[str, Any] = {"nl": _KEYS_ONE, "en": _KEYS_ONE}
