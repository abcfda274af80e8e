"""What publishing does to those whose city is hidden, and what a reader works out who remembers all that was shown.

It speaks against publishing and takes nothing back: a city, or a guest who is told with their city, can leave somebody
else with too few places, today or beside a page that was public once.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import City, CityPublication, MilestonePublication
from refuge.core import countries, editions, hiding, publishing
from refuge.core.cautions import Caution, Link, key_of
from refuge.core.folding import fold
from refuge.core.hiding import Places, ToldStay, When
from refuge.core.partial_dates import PartialDate
from refuge.core.publishables import Facts, PublishableModel, as_published, listed_places, publishable, told_stays
from writers.models import Residency, Writer, WriterPublication

# Who arrived, or whose city changed its page, so few days ago is found by what else was new then.
NEW_ARRIVAL, NEW_PAGE = timedelta(days=90), timedelta(days=30)
Stay = tuple[str, str]  # the ids of the person and of the stay


def narrows_others(record: PublishableModel, facts: Facts) -> Iterator[Caution]:
    """Yield whose edition would lose something if these facts were published."""
    for other in _who_may_change(record, facts):
        standing = editions.standing_of(other)
        with as_published(record, facts):
            left = editions.narrowed(other, standing) if standing else ()
        if standing and not editions.is_whole(standing, left):
            yield Caution(
                kind="narrows",
                key=key_of("narrows", record.pk, other.pk, standing.pk),
                says=_("Publishing this takes something off the page of %(name)s, whose city it would give away.")
                % {"name": other},
                links=(_link(other),),
            )


def leaves_too_few(record: PublishableModel, facts: Facts) -> Iterator[Caution]:
    """Yield whose city whoever remembers earlier pages would find among fewer than three, and did not yet."""
    stays = _hidden_stays_that_may_change(record, facts)
    if not stays:
        return
    ever, before = _ever_told(), _remembered(listed_places(), _ever_told())
    with as_published(record, facts):
        now = told_stays()
        after = _remembered(listed_places(), {**ever, **_together(ever, now)})
    mine = str(record.pk) if publishable(record).is_person else ""
    for stay in stays:
        told = [*ever.get((stay.by, stay.of), ()), stay]
        if any(not moment.is_hidden for moment in told):
            continue  # it was told outright, and nobody can take that back
        left = len(_possible(after, told))
        if left < hiding.NEVER_BELOW and (stay.by == mine or left < len(_possible(before, told))):
            person = Writer.objects.filter(pk=stay.by).first()
            yield Caution(
                kind="too few",
                key=key_of("too few", record.pk, stay.by, stay.of, left),
                says=_(
                    "Whoever remembers what this site has shown would find the city of %(name)s among %(n)d. Lower the "
                    "ceiling of the stay to tell less of it."
                )
                % {"name": person, "n": left},
                links=(_link(person),) if person else (),
            )


def is_news(record: PublishableModel, facts: Facts) -> Iterator[Caution]:
    """Yield the stays without a shown city that somebody finds by what else was new in these weeks."""
    if not isinstance(record, Writer):
        return
    hidden = [stay for stay in publishable(record).told_stays(record, facts) if stay.is_hidden]
    today = timezone.localdate()
    for stay in Residency.objects.select_related("city").filter(pk__in=[stay.of for stay in hidden]).order_by("pk"):
        arrived = stay.starts.latest if stay.starts else None
        if arrived and today - arrived < NEW_ARRIVAL:
            says = _(
                "A guest whose city is not told came less than 90 days ago: newspapers of these weeks may say where."
            )
        elif stay.city and _has_news(stay.city):
            says = _(
                "The page of the hidden city, or the history, changed less than 30 days ago: both are news at once."
            )
        else:
            continue
        yield Caution(kind="news", key=key_of("news", record.pk, stay.pk), says=says, links=(_link(record),))


def _has_news(city: City) -> bool:
    since = timezone.make_aware(datetime.combine(timezone.localdate() - NEW_PAGE, time.min))
    new = CityPublication.objects.filter(country=city.country, at__gte=since).values_list("record_id", flat=True)
    # Where many are new, as on a new site, none is news.
    if city.pk in new and len(set(new)) < hiding.least():
        return True
    milestones = MilestonePublication.objects.filter(standing=True, at__gte=since).values_list("facts", flat=True)
    return any(fold(city.name) in fold(str(fact["value"])) for facts in milestones for fact in facts)


def crowded(record: PublishableModel, facts: Facts) -> str:
    """Return why too many guests would be hidden at once in one place, in words for staff; empty where there are few.

    Where more are hidden at once than there are places for them, readers can tell which places are not free.
    """
    before = _crowds(listed_places(), told_stays())
    with as_published(record, facts):
        after = _crowds(listed_places(), told_stays())
    mine = {(str(record.pk), fact.of) for fact in facts if fact.kind.part} if publishable(record).is_person else set()
    for stay in sorted(after):
        if stay in mine or stay not in before:
            where, number, areas = after[stay]
            return _(
                "In %(place)s %(n)d guests would be hidden at once, among %(areas)d places that could host them: "
                "readers could tell where somebody must be. Lower the ceiling of a stay there to tell less of it."
            ) % {"place": where, "n": number, "areas": areas}
    return ""


def _crowds(places: Places, stays: Iterable[ToldStay]) -> dict[Stay, tuple[str, int, int]]:
    """Return the hidden stays among too many, each with the place's name, how many there are, and among how many."""
    today = timezone.localdate()
    by_place: dict[tuple[str, str], list[ToldStay]] = {}
    for stay in stays:
        if stay.is_hidden or (stay.known and len(_candidates(places, stay, today)) >= hiding.least()):
            by_place.setdefault((stay.region, stay.country), []).append(stay)
    found = {}
    for (region, country), there in by_place.items():
        for stay in there:
            together = [other for other in there if other is stay or _meet(stay.when, other.when, today)]
            least = min(len(_candidates(places, other, today)) for other in together)
            if len(together) > max(least, 1):
                name = countries.name(country) if country else countries.region_name(region)
                found[stay.by, stay.of] = (name, len(together), least)
    return found


def _meet(one: When, other: When, today: date) -> bool:
    """Say whether two stays certainly share a day."""
    first, second = one.certain(today), other.certain(today)
    return bool(first and second and first[0] <= second[1] and second[0] <= first[1])


def _candidates(places: Places, stay: ToldStay, today: date) -> set[str]:
    if stay.country:
        return hiding.in_country(places, stay.country, stay.by, stay.when, today)
    return hiding.in_region(places, stay.region, stay.by, stay.when, today)


def _possible(places: Places, told: Iterable[ToldStay]) -> set[str]:
    """Return the areas that could be the host of one stay by everything that was ever told of it."""
    today = timezone.localdate()
    each = [_candidates(places, moment, today) for moment in told]
    return set.intersection(*each) if each else set()


def _ever_told() -> dict[Stay, list[ToldStay]]:
    """Return what was ever published of each accepted stay; what is over counts for the days on which it was public."""
    found: dict[Stay, list[ToldStay]] = {}
    rows = WriterPublication.objects.exclude(stays=[]).order_by("pk")
    for publication in rows.only("record_id", "stays", "ended_at", "standing"):
        for stay in publication.told_stays():
            found.setdefault((stay.by, stay.of), []).append(_until(stay, publication.ended_at))
    return found


def _until(stay: ToldStay, ended_at: datetime | None) -> ToldStay:
    """Return what was told until some day: that somebody was there by then, and no longer."""
    days = stay.when.certain(timezone.localdate(ended_at)) if ended_at else None
    if days is None:
        return stay
    first, last = map(PartialDate.from_date, days)
    starts = stay.when.starts if stay.when.starts else first
    return replace(stay, when=When(starts=starts, ends=last)) if stay.city else stay


def _together(ever: Mapping[Stay, list[ToldStay]], now: Iterable[ToldStay]) -> dict[Stay, list[ToldStay]]:
    return {(stay.by, stay.of): [*ever.get((stay.by, stay.of), ()), stay] for stay in now}


def _remembered(places: Places, ever: Mapping[Stay, list[ToldStay]]) -> Places:
    """Return the listed cities with everybody who was ever seen there."""
    bare = {at: replace(place, guests=()) for at, place in places.items()}
    return hiding.with_guests(bare, (stay for told in ever.values() for stay in told), timezone.localdate())


def _who_may_change(record: PublishableModel, facts: Facts) -> list[PublishableModel]:
    """Return the published records that depend on what these facts would change."""
    before = listed_places()
    with as_published(record, facts):
        after = listed_places()
    return [other for other in publishing.dependents(before, after) if other != record and publishable(other).is_person]


def _hidden_stays_that_may_change(record: PublishableModel, facts: Facts) -> list[ToldStay]:
    others = {str(other.pk) for other in _who_may_change(record, facts)}
    found = [stay for stay in told_stays() if stay.by in others]
    if publishable(record).is_person:
        found += publishable(record).told_stays(record, facts)
    return [stay for stay in found if stay.is_hidden]


def _link(record: Model) -> Link:
    options = record._meta
    return Link(str(record), reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[record.pk]))
