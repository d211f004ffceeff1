"""Two languages: Dutch in the code, English from each feature's translations/en*.po, read at start."""

from __future__ import annotations

import functools
import io
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask, has_request_context, request
from flask_babel import Babel, Domain
from flask_babel import get_locale as babel_locale
from flask_login import current_user

LOCALES = ("nl", "en")
COOKIE = "taal"
PACKAGE = Path(__file__).parent.parent


@functools.cache
def load_translations(locale: str) -> Translations:
    """All features' translations into `locale` in one catalogue; read once, they never change."""
    merged = Translations()
    for path in sorted(PACKAGE.glob(f"*/translations/{locale}*.po")):
        buffer = io.BytesIO()
        with path.open("rb") as source:
            write_mo(buffer, read_po(source, locale=locale))
        buffer.seek(0)
        merged.merge(Translations(buffer))
    return merged


class FeatureDomain(Domain):  # type: ignore[misc]
    """A gettext domain that takes its texts from the features' .po files."""

    def __init__(self) -> None:
        super().__init__()
        self.by_locale = {locale: load_translations(locale) for locale in LOCALES}

    def get_translations(self) -> Translations:
        return self.by_locale[current_locale()]


def current_locale() -> str:
    """The locale of this request: "nl" or "en"."""
    locale = babel_locale()
    return locale.language if locale is not None else LOCALES[0]


def choose_locale() -> str:
    """The person's own choice, then this browser's, then what the browser asks for, then Dutch."""
    if not has_request_context():
        return LOCALES[0]
    chosen = getattr(current_user, "locale", None) or request.cookies.get(COOKIE)
    if chosen in LOCALES:
        return str(chosen)
    return request.accept_languages.best_match(LOCALES) or LOCALES[0]


def choose_time_zone() -> str:
    """The time zone in which this request's moments are shown."""
    return getattr(current_user, "time_zone", None) or "Europe/Amsterdam"


def init_i18n(app: Flask, *, time_zone: str) -> None:
    """Set up Babel with our domain."""
    app.config["BABEL_DEFAULT_TIMEZONE"] = time_zone
    babel = Babel(
        app,
        default_locale=LOCALES[0],
        locale_selector=choose_locale,
        timezone_selector=choose_time_zone,
    )
    babel.domain_instance = domain = FeatureDomain()
    # templates ask some forty times a page: straight to our texts, without the extension's detour
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: domain.get_translations().gettext(text),
        ngettext=lambda one, more, n: domain.get_translations().ngettext(one, more, n),
        newstyle=True,
    )
    app.jinja_env.globals["current_locale"] = current_locale
