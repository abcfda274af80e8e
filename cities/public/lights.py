"""Which cities are lit: where a published guest is in residence today, unless the city wishes to stay dark."""

from collections.abc import Iterable
from datetime import date

from cities.public.maps import MapCity
from cities.public.models import PublicCity
from refuge.core import countries


def lit(today: date) -> frozenset[str]:
    """Return the slugs of the cities that are lit on this day."""
    now = PublicCity.objects.filter(
        residencies__standing="accepted",
        residencies__now_from__lte=today,
        residencies__now_until__gte=today,
        always_dark=False,
    )
    return frozenset(now.order_by().values_list("slug", flat=True).distinct())


def on_the_map(cities: Iterable[PublicCity], lit_now: frozenset[str]) -> list[MapCity]:
    """Return those cities that have a place on the map, as the map wants them."""
    return [
        MapCity(
            name=city.label,
            slug=city.slug,
            country=countries.name(city.country),
            latitude=city.latitude,
            longitude=city.longitude,
            active=city.active,
            now=city.slug in lit_now,
        )
        for city in cities
        if city.latitude is not None and city.longitude is not None
    ]
