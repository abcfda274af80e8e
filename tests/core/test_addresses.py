"""Whole addresses of public pages, and an installation that does not know its own name."""

from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import override_settings

from refuge.core.addresses import LOCAL, public_address


def test_the_operator_says_what_the_site_is_called() -> None:
    assert public_address("/writers/") == "https://refuge.example.org/writers/"
    with override_settings(REFUGE_PUBLIC_ADDRESS=""):
        assert public_address("/writers/") == f"{LOCAL}/writers/"


def found(**settings: Any) -> list[str]:
    with override_settings(**settings):
        return [message.id for message in run_checks(include_deployment_checks=True) if message.id == "refuge.E002"]


@pytest.mark.parametrize("debug", [True, False])
def test_a_deployment_without_a_name_is_refused(debug: bool) -> None:
    assert found(DEBUG=debug) == []
    assert found(DEBUG=debug, REFUGE_PUBLIC_ADDRESS="") == ["refuge.E002"]
    with override_settings(REFUGE_PUBLIC_ADDRESS=""):
        assert "refuge.E002" not in [message.id for message in run_checks()]
        with pytest.raises(SystemCheckError, match="Write https:// and the name under which readers know the site"):
            call_command("check", deploy=True)
