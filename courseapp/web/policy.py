"""Deny by default: every route declares who may use it, or the application refuses to start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Blueprint, Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

View = TypeVar("View", bound=Callable[..., Any])


class RouteWithoutPolicy(RuntimeError):
    """A route says nothing about who may use it."""


@dataclass(frozen=True, kw_only=True)
class Policy:
    """Who may use a route: `roles` in any organisation, anyone signed in, or (public) everybody.

    `scope` says in words which rows the view itself lets through; the policy table repeats it.
    """

    roles: frozenset[str] = frozenset()
    is_public: bool = False
    scope: str = ""


def public(scope: str = "everybody") -> Policy:
    """Anyone, signed in or not."""
    return Policy(is_public=True, scope=scope)


def signed_in(scope: str = "own account") -> Policy:
    """Anyone who is signed in, whatever the role."""
    return Policy(scope=scope)


def requires(*roles: str, scope: str) -> Policy:
    """Only people with one of `roles`; the view narrows down to `scope`."""
    return Policy(roles=frozenset(str(role) for role in roles), scope=scope)


class GuardedBlueprint(Blueprint):
    """A blueprint whose policy holds for each of its routes that declares none of its own."""

    def __init__(self, name: str, import_name: str, *, policy: Policy, **options: Any) -> None:
        super().__init__(name, import_name, template_folder="templates", **options)
        self.policy = policy


def declare(policy: Policy) -> Callable[[View], View]:
    """Give one view a policy of its own."""

    def mark(view: View) -> View:
        view.__dict__["policy"] = policy
        return view

    return mark


def policy_of(app: Flask, endpoint: str) -> Policy | None:
    """The policy of an endpoint: its view's own, else its blueprint's."""
    own = getattr(app.view_functions[endpoint], "policy", None)
    if isinstance(own, Policy):
        return own
    blueprint = app.blueprints.get(endpoint.rpartition(".")[0])
    return blueprint.policy if isinstance(blueprint, GuardedBlueprint) else None


def init_policies(app: Flask) -> None:
    """Refuse to go on when a route has no policy; enforce the policies on every request."""
    missing = sorted(
        {r.endpoint for r in app.url_map.iter_rules() if policy_of(app, r.endpoint) is None}
    )
    if missing:
        raise RouteWithoutPolicy(f"routes without a policy: {', '.join(missing)}")
    app.before_request(_enforce)


def wants_json() -> bool:
    """Whether a script asked, rather than a person's browser navigating."""
    return request.accept_mimetypes.best == "application/json"


def _enforce() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    policy = policy_of(current_app, request.endpoint)
    if policy is None:
        abort(403)
    if policy.is_public:
        return None
    if not current_user.is_authenticated:
        return _ask_to_sign_in()
    if policy.roles and not policy.roles & current_user.roles:
        abort(403)
    return None


def _ask_to_sign_in() -> ResponseReturnValue:
    if request.method in ("GET", "HEAD") and not wants_json():
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303)
    return abort(401)
