"""What each room says about its publishable records, by kind of record. This floor knows no room."""

import inspect
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar

from django.db import models
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.core.catalogue import Shelf, Tree, fingerprint
from refuge.core.clearances import NOT_A_PERSON, Clearances
from refuge.core.facts import Column, Fact, Kind, Stored
from refuge.core.hiding import Place, Places, ToldStay, with_guests
from refuge.core.reading import once
from refuge.core.schemas import Kept, Schema

Facts = tuple[Fact, ...]


class Publication(Protocol):
    """What was made public of a record at one time: its facts, its handles, how much of a person it shows."""

    pk: int
    kind: str
    facts: list[Stored]
    accepted: list[dict[str, Any]]
    said: str
    cautioned: bool
    title: str
    slug: str
    images: dict[str, str]
    first_published_on: date
    level: int
    standing: bool
    at: Any
    by: Any

    def end(self) -> None:
        """Note that it no longer stands."""

    def save(self) -> None:
        """Save it."""


class Hold(Protocol):
    """What keeps a record from being published."""

    pk: int
    by_id: int
    reason: str
    at: Any
    undo_until: Any
    ended: Publication | None

    def lift(self, by: Model, reason: str) -> None:
        """Note who lifted it, and why."""

    def save(self) -> None:
        """Save it."""


class PublishableModel(models.Model):
    """A record that can be published. Its room adds `publications` and `holds`."""

    unpublished = models.BooleanField(
        _("has unpublished changes"), default=False, editable=False, help_text=_("Kept by the machine.")
    )

    if TYPE_CHECKING:

        @property
        def publications(self) -> Any: ...

        @property
        def holds(self) -> Any: ...

    class Meta:
        abstract = True


R = TypeVar("R", bound=PublishableModel)


class Publishable(ABC, Generic[R]):
    """What a room says about one kind of record; a room derives one class for each.

    The address of a person (`is_person`) tells nothing of others; that of what is no person may outlive a change of
    title (`keeps_slug`). `is_place` is for what guests'
    editions depend on. Without a fact of each `required` kind there is no edition.
    """

    record: type[R]
    shelf: Shelf
    schema: Schema
    is_person: ClassVar[bool] = False
    keeps_slug: ClassVar[bool] = False
    is_place: ClassVar[bool] = False
    required: ClassVar[tuple[Kind, ...]] = ()
    # What to weigh before such a record is withdrawn, in words for staff.
    advice: ClassVar[Any] = ""

    @abstractmethod
    def facts_of(self, record: R) -> list[Fact]:
        """Return every fact of the record that could ever be public."""

    @abstractmethod
    def project(self, facts: Facts, images: dict[str, str], places: Places) -> Tree:
        """Return the catalogue's columns and child rows for redacted facts; a pure function."""

    @abstractmethod
    def title_of(self, facts: Facts) -> str:
        """Return the published text that the address is drawn from; empty for an edition without a page of its own."""

    def is_complete(self, facts: Facts) -> bool:
        """Say whether an edition has what no edition can be without."""
        there = {fact.kind for fact in facts}
        return all(kind in there for kind in self.required)

    def clearances_of(self, record: R) -> Clearances:
        """Return what was decided about the record."""
        return NOT_A_PERSON

    def publication_fields(self, record: R, facts: Facts) -> dict[str, Any]:
        """Return the values of the columns that this room's publications have beside those of all."""
        return {}

    def hosted_in(self, countries: frozenset[str], *, hidden: bool) -> Iterable[PublishableModel]:
        """Return the published records that depend on the listed cities of some countries, and on their guests.

        With `hidden`, only those that depend on the guests alone: of whom a stay is not told with its city.
        """
        return ()

    def place_of(self, record: R, facts: Facts) -> Place | None:
        """Return the listed city that an edition makes; None where it makes none."""
        return None

    def told_stays(self, record: R, facts: Facts) -> tuple[ToldStay, ...]:
        """Return what an edition tells of each accepted stay."""
        return ()

    def settled(self, record: R) -> None:
        """Do what follows for other records when this one was published, withdrawn, or brought up to date."""

    def names_of(self, record: R) -> set[str]:
        """Return the names under which others may speak of whom the record is about; none for what is no person."""
        return set()

    def objection(self, record: R, facts: Facts, by: Model) -> str:
        """Return why an account should leave publishing to another, in words for staff; empty where it may."""
        return ""

    def still_there(self, record: R, facts: Facts) -> Facts:
        """Return those facts whose row is still the record's: a row that was deleted, or given away, is silent."""
        rows: dict[type[Model] | None, set[tuple[str, str]]] = {}
        for kind in {fact.kind for fact in facts if fact.of}:
            if kind.model and kind.model not in rows:
                mine = kind.model._base_manager.filter(**{self.schema.owner: record.pk})
                found = mine.order_by().values_list(kind.key, "pk")
                # What was kept before rows had their number in it is known by its id alone.
                rows[kind.model] = {(str(of), row) for of, pk in found for row in ("", str(pk))}
        return tuple(fact for fact in facts if not fact.of or (fact.of, fact.row) in rows.get(fact.kind.model, ()))

    def read(self, publication: Publication) -> Kept:
        """Return the facts that a publication was made of, and of which kind are those that cannot be read."""
        return self.schema.read(publication.facts)


_publishables: dict[type[Model], Publishable[Any]] = {}
_affected: list[tuple[type[Model], Callable[[Any], Iterable[PublishableModel]]]] = []
_places: list[Callable[[], Places]] = []
_stays: list[Callable[[], Iterable[ToldStay]]] = []
_objections: list[Callable[[PublishableModel, Facts], str]] = []
# The cities that are about to be listed, by id, and the stays that editions tell which are about to change, by the
# person's id.
_to_be_listed: ContextVar[Mapping[str, Place]] = ContextVar("to_be_listed", default={})  # noqa: B039  # never changed
_coming: ContextVar[Mapping[str, tuple[ToldStay, ...]]] = ContextVar("coming", default={})  # noqa: B039  # never changed


def register(publishable: Publishable[Any]) -> None:
    """Make a kind of record publishable. Called in `AppConfig.ready()`, lower rooms first."""
    _publishables[publishable.record] = publishable


def register_places(listed: Callable[[], Places]) -> None:
    """Say how to find the listed cities, by record id."""
    _places[:] = [listed]


def register_stays(told: Callable[[], Iterable[ToldStay]]) -> None:
    """Say how to find what readers are told of stays."""
    _stays[:] = [told]


def register_objection(find: Callable[[PublishableModel, Facts], str]) -> None:
    """Ask this function, whatever is to be published, why these facts of a record must not be; empty where they may."""
    if find not in _objections:
        _objections.append(find)


def objection(record: PublishableModel, facts: Facts, by: Model) -> str:
    """Return why this account may not publish these facts of a record that nobody holds; empty where it may."""
    own = publishable(record).objection(record, facts, by)
    return own or next(filter(None, (find(record, facts) for find in _objections)), "")


def register_affected(model: type[Model], roots: Callable[[Any], Iterable[PublishableModel]]) -> None:
    """Say which publishable records an edit of `model` touches, beyond its own."""
    if (model, roots) not in _affected:
        _affected.append((model, roots))


def publishables() -> tuple[Publishable[Any], ...]:
    """Return what is said about every kind of publishable record, cities first."""
    return tuple(_publishables.values())


def publishable(record: object) -> Publishable[Any]:
    """Return what the room says about this kind of record; KeyError for any other."""
    return _publishables[record if isinstance(record, type) else type(record)]


@cache
def projection_id() -> str:
    """Return what names the way from facts to the catalogue's rows: another text for any change of the code there."""
    code = {module: inspect.getsource(sys.modules[module]) for module in _projecting()}
    return fingerprint([code, [kind.schema.shape for kind in publishables()]])


def _projecting() -> set[str]:
    rooms = {type(kind).__module__ for kind in publishables()}
    return {*rooms, "refuge.core.projection", "refuge.core.folding", "refuge.core.languages"}


def columns_of(model: type[Model]) -> list[Column]:
    """Return the columns of a record that some kind of fact tells."""
    return [column for one in publishables() for kind in one.schema.of_model(model) for column in kind.columns]


def affected_by(record: Model) -> list[PublishableModel]:
    """Return the publishable records of other rooms and roots that this record's text flows into."""
    return [root for model, roots in _affected if isinstance(record, model) for root in roots(record)]


def told_stays() -> list[ToldStay]:
    """Return what readers are told of every accepted stay, in an order in which it can be compared."""
    coming = _coming.get()
    standing = once("stays", lambda: [stay for find in _stays for stay in find()])
    told = [stay for stay in standing if stay.by not in coming]
    told += [stay for stays in coming.values() for stay in stays]
    return sorted(told, key=lambda stay: (stay.by, stay.of))


def listed_places() -> Places:
    """Return the listed cities, by record id, with the guests whom readers see there."""
    if not _places:
        return {}
    standing: Places = once("places", _places[0])
    return with_guests({**standing, **_to_be_listed.get()}, told_stays(), timezone.localdate())


@contextmanager
def as_published(record: PublishableModel, facts: Facts) -> Iterator[None]:
    """Run a block in which readers see an edition that is not published."""
    kind, at = publishable(record), str(record.pk)
    if kind.is_person:
        with telling({at: kind.told_stays(record, facts)}):
            yield
        return
    place = kind.place_of(record, facts)
    token = _to_be_listed.set({at: place} if place else {})
    try:
        yield
    finally:
        _to_be_listed.reset(token)


@contextmanager
def telling(coming: Mapping[str, tuple[ToldStay, ...]]) -> Iterator[None]:
    """Run a block in which the editions of some people, by id, tell these stays, whatever they tell yet."""
    token = _coming.set({**_coming.get(), **coming})
    try:
        yield
    finally:
        _coming.reset(token)
