"""Somebody at the door: accounts, codes, and the steps over HTTP."""

import re
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from refuge.office.models import User

PASSWORD = "a quiet harbour at dusk"
# What the page of an account sends for whom looks after no city.
NO_TERMS = {"terms-TOTAL_FORMS": 0, "terms-INITIAL_FORMS": 0}
HOME, SIGN_IN, SECOND, ENROL, CODES = (f"/account/{name}" for name in ("", "sign-in/", "second/", "enrol/", "codes/"))


def make_user(name: str, *roles: str, password: str | None = None) -> User:
    """Return an account with these roles, as the admin would make it."""
    user = User.objects.create_user(name, f"{name}@example.org", password, is_staff=set(roles) != {"coordinator"})
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def give_password(client: Client, name: str = "ana", password: str = PASSWORD, wanted: str = "") -> Any:
    """Do the first step."""
    return client.post(SIGN_IN, {"username": name, "password": password, "next": wanted})


def code_of(user: User, later: int = 0) -> str:
    """Return what the account's code app shows; `later` by so many half minutes, since no code is taken twice."""
    return f"{totp(TOTPDevice.objects.filter(user=user).latest('pk').bin_key, t0=-30 * later):06d}"


def enrol(client: Client, user: User) -> list[str]:
    """Add a code app, and return the recovery codes that come with it."""
    client.get(ENROL)
    answer = client.post(ENROL, {"code": code_of(user)}, follow=True)
    return re.findall(r"<code>([-\w]+)</code>", answer.content.decode())


def is_in(client: Client) -> bool:
    """Say whether the office opens."""
    return bool(client.get("/admin/").status_code == 200)


def enrolled(user: User) -> Client:
    """Return a browser in which somebody has signed in and enrolled."""
    client = Client()
    give_password(client, user.username)
    assert enrol(client, user)
    return client
