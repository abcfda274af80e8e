"""What every test stands on: hypothesis profiles, and the browser tests' need of a browser."""

import os
import shutil

import pytest
from hypothesis import HealthCheck, settings

NO_BROWSER = "Browser tests need Chromium and its driver (Debian: apt install chromium chromium-driver)."

# What only PostgreSQL has: roles. The run on PostgreSQL collects it, so nothing is skipped.
collect_ignore = [] if os.environ.get("DATABASE_URL", "").startswith("postgres") else ["core/test_checks.py"]

# Two busy cores make any deadline a coin toss.
settings.register_profile("default", deadline=None)
settings.register_profile(
    "ci", deadline=None, print_blob=True, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci" if os.environ.get("CI") else "default")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the browser tests where there is no browser."""
    if shutil.which("chromium") and shutil.which("chromedriver"):
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say once, in one line, why the browser tests were skipped."""
    skipped = sum(NO_BROWSER in str(report.longrepr) for report in terminalreporter.stats.get("skipped", []))
    if skipped:
        terminalreporter.write_line(f"{skipped} skipped. {NO_BROWSER}", yellow=True)
