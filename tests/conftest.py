"""What every test stands on: hypothesis profiles, passwords and a disk that cost nothing, a browser where needed."""

import os
import shutil

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection
from hypothesis import HealthCheck, settings

NO_BROWSER = "Browser tests need Chromium and its driver (Debian: apt install chromium chromium-driver)."

# What only PostgreSQL has: roles. The run on PostgreSQL collects it, so nothing is skipped.
ON_POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")
collect_ignore = [] if ON_POSTGRESQL else ["core/test_checks.py"]

# Two busy cores make any deadline a coin toss.
settings.register_profile("default", deadline=None)
settings.register_profile(
    "ci", deadline=None, print_blob=True, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci" if os.environ.get("CI") else "default")

# A million turns, as in production, would cost a quarter of a second for each person that a test makes.
PBKDF2PasswordHasher.iterations = 1


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Let SQLite wait for no disk, as `tests/postgres.py` does for PostgreSQL: nothing outlives the run.

    `TEST_DATABASE` is a file to use in place of memory.
    """
    if connection.vendor == "sqlite":
        if file := os.environ.get("TEST_DATABASE"):
            connection.settings_dict["TEST"]["NAME"] = file
        connection.settings_dict["OPTIONS"]["init_command"] += "; PRAGMA synchronous=OFF"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run on PostgreSQL what could differ there, and skip the browser tests where there is no browser."""
    # A file that is asked for by name is run as it is.
    if ON_POSTGRESQL and not any(".py" in asked for asked in config.args):
        items[:] = _about_the_database(config, items)
    if shutil.which("chromium") and shutil.which("chromedriver"):
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


def _about_the_database(config: pytest.Config, items: list[pytest.Item]) -> list[pytest.Item]:
    """Leave out what asks no database, the browser, and what is run once: SQLite's run has had them."""
    kept, left = [], []
    for item in items:
        asks = item.get_closest_marker("django_db") or {"db", "transactional_db", "django_db_setup"} & set(
            getattr(item, "fixturenames", ())
        )
        once = item.get_closest_marker("browser") or item.get_closest_marker("once")
        (kept if asks and not once else left).append(item)
    config.hook.pytest_deselected(items=left)
    return kept


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say once, in one line, why the browser tests were skipped."""
    skipped = sum(NO_BROWSER in str(report.longrepr) for report in terminalreporter.stats.get("skipped", []))
    if skipped:
        terminalreporter.write_line(f"{skipped} skipped. {NO_BROWSER}", yellow=True)
