"""What the account pages send."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, Field, PasswordField, StringField
from wtforms.validators import DataRequired, ValidationError

from courseapp.accounts.domain import is_email, normalise_email

ADDRESS_UNCLEAR = _l("Dit adres lijkt niet compleet. Staat er iets achter de punt?")
PASSWORD_MISSING = _l("Vul je wachtwoord in.")


def require_email(_form: Any, field: Field) -> None:
    """An address that could exist, in the spelling that is stored."""
    field.data = normalise_email(field.data or "")
    if not is_email(field.data):
        raise ValidationError(ADDRESS_UNCLEAR)


class EmailForm(FlaskForm):  # type: ignore[misc]
    """An address to mail a link to."""

    email = EmailField(_l("E-mailadres"), [require_email])


class PasswordForm(FlaskForm):  # type: ignore[misc]
    """Address and password."""

    email = EmailField(_l("E-mailadres"), [require_email])
    password = PasswordField(_l("Wachtwoord"), [DataRequired(PASSWORD_MISSING)])


class NewPasswordForm(FlaskForm):  # type: ignore[misc]
    """A password to set by a mailed link."""

    password = PasswordField(_l("Nieuw wachtwoord"), [DataRequired(PASSWORD_MISSING)])


class InvitationForm(FlaskForm):  # type: ignore[misc]
    """A password that is welcome but not needed."""

    password = PasswordField(_l("Wachtwoord (mag, hoeft niet)"))


class ChangePasswordForm(FlaskForm):  # type: ignore[misc]
    """The present password, if any, and the new one."""

    password_now = PasswordField(_l("Wachtwoord dat je nu hebt"))
    password = PasswordField(_l("Nieuw wachtwoord"), [DataRequired(PASSWORD_MISSING)])


class ChangeEmailForm(FlaskForm):  # type: ignore[misc]
    """The new address and the present password, if any."""

    email = EmailField(_l("Nieuw e-mailadres"), [require_email])
    password_now = PasswordField(_l("Je wachtwoord"))


class NextForm(FlaskForm):  # type: ignore[misc]
    """Only where to go on to."""

    next = StringField()
