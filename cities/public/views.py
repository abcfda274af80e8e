"""The public pages of cities, the history, and the pages of text."""

from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from cities.public.bars import line
from cities.public.filters import CityFilter
from cities.public.lights import lit, on_the_map
from cities.public.maps import europe, locator, world
from cities.public.milestones import anchored, milestones
from cities.public.models import PublicCity, PublicPage
from cities.public.supplied import SUPPLIED
from refuge.core import countries
from refuge.core.locales import sort_key
from refuge.core.partial_dates import span_words
from refuge.core.scopes import Level

# Whatever staff wrote above it, one page says whom to ask for a change or a removal, and both on what grounds a fact
# is shown and what a yes covers.
SAFETY, ABOUT = "safety", "about"


def city_list(request: HttpRequest) -> HttpResponse:
    """Answer with the map and the list of cities, filtered as the address says."""
    found = CityFilter(request.GET, queryset=PublicCity.objects.all(), path=reverse("city_list"))
    matching = list(found.rows().order_by("sort_key", "slug"))
    matching.sort(key=lambda city: sort_key(countries.name(city.country)))
    page = found.page(matching)
    lit_now = lit(timezone.localdate())
    shown = on_the_map(matching, lit_now)
    groups = groupby(page, key=lambda city: countries.name(city.country))
    context = {
        **found.context(page),
        "nav_current": "cities",
        "facets": found.facets(),
        "q": found.chosen.get("q", ""),
        "groups": [(name, [(city, city.slug in lit_now) for city in cities]) for name, cities in groups],
        "europe": europe(shown) if shown else None,
        "world": world(shown) if shown else None,
    }
    return render(request, "cities/list.html", context)


def city_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with a city's page; 404 for whichever is not listed, whatever the reason."""
    city = PublicCity.objects.prefetch_related("memberships").filter(slug=slug).first()
    if city is None:
        raise Http404
    today = timezone.localdate()
    guests = [_guest(stay, today) for stay in _stays(city)]
    now = not city.always_dark and any(guest["now"] for guest in guests)
    sources = list(city.sources)
    memberships = []
    for membership in city.memberships.all():
        sources += [source for source in membership.sources if source not in sources]
        cited = [sources.index(source) + 1 for source in membership.sources]
        memberships.append((membership, span_words(membership.since, membership.until), cited))
    for guest in guests:
        sources += [source for source in guest["stay"].sources if source not in sources]
        guest["cited"] = [sources.index(source) + 1 for source in guest["stay"].sources]
    years = line([_days(guest, today) for guest in guests], today)
    for guest, bar in zip(guests, years.bars if years else (), strict=False):
        guest["bar"] = bar
    pictures = list(city.photographs.defer("body").order_by("width", "format"))
    context = {
        "nav_current": "cities",
        "city": city,
        "outer": PublicCity.objects.filter(slug=city.within).first() if city.within else None,
        "guests": guests,
        "years": years,
        "memberships": memberships,
        "sources": sources,
        "now": now,
        "locator": locator(city.latitude, city.longitude) if city.latitude is not None else None,
        "webp": ", ".join(f"/images/{p.name}.webp {p.width}w" for p in pictures if p.format == "webp"),
        "jpeg": next((f"/images/{p.name}.jpeg" for p in reversed(pictures) if p.format == "jpeg"), ""),
    }
    return render(request, "cities/detail.html", context)


def _stays(city: PublicCity) -> Any:
    # The latest first; the accepted before the disputed; the slug of the guest decides between equals.
    stays = city.residencies.select_related("writer").filter(writer__level__gte=Level.UNNAMED)
    return stays.order_by("standing", "-starts", "writer__sort_key", "writer__slug", "position")


def _guest(stay: Any, today: Any) -> dict[str, Any]:
    disputed = stay.standing != "accepted"
    return {
        "stay": stay,
        "writer": stay.writer,
        "named": stay.writer.level == Level.NAMED,
        "disputed": disputed,
        "now": not disputed and bool(stay.now_from and stay.now_until and stay.now_from <= today <= stay.now_until),
        "origin": stay.writer.origin,
        "when": span_words(stay.starts, stay.ends),
        "cited": [],
    }


def _days(guest: dict[str, Any], today: date) -> tuple[date | None, date | None]:
    stay = guest["stay"]
    first = stay.starts.earliest or stay.starts.latest if stay.starts else None
    last = stay.ends.latest or stay.ends.earliest if stay.ends else None
    return first, today if guest["now"] else last


def history(request: HttpRequest) -> HttpResponse:
    """Answer with the movement's history, in order of date."""
    context = {"nav_current": "history", "milestones": list(anchored(milestones()))}
    return render(request, "cities/history.html", context)


def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with a page of text in the reader's language, else in English; 404 where there is none.

    Where staff have published none of their own, it is the one that comes with the software.
    """
    texts = {(text.page, text.language): text for text in (*SUPPLIED, *PublicPage.objects.all())}
    text = texts.get((slug, get_language() or "en")) or texts.get((slug, "en"))
    if text is None:
        raise Http404
    others = [other for other in texts.values() if other.language == text.language and other.page != slug]
    others.sort(key=lambda other: (sort_key(other.title), other.slug))
    context = {"nav_current": "about", "text": text, "others": others, "grounds": slug in (ABOUT, SAFETY)}
    if slug == SAFETY:
        context |= {"asks": True, "contact": settings.REFUGE_CONTACT, "openpgp": settings.REFUGE_OPENPGP}
    return render(request, "cities/page.html", context)
