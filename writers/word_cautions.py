"""Speaks against publishing words that must not be read: in a writer's own edition, and in every other record."""

from collections.abc import Iterable, Iterator
from functools import partial

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from cities.models import City
from refuge.core import cautions, editions, rechecking
from refuge.core.cautions import Caution, Link, key_of
from refuge.core.facts import Fact
from refuge.core.folding import fold
from refuge.core.person_names import name_phrases
from refuge.core.publishables import Facts, PublishableModel, publishable
from refuge.core.reading import once
from refuge.core.rechecking import recheck_all, says
from refuge.core.words import Found, Said, Wanted, around
from refuge.office.wording import heading, texts
from writers import kinds
from writers.closed_names import Guests, closed_names, origins_of
from writers.closed_words import (
    CITY,
    COUNTRY,
    LEGAL,
    NAME,
    READERS,
    Closed,
    city_phrases,
    names_of,
    own_words,
    public_names,
)
from writers.models import Dossier, Writer
from writers.public.vocabulary import Standing

KIND = "word"


def in_own_edition(record: PublishableModel, facts: Facts) -> Iterator[Caution]:
    """Speak against words in a writer's own edition that this person has not cleared."""
    if not isinstance(record, Writer) or not (closed := own_words(record, facts)):
        return
    wanted = Wanted((one, word) for word in closed for one in word.phrases)
    for fact, where, text in texts(facts):
        if fact.kind is kinds.NAME:
            continue
        said = Said(text)
        for word, found in _once(wanted.found_in(said)):
            yield _caution(word, _own_words(word), fact, where, said, found, fact)
        for word, found in _foreign(closed, said):
            yield _caution(word, _own_words(word), fact, where, said, found, fact)
    for fact in facts:
        for word in closed:
            if word.country and fact.kind is kinds.WAYPOINT and fact.value["country"] == word.country:
                where = heading(fact.kind, fact)
                key = key_of(KIND, word.whom, word.what, word.ground, fact.kind.name, fact.of)
                yield Caution(KIND, key, _own_words(word), where, fact.kind.name, fact=fact)


def _foreign(closed: Iterable[Closed], said: Said) -> Iterator[tuple[Closed, Found]]:
    for domain, found in said.domains():
        yield from ((word, found) for word in closed if domain in word.domains)


def _own_words(word: Closed) -> str:
    if word.what == CITY:
        return _("This names the city of a stay that is not shown there.")
    if word.what == COUNTRY:
        return _("This tells the country of a stay whose country is not shown.")
    if word.what == LEGAL:
        return _("Here stands a word that must not be read. Which one, only readers of the dossier may know.")
    return _("This is a name of the person that is not cleared.")


def in_other_records(record: PublishableModel, facts: Facts, only: int | None = None) -> Iterator[Caution]:
    """Speak against naming, in any record, whom it is not about and who is not shown under that name; and against
    telling, where a city is spoken of, who its guests are whose stay there is not shown. With `only`, one writer."""
    names = once(("closed names", only), lambda: closed_names(only))
    guests = once(("guests", only), lambda: Guests(only))
    # Of their own names another comparison tells.
    own = record.pk if isinstance(record, Writer) else None
    told = [(fact, where, Said(text, address=not where)) for fact, where, text in _told(record, facts)]
    # A title may name the city of which the text below it tells.
    cities = _spoken_of(record, [said for _fact, _where, said in told], guests)
    for fact, where, said in told:
        place = where or _("Address")
        named = _once(one for one in names.found_in(said) if one[0].whom != own)
        for word, found in named:
            yield _caution(word, _others_words(word), fact, place, said, found)
        known = [(word.whom, found) for word, found in named]
        for word, says_who, found in _guests_in(said, cities, guests, own):
            if not any(word.whom == whom and _is_in(found, there) for whom, there in known):
                known.append((word.whom, found))
                yield _caution(word, says_who, fact, place, said, found)


def _told(record: PublishableModel, facts: Facts) -> Iterator[tuple[Fact, str, str]]:
    """Yield the texts of a record, and an address that outlives what it was drawn from."""
    yield from texts(facts)
    standing = editions.standing_of(record) if publishable(record).keeps_slug and facts else None
    if standing:
        yield facts[0], "", standing.slug


def _spoken_of(record: PublishableModel, told: Iterable[Said], guests: Guests) -> list[City]:
    """Return the cities that a record is about, or names anywhere; a region is about the cities in it, too."""
    cities = {city.pk: city for said in told for city, _found in guests.cities.found_in(said)}
    if isinstance(record, City):
        cities |= {city.pk: city for city in (record, *City.objects.filter(within=record).order_by("pk"))}
    return list(cities.values())


def _guests_in(
    said: Said, cities: Iterable[City], guests: Guests, own: int | None
) -> Iterator[tuple[Closed, str, Found]]:
    """Yield the guests told of in a text about some cities whose stays there are not shown; the longest finds first."""
    for city in cities:
        for guest in guests.hidden_in(city):
            if guest.whom == own:
                continue
            word = Closed(guest.whom, "guest", (), guest.ground)
            for named, found in sorted(guest.recognised_in(said), key=lambda one: one[1].start - one[1].end):
                says_who = (
                    _("This names a guest of %(city)s whose stay there is not shown.")
                    if named
                    else _("This tells of whom %(city)s is the host, without a name: the stay is not shown there.")
                )
                yield word, says_who % {"city": city}, found


def _is_in(one: Found, other: Found) -> bool:
    return other.start <= one.start and one.end <= other.end


def _others_words(word: Closed) -> str:
    return _own_words(word) if word.what == LEGAL else _("This names somebody who is not shown under this name.")


def _once(found: Iterable[tuple[Closed, Found]]) -> list[tuple[Closed, Found]]:
    """Return each place once for a person: the longest of those that lie within each other."""
    kept: list[tuple[Closed, Found]] = []
    for word, at in sorted(found, key=lambda one: (one[1].start - one[1].end, one[0].what == LEGAL)):
        if not any(_is_same(word, other) and _is_in(at, there) for other, there in kept):
            kept.append((word, at))
    return sorted(kept, key=lambda one: one[1])


def _is_same(word: Closed, other: Closed) -> bool:
    # What stands in the record anyway tells nothing of the dossier.
    return word.whom == other.whom and word.what in (other.what, LEGAL)


def _caution(
    word: Closed, says: str, fact: Fact, where: str, said: Said, at: Found, leaves: Fact | None = None
) -> Caution:
    shown = around(said.text, at)
    # With the words around, as they were shown: the same word elsewhere is another matter.
    key = key_of(KIND, word.whom, word.what, word.ground, fact.kind.name, where, fold("".join(shown)))
    links = () if leaves else (_link(word.whom),)
    return Caution(KIND, key, says, where, fact.kind.name, shown, links, leaves, word.readers)


def _link(whom: int) -> Link:
    return Link(str(Writer.objects.only("name").get(pk=whom)), reverse("admin:writers_writer_change", args=[whom]))


def recheck_others(writer: Writer) -> None:
    """Look again at what stands of other records, where the words that must not be read are not those of last time."""
    standing = editions.standing_of(writer)
    closed = own_words(writer, editions.kept_facts(standing) if standing else ())
    texts = [text for _what, text, _ground in names_of(writer)]
    cities = list(City.objects.filter(residencies__writer=writer, residencies__standing=Standing.ACCEPTED).distinct())
    if not _has_changed(writer, closed, texts, cities):
        return
    # Of whom everything may be read, nothing can be said that could not be said before.
    opened = not {NAME, LEGAL, CITY} & {word.what for word in closed}
    if opened and not rechecking.is_any_cautioned():
        return
    named = says(one for text in texts for one in name_phrases(text))
    # Who is recognised where a city is spoken of: under a name, or by where they come from.
    public = public_names(cities)
    places = [one for city in cities for one in city_phrases(city, public[city.pk])]
    there = says(places) & (named | says(origins_of(writer)))
    which = (named | there) & Q(cautioned=True) if opened else named | there
    recheck_all(which, writer, partial(in_other_records, only=writer.pk))


def _has_changed(writer: Writer, closed: list[Closed], names: list[str], cities: list[City]) -> bool:
    """Say whether these words are not those of the last time, and note them."""
    marks = (writer.origin, writer.origin_label, *writer.roles, *writer.languages)
    places = sorted((city.pk, city.name, city.local_name) for city in cities)
    key = key_of(sorted((word.what, word.country, repr(word.ground)) for word in closed), sorted(names), places, marks)
    if key == writer.closed_words:
        return False
    QuerySet(Writer).filter(pk=writer.pk).update(closed_words=key)
    writer.closed_words = key
    return True


def _keeps() -> bool:
    """Say whether there is any name in a dossier, which a text could be asked about."""
    return Dossier.objects.exclude(legal_name="").exists()


def register() -> None:
    """Have these asked before anything is published, and the first whenever a writer is narrowed."""
    cautions.register(in_own_edition, narrows=True, watches=True, readers=READERS, keeps=_keeps)
    cautions.register(in_other_records, watches=True, readers=READERS, keeps=_keeps)
