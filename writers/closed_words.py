"""Which words must not be read, because the person they are about has not cleared them.

A closed word is the name of a city or country of a stay that is not shown, a name that is not cleared, or the name in
the dossier. Each knows on what it rests, its ground: once a clearance of it was given and ended, it is another word,
and whoever went on with the first is asked anew.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import permutations
from typing import Any

from django.utils import timezone

from cities.models import City
from refuge.core import place_names
from refuge.core.publishables import Facts
from refuge.core.scopes import OF_A_STAY, Scope
from refuge.core.spelling import readable, tokens
from refuge.core.words import LONG, SHORT, Phrase, alone, phrase
from writers import kinds
from writers.models import Clearance, Dossier, Residency, Writer

READERS = "writers.view_dossier"
CITY, COUNTRY, NAME, LEGAL = "city", "country", "name", "legal name"
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


def own_words(writer: Writer, facts: Facts) -> list[Closed]:
    """Return the words that must not be read in a writer's own edition, of which these are the facts."""
    stays = [stay for stay in writer.residencies.select_related("city") if not _is_told(stay, facts)]
    return [*_places(writer, stays, facts), *_names(writer, facts)]


def _is_told(stay: Residency, facts: Facts) -> bool:
    return any(fact.kind is kinds.STAY_CITY and fact.of == str(stay.pk) for fact in facts)


def _places(writer: Writer, stays: Iterable[Residency], facts: Facts) -> Iterator[Closed]:
    cities = {fact.value for fact in facts if fact.kind is kinds.STAY_CITY}
    countries = {fact.value for fact in facts if fact.kind is kinds.STAY_COUNTRY}
    countries |= {fact.value["origin"] for fact in facts if fact.kind is kinds.ORIGIN}
    ended = ended_of_stays(writer.pk)
    hidden: dict[City | str, list[Any]] = defaultdict(list)
    for stay in stays:
        ground = ground_of(stay, writer.level, ended)
        if stay.city and str(stay.city_id) not in cities:
            hidden[stay.city].append(ground)
        if stay.country not in countries:
            hidden[stay.country].append(ground)
    # Somebody may have been twice in a place: it is one word.
    for place, grounds in hidden.items():
        if isinstance(place, City):
            yield Closed(writer.pk, CITY, city_phrases(place), tuple(grounds))
        else:
            domains = frozenset(place_names.top_level_domains(place))
            yield Closed(writer.pk, COUNTRY, place_names.country_phrases(place), tuple(grounds), domains, place)


def ended_of_stays(*writers: int) -> dict[int, list[int]]:
    """Return the clearances of stays that have ended, by stay."""
    over = Clearance.objects.filter(writer__in=writers, scope__in=OF_A_STAY, withdrawn_on__lte=timezone.localdate())
    found: dict[int, list[int]] = defaultdict(list)
    for stay, pk in over.exclude(residency=None).order_by("pk").values_list("residency_id", "pk"):
        found[stay].append(pk)
    return found


def ground_of(stay: Residency, level: int, ended: dict[int, list[int]]) -> tuple[Any, ...]:
    """Return on what it rests that a stay is not shown."""
    return (stay.pk, stay.city_id, stay.country, stay.ceiling, level, tuple(ended.get(stay.pk, ())))


def city_phrases(city: City) -> tuple[Phrase, ...]:
    """Return how a city is called: by its names, and in other languages."""
    return place_names.city_phrases(*(name for text in (city.name, city.local_name) for name in _alternatives(text)))


def _alternatives(text: str) -> Iterator[str]:
    for name in filter(None, map(str.strip, text.translate(PARTS_OF_A_NAME).split("/"))):
        yield name
        for follows in AFTER_A_NAME:
            before, found, _after = f"{name} ".partition(follows if follows.endswith(" ") else f"{follows} ")
            if found:
                yield before


def _names(writer: Writer, facts: Facts) -> Iterator[Closed]:
    shown = [fact.value["name"] for fact in facts if fact.kind is kinds.NAME]
    shown += [fact.value["text"] for fact in facts if fact.kind is kinds.OTHER_NAME]
    told = told_by(shown)
    for what, text, ground in names_of(writer):
        if phrases := name_phrases(text, told):
            yield Closed(writer.pk, what, phrases, ground)


def names_of(writer: Writer) -> Iterator[tuple[str, str, tuple[Any, ...]]]:
    """Yield every name of a writer with what it is and its ground; those that are shown, too."""
    ended = Clearance.objects.filter(writer=writer, withdrawn_on__lte=timezone.localdate()).order_by("pk")
    over = tuple(ended.filter(scope__in=(Scope.NAME, Scope.OTHER_NAME)).values_list("pk", flat=True))
    past = writer.publications.exclude(title="").order_by("pk").values_list("title", flat=True)
    texts = [writer.name, *past, *writer.names.order_by("pk").values_list("text", flat=True)]
    for text in dict.fromkeys(filter(None, texts)):
        yield NAME, text, (writer.pk, writer.level, over)
    for dossier in Dossier.objects.filter(writer=writer).exclude(legal_name=""):
        yield LEGAL, dossier.legal_name, (dossier.pk, dossier.legal_name)


def told_by(names: Iterable[str]) -> frozenset[str]:
    """Return the words of names that readers know anyway."""
    return frozenset(form for name in names for token in tokens(readable(name)) for form in token.forms)


def name_phrases(text: str, told: frozenset[str] = frozenset()) -> tuple[Phrase, ...]:
    """Return what to look for where somebody may be named, beside words that readers know anyway.

    A whole name counts however it is written and in whichever order; its last word alone where it begins with a
    capital: “poet” is nobody's name, “Poet” may be.
    """
    given, _comma, family = text.partition(",")[::-1] if "," in text else (text, "", "")
    whole = phrase(f"{given} {family}".strip())
    if whole is None or all(word & told for word in whole.words):
        return ()
    if len(whole.words) == 1:
        return (alone(whole.words[0], inflected=True, proper=True),)
    orders = permutations(whole.words) if len(whole.words) <= 3 else (whole.words, whole.words[::-1])
    found = [Phrase(words, inflected=True) for words in orders]
    found += [run for words in (whole.words, whole.words[::-1]) if (run := _run_together(words))]
    last = whole.words[-1]
    if not last & told and all(len(form) >= SHORT for form in last if form.isascii() and form.isalpha()):
        found.append(alone(last, inflected=True, proper=True))
    return tuple(found)


def _run_together(words: tuple[frozenset[str], ...]) -> Phrase | None:
    joined = Phrase(words).joined
    return Phrase((frozenset({joined}),)) if len(joined) >= LONG else None
