"""The pages that know every room, and the answers that belong to none."""

from django.db import DatabaseError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cities.public.lights import lit, on_the_map
from cities.public.maps import night
from cities.public.milestones import milestones
from cities.public.models import PublicCity, PublicPhotograph
from refuge.core import countries
from refuge.core.addresses import public_address
from refuge.core.models import Edition
from writers.public.filters import now_on
from writers.public.models import NEWEST_FIRST, PublicPortrait, PublicResidency, PublicWriter
from writers.public.rows import row_of
from writers.public.views import with_rows

LATEST = 6

# A portrait is found under its own random name only, which is drawn anew whenever the picture changes.
IMAGE_TYPES = {"jpeg": "image/jpeg", "webp": "image/webp"}


def home(request: HttpRequest) -> HttpResponse:
    """Answer with the search over the night map, the latest writers and where they came from."""
    today = timezone.localdate()
    cities = list(PublicCity.objects.order_by("sort_key", "slug"))
    lit_now = lit(today)
    mapped = on_the_map(cities, lit_now)
    latest = with_rows(PublicWriter.objects.named().order_by(*NEWEST_FIRST))[:LATEST]
    found = PublicWriter.objects.shown().exclude(origin="").order_by()
    counts = [(code, countries.name(code), n) for code, n in found.values_list("origin").annotate(n=Count("pk"))]
    context = {
        "night": night(mapped) if mapped else None,
        "lit": len(lit_now),
        "writers": PublicWriter.objects.count(),
        "here": PublicResidency.objects.accepted().filter(now_on(today)).values("writer_id").distinct().count(),
        "fictional": PublicWriter.objects.filter(fictional=True).exists(),
        "cities": len(cities),
        "origins": sorted(counts, key=lambda row: (-row[2], row[1])),
        "rows": [row_of(writer, today) for writer in latest],
        "milestone": next(iter(milestones()), None),
    }
    return render(request, "home.html", context)


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


def robots(request: HttpRequest, sitemap: str = "") -> HttpResponse:
    """Answer with what search engines may visit: pages, not every combination of filters, and where they are listed."""
    listed = f"Sitemap: {public_address(sitemap)}\n" if sitemap else ""
    return HttpResponse("User-agent: *\nDisallow: /*?\n" + listed, content_type="text/plain")
