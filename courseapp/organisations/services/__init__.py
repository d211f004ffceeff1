"""What operators do with organisations and their members, one verb each."""

from courseapp.organisations.services.inviting import (
    AccountDisabled,
    invite_member,
    send_invitation,
)
from courseapp.organisations.services.leaving import (
    sign_out_everybody,
    sign_out_organisation,
)
from courseapp.organisations.services.members import (
    LastOperator,
    RoleNotPossible,
    add_member,
    change_role,
    disable_account,
    end_membership,
    move_member,
)
from courseapp.organisations.services.organisations import (
    DepartmentExists,
    NameNotUsable,
    OrganisationExists,
    add_department,
    create_organisation,
)

__all__ = [
    "AccountDisabled",
    "DepartmentExists",
    "LastOperator",
    "NameNotUsable",
    "OrganisationExists",
    "RoleNotPossible",
    "add_department",
    "add_member",
    "change_role",
    "create_organisation",
    "disable_account",
    "end_membership",
    "invite_member",
    "move_member",
    "send_invitation",
    "sign_out_everybody",
    "sign_out_organisation",
]
