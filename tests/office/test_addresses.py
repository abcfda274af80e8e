"""Whole addresses where no request says which site it is."""

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from refuge.office.addresses import NoAddress, absolute
from refuge.office.models import User


@pytest.mark.parametrize(
    ("address", "hosts", "https", "whole"),
    [
        ("https://office.example.org:8443", ["example.org"], True, "https://office.example.org:8443/account/"),
        ("", ["office.example.org", "example.org"], True, "https://office.example.org/account/"),
        ("", ["localhost"], False, "http://localhost/account/"),
    ],
)
def test_the_setting_says_it_or_else_the_first_host(address: str, hosts: list[str], https: bool, whole: str) -> None:
    with override_settings(REFUGE_ADDRESS=address, ALLOWED_HOSTS=hosts, REFUGE_HTTPS=https):
        assert absolute("/account/") == whole


@pytest.mark.parametrize("hosts", [[], ["*"], [".example.org", "example.org"]])
@pytest.mark.django_db
def test_where_nothing_says_it_nothing_is_made_up(hosts: list[str]) -> None:
    with override_settings(ALLOWED_HOSTS=hosts):
        with pytest.raises(NoAddress, match="Set REFUGE_ADDRESS"):
            absolute("/account/")
        with pytest.raises(CommandError, match="Set REFUGE_ADDRESS"):
            call_command("invite", "root", "root@example.org", role=["administrator"])
    assert not User.objects.exists()
