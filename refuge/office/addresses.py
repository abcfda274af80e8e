"""Whole addresses of the office's pages, for mails and for what commands write."""

from django.conf import settings
from django.core.management import CommandError

from refuge.core.addresses import public_address


def absolute(path: str) -> str:
    """Return the whole address of a page: under REFUGE_ADDRESS, or where readers find the site."""
    return f"{settings.REFUGE_ADDRESS}{path}" if settings.REFUGE_ADDRESS else public_address(path)


def known(path: str) -> str:
    """Return the whole address of a page for a command to write or mail.

    Raises CommandError where no setting says it: a link would lead to the reader's own machine.
    """
    if settings.REFUGE_ADDRESS or settings.REFUGE_PUBLIC_ADDRESS or settings.DEBUG:
        return absolute(path)
    raise CommandError(
        "The address of the office is not known. Set REFUGE_PUBLIC_ADDRESS, such as https://refuge.example.org, or "
        "REFUGE_ADDRESS where people sign in under another name."
    )
