"""The pages that know every room, and the answers that belong to none."""

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cities.public.models import PublicPhotograph
from refuge.core.models import Edition
from writers.public.models import PublicPortrait

# A portrait is found under its own random name only, which is drawn anew whenever the picture changes.
IMAGE_TYPES = {"jpeg": "image/jpeg", "webp": "image/webp"}


def home(request: HttpRequest) -> HttpResponse:
    """Answer with the search over the night map."""
    return render(request, "home.html", {})


def image(request: HttpRequest, name: str, extension: str) -> HttpResponse:
    """Answer with a published picture; as if there had never been one where it is not published."""
    for model in (PublicPortrait, PublicPhotograph):
        found = model.objects.filter(name=name, format=extension).values_list("body", flat=True).first()
        if found is not None:
            return HttpResponse(bytes(found), content_type=IMAGE_TYPES[extension])
    raise Http404


def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the catalogue can be read, 503 when it cannot."""
    try:
        Edition.current()
    except DatabaseError:
        return HttpResponse("The catalogue cannot be read.\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")


def robots(request: HttpRequest) -> HttpResponse:
    """Answer with what search engines may visit: pages, not every combination of filters."""
    return HttpResponse("User-agent: *\nDisallow: /*?\n", content_type="text/plain")
