"""Measures on the demonstration records whether words that must not be read are found, and nothing else is.

Every second host city is not cleared, then every second writer is not shown. The judge knows nothing of how the product
compares: it strips accents by a table of its own and looks for the bare names in everything a record says.
"""

import unicodedata
from collections.abc import Iterator
from typing import Any

from cities.models import City
from refuge.core import editions
from refuge.core.reading import reading_once
from refuge.core.scopes import Scope
from writers.models import Clearance, Writer
from writers.word_cautions import in_other_records, in_own_edition

LETTERS = str.maketrans({"ł": "l", "ø": "o", "æ": "ae", "ß": "ss", "đ": "d"})


def plain(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.lower().translate(LETTERS))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for part in value.values() for text in texts(part))
    elif isinstance(value, list):
        yield from (text for part in value for text in texts(part))


def cities_measured() -> tuple[int, int, list[str]]:
    """Return how many records have such a city, how many mentions were missed, and whose alarms were false."""
    hosts = sorted(City.objects.filter(residencies__isnull=False).values_list("import_key", flat=True).distinct())
    hidden = City.objects.filter(import_key__in=hosts[::2])
    Clearance.objects.filter(scope=Scope.HOST_CITY, residency__city__in=hidden).delete()
    writers = Writer.objects.filter(residencies__city__in=hidden).distinct()
    missed, false = 0, []
    for writer in writers:
        facts = editions.edition_of(writer)
        told = {fact.value for fact in facts if fact.kind.name == "stay city"}
        cities = {stay.city for stay in writer.residencies.filter(city__in=hidden) if str(stay.city_id) not in told}
        names = {form for city in cities for name in (city.name, city.local_name) for form in _forms(plain(name))}
        found = [caution.fact for caution in in_own_edition(writer, facts)]
        for fact in facts:
            if fact.kind.name in ("name", "other name"):
                continue
            said = [place for text in texts(fact.value) for place in _places(plain(text), names)]
            alarms = sum(one is fact for one in found)
            missed += max(0, len(said) - alarms)
            false += [str(writer)] * (alarms > len(said))
    return len(writers), missed, false


def _forms(name: str) -> tuple[str, ...]:
    # "Frankfurt" is said for "Frankfurt am Main", and sites run words together.
    return name, name.partition(" am ")[0], name.replace(" ", "")


def _places(text: str, names: set[str]) -> set[int]:
    return {at for at in range(len(text)) if any(text.startswith(name, at) for name in names)}


@reading_once()
def names_measured() -> tuple[int, list[str], list[str]]:
    """Return how many records were compared, which whole names were missed, and every alarm about a name."""
    hidden = list(Writer.objects.order_by("import_key")[1::2])
    for writer in hidden:
        Writer.objects.filter(pk=writer.pk).update(level=1)
    names = {plain(writer.name) for writer in hidden}
    missed, alarms, records = [], [], 0
    for record in [*City.objects.all(), *Writer.objects.exclude(pk__in=[writer.pk for writer in hidden])]:
        records += 1
        facts = editions.edition_of(record)
        found = [caution for caution in in_other_records(record, facts) if caution.around]
        shown = {plain(caution.around[1]) for caution in found if caution.around}
        for fact in facts:
            for text in texts(fact.value):
                missed += [f"{record}: {name}" for name in names if name in plain(text) and name not in shown]
        alarms += [f"{record}: {one.around[1]}" for one in found if one.around and "not shown under" in one.says]
    return records, missed, sorted(set(alarms))
