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


def test_mail_goes_where_the_address_says_and_else_is_printed(read: Any) -> None:
    assert read(EMAIL_URL="")["EMAIL_BACKEND"] == "django.core.mail.backends.console.EmailBackend"
    settings = read(EMAIL_URL="smtp+tls://office:a%40b@mail.example.org:587")
    assert settings["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    wanted = ("mail.example.org", 587, "office", "a@b", True, False)
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS", "USE_SSL")
    assert tuple(settings[f"EMAIL_{name}"] for name in names) == wanted


@pytest.mark.parametrize("address", ["mail.example.org", "pigeon://canary:canary@x", "smtp+tls://canary:canary@x:y"])
def test_a_bad_address_for_mail_is_refused_and_not_repeated(read: Any, address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL cannot be read") as refused:
        read(EMAIL_URL=address)
    assert "canary" not in str(refused.value)


def test_the_public_surface_has_nothing_of_accounts(read: Any) -> None:
    settings = read(REFUGE_SURFACE="public", REFUGE_HTTPS="on")
    said = " ".join([*settings["INSTALLED_APPS"], *settings["MIDDLEWARE"]])
    assert [word for word in ("otp", "contrib.auth", "sessions", "office") if word in said] == []
