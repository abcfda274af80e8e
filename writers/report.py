"""The report for those who pay: how many residencies began in which year, from where, under what, and with whom."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.utils import timezone
from django.utils.translation import gettext as _

from refuge.core import countries
from refuge.core.partial_dates import FIRST_YEAR, LAST_YEAR
from writers.models import Residency
from writers.public.vocabulary import Standing

# A count below this can point to one person.
SMALL = 5


@dataclass(frozen=True)
class Span:
    """The years that are asked for, both included; None where the span is open."""

    first: int | None = None
    last: int | None = None

    @classmethod
    def asked(cls, query: Mapping[str, str]) -> Self:
        """Return the span of a query; what is no year is no bound."""
        years = [query.get(name, "").strip() for name in ("from", "until")]
        sound = [
            int(year) if year.isascii() and year.isdecimal() and FIRST_YEAR <= int(year[:9]) <= LAST_YEAR else None
            for year in years
        ]
        return cls(*sound)

    def has(self, year: int | None) -> bool:
        """Say whether a year lies within; one that is not known lies in the open span alone."""
        if year is None:
            return self.first is None and self.last is None
        return (self.first or FIRST_YEAR) <= year <= (self.last or LAST_YEAR)


@dataclass(frozen=True)
class Line:
    """One row: what is counted, the stays, the different writers; `inner` for a city below its country."""

    label: str
    stays: int
    writers: int
    inner: bool = False

    @property
    def small(self) -> bool:
        """Say whether the number can point to one person."""
        return 0 < self.writers < SMALL


@dataclass(frozen=True)
class Report:
    """The tables, each with its heading and lines, and the totals."""

    tables: tuple[tuple[str, tuple[Line, ...]], ...]
    total: Line
    cities: int
    made_on: Any

    @property
    def has_small(self) -> bool:
        """Say whether any number can point to one person."""
        return any(line.small for _heading, lines in self.tables for line in lines)

    def rows(self) -> Iterator[tuple[str, str, int, int]]:
        """Return the lines of all tables, as a CSV file has them."""
        for heading, lines in self.tables:
            for line in lines:
                yield heading, line.label, line.stays, line.writers
        yield _("total"), "", self.total.stays, self.total.writers


class _Count:
    """Counts stays and different writers under labels."""

    def __init__(self) -> None:
        self.found: dict[Any, list[int]] = defaultdict(list)

    def add(self, label: Any, writer: int) -> None:
        self.found[label].append(writer)

    def line(self, label: Any, shown: str, inner: bool = False) -> Line:
        writers = self.found[label]
        return Line(shown, len(writers), len(set(writers)), inner)

    def most_first(self) -> list[Any]:
        return sorted(self.found, key=lambda label: (label == "", -len(self.found[label]), str(label)))


def report_of(span: Span) -> Report:
    """Return the report on the accepted stays of real people that began in these years."""
    stays = Residency.objects.filter(standing=Standing.ACCEPTED, writer__fictional=False).exclude(city__fictional=True)
    years, origins, programmes, hosts, cities, every = (_Count() for _number in range(6))
    for stay in stays.select_related("writer", "city", "programme"):
        year = stay.starts.year if stay.starts else None
        if not span.has(year):
            continue
        who = stay.writer_id
        every.add("", who)
        years.add(year, who)
        origins.add(countries.name(stay.writer.origin) if stay.writer.origin else stay.writer.origin_label, who)
        programmes.add(stay.programme.name if stay.programme else "", who)
        hosts.add(stay.country, who)
        cities.add((stay.country, stay.city.name if stay.city else ""), who)
    unknown = _("not known")
    by_host = [
        line
        for code in hosts.most_first()
        for line in (
            hosts.line(code, countries.name(code)),
            *(
                cities.line(key, key[1] or _("no city known"), inner=True)
                for key in sorted(cities.found, key=lambda key: (key[1] == "", key[1]))
                if key[0] == code
            ),
        )
    ]
    in_order = sorted(years.found, key=lambda year: (year is None, year or 0))
    return Report(
        tables=(
            (_("Year in which the stay began"), tuple(years.line(y, str(y) if y else unknown) for y in in_order)),
            (_("Country of origin"), tuple(origins.line(name, name or unknown) for name in origins.most_first())),
            (_("Programme"), tuple(programmes.line(name, name or _("none")) for name in programmes.most_first())),
            (_("Host country and city"), tuple(by_host)),
        ),
        total=every.line("", _("total")),
        cities=len({key for key in cities.found if key[1]}),
        made_on=timezone.localdate(),
    )
