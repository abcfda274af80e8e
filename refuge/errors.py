"""The answers to what went wrong: static pages, which know neither the request nor any record."""

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseForbidden,
    HttpResponseNotFound,
    HttpResponseServerError,
)
from django.template.loader import render_to_string


def _page(name: str) -> str:
    # Without the request no context processor runs: nothing of the address, the account or the catalogue is at hand.
    return render_to_string(name)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400 to what cannot be read."""
    return HttpResponseBadRequest(_page("400.html"))


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """Answer 403 to who may not, and to a form without its token; why is for nobody to read."""
    return HttpResponseForbidden(_page("403.html"))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 with the same bytes for what is hidden, withdrawn, mistyped or never was."""
    return HttpResponseNotFound(_page("404.html"))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without a word on what failed."""
    return HttpResponseServerError(_page("500.html"))


# For the four names Django looks up in each surface's addresses: handler400, handler403, handler404, handler500.
HANDLERS = (bad_request, forbidden, not_found, server_error)
