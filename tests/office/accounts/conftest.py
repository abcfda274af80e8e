"""Somebody with an account."""

import pytest

from refuge.office.models import User
from tests.office.accounts.door import PASSWORD, make_user


@pytest.fixture
def ana(db: None) -> User:
    """Return an editor with a password and nothing else yet."""
    return make_user("ana", "editor", password=PASSWORD)
