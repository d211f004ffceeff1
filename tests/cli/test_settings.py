"""Settings: read from the environment, refused when wrong, documented completely."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from courseapp.config import SettingsError, describe_settings, read_settings

GOOD = "q8Yv1mXw3zL0aB7cD9eF2gH4iJ6kN5pR"
OPERATING = Path(__file__).parents[2] / "docs" / "operating.md"


@pytest.mark.parametrize("secret", ["", "dev", "changeme", "a" * 64, "short-but-random-9Xq"])
def test_a_production_start_refuses_a_missing_or_weak_secret(secret: str) -> None:
    with pytest.raises(SettingsError, match="COURSEAPP_SECRET_KEY"):
        read_settings({"COURSEAPP_SECRET_KEY": secret})


def test_a_good_secret_is_accepted() -> None:
    assert read_settings({"COURSEAPP_SECRET_KEY": GOOD}).is_production


def test_an_unknown_setting_is_named() -> None:
    with pytest.raises(SettingsError, match="COURSEAPP_SECRETKEY is not a setting"):
        read_settings({"COURSEAPP_SECRETKEY": GOOD, "COURSEAPP_SECRET_KEY": GOOD})


def test_all_problems_are_named_at_once() -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({"COURSEAPP_PORT": "many", "COURSEAPP_THREADS": "few"})
    assert "COURSEAPP_PORT" in str(caught.value) and "COURSEAPP_THREADS" in str(caught.value)


def test_several_workers_need_postgresql() -> None:
    with pytest.raises(SettingsError, match="PostgreSQL"):
        read_settings({"COURSEAPP_SECRET_KEY": GOOD, "COURSEAPP_WORKERS": "2"})


def test_the_database_address_may_come_from_database_url() -> None:
    settings = read_settings(
        {
            "COURSEAPP_SECRET_KEY": GOOD,
            "DATABASE_URL": "postgres://u:p@db/naklank",
            "COURSEAPP_WORKERS": "2",
        }
    )
    assert settings.sqlalchemy_url == "postgresql+psycopg://u:p@db/naklank"


def test_the_operating_manual_lists_exactly_the_settings_of_the_code() -> None:
    rows = re.findall(r"^\| `(COURSEAPP_\w+)` \| (.*?) \| (.*) \|$", OPERATING.read_text(), re.M)
    written = [(name, default.strip("`"), meaning) for name, default, meaning in rows]
    assert written == describe_settings()
