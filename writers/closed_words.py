"""Which words must not be read, because the person they are about has not cleared them.

A closed word is the name of a city or country of a stay that is not shown, a name that is not cleared, or the name in
the dossier. Each knows on what it rests, its ground: once a clearance of it was given and ended, it is another word,
and whoever went on with the first is asked anew.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from cities.kinds import LOCAL_NAME
from cities.models import City, CityPublication
from refuge.core import place_names
from refuge.core.editions import kept_facts
from refuge.core.person_names import name_phrases, told_by
from refuge.core.projection import one
from refuge.core.publishables import Facts
from refuge.core.reading import once
from refuge.core.scopes import OF_A_STAY, Scope
from refuge.core.words import Phrase
from writers import kinds
from writers.models import Clearance, Dossier, Residency, Writer

READERS = "writers.view_dossier"
CITY, COUNTRY, NAME, LEGAL = "city", "country", "name", "legal name"
NAMES = (Scope.NAME, Scope.OTHER_NAME)
# What a place is besides its name, and what follows the name of a town on a river.
PARTS_OF_A_NAME = str.maketrans({"(": "/", ")": "/", ",": "/", ";": "/"})
AFTER_A_NAME = (" am ", " an der ", " upon ", " sur ", " county", " region", " municipality", " län", " kommune")


@dataclass(frozen=True, slots=True)
class Closed:
    """A word that must not be read: of whom, what it is, how it is written, and on what that rests."""

    whom: int
    what: str
    phrases: tuple[Phrase, ...]
    ground: tuple[Any, ...]
    domains: frozenset[str] = frozenset()
    country: str = ""

    @property
    def readers(self) -> str:
        """The permission without which nobody is told which word it is."""
        return READERS if self.what == LEGAL else ""


class Ended:
    """What ended a yes of some writers, read once: its own end, a no that stands against it, and that its row was
    deleted, of which the history knows.
    """

    def __init__(self, writers: Iterable[int]) -> None:
        about = Q(writer__in=list(writers))
        over = Clearance.objects.filter(about).filter(Q(withdrawn_on__lte=timezone.localdate()) | Q(refused=True))
        gone = Clearance.history.filter(about, history_type="-").order_by()
        self._found: dict[tuple[int, str, int | None], set[int]] = defaultdict(set)
        for row, *of in (
            *over.order_by().values_list("pk", "writer_id", "scope", "residency_id"),
            *gone.values_list("id", "writer_id", "scope", "residency_id"),
        ):
            self._found[tuple(of)].add(row)

    def of_names(self, writer: int) -> tuple[int, ...]:
        """Return the clearances of a writer's names that count no more."""
        return tuple(sorted(pk for scope in NAMES for pk in self._found.get((writer, scope, None), ())))

    def of_stay(self, stay: Residency) -> tuple[int, ...]:
        """Return the clearances of a stay that count no more; a no to all stays is one of each."""
        each = ((stay.writer_id, scope, of) for scope in OF_A_STAY for of in (stay.pk, None))
        return tuple(sorted(pk for key in each for pk in self._found.get(key, ())))


def own_words(writer: Writer, facts: Facts) -> list[Closed]:
    """Return the words that must not be read in a writer's own edition, of which these are the facts."""
    all_stays = writer.residencies.order_by("starts", "pk").select_related("city")
    stays = [stay for stay in once(("stays", writer.pk), lambda: list(all_stays)) if not _is_told(stay, facts)]
    over = once(("ended", writer.pk), lambda: Ended([writer.pk]))
    return [*_places(writer, stays, facts, over), *_names(writer, facts, over)]


def _is_told(stay: Residency, facts: Facts) -> bool:
    return any(fact.kind is kinds.STAY_CITY and fact.of == str(stay.pk) for fact in facts)


def _places(writer: Writer, stays: Iterable[Residency], facts: Facts, over: Ended) -> Iterator[Closed]:
    cities = {fact.value for fact in facts if fact.kind is kinds.STAY_CITY}
    countries = {fact.value for fact in facts if fact.kind is kinds.STAY_COUNTRY}
    countries |= {fact.value["origin"] for fact in facts if fact.kind is kinds.ORIGIN}
    hidden: dict[City | str, list[Any]] = defaultdict(list)
    for stay in stays:
        ground = ground_of(stay, writer.level, over)
        if stay.city and str(stay.city_id) not in cities:
            hidden[stay.city].append(ground)
        if stay.country not in countries:
            hidden[stay.country].append(ground)
    public = public_names(place for place in hidden if isinstance(place, City))
    # Somebody may have been twice in a place: it is one word.
    for place, grounds in hidden.items():
        if isinstance(place, City):
            yield Closed(writer.pk, CITY, city_phrases(place, public[place.pk]), tuple(grounds))
        else:
            domains = frozenset(place_names.top_level_domains(place))
            yield Closed(writer.pk, COUNTRY, place_names.country_phrases(place), tuple(grounds), domains, place)


def ground_of(stay: Residency, level: int, over: Ended) -> tuple[Any, ...]:
    """Return on what it rests that a stay is not shown."""
    return (stay.pk, stay.city_id, stay.country, stay.ceiling, level, over.of_stay(stay))


def city_phrases(city: City, public: Iterable[str]) -> tuple[Phrase, ...]:
    """Return how a city is called: by its names, by those under which it is or was public, and in other languages."""
    texts = (city.name, city.local_name, *public)
    return place_names.city_phrases(*(name for text in texts for name in _alternatives(text)))


def public_names(cities: Iterable[City]) -> dict[int, list[str]]:
    """Return the names under which some cities stand or stood in the catalogue, by the city's id."""
    asked = frozenset(city.pk for city in cities)
    return once(("public names", asked), lambda: _public_names(asked))


def _public_names(cities: Iterable[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = CityPublication.objects.filter(record__in=cities).order_by("pk")
    for city, title in rows.values_list("record_id", "title"):
        found[city].append(title)
    for publication in rows.filter(standing=True):
        found[publication.record_id].append(one(kept_facts(publication), LOCAL_NAME, ""))
    return found


def _alternatives(text: str) -> Iterator[str]:
    for name in filter(None, map(str.strip, text.translate(PARTS_OF_A_NAME).split("/"))):
        yield name
        for follows in AFTER_A_NAME:
            before, found, _after = f"{name} ".partition(follows if follows.endswith(" ") else f"{follows} ")
            if found:
                yield before


def _names(writer: Writer, facts: Facts, over: Ended) -> Iterator[Closed]:
    shown = [fact.value["name"] for fact in facts if fact.kind is kinds.NAME]
    shown += [fact.value["text"] for fact in facts if fact.kind is kinds.OTHER_NAME]
    told = told_by(shown)
    ground = (writer.pk, writer.level, over.of_names(writer.pk))
    for what, text, own_ground in names_of(writer):
        if phrases := name_phrases(text, told):
            yield Closed(writer.pk, what, phrases, own_ground or ground)


def names_of(writer: Writer) -> list[tuple[str, str, tuple[Any, ...]]]:
    """Return every name of a writer, those that are shown too, with what it is and its ground.

    Only the name in the dossier has a ground of its own; the others rest on the level and on clearances.
    """
    return once(("names", writer.pk), lambda: list(_names_of(writer)))


def _names_of(writer: Writer) -> Iterator[tuple[str, str, tuple[Any, ...]]]:
    past = writer.publications.exclude(title="").order_by("pk").values_list("title", flat=True)
    others = writer.names.order_by("pk").values_list("text", flat=True)
    texts = [writer.name, in_order(writer.sort_name), *past, *others]
    yield from ((NAME, text, ()) for text in dict.fromkeys(filter(None, texts)))
    for dossier in Dossier.objects.filter(writer=writer).exclude(legal_name=""):
        yield LEGAL, dossier.legal_name, (dossier.pk, dossier.legal_name)


def in_order(sort_name: str) -> str:
    """Return a name as it is sorted by, where that says which of its words is the family's; else nothing."""
    return sort_name if "," in sort_name else ""
