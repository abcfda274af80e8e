"""Which cities would hide a guest if it were known from when to when they took guests: worth a look in the archive."""

from dataclasses import replace
from datetime import date

from django.db.models import Q

from cities.models import CityPublication
from cities.publishing import lacks_years
from refuge.core.editions import edition_of, kept_facts
from refuge.core.hiding import Places
from refuge.core.publishables import listed_places, told_stays
from writers import kinds
from writers.models import Residency, Writer
from writers.public.vocabulary import Standing


def unsure_hosts() -> set[int]:
    """Return the ids of the cities with a membership whose years, if known, could let more be told of a guest.

    A guest counts whose edition would say the country, or the years there, and does not today.
    """
    standing = CityPublication.objects.filter(standing=True, hides_others=True)
    unsure = {str(publication.record_id) for publication in standing if lacks_years(kept_facts(publication))}
    places = listed_places()
    sure = {at: replace(place, spells=((date.min, None),)) if at in unsure else place for at, place in places.items()}
    found: set[int] = set()
    for writer in _not_told({places[at].country for at in unsure}):
        gained = {country for _kind, _stay, country in _told(writer, sure) - _told(writer, places)}
        found |= {int(at) for at in unsure if places[at].country in gained}
    return found


def _not_told(countries: set[str]) -> list[Writer]:
    """Return the published writers with a stay in these countries of which their edition does not say all it could."""
    told = {stay.of for stay in told_stays() if stay.city or (stay.country and stay.when.starts)}
    there = Q(country__in=countries) | Q(city__country__in=countries)
    stays = Residency.objects.filter(there, standing=Standing.ACCEPTED, writer__publications__standing=True)
    silent = [stay.writer_id for stay in stays if str(stay.pk) not in told]
    return list(Writer.objects.filter(pk__in=silent).order_by("pk"))


def _told(writer: Writer, places: Places) -> set[tuple[str, str, str]]:
    """Return of which stays an edition says the country, and of which the dates; each with the country."""
    asked = (kinds.STAY_COUNTRY, kinds.STAY_DATES)
    return {(fact.kind.name, fact.of, fact.country) for fact in edition_of(writer, places) if fact.kind in asked}
