"""Shows what publishing would show: the real thing, in a transaction that is rolled back."""

import re
from base64 import b64encode
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from refuge.core import editions, publishables, publishing
from refuge.core.guard import guarded
from refuge.core.surface import POLICY

# The pictures of a preview are gone with it, so the page carries them itself, and its policy lets it.
PICTURE = re.compile(rb"/images/[0-9a-z]+\.(?:webp|jpeg)")
MAIN = re.compile(rb"<main[^>]*>")


def preview(record: Any, by: Any) -> HttpResponse:
    """Return the public page as it would be, and leave no trace. Raises `Refused` where there would be none."""
    with transaction.atomic():
        try:
            publishing.publish_unheld(record, editions.edition_of(record), by)
            answer = _public_page(record)
        finally:
            transaction.set_rollback(True)
    answer.content = MAIN.sub(lambda found: found[0] + _mark().encode(), answer.content, count=1)
    answer["Content-Security-Policy"] = POLICY.replace("img-src 'self'", "img-src 'self' data:")
    answer["Cache-Control"] = "no-store"
    return answer


def _mark() -> str:
    """Return what tells a draft from the page that the public reads, on a print of it too."""
    said = _("Draft. The public does not see this page as it is.")
    # In the frame in which the site says that an entry is made up.
    return format_html(
        '<div class="wrap"><div class="fictional" role="note"><p><strong>{}</strong></p></div></div>', said
    )


def _public_page(record: Any) -> HttpResponse:
    standing = editions.standing_of(record)
    try:
        address = _address(record, standing)
        view, args, kwargs = resolve(address)
    except NoReverseMatch as error:
        raise publishing.Refused(_("This machine does not serve the public pages, so it cannot show one.")) from error
    # Who asks is nobody: no session, no account, no cookie.
    asked = HttpRequest()
    asked.method, asked.path, asked.path_info = "GET", address, address
    try:
        with guarded():
            return _with_pictures(view(asked, *args, **kwargs), asked)
    except Http404 as error:
        raise publishing.Refused(_("This record would have no page of its own.")) from error


def _with_pictures(answer: HttpResponse, asked: HttpRequest) -> HttpResponse:
    def inlined(found: re.Match[bytes]) -> bytes:
        view, args, kwargs = resolve(found[0].decode())
        picture = view(asked, *args, **kwargs)
        return f"data:{picture.headers['Content-Type']};base64,".encode() + b64encode(picture.content)

    answer.content = PICTURE.sub(inlined, answer.content)
    return answer


def _address(record: Any, standing: Any) -> str:
    rows: Any = publishables.publishable(record).shelf.model
    row = rows.objects.get(slug=standing.slug)
    return row.get_absolute_url() if hasattr(row, "get_absolute_url") else reverse("history")
