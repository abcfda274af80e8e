"""What the environment makes of the settings, and what it is refused."""

import runpy
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.safety.routes import SETTINGS

LOCAL = {"DEBUG": "on", "REFUGE_HTTPS": "off", "REFUGE_SURFACE": "all", "ALLOWED_HOSTS": ""}


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that reads the settings under an environment."""

    def settings_of(**environment: str) -> dict[str, Any]:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(SETTINGS))

    return settings_of


def test_debug_runs_on_a_developers_own_machine(read: Any) -> None:
    settings = read(**LOCAL)
    assert settings["DEBUG"] is True
    assert settings["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]


@pytest.mark.parametrize(
    "elsewhere",
    [{"REFUGE_HTTPS": "on"}, {"REFUGE_SURFACE": "public"}, {"ALLOWED_HOSTS": "localhost,example.org"}],
    ids=str,
)
def test_debug_starts_nowhere_else(read: Any, elsewhere: dict[str, str]) -> None:
    with pytest.raises(ImproperlyConfigured, match="Anywhere else, set DEBUG=off"):
        read(**LOCAL | elsewhere)


def test_nothing_is_mailed_and_every_line_is_bare(read: Any) -> None:
    logging = read(DEBUG="off", REFUGE_HTTPS="on")["LOGGING"]
    assert [handler["formatter"] for handler in logging["handlers"].values()] == ["bare"]
    assert all(not logger["handlers"] for logger in logging["loggers"].values())
