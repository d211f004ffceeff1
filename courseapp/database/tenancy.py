"""The second net under tenancy: a statement on a tenant's table without a tenant filter raises."""

from __future__ import annotations

from typing import Any
from weakref import WeakSet

from sqlalchemy import ColumnElement, CompoundSelect, Delete, Select, Table, Update, event
from sqlalchemy.orm import ORMExecuteState, Session, sessionmaker
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import BindParameter

ALL_TENANTS = {"all_tenants": True}
"""Execution option for the few statements that rightly cross organisations; say why beside each."""

COLUMN = "organisation_id"


class TenantPredicateMissing(RuntimeError):
    """A query would read or change rows of every organisation."""


def guard_tenants(session_class: type[Session] | sessionmaker[Any]) -> None:
    """Check every select, update and delete that goes through sessions of this class."""
    event.listen(session_class, "do_orm_execute", _check)


_GUARDED: WeakSet[Any] = WeakSet()
"""Statements that were found in order: those that modules keep are looked through once."""


def _check(state: ORMExecuteState) -> None:
    statement = state.statement
    if state.is_column_load or state.is_relationship_load:
        return
    if not isinstance(statement, Select | CompoundSelect | Update | Delete):
        return
    if state.execution_options.get("all_tenants") or statement.get_execution_options().get(
        "all_tenants"
    ):
        return
    if statement in _GUARDED:
        return
    missing = unguarded_tables(statement)
    if missing:
        raise TenantPredicateMissing(f"no {COLUMN} filter on {', '.join(sorted(missing))}")
    _GUARDED.add(statement)


def unguarded_tables(statement: Any) -> set[str]:
    """Names of tenant tables in a select, union, update or delete that nothing ties to an organisation."""
    if isinstance(statement, CompoundSelect):
        return set().union(*map(unguarded_tables, statement.selects))
    tables: set[str] = set()
    tied: set[str] = set()
    for element in visitors.iterate(statement):
        if isinstance(element, Table) and COLUMN in element.c:
            tables.add(element.name)
        elif element.__visit_name__ == "binary":
            tied |= _tied_by(element)
    return tables - tied


def _tied_by(comparison: Any) -> set[str]:
    """Tables whose organisation column this comparison binds to a value or to another such column."""
    sides: list[ColumnElement[Any]] = [comparison.left, comparison.right]
    tenants = [
        s
        for s in sides
        if getattr(s, "key", "") == COLUMN and getattr(s, "table", None) is not None
    ]
    if not tenants:
        return set()
    if len(tenants) == 2 or any(isinstance(s, BindParameter) for s in sides) or _is_list(sides):
        return {_name(s) for s in tenants}
    return set()


def _name(column: Any) -> str:
    table = column.table
    return str(getattr(table, "element", table).name)


def _is_list(sides: list[ColumnElement[Any]]) -> bool:
    return any(
        s.__visit_name__ in ("grouping", "expression_clauselist", "scalar_select") for s in sides
    )
