"""The base of all tables, engine settings and the tenant guard; knows nothing of Flask."""

from courseapp.database.base import Base, BigKey, Moment, Tenant
from courseapp.database.engine import configure_engine
from courseapp.database.tenancy import ALL_TENANTS, TenantPredicateMissing, guard_tenants

__all__ = [
    "ALL_TENANTS",
    "Base",
    "BigKey",
    "Moment",
    "Tenant",
    "TenantPredicateMissing",
    "configure_engine",
    "guard_tenants",
]
