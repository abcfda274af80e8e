"""Whole addresses of the office, for mails and for what commands write."""

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from refuge.core.addresses import LOCAL
from refuge.office.addresses import absolute, known
from refuge.office.models import User


@pytest.mark.parametrize(
    ("office", "public", "whole"),
    [
        ("https://office.example.org:8443", "https://example.org", "https://office.example.org:8443/account/"),
        ("https://office.example.org", "", "https://office.example.org/account/"),
        ("", "https://refuge.example.org", "https://refuge.example.org/account/"),
    ],
)
def test_the_setting_says_it_or_else_the_public_one(office: str, public: str, whole: str) -> None:
    with override_settings(REFUGE_ADDRESS=office, REFUGE_PUBLIC_ADDRESS=public):
        assert absolute("/account/") == known("/account/") == whole


@pytest.mark.django_db
def test_where_nothing_says_it_commands_make_nothing_up() -> None:
    with override_settings(REFUGE_PUBLIC_ADDRESS="", ALLOWED_HOSTS=["office.example.org"]):
        with pytest.raises(CommandError, match="Set REFUGE_PUBLIC_ADDRESS"):
            known("/account/")
        with pytest.raises(CommandError, match="Set REFUGE_PUBLIC_ADDRESS"):
            call_command("invite", "root", "root@example.org", role=["administrator"])
    assert not User.objects.exists()


def test_on_a_developers_own_machine_it_is_that_machine() -> None:
    with override_settings(REFUGE_PUBLIC_ADDRESS="", DEBUG=True):
        assert known("/account/") == f"{LOCAL}/account/"
