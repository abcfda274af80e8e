"""A writer's page as data: the road, the stays with their standing, and every source once, numbered."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from refuge.core import countries
from refuge.core.partial_dates import PartialDate, partial, span_words
from writers.public.models import PublicResidency, PublicWork, PublicWriter
from writers.public.rows import STATUS_WORDS, host_of, origin_of, roles_of, row_of, status_of
from writers.public.vocabulary import NameKind, Standing, WaypointKind, WorkStatus

STOPPED = {WorkStatus.SUPPRESSED, WorkStatus.SEIZED, WorkStatus.DESTROYED}
Source = dict[str, str]


@dataclass
class Sources:
    """The sources of a page, each once; statements refer to them by number."""

    listed: list[Source] = field(default_factory=list)

    def cite(self, sources: list[Source]) -> list[int]:
        """Return the numbers of these sources, adding those that are new."""
        for source in sources:
            if source not in self.listed:
                self.listed.append(source)
        return [self.listed.index(source) + 1 for source in sources]


@dataclass(frozen=True)
class Stop:
    """A place on the road; `state` is refuge for a stay, now for the present one, empty for any other."""

    place: str
    what: str
    when: str
    state: str
    order: date
    note: str = ""
    cited: tuple[int, ...] = ()


@dataclass(frozen=True)
class Stay:
    """A stay, with its status in words and the numbers of its sources."""

    row: PublicResidency
    host: str
    when: str
    status: str
    state: str
    disputed: bool
    cited: list[int]


@dataclass(frozen=True)
class Profile:
    """What a writer's page shows, beyond the row itself."""

    row: Any
    origin: str
    roles: str
    names: list[dict[str, Any]]
    road: list[Stop]
    stays: list[Stay]
    works: list[tuple[PublicWork, bool, list[int]]]
    sources: list[Source]
    pictures: list[Any]

    @property
    def hosts(self) -> list[Stay]:
        """Return the accepted stays, one for each place."""
        return list({stay.host: stay for stay in self.stays if not stay.disputed}.values())

    @property
    def disputed(self) -> bool:
        """Say whether another source claims another stay."""
        return any(stay.disputed for stay in self.stays)

    @property
    def webp(self) -> str:
        """Return the portrait's renditions as a `srcset`."""
        return ", ".join(f"/images/{p.name}.webp {p.width}w" for p in self.pictures if p.format == "webp")

    @classmethod
    def of(cls, writer: PublicWriter, today: date) -> "Profile":
        """Return the page of a writer; wants `residencies`, `portraits` and `works` prefetched."""
        sources = Sources()
        stays = [_stay(stay, today, sources) for stay in writer.residencies.all()]
        works = [(work, work.status in STOPPED, sources.cite(work.sources)) for work in writer.works.all()]
        works.sort(key=lambda item: (item[0].year or 9999, item[0].title))
        stops = [_stop(stop, sources) for stop in writer.waypoints] + [_refuge(stay) for stay in stays]
        road = sorted((stop for stop in stops if stop), key=lambda stop: stop.order)
        origin = origin_of(writer)
        sources.cite(writer.links)
        return cls(
            row=row_of(writer, today),
            origin=origin,
            roles=roles_of(writer),
            names=[_name(name, sources) for name in writer.names],
            road=([Stop(origin, "", "", "", date.min)] if origin and road else []) + road,
            stays=stays,
            works=works,
            sources=sources.listed,
            pictures=list(writer.portraits.all()),
        )


def _name(name: dict[str, Any], sources: Sources) -> dict[str, Any]:
    return {**name, "what": str(NameKind(name["kind"]).label), "cited": sources.cite(name["sources"])}


def _order(starts: PartialDate | None, ends: PartialDate | None) -> date:
    for known in (starts, ends):
        if known:
            return known.earliest or known.latest or date.max
    return date.max


def _stop(stop: dict[str, Any], sources: Sources) -> Stop:
    starts, ends = partial(stop["starts"]), partial(stop["ends"])
    where = stop["place"]
    country = countries.name(stop["country"]) if stop["country"] else ""
    if country and country != where:
        where = f"{where}, {country}"
    kind = WaypointKind(stop["kind"])
    moment = kind in (WaypointKind.ASYLUM, WaypointKind.RETURN) and starts and not ends
    when = starts.words() if moment and starts else span_words(starts, ends)
    cited = tuple(sources.cite(stop["sources"]))
    return Stop(where, str(kind.label), when, "", _order(starts, ends), stop["note"], cited)


def _refuge(stay: Stay) -> Stop | None:
    if stay.disputed:
        return None
    order = _order(stay.row.starts, stay.row.ends)
    return Stop(stay.host, stay.status, stay.when, "now" if stay.state == "now" else "refuge", order)


def _stay(stay: PublicResidency, today: date, sources: Sources) -> Stay:
    state = status_of(stay, today)
    return Stay(
        row=stay,
        host=host_of(stay),
        when=span_words(stay.starts, stay.ends),
        status=str(STATUS_WORDS[state]),
        state=state,
        disputed=stay.standing == Standing.DISPUTED,
        cited=sources.cite(stay.sources),
    )
