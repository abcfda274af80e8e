"""What publishing does to those whose city is hidden, and what a reader works out who remembers all that was shown.

It speaks against publishing and takes nothing back: a city, or a guest who is told with their city, can leave somebody
else with too few places, today or beside a page that was public once.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import City, CityPublication, MilestonePublication
from refuge.core import countries, editions, hiding, publishing
from refuge.core.cautions import Caution, Link, key_of
from refuge.core.hiding import NEVER_BELOW, Places, ToldStay, When, least
from refuge.core.partial_dates import PartialDate
from refuge.core.publishables import Facts, PublishableModel, as_published, listed_places, publishable, told_stays
from refuge.core.rechecking import says
from writers.closed_words import city_phrases, public_names
from writers.models import Residency, Writer, WriterPublication

# Who arrived, or whose city changed its page, so few days ago is found by what else was new then.
NEW_ARRIVAL, NEW_PAGE = timedelta(days=90), timedelta(days=30)
Stay = tuple[str, str]  # the ids of the person and of the stay


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of a stay, and on which day first."""

    stay: ToldStay
    day: date


def narrows_others(record: PublishableModel, facts: Facts) -> Iterator[Caution]:
    """Yield whose edition would lose something if these facts were published."""
    before, after = _before_and_after(record, facts)
    for other in publishing.dependents(before, after):
        if other == record or not publishable(other).is_person:
            continue
        standing = editions.standing_of(other)
        left = editions.narrowed(other, standing, after) if standing else ()
        if standing and not editions.is_whole(standing, left):
            yield Caution(
                kind="narrows",
                key=key_of("narrows", record.pk, other.pk, standing.pk),
                says=_("Publishing this takes something off the page of %(name)s, whose city it would give away.")
                % {"name": other},
                links=(_link(other),),
            )


def leaves_too_few(record: PublishableModel, facts: Facts) -> Iterator[Caution]:
    """Yield whose city whoever remembers earlier pages would find among fewer than three, and did not yet.

    That may be somebody who was withdrawn since, or of whom less is told today: what was seen is not forgotten.
    """
    mine, ever = _own_stays(record, facts), _ever_told()
    regions = _changed(record, facts)
    concerned = {at for at, told in ever.items() if any(moment.stay.region in regions for moment in told)}
    concerned |= {(stay.by, stay.of) for stay in mine}
    if not concerned:
        return
    today = timezone.localdate()
    after = {at: list(told) for at, told in ever.items()}
    for stay in mine:
        after.setdefault((stay.by, stay.of), []).append(Told(stay, today))
    before_places = _remembered(listed_places(), ever)
    with as_published(record, facts):
        after_places = _remembered(listed_places(), after)
    for at in sorted(concerned):
        told = after[at]
        if any(not moment.stay.is_hidden for moment in told):
            continue  # it was told outright, and nobody can take that back
        left = len(_possible(after_places, told))
        known = len(_possible(before_places, ever[at])) if at in ever else least()
        if left < NEVER_BELOW and left < known:
            person = Writer.objects.filter(pk=at[0]).first()
            yield Caution(
                kind="too few",
                key=key_of("too few", record.pk, at, left),
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
    if city.pk in new and len(set(new)) < least():
        return True
    milestones = MilestonePublication.objects.filter(standing=True, at__gte=since)
    return milestones.filter(says(city_phrases(city, public_names([city])[city.pk]))).exists()


def crowded(record: PublishableModel, facts: Facts) -> str:
    """Return why too many guests would be hidden at once in one place, in words for staff; empty where there are few.

    Where more are hidden at once than there are places for them, readers can tell which places are not free.
    """
    if not (publishable(record).is_person or publishable(record).is_place):
        return ""
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
        # Of whom fewer places are left, no place is told.
        if (stay.is_hidden or stay.known) and len(_candidates(places, stay, today)) >= least():
            by_place.setdefault((stay.region, stay.country), []).append(stay)
    found = {}
    for (region, country), there in by_place.items():
        for stay in there:
            together = [other for other in there if other is stay or _meet(stay.when, other.when, today)]
            fewest = min(len(_candidates(places, other, today)) for other in together)
            if len(together) > max(fewest, 1):
                name = countries.name(country) if country else countries.region_name(region)
                found[stay.by, stay.of] = (name, len(together), fewest)
    return found


def _meet(one: When, other: When, today: date) -> bool:
    """Say whether two stays certainly share a day."""
    first, second = one.certain(today), other.certain(today)
    return bool(first and second and first[0] <= second[1] and second[0] <= first[1])


def _candidates(places: Places, stay: ToldStay, today: date) -> set[str]:
    if stay.country:
        return hiding.in_country(places, stay.country, stay.by, stay.when, today)
    return hiding.in_region(places, stay.region, stay.by, stay.when, today)


def _possible(places: Places, told: Iterable[Told]) -> set[str]:
    """Return the areas that could be the host of one stay by everything that was ever told of it.

    Who was told of on some day had arrived by then: a city that joined later is not the host.
    """
    each = [_candidates(places, moment.stay, moment.day) for moment in told]
    return set.intersection(*each) if each else set()


def _ever_told() -> dict[Stay, list[Told]]:
    """Return what was ever published of each accepted stay, and when it was first told so."""
    found: dict[Stay, list[Told]] = {}
    rows = WriterPublication.objects.exclude(stays=[]).order_by("pk")
    for publication in rows.only("record_id", "stays", "at", "ended_at", "standing"):
        day = timezone.localdate(publication.at)
        for stay in publication.told_stays():
            found.setdefault((stay.by, stay.of), []).append(Told(_until(stay, publication.ended_at), day))
    return found


def _until(stay: ToldStay, ended_at: datetime | None) -> ToldStay:
    """Return what was told of a city until some day: that somebody was there by then, and no longer."""
    days = stay.when.certain(timezone.localdate(ended_at)) if ended_at and stay.city else None
    if days is None:
        return stay
    first, last = map(PartialDate.from_date, days)
    return replace(stay, when=When(starts=stay.when.starts or first, ends=last))


def _remembered(places: Places, ever: Mapping[Stay, list[Told]]) -> Places:
    """Return the listed cities with everybody who was ever seen there."""
    bare = hiding.without_guests(places)
    return hiding.with_guests(bare, (moment.stay for told in ever.values() for moment in told), timezone.localdate())


def _own_stays(record: PublishableModel, facts: Facts) -> list[ToldStay]:
    return list(publishable(record).told_stays(record, facts)) if publishable(record).is_person else []


def _changed(record: PublishableModel, facts: Facts) -> set[str]:
    """Return the regions of the world in which the listed cities, or who is seen there, would change."""
    return hiding.changed_regions(*_before_and_after(record, facts))


def _before_and_after(record: PublishableModel, facts: Facts) -> tuple[Places, Places]:
    """Return the listed cities as they are, and as they would be if these facts were published."""
    before = listed_places()
    with as_published(record, facts):
        return before, listed_places()


def _link(record: Model) -> Link:
    options = record._meta
    return Link(str(record), reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[record.pk]))
