"""Whom no other record may name, and who may be recognised in the text of a city without a name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Max

from cities.models import City
from refuge.core import editions, languages, place_names
from refuge.core.person_names import name_phrases, told_by
from refuge.core.scopes import Scope
from refuge.core.words import Found, Phrase, Said, Wanted
from writers import kinds
from writers.closed_words import (
    LEGAL,
    NAME,
    Closed,
    Ended,
    city_phrases,
    ground_of,
    in_order,
    public_names,
)
from writers.models import Clearance, Dossier, Name, Residency, Writer, WriterPublication
from writers.public.vocabulary import Role, Standing

NEAR = 5  # words between an origin and a role, and a reader takes them together
# What a guest is called where nobody says what they write, and what they do, in the languages of hosts.
ANYBODY = tuple(
    """
    writer author guest refugee exile dissident publisher musician activist poet novelist journalist translator
    forfatter dikter poet lyriker journalist oversetter gjest flyktning skribent kunstner
    författare diktare skald översättare gäst flykting konstnär digter oversætter gæst flygtning
    Schriftsteller Schriftstellerin Autor Autorin Dichter Dichterin Lyriker Lyrikerin Journalistin Übersetzer
    Übersetzerin Gast Flüchtling Künstler Künstlerin
    schrijver schrijfster dichter dichteres vertaler gast vluchteling kunstenaar
    écrivain écrivaine auteur autrice poète poétesse romancier romancière journaliste traducteur traductrice
    escritor escritora autor autora poeta poetisa periodista traductor traductora refugiado refugiada
    jornalista tradutor tradutora escriptor escriptora periodista
    scrittore scrittrice autore autrice giornalista traduttore traduttrice rifugiato rifugiata
    pisarz pisarka poetka dziennikarz dziennikarka tłumacz kirjailija runoilija toimittaja kääntäjä pakolainen
    rithöfundur skáld ljóðskáld blaðamaður þýðandi spisovatel spisovatelka básník básnířka novinář novinářka
    """.split()
)


def closed_names(only: int | None = None) -> Wanted[Closed]:
    """Return every name that must not be read, of all who are not shown under it; with `only`, of one writer."""
    asked = Writer.objects.all() if only is None else Writer.objects.filter(pk=only)
    writers = {writer.pk: writer for writer in asked.only("pk", "name", "sort_name", "level")}
    titles = WriterPublication.objects.exclude(title="").filter(record__in=writers)
    shown = dict(titles.filter(standing=True).values_list("record_id", "title"))
    last = dict(titles.values("record_id").annotate(last=Max("pk")).values_list("record_id", "last"))
    live, over = _cleared(writers), Ended(writers)
    names: dict[int, dict[str, str]] = {
        pk: {writer.name: NAME, in_order(writer.sort_name): NAME} for pk, writer in writers.items()
    }
    told: dict[int, list[str]] = {pk: [title] for pk, title in shown.items()}
    for pk, writer, text in (
        Name.objects.filter(writer__in=writers).order_by("pk").values_list("pk", "writer_id", "text")
    ):
        if writer in shown and pk in live:
            told[writer].append(text)
        names[writer][text] = NAME
    for writer, title in titles.order_by("pk").values_list("record_id", "title"):
        names[writer].setdefault(title, NAME)
    for writer, text in Dossier.objects.filter(writer__in=writers).values_list("writer_id", "legal_name"):
        names[writer].setdefault(text, LEGAL)
    found = []
    for writer, texts in names.items():
        known = told_by(told.get(writer, ()))
        gone = 0 if writer in shown else last.get(writer, 0)
        ground = (writers[writer].level, over.of_names(writer), gone)
        for text, what in texts.items():
            word = Closed(writer, what, name_phrases(text, known), (*ground, text))
            found += [(one, word) for one in word.phrases]
    return Wanted(found)


def _cleared(writers: Iterable[int]) -> set[int]:
    """Return the ids of the other names that are cleared."""
    decided = Clearance.objects.standing().filter(writer__in=writers, scope=Scope.OTHER_NAME)
    refused = decided.filter(refused=True)
    given = decided.filter(refused=False).exclude(name=None)
    # A no that names nothing is a no to all of them.
    given = given.exclude(name__in=refused.exclude(name=None).values("name"))
    given = given.exclude(writer__in=refused.filter(name=None).values("writer"))
    return set(given.values_list("name_id", flat=True))


@dataclass(frozen=True)
class Guest:
    """A guest whose stay in a city is not shown: by which names and which marks they would be known there."""

    whom: int
    names: tuple[Phrase, ...]
    origins: tuple[Phrase, ...]
    callings: tuple[Phrase, ...]
    ground: tuple[Any, ...]

    def recognised_in(self, said: Said) -> Iterable[tuple[bool, Found]]:
        """Yield where a text about the city tells of the guest, and whether by name."""
        for name in self.names:
            yield from ((True, found) for found in said.find(name))
        origins = [found for origin in self.origins for found in said.find(origin)]
        callings = [found for calling in self.callings for found in said.find(calling)] if origins else []
        for origin in origins:
            near = [one for one in callings if _is_near(said, origin, one)]
            if near:
                start, end = min(origin.start, near[0].start), max(origin.end, near[0].end)
                yield False, Found(start, end)


def _is_near(said: Said, one: Found, other: Found) -> bool:
    between = sorted((one.start, other.start))
    return one != other and sum(between[0] <= token.start < between[1] for token in said.tokens) <= NEAR + 1


class Guests:
    """The guests of cities whose stays there are not shown, looked up as texts name the cities; with `only`, one."""

    def __init__(self, only: int | None = None) -> None:
        self._stays = Residency.objects.filter(standing=Standing.ACCEPTED).exclude(city=None)
        if only is not None:
            self._stays = self._stays.filter(writer=only)
        self._hidden: dict[int, list[Guest]] = {}

    @cached_property
    def cities(self) -> Wanted[City]:
        """What to look for where a city may be named that has guests."""
        hosts = City.objects.filter(pk__in=self._stays.values("city"))
        public = public_names(hosts)
        return Wanted((one, city) for city in hosts for one in city_phrases(city, public[city.pk]))

    def hidden_in(self, city: City) -> list[Guest]:
        """Return the guests of a city whose stays there are not shown; asked once for each city."""
        if city.pk not in self._hidden:
            rows = self._stays.filter(city=city).select_related("writer").prefetch_related("writer__names")
            self._hidden[city.pk] = list(_hidden(rows.order_by("pk")))
        return self._hidden[city.pk]


def _hidden(stays: Iterable[Residency]) -> Iterator[Guest]:
    stays = list(stays)
    writers = {stay.writer_id for stay in stays}
    publications = WriterPublication.objects.filter(record__in=writers).order_by("pk")
    shown = {one.record_id: editions.kept_facts(one) for one in publications.filter(standing=True)}
    last = dict(publications.values("record").annotate(last=Max("pk")).values_list("record", "last"))
    over = Ended(writers)
    for stay in stays:
        facts = shown.get(stay.writer_id, ())
        if not any(fact.kind is kinds.STAY_CITY and fact.value == str(stay.city_id) for fact in facts):
            # Who was shown and is not any more is somebody to be careful of anew.
            gone = 0 if facts else last.get(stay.writer_id, 0)
            yield _guest(stay, (*ground_of(stay, stay.writer.level, over), gone))


def origins_of(writer: Writer) -> tuple[Phrase, ...]:
    """Return what to look for where it may be said where a writer comes from."""
    return (*place_names.country_phrases(writer.origin), *place_names.phrases([writer.origin_label]))


def _guest(stay: Residency, ground: tuple[Any, ...]) -> Guest:
    writer = stay.writer
    names = filter(None, (writer.name, *(name.text for name in writer.names.all())))
    roles = [str(Role(role).label) for role in writer.roles]
    spoken = [languages.name(code, "en") for code in writer.languages]
    return Guest(
        writer.pk,
        tuple(one for name in names for one in name_phrases(name)),
        origins_of(writer),
        place_names.phrases((*roles, *ANYBODY, *spoken)),
        ground,
    )
