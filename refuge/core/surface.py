"""Tells the two surfaces apart by address: the office has accounts and sessions, the public site only the guard."""

from django.conf import settings
from django.http import HttpRequest

# What a page may load: its own pictures, styles and fonts, and nothing that runs.
POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
OFFICE_PREFIXES = ("/admin/", "/my-city/", "/account/")


def is_office(request: HttpRequest) -> bool:
    """Say whether the address belongs to the office; everything else is public, and guarded."""
    return settings.HAS_OFFICE and request.path_info.startswith(OFFICE_PREFIXES)
