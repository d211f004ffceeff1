"""What the balance lab shows: a seesaw, the zones, and balance step by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from courseapp.labs.domain.equity import ZONES, Course
from courseapp.labs.domain.equity_model import ASPECTS, course, relation
from courseapp.labs.domain.field_state import FieldState
from courseapp.trainee.lab_page import (
    ModelPage,
    Score,
    Section,
    Shown,
    Table,
    Words,
    Zone,
    plain,
    signed,
)
from courseapp.web.balance_chart import Band, balance_chart, seesaw
from courseapp.web.curve import Picture
from courseapp.web.rendering import number


def words() -> Mapping[str, Words]:
    """The words at the fields."""
    return {
        "money": Words(label=_("geld")),
        "time": Words(label=_("tijd en wachten")),
        "effort": Words(label=_("moeite")),
        "trust": Words(label=_("vertrouwen")),
        "product": Words(label=_("product")),
        "help": Words(label=_("hulp")),
        "attention": Words(label=_("aandacht")),
        "certainty": Words(label=_("zekerheid")),
        "hours": Words(label=_("uren")),
        "costs": Words(label=_("kosten")),
        "care": Words(label=_("aandacht")),
        "risk": Words(label=_("risico")),
        "revenue": Words(label=_("omzet")),
        "loyalty": Words(label=_("trouw")),
        "ease": Words(label=_("gemak")),
        "recommendation": Words(label=_("aanbeveling")),
        "gift": Words(label=_("attentie"), hint=_("kost jullie 0,3 per punt")),
        "sincerity": Words(label=_("oprechtheid"), unit="%", hint=_("zoals de klant het voelt")),
        "speed": Words(label=_("herstelsnelheid"), unit="%"),
    }


def sections(state: FieldState) -> Sequence[Section]:
    """The gift first, then the four totals."""
    titles = {
        "customer-outcome": _("Opbrengst klant"),
        "customer-input": _("Inbreng klant"),
        "supplier-input": _("Jullie inbreng"),
        "supplier-outcome": _("Jullie opbrengst"),
    }
    now = relation(state.values)
    totals = {
        "customer-outcome": now.customer_outcome,
        "customer-input": now.customer_effort,
        "supplier-input": now.supplier_effort,
        "supplier-outcome": now.supplier_outcome,
    }
    return [
        Section(name="gift", title=_("Verrassing"), fields=("gift", "sincerity", "speed")),
        *(
            Section(
                name=name,
                title=title,
                fields=ASPECTS[name],
                total=plain(totals[name]),
                folded=True,
            )
            for name, title in titles.items()
        ),
    ]


def actions(_state: FieldState) -> Mapping[str, str]:
    """Buttons that change several values at once."""
    return {
        "surprise": _("Verras"),
        "ask": _("Vraag meteen iets terug"),
        "mistake": _("Fout gemaakt"),
        "repair": _("Herstel"),
    }


def zone_names() -> Mapping[str, str]:
    """The five zones in words."""
    return {
        "leave": _("vertrek"),
        "short": _("tekort"),
        "balance": _("balans"),
        "owe": _("iets terugdoen"),
        "awkward": _("ongemak"),
    }


def show(state: FieldState, ident: str) -> Shown:
    """The seesaw at the start, the line of twelve steps, and what the customer did."""
    ran, names = course(state.values), zone_names()
    here = ran.steps[0].zone
    return Shown(
        scores=_scores(ran),
        zones=[
            Zone(text=text, css=f"zone--{name}", is_here=name == here)
            for name, text in names.items()
        ],
        pictures=[_seesaw(ran, names, ident), _line(ran, names)],
        tables=_tables(ran, names),
        said=_said(ran, names),
    )


def _said(ran: Course, names: Mapping[str, str]) -> str:
    first, last = ran.steps[0], ran.steps[-1]
    said = _(
        "Balans %(balance)s, zone %(zone)s. Na twaalf stappen %(final)s, zone %(end)s. "
        "De klant geeft %(back)s punten terug en trekt %(away)s punten terug.",
        balance=signed(first.imbalance),
        zone=names[first.zone],
        final=signed(last.imbalance),
        end=names[last.zone],
        back=number(ran.given_back, decimals=1),
        away=number(ran.withdrawn, decimals=1),
    )
    return str(said)


def _seesaw(ran: Course, names: Mapping[str, str], ident: str) -> Picture:
    return seesaw(
        ran.steps[0].imbalance,
        left=_("klant"),
        right=_("jullie"),
        title=_("De wip bij het begin: %(zone)s.", zone=names[ran.steps[0].zone]),
        ident=ident,
    )


def _line(ran: Course, names: Mapping[str, str]) -> Picture:
    return balance_chart(
        [step.imbalance for step in ran.steps],
        [
            Band(low=low, high=high, word=names[name], css=f"zone--{name}")
            for name, (low, high) in ZONES.items()
        ],
        title=_("De balans per stap, in vijf zones. Dezelfde cijfers staan in de tabel."),
    )


def _scores(ran: Course) -> list[Score]:
    return [
        Score(
            label=_("Balans na de attentie"),
            text=signed(ran.steps[0].imbalance),
            name="balance",
            is_main=True,
        ),
        Score(
            label=_("Klant geeft terug"),
            text=number(ran.given_back, decimals=1),
            name="given-back",
        ),
        Score(
            label=_("Klant trekt zich terug"),
            text=number(ran.withdrawn, decimals=1),
            name="withdrawn",
        ),
    ]


def _tables(ran: Course, names: Mapping[str, str]) -> list[Table]:
    return [
        Table(
            caption=_("In het kort"),
            head=(_("Uitkomst"), _("Waarde")),
            rows=[
                (_("Balans vóór de attentie"), signed(ran.before, 3)),
                (_("Balans na de attentie"), signed(ran.steps[0].imbalance, 3)),
                (_("Balans na twaalf stappen"), signed(ran.steps[-1].imbalance, 3)),
                (_("Klant geeft terug"), number(ran.given_back, decimals=3)),
                (_("Klant trekt zich terug"), number(ran.withdrawn, decimals=3)),
            ],
        ),
        Table(
            caption=_("Stap voor stap"),
            head=(_("Stap"), _("Balans"), _("Zone"), _("De klant")),
            rows=[
                (str(n), signed(step.imbalance, 3), names[step.zone], signed(step.change))
                for n, step in enumerate(ran.steps)
            ],
        ),
    ]


EQUITY_PAGE = ModelPage(words=words, sections=sections, show=show, actions=actions)
