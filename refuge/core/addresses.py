"""Whole addresses of public pages. A request never says what the site is called: whoever asks could say anything."""

from django.conf import settings

# Where a developer's own machine serves. `manage.py check --deploy` refuses an installation that leaves it at that.
LOCAL = "http://localhost:8000"


def public_address(path: str = "") -> str:
    """Return the whole address of a public page: what REFUGE_PUBLIC_ADDRESS says, and the path."""
    return f"{settings.REFUGE_PUBLIC_ADDRESS or LOCAL}{path}"
