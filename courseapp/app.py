"""The application factory: settings in, a Flask application out."""

from __future__ import annotations

from datetime import timedelta

import flask_login
from flask import Flask, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.middleware.proxy_fix import ProxyFix

from courseapp.accounts.views import bp as accounts_bp
from courseapp.catalog.views import bp as catalog_bp
from courseapp.certificates.views import bp as certificates_bp
from courseapp.config import Settings
from courseapp.hr.routes import bp as hr_bp
from courseapp.kinds import COURSE_KINDS
from courseapp.menu import init_menu, start_page
from courseapp.operator.views import bp as operator_bp
from courseapp.organisations.queries import get_belonging
from courseapp.organisations.viewer import Viewer, find_viewer
from courseapp.tables import TABLES
from courseapp.trainee import routes as trainee_routes
from courseapp.trainee.blueprint import bp as trainee_bp
from courseapp.trainer import routes as trainer_routes
from courseapp.trainer.blueprint import bp as trainer_bp
from courseapp.web.assets import init_assets
from courseapp.web.database import db, init_database
from courseapp.web.errors import init_errors
from courseapp.web.headers import init_headers
from courseapp.web.health import bp as health_bp
from courseapp.web.i18n import init_i18n
from courseapp.web.logs import configure_logging, init_logs
from courseapp.web.now import utc_now
from courseapp.web.pages import bp as pages_bp
from courseapp.web.policy import declare, init_policies, public
from courseapp.web.rendering import init_rendering
from courseapp.web.requests import init_requests

BLUEPRINTS = (
    accounts_bp,
    catalog_bp,
    trainee_bp,
    trainer_bp,
    hr_bp,
    operator_bp,
    certificates_bp,
    health_bp,
    pages_bp,
)
__all__ = ["TABLES", "create_app", "trainee_routes", "trainer_routes"]


def create_app(settings: Settings) -> Flask:
    """A complete application for these settings; touches no database."""
    configure_logging(settings.log_format)
    app = Flask("courseapp", static_folder=None, template_folder="web/templates")
    app.extensions["settings"] = settings
    app.extensions["course_kinds"] = COURSE_KINDS
    _configure_sessions(app, settings)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    init_logs(app)
    init_database(app, url=settings.sqlalchemy_url)
    init_sign_in(app)
    init_i18n(app, time_zone=settings.time_zone)
    init_rendering(app, brand=settings.brand, support_address=settings.support_address)
    init_assets(app)
    init_errors(app)
    init_requests(app)
    init_headers(app, https=settings.base_url.startswith("https://"))
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.add_url_rule("/", view_func=go_to_start)
    init_menu(app)
    init_policies(app)
    return app


def _configure_sessions(app: Flask, settings: Settings) -> None:
    https = settings.base_url.startswith("https://")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=[k for k in settings.secret_key_fallbacks.split(",") if k],
        SESSION_COOKIE_NAME="__Host-courseapp" if https else "courseapp",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings.trainee_session_hours),
        TESTING=settings.environment == "test",
    )


def init_sign_in(app: Flask) -> None:
    """Let Flask-Login find the viewer by the session token; the database decides whether it counts."""
    app.extensions["belonging_of"] = get_belonging
    manager = flask_login.LoginManager()
    manager.session_protection = None
    manager.init_app(app)

    def load(token: str) -> Viewer | None:
        viewer = find_viewer(db.session(), token, now=utc_now())
        if viewer is None:
            session.pop("_user_id", None)
        return viewer

    manager.user_loader(load)


@declare(public("everybody: leads to the own start page"))
def go_to_start() -> ResponseReturnValue:
    """Lead everyone to where their work is."""
    viewer = flask_login.current_user
    target = start_page(viewer.roles) if viewer.is_authenticated else "accounts.sign_in"
    return redirect(url_for(target, **request.view_args or {}), 303)
