"""Makes writers publishable: from facts to the catalogue's rows. The one door of this room."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import City, Programme
from refuge.core import cautions, languages, publishables
from refuge.core.catalogue import Shelf, Tree, fingerprint
from refuge.core.clearances import Clearances, Decisions
from refuge.core.facts import Fact, Kind
from refuge.core.folding import fold, search_key
from refuge.core.hiding import Places, ToldStay
from refuge.core.partial_dates import partial
from refuge.core.projection import one, project, renditions
from refuge.core.publishables import Facts, listed_places
from refuge.core.reading import once
from refuge.core.scopes import Level, Scope
from refuge.office.help_texts import say_what_is_public
from refuge.office.models import Source, rendition_body
from refuge.office.picture_review import PictureReview, PublishableWithPicture
from writers import kinds
from writers.facts import clearances_of, facts_of
from writers.models import Clearance, Residency, Writer, WriterPublication
from writers.models.life import writers_at, writers_hosted_by
from writers.models.publication import WHERE
from writers.models.work import writers_citing
from writers.person import names_of
from writers.public.models import PublicWriter
from writers.public.vocabulary import NameKind, Standing, Tag
from writers.remembered import crowded, is_news, leaves_too_few, narrows_others
from writers.word_cautions import recheck_others

PORTRAIT = PictureReview(
    column="portrait",
    kind=kinds.PORTRAIT,
    refusal=_(
        "You put in this portrait yourself. Ask somebody else to look at what it shows (a street sign, a view, a "
        "school, other people) and to publish: %(others)s."
    ),
)


def level_of(facts: Facts) -> Level:
    """Return how much of the person these facts show."""
    if one(facts, kinds.NAME):
        return Level.NAMED
    return Level.UNNAMED if one(facts, kinds.ROW) else Level.COUNTED


class PublishableWriter(PublishableWithPicture[Writer]):
    """A person: what is shown of them follows from what they cleared."""

    record = Writer
    picture = PORTRAIT
    shelf = Shelf(PublicWriter, ("tags", "residencies", "works", "portraits"), rendition_body)
    schema = kinds.SCHEMA
    is_person = True
    advice = _(
        "The guest now, the city later: where a guest and the page of the city, or what else names the guest, are "
        "taken off on one day, whoever compares yesterday's site with today's can tell whose they were."
    )

    def facts_of(self, record: Writer) -> list[Fact]:
        return facts_of(record)

    def clearances_of(self, record: Writer) -> Clearances:
        return once(("clearances", record.pk), lambda: clearances_of(record))

    def title_of(self, facts: Facts) -> str:
        return str(one(facts, kinds.NAME, {"name": ""})["name"])

    def project(self, facts: Facts, images: dict[str, str], places: Places) -> Tree:
        said = project(self.schema, facts, PublicWriter)
        sort_name = one(facts, kinds.NAME, {"sort_name": ""})["sort_name"]
        own: dict[str, str] = next((name for name in said["names"] if name["kind"] == NameKind.OWN_SCRIPT), {})
        titles = [work[name] for work in said["works"] for name in ("title", "original_title", "translated_title")]
        portrait = said["portrait"].pop("renditions", ())
        level, stays = level_of(facts), _stays(facts, places)
        return said | {
            "level": level,
            "sort_key": _place_of_a_row(said, stays) if level == Level.UNNAMED else fold(sort_name)[:255],
            "own_name": own.get("text", ""),
            "own_name_tag": languages.tag(own["language"], own["script"]) if own else "",
            "search": search_key(said["name"], sort_name, *(name["text"] for name in said["names"]), *titles),
            "tags": [
                {"facet": facet.value, "value": value}
                for facet, values in ((Tag.ROLE, said["roles"]), (Tag.LANGUAGE, said["languages"]))
                for value in values
            ],
            "residencies": stays,
            "portraits": renditions(portrait, images),
        }

    def told_stays(self, record: Writer, facts: Facts) -> tuple[ToldStay, ...]:
        return tuple(WriterPublication(record=record, stays=self._stays_of(record, facts)).told_stays())

    def _stays_of(self, record: Writer, facts: Facts) -> list[dict[str, Any]]:
        return list(_as_told(facts, self.clearances_of(record).on(timezone.localdate())))

    def publication_fields(self, record: Writer, facts: Facts) -> dict[str, Any]:
        countries = {fact.country for fact in facts if fact.kind.part} | _cities_countries(facts)
        level = level_of(facts)
        clearance = Clearance.objects.live().filter(writer=record, scope=Scope.NAME).order_by("pk").first()
        return {
            "level": level,
            "name_clearance": clearance if level == Level.NAMED else None,
            "host_countries": f",{','.join(sorted(countries - {''}))}," if countries - {""} else "",
            "stays": self._stays_of(record, facts),
        }

    def hosted_in(self, countries: frozenset[str], *, hidden: bool) -> list[Writer]:
        """Return the published writers with a stay in these countries, by their edition or by their record."""
        standing = WriterPublication.objects.filter(standing=True)
        rows = standing.values_list("record_id", "host_countries")
        named = {pk for pk, hosts in rows if countries & set(hosts.split(","))}
        would = Q(residencies__country__in=countries) | Q(residencies__city__country__in=countries)
        found = Writer.objects.filter(Q(pk__in=named) | (Q(pk__in=standing.values("record_id")) & would))
        hides = _who_hides() if hidden else None
        return [writer for writer in found.distinct().order_by("pk") if hides is None or writer.pk in hides]

    def settled(self, record: Writer) -> None:
        recheck_others(record)

    def names_of(self, record: Writer) -> set[str]:
        return names_of(record.pk, legal=False)


def _who_hides() -> set[int]:
    """Return the ids of published writers of whom a stay, of the edition or the record, is not told with its city."""
    standing = WriterPublication.objects.filter(standing=True).values_list("record_id", "stays")
    told = {(pk, stay["of"]) for pk, stays in standing for stay in stays if stay["city"]}
    hidden = {pk for pk, stays in standing for stay in stays if not stay["city"]}
    recorded = Residency.objects.filter(writer__publications__standing=True).values_list("writer_id", "pk")
    return hidden | {pk for pk, stay in recorded if (pk, str(stay)) not in told}


def _place_of_a_row(said: Tree, stays: list[dict[str, Any]]) -> str:
    """Return where a row without a name stands: as what it shows decides, and nothing that was drawn for it.

    By its random address it would keep its place for good, and by that place be known again whatever it says.
    """
    shown = [said[name] for name in ("origin", "origin_label", "roles", "languages", "fictional")]
    return f"{int(fingerprint([shown, stays])[:12], 16):015}"


def told_stays() -> Iterator[ToldStay]:
    """Yield what standing publications tell of accepted stays."""
    rows = WriterPublication.objects.filter(standing=True).exclude(stays=[]).order_by("record_id")
    for publication in rows.only("record_id", "stays"):
        yield from publication.told_stays()


def _as_told(facts: Facts, decisions: Decisions) -> Iterator[dict[str, Any]]:
    """Yield where and when each accepted stay of an edition was, as far as it is told, as JSON keeps it."""
    for of, stay in _by_stay(facts).items():
        country, placed = stay.get(kinds.STAY_COUNTRY, ""), stay.get(kinds.STAY)
        if placed and placed["standing"] == Standing.ACCEPTED:
            known = bool(country) and decisions.knows(Fact(kinds.STAY_COUNTRY, country, of))
            days = {name: day for name, day in stay.get(kinds.STAY_STATUS, {}).items() if name != "presumed"}
            where = (of, stay.get(kinds.STAY_CITY, ""), country, placed["region"], known)
            yield {**dict(zip(WHERE, where, strict=True)), **stay.get(kinds.STAY_DATES, {}), **days}


def _by_stay(facts: Facts) -> dict[str, dict[Kind, Any]]:
    stays: dict[str, dict[Kind, Any]] = defaultdict(dict)
    for fact in facts:
        if fact.kind.part:
            stays[fact.of][fact.kind] = fact.value
    return stays


def _cities_countries(facts: Facts) -> set[str]:
    places = listed_places()
    return {places[fact.city].country for fact in facts if fact.city in places}


def _stays(facts: Facts, places: Places) -> list[dict[str, Any]]:
    rows = [_stay(stay, places) for stay in _by_stay(facts).values()]
    # The latest stay first, and one without a date last. What decides between equals is what the public reads, too:
    # the order of the record would tell of dates and hosts that are not cleared.
    rows.sort(key=fingerprint)
    rows.sort(key=lambda row: row["city_id"] or row["country"])
    rows.sort(key=lambda row: row["starts"].stored if row["starts"] else "", reverse=True)
    return sorted(rows, key=lambda row: row["standing"] != Standing.ACCEPTED)


def _stay(stay: dict[Kind, Any], places: Places) -> dict[str, Any]:
    span = stay.get(kinds.STAY_DATES, {})
    starts, ends = partial(span.get("starts")), partial(span.get("ends"))
    status = stay.get(kinds.STAY_STATUS, {})
    place = places.get(stay.get(kinds.STAY_CITY, ""))
    return {
        **stay[kinds.STAY],
        "country": stay.get(kinds.STAY_COUNTRY, ""),
        "city_id": place.slug if place else None,
        "programme": stay.get(kinds.STAY_PROGRAMME, ""),
        "starts": starts,
        "ends": ends,
        "arrived_earliest": starts.earliest if starts else None,
        "arrived_latest": starts.latest if starts else None,
        "now_from": _day(status.get("now_from")),
        "now_until": _day(status.get("now_until")),
        "past_from": _day(status.get("past_from")),
        "presumed": bool(status.get("presumed")),
        "note": stay.get(kinds.STAY_NOTE, ""),
        "sources": stay.get(kinds.STAY_SOURCES, []),
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def register() -> None:
    """Register this room's publishable records."""
    publishables.register(PublishableWriter())
    publishables.register_stays(told_stays)
    publishables.register_objection(crowded)
    for find in (narrows_others, leaves_too_few, is_news):
        cautions.register(find)
    say_what_is_public((kinds.SCHEMA,))
    publishables.register_affected(Programme, writers_at)
    publishables.register_affected(Source, writers_citing)
    # What a city is called is a word that some of its guests may not have cleared.
    publishables.register_affected(City, writers_hosted_by)
