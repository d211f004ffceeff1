"""What operators send."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, Field, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from courseapp.accounts.domain import is_email, normalise_email
from courseapp.organisations.models import Role
from courseapp.web.i18n import LOCALES

NAME_MISSING = _l("Vul een naam in.")
NAME_LONG = _l("Houd de naam onder de 120 tekens.")
ADDRESS_UNCLEAR = _l("Dit adres lijkt niet compleet. Staat er iets achter de punt?")
ROLES = (
    (Role.TRAINEE.value, _l("Deelnemer")),
    (Role.TRAINER.value, _l("Trainer")),
    (Role.HR.value, _l("HR")),
    (Role.OPERATOR.value, _l("Beheerder")),
)
NAME_RULES = [DataRequired(NAME_MISSING), Length(max=120, message=NAME_LONG)]


def _strip(text: str | None) -> str:
    return (text or "").strip()


def _require_email(_form: Any, field: Field) -> None:
    field.data = normalise_email(field.data or "")
    if not is_email(field.data):
        raise ValidationError(ADDRESS_UNCLEAR)


class OrganisationForm(FlaskForm):  # type: ignore[misc]
    """A new organisation."""

    name = StringField(_l("Naam van de organisatie"), NAME_RULES, filters=[_strip])
    locale = SelectField(
        _l("Taal van de uitnodigingen"),
        choices=[
            SelectChoice(*pair) for pair in zip(LOCALES, ("Nederlands", "English"), strict=True)
        ],
        default=LOCALES[0],
    )


class DepartmentForm(FlaskForm):  # type: ignore[misc]
    """A new department."""

    name = StringField(_l("Nieuwe afdeling"), NAME_RULES, filters=[_strip])


class PlaceForm(FlaskForm):  # type: ignore[misc]
    """A role and a department; the view fills in what can be chosen."""

    role = SelectField(_l("Rol"))
    department_id = SelectField(_l("Afdeling"), coerce=int, default=0)


class InviteForm(PlaceForm):
    """Someone new in an organisation."""

    name = StringField(_l("Naam"), NAME_RULES, filters=[_strip])
    email = EmailField(_l("E-mailadres"), [_require_email])
