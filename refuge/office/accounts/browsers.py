"""A browser that signed in before is known by a signed cookie, which lets nobody in: it only need not wait."""

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from refuge.office.models import User

SALT = "refuge.office.browsers"
YEAR = 365 * 24 * 60 * 60
MOST = 5


def _name() -> str:
    return "__Host-browser" if settings.REFUGE_HTTPS else "browser"


def _read(request: HttpRequest) -> dict[str, Any]:
    try:
        said: dict[str, Any] = signing.loads(request.COOKIES.get(_name(), ""), salt=SALT, max_age=YEAR)
    except signing.BadSignature:
        return {"browser": secrets.token_urlsafe(16), "users": []}
    return said


def known(request: HttpRequest, username: str) -> str:
    """Return the browser's own name where somebody signed in with this account before, else nothing."""
    said = _read(request)
    return said["browser"] if username in said["users"] else ""


def remember(request: HttpRequest, response: HttpResponseBase, user: User) -> None:
    """Know this browser again for a year, for the last few accounts that signed in with it."""
    said = _read(request)
    names = [name for name in said["users"] if name != user.get_username()]
    value = signing.dumps({**said, "users": [*names, user.get_username()][-MOST:]}, salt=SALT)
    response.set_cookie(_name(), value, YEAR, secure=settings.REFUGE_HTTPS, httponly=True, samesite="Strict")
