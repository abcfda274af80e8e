"""What a writer's edition says, in words for staff."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cities.models import City
from refuge.core import countries
from refuge.core.facts import Fact, Kind
from refuge.core.projection import every
from refuge.office.differences import Facts, Line, Wording, register_wording
from refuge.office.wording import date_words, kind_lines, source_lines, sources_words, span
from writers import kinds
from writers.kinds import SCHEMA
from writers.models import Residency, Writer
from writers.public.vocabulary import Standing


def lines(facts: Facts, cities: Mapping[str, str] | None = None) -> Iterator[Line]:
    """Return an edition line by line: the person, the stays, then each row around them.

    `cities` holds the names of cities by the record's id, where somebody has looked them up for several editions.
    """
    if facts:
        there = {fact.kind for fact in facts}
        counted = _("counted in the totals, nothing else")
        shown = _("with a page of their own") if kinds.NAME in there else _("as “name withheld”")
        words = shown if kinds.ROW in there else counted
        yield Line("person", str(kinds.PERSON_SECTION), _("How they are shown"), words)
    for kind in SCHEMA.kinds:
        if kind is kinds.STAY:
            yield from _stays(facts, city_names(facts) if cities is None else cities)
        elif kind.columns and not kind.part:
            yield from kind_lines(SCHEMA, kind, facts)
    yield from source_lines(every(facts, kinds.LINK), _("Links and sources"))


def in_short(facts: Facts) -> str:
    """Return how much of the person these facts show: "named, with portrait; host shown to the country"."""
    if not facts:
        return ""
    there = {fact.kind for fact in facts}
    if kinds.NAME in there:
        shown = _("named, with portrait") if kinds.PORTRAIT in there else _("named, without portrait")
    else:
        shown = _("without a name") if kinds.ROW in there else _("counted in the totals, nothing else")
    for kind, words in (
        (kinds.STAY_CITY, _("%(person)s; host shown to the city")),
        (kinds.STAY_COUNTRY, _("%(person)s; host shown to the country")),
        (kinds.STAY, _("%(person)s; host shown to the region of the world")),
    ):
        if kind in there:
            return words % {"person": shown}
    return shown


def city_names(facts: Iterable[Fact]) -> dict[str, str]:
    """Return the names of the cities that these facts tell, by the record's id."""
    asked = {fact.value for fact in facts if fact.kind is kinds.STAY_CITY}
    return {str(city.pk): city.name for city in City.objects.filter(pk__in=asked)} if asked else {}


def _stays(facts: Facts, names: Mapping[str, str]) -> Iterator[Line]:
    stays: dict[str, dict[Kind, Any]] = {}
    for fact in facts:
        if fact.kind.part:
            stays.setdefault(fact.of, {})[fact.kind] = fact.value
    for of, said in stays.items():
        city = names.get(said.get(kinds.STAY_CITY, ""), "")
        country = countries.name(said[kinds.STAY_COUNTRY]) if kinds.STAY_COUNTRY in said else ""
        placed = said.get(kinds.STAY, {"region": "", "standing": ""})
        region = countries.region_name(placed["region"])
        days = said.get(kinds.STAY_DATES, {})
        dates = span(days.get("starts", ""), days.get("ends", ""))
        where = ", ".join(part for part in (city or country or region, dates) if part)
        for label, text in (
            (_("Region of the world"), region),
            (_("Host country"), country),
            (_("Host city"), city),
            (_("Dates"), dates),
            (_("Now"), _status(said[kinds.STAY_STATUS]) if kinds.STAY_STATUS in said else ""),
            (_("Standing"), str(Standing(placed["standing"]).label) if placed["standing"] else ""),
            (_("Programme"), said.get(kinds.STAY_PROGRAMME, "")),
            (_("Note"), said.get(kinds.STAY_NOTE, "")),
            (_("Sources"), sources_words(said.get(kinds.STAY_SOURCES, ()))),
        ):
            yield Line(("stay", of), _("Stay: %(where)s") % {"where": where}, label, text)


def stay_words(stay: Residency) -> str:
    """Return a stay in one line, as a consent form reads it out: "Bergen, 2010–2012"."""
    where = stay.city.name if stay.city else countries.name(stay.country)
    dates = span(*(date.stored if date else "" for date in (stay.starts, stay.ends)))
    return ", ".join(part for part in (where, dates) if part)


def _status(days: dict[str, Any]) -> str:
    now, past = _between(days["now_from"], days["now_until"]), days["past_from"]
    parts = [_("in residence %(days)s") % {"days": now}] if now else []
    if past:
        # The first of all days stands for a stay that ended nobody knows when.
        over = pgettext("stay", "presumed over") if days["presumed"] else pgettext("stay", "over")
        since = "" if past == "0001-01-01" else _day(past)
        parts.append(_("%(over)s from %(day)s") % {"over": over, "day": since} if since else over)
    return "; ".join(parts)


def _between(starts: str, ends: str) -> str:
    return _("%(from)s – %(until)s") % {"from": _day(starts), "until": _day(ends)} if starts and ends else ""


def _day(iso: str) -> str:
    return date_words(f"{iso}=0000")


def register() -> None:
    """Register how editions of writers read."""
    register_wording(Writer, Wording(lines=lines, in_short=in_short))
