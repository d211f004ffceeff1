"""Sentences that more than one account page says."""

from __future__ import annotations

from flask_babel import gettext as _

from courseapp.accounts.domain.passwords import SHORTEST, Fault


def fault_text(fault: Fault) -> str:
    """Why a password is refused, and what helps."""
    texts: dict[Fault, str] = {
        Fault.TOO_SHORT: _(
            "Maak je wachtwoord langer: minstens %(count)s tekens. "
            "Een zin van vier of vijf woorden werkt goed.",
            count=SHORTEST,
        ),
        Fault.TOO_LONG: _("Dit wachtwoord is te lang. Houd het onder de 1000 tekens."),
        Fault.COMMON: _(
            "Dit wachtwoord is te gewoon: het bestaat uit woorden of rijtjes die als eerste worden "
            "geraden. Voeg een paar woorden toe die niet voor de hand liggen."
        ),
        Fault.PERSONAL: _(
            "In dit wachtwoord staat bijna alleen je naam, je adres of je organisatie. "
            "Kies iets wat niet over jou gaat."
        ),
    }
    return texts[fault]


def wrong_pair() -> str:
    """What is said whatever is wrong, so that nobody learns who has an account."""
    return str(
        _("Dit adres en dit wachtwoord horen niet bij elkaar. Kijk ze na, of vraag een link aan.")
    )


def not_proven(*, has_password: bool) -> str:
    """Why nothing was changed."""
    if has_password:
        return str(_("Dit is niet het wachtwoord dat je nu hebt."))
    return str(
        _("Log eerst opnieuw in met een link; daarna kun je dit een kwartier lang veranderen.")
    )
