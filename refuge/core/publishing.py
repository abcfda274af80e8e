"""The one door between the private record and the public catalogue.

    publish     an act: writes what is cleared of a record into the catalogue
    withdraw    an act: takes it out, and holds it until a publisher lifts the hold
    narrow      automatic: takes away what is no longer cleared, and lets no pending edit out

Each room registers its publishable records here; this floor knows no room.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from refuge.core import catalogue, handles
from refuge.core.catalogue import Shelf, Tree
from refuge.core.redaction import NOT_A_PERSON, Clearances, Fact, Places, redact


class Refused(Exception):
    """Publishing was refused; the message says why, in words for staff."""


@dataclass(frozen=True)
class Publishable:
    """What a room says about one kind of record.

    `project` turns redacted facts into the catalogue's columns and child rows; it is pure. `title_of` gives the
    published text that the slug is drawn from, empty where the edition has no page of its own. `is_person`: the address
    tells nothing of others. `keeps_slug`: the address of what is no person outlives a change of title. `hosted_in`
    returns the published records that depend on the listed cities of some countries. `objection` says why an account
    should leave publishing to another, to staff.
    """

    record: type[Model]
    shelf: Shelf
    facts_of: Callable[[Any], list[Fact]]
    project: Callable[[tuple[Fact, ...], dict[str, Any], Places], Tree]
    title_of: Callable[[tuple[Fact, ...]], str]
    clearances_of: Callable[[Any], Clearances] = lambda record: NOT_A_PERSON
    publication_fields: Callable[[Any, tuple[Fact, ...]], dict[str, Any]] = lambda record, facts: {}
    is_person: bool = False
    keeps_slug: bool = False
    is_place: bool = False
    hosted_in: Callable[[frozenset[str]], Iterable[Model]] | None = None
    objection: Callable[[Any, Model], str] = lambda record, by: ""


_publishables: dict[type[Model], Publishable] = {}
_affected: list[tuple[type[Model], Callable[[Any], Iterable[Model]]]] = []
_places: list[Callable[[], Places]] = []
_unsettled: ContextVar[dict[tuple[type[Model], Any], None] | None] = ContextVar("unsettled", default=None)


def register(publishable: Publishable) -> None:
    """Make a kind of record publishable. Called in `AppConfig.ready()`, lower rooms first."""
    _publishables[publishable.record] = publishable


def register_places(listed: Callable[[], Places]) -> None:
    """Say how to find the listed cities, by record id."""
    _places[:] = [listed]


def register_affected(model: type[Model], roots: Callable[[Any], Iterable[Model]]) -> None:
    """Say which publishable records an edit of `model` touches, beyond its own."""
    if (model, roots) not in _affected:
        _affected.append((model, roots))


def publishables() -> tuple[Publishable, ...]:
    """Return every kind of publishable record, cities first."""
    return tuple(_publishables.values())


def publishable(record: Model | type[Model]) -> Publishable:
    """Return what the room says about this kind of record; KeyError for any other."""
    return _publishables[record if isinstance(record, type) else type(record)]


def affected_by(record: Model) -> list[Model]:
    """Return the publishable records of other rooms and roots that this record's text flows into."""
    return [root for model, roots in _affected if isinstance(record, model) for root in roots(record)]


def listed_places() -> Places:
    """Return the listed cities, by record id."""
    return _places[0]() if _places else {}


def standing_of(record: Any) -> Any | None:
    """Return the record's standing publication, or None."""
    return record.publications.filter(standing=True).first()


def hold_on(record: Any) -> Any | None:
    """Return the hold that stands on the record, or None."""
    return record.holds.filter(lifted_at=None).first()


def kept_facts(publication: Any) -> tuple[Fact, ...]:
    """Return the facts a publication was made of."""
    return tuple(Fact.from_json(fact) for fact in publication.facts)


def edition_of(record: Any, today: date | None = None) -> tuple[Fact, ...]:
    """Return what of the record as it stands may be public on a day, today unless told."""
    kind = publishable(record)
    return redact(kind.facts_of(record), kind.clearances_of(record), listed_places(), today or timezone.localdate())


def narrowed(record: Any, publication: Any) -> tuple[Fact, ...]:
    """Return what is left of a publication under the clearances and cities of today; a raised level waits."""
    decisions = publishable(record).clearances_of(record).up_to(publication.level)
    return redact(kept_facts(publication), decisions, listed_places(), timezone.localdate())


def has_unpublished_changes(record: Any) -> bool:
    """Say whether publishing now would change what the public reads."""
    standing = standing_of(record)
    return edition_of(record) != (kept_facts(standing) if standing else ())


def refusal(record: Any, by: Model) -> str:
    """Return why this account may not publish the record now, in words for staff; empty where it may."""
    if hold := hold_on(record):
        return _("This record was withdrawn (%(why)s). A publisher must lift the hold first.") % {"why": hold.reason}
    return publishable(record).objection(record, by)


@transaction.atomic
def publish(record: Any, by: Model, *, keep_address: bool = False) -> Any | None:
    """Write the record's edition into the catalogue and return the new publication.

    `keep_address` says that it is the same person, whose name only had its spelling corrected. Returns None, and writes
    nothing, when the edition is the one that stands. Raises `Refused` with the `refusal`.
    """
    catalogue.locked_edition()
    # Whatever somebody took back while this one waited for the lock has been saved by now.
    record.refresh_from_db()
    if why := refusal(record, by):
        raise Refused(why)
    return publish_unheld(record, by, keep_address=keep_address)


@transaction.atomic
def publish_unheld(record: Any, by: Model, *, keep_address: bool = False) -> Any | None:
    """Publish whatever speaks against it. Only for a preview, which is rolled back, and for `publish` itself."""
    standing = standing_of(record)
    facts = edition_of(record)
    if not facts:
        raise Refused(_("Nothing of this record may be public: check its level, its name and its clearances."))
    _mark(record, unpublished=False)
    if standing and kept_facts(standing) == facts:
        return None
    return supersede(record, standing, facts, by=by, kind="published", keep_address=keep_address)


@transaction.atomic
def withdraw(record: Any, by: Model, reason: str, undo_for: timedelta | None = None) -> Any:
    """Take the record out of the catalogue at once, hold it, and return the hold.

    Works on a record that is not public too. Raises `Refused` without a reason.
    """
    hold = place_hold(record, by, reason, undo_for)
    take_down(record)
    _mark(record, unpublished=bool(edition_of(record)))
    return hold


@transaction.atomic
def place_hold(record: Any, by: Model, reason: str, undo_for: timedelta | None = None) -> Any:
    """Keep the record from being published, and return the hold; what is public of it stays public.

    Who places it may undo it for `undo_for`, unless somebody else wants it held too. Raises `Refused` as `withdraw`.
    """
    if not reason.strip():
        raise Refused(_("Say why. The reason is kept with the record and never shown to the public."))
    catalogue.locked_edition()
    until = timezone.now() + undo_for if undo_for else None
    if (hold := hold_on(record)) is None:
        return record.holds.create(by=by, reason=reason.strip(), ended=standing_of(record), undo_until=until)
    if until is None or hold.by_id != by.pk:
        hold.undo_until = None
        hold.save()
    return hold


@transaction.atomic
def narrow(record: Any) -> bool:
    """Take away what is no longer cleared; say whether anything was.

    Works on the facts of what stands, never on the record, so that no pending edit goes out.
    """
    standing = standing_of(record)
    if standing is None:
        return False
    facts = narrowed(record, standing)
    if facts == kept_facts(standing):
        return False
    if facts:
        supersede(record, standing, facts, by=None, kind="narrowed")
    else:
        take_down(record)
    return True


def settle(record: Any) -> None:
    """Bring everything that follows from a change of the record up to date, now or when `settling` ends."""
    waiting = _unsettled.get()
    if waiting is not None:
        waiting[type(record), record.pk] = None
        return
    # Else a publication that is being written meanwhile would be missed.
    catalogue.locked_edition()
    narrow(record)
    _mark(record, unpublished=has_unpublished_changes(record))


@contextmanager
def settling() -> Iterator[None]:
    """Run a block that writes as one transaction in which each touched record is settled once, at the end.

    The catalogue is locked from the start: a publication that somebody else is writing is waited for, not missed.
    """
    if _unsettled.get() is not None:
        yield
        return
    waiting: dict[tuple[type[Model], Any], None] = {}
    token = _unsettled.set(waiting)
    with transaction.atomic():
        try:
            catalogue.locked_edition()
            yield
        finally:
            _unsettled.reset(token)
        for model, pk in () if transaction.get_rollback() else waiting:
            if record := model._base_manager.filter(pk=pk).first():
                settle(record)


def supersede(
    record: Any, standing: Any, facts: tuple[Fact, ...], *, by: Model | None, kind: str, keep_address: bool = False
) -> Any:
    """Put these facts, which are redacted already, in the place of what stands. For acts of this door alone."""
    room, places = publishable(record), listed_places()
    title = room.title_of(facts)
    if keep_address and (why := handles.why_not_keep(standing, title)):
        raise Refused(why)
    keeps_slug = room.keeps_slug or keep_address
    drawn = handles.draw(record, title, standing, keeps_slug=keeps_slug, is_person=room.is_person)
    kept = {"facts": [fact.as_json() for fact in facts], **asdict(drawn), **room.publication_fields(record, facts)}
    publication = record.publications.model(record=record, title=title, kind=kind, by=by, **kept)
    # Draws the names of new pictures, which are kept with the publication: so it comes before that is saved.
    tree = room.project(facts, publication.images, places)
    if standing:
        standing.end()
        if standing.slug != publication.slug:
            room.shelf.remove(standing.slug)
    publication.save()
    room.shelf.write(publication.slug, publication.first_published_on, tree)
    if room.is_place:
        narrow_dependents(places)
    return publication


def take_down(record: Any) -> None:
    """Take the record out of the catalogue. For acts of this door, and for what is to be erased for good."""
    standing = standing_of(record)
    if standing is None:
        return
    room, places = publishable(record), listed_places()
    standing.end()
    if room.is_place:
        narrow_dependents(places)
    room.shelf.remove(standing.slug)


def narrow_dependents(before: Places) -> None:
    """Narrow every edition that names a host in a country whose listed cities are not what they were."""
    changed = set(before.items()) ^ set(listed_places().items())
    countries = frozenset(place.country for _city, place in changed)
    for kind in publishables():
        if countries and kind.hosted_in:
            for record in kind.hosted_in(countries):
                settle(record)


def _mark(record: Any, *, unpublished: bool) -> None:
    # Bookkeeping of the machine: no new version, no settling.
    models.QuerySet(type(record)).filter(pk=record.pk).update(unpublished=unpublished)
    record.unpublished = unpublished
