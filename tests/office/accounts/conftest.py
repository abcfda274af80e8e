"""Accounts with passwords that take no time to check."""

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from refuge.office.models import User
from tests.office.accounts.door import PASSWORD, make_user


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 1)


@pytest.fixture
def ana(db: None) -> User:
    """Return an editor with a password and nothing else yet."""
    return make_user("ana", "editor", password=PASSWORD)
