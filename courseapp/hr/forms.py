"""The shape of what HR sends: the filters of the report and the forms of a run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional

from courseapp.enrolment.domain import Status
from courseapp.reports.domain.selection import Selection, Sort

FILTERS = ("groep", "afdeling", "status", "vanaf", "tot", "q", "sorteer", "richting")
LONGEST_SEARCH = 80


def read_selection(query: Mapping[str, str], *, organisation_id: int) -> Selection:
    """The selection that a query string asks for; whatever makes no sense counts as not given."""
    sort = query.get("sorteer", "")
    status = query.get("status", "")
    return Selection(
        organisation_id=organisation_id,
        run_id=_number(query.get("groep", "")),
        department_id=_number(query.get("afdeling", "")),
        status=Status(status) if status in list(Status) else None,
        completed_from=_day(query.get("vanaf", "")),
        completed_until=_day(query.get("tot", "")),
        search=" ".join(query.get("q", "").replace("\0", "").split())[:LONGEST_SEARCH],
        sort=Sort(sort) if sort in list(Sort) else Sort.NAME,
        is_descending=query.get("richting") == "af",
    )


def write_selection(selection: Selection, **changes: str) -> dict[str, str]:
    """The query string of a selection, the inverse of `read_selection`, with changes."""
    values = {
        "groep": str(selection.run_id or ""),
        "afdeling": str(selection.department_id or ""),
        "status": selection.status.value if selection.status else "",
        "vanaf": selection.completed_from.isoformat() if selection.completed_from else "",
        "tot": selection.completed_until.isoformat() if selection.completed_until else "",
        "q": selection.search,
        "sorteer": "" if selection.sort is Sort.NAME else selection.sort.value,
        "richting": "af" if selection.is_descending else "",
    }
    return {name: value for name, value in (values | changes).items() if value}


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1970 <= day.year <= 9000 else None


class RunForm(FlaskForm):  # type: ignore[misc]
    """A new run; the view fills in the choices."""

    course_id = SelectField(_l("Cursus"), coerce=int)
    name = StringField(
        _l("Naam van de groep"),
        validators=[
            DataRequired(_l("Geef de groep een naam, bijvoorbeeld ‘Voorjaar 2027’.")),
            Length(max=120, message=_l("Gebruik hoogstens 120 tekens.")),
        ],
    )
    starts_on = DateField(_l("Begint op"), validators=[DataRequired(_l("Kies een begindatum."))])
    due_on = DateField(_l("Uiterlijk klaar op"), validators=[Optional()])
    trainer_id = SelectField(_l("Trainer"), coerce=int)


class DueForm(FlaskForm):  # type: ignore[misc]
    """A due date, empty for none."""

    due_on = DateField(_l("Uiterlijk klaar op"), validators=[Optional()])
