"""The one door between the private record and the public catalogue.

publish     an act: writes what is cleared of a record into the catalogue
withdraw    an act: takes it out, and holds it until a publisher lifts the hold
narrow      automatic: takes away what is no longer cleared, and lets no pending edit out
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from refuge.core import catalogue, cautions, countries, editions, handles, hiding, narrowings
from refuge.core.cautions import Caution
from refuge.core.hiding import Places, ToldStay
from refuge.core.narrowings import Narrowing
from refuge.core.publishables import (
    Facts,
    Hold,
    Publication,
    PublishableModel,
    listed_places,
    objection,
    projection_id,
    publishable,
    publishables,
    telling,
)
from refuge.core.reading import forget, reading_once
from refuge.core.words import said_in


class Refused(Exception):
    """Publishing was refused; the message says why, in words for staff."""


class NeedsReason(Refused):
    """Publishing needs a reason: `cautions` are those with which nobody went on yet."""

    def __init__(self, found: list[Caution]) -> None:
        self.cautions = found
        super().__init__(_("Publishing this needs a reason: %(why)s") % {"why": " ".join(c.says for c in found)})


_unsettled: ContextVar[dict[tuple[type[PublishableModel], Any], None] | None] = ContextVar("unsettled", default=None)


def refusal(record: PublishableModel, facts: Facts, by: Model) -> str:
    """Return why this account may not publish these facts of the record, in words for staff; empty where it may."""
    if hold := editions.hold_on(record):
        return _("This record was withdrawn (%(why)s). A publisher must lift the hold first.") % {"why": hold.reason}
    return objection(record, facts, by)


@transaction.atomic
@reading_once()
def publish(record: PublishableModel, by: Model, *, keep_address: bool = False, reason: str = "") -> Publication | None:
    """Write the record's edition into the catalogue and return the new publication.

    `keep_address` says that it is the same person, whose name only had its spelling corrected; `reason`, why to go on
    in spite of all cautions. Returns None, and writes nothing, when the edition is the one that stands. Raises
    `Refused` with the `refusal`, and `NeedsReason` where there are cautions and no reason.
    """
    catalogue.locked_edition()
    # Whatever somebody took back while this one waited for the lock has been saved by now.
    record.refresh_from_db()
    facts = editions.edition_of(record)
    if why := refusal(record, facts, by):
        raise Refused(why)
    found = cautions.cautions(record, facts)
    if (left := cautions.not_accepted(found, editions.standing_of(record))) and not reason.strip():
        raise NeedsReason(left)
    return publish_unheld(record, facts, by, found, keep_address=keep_address, reason=reason.strip())


@transaction.atomic
def publish_unheld(
    record: PublishableModel,
    facts: Facts,
    by: Model,
    found: Iterable[Caution] = (),
    *,
    keep_address: bool = False,
    reason: str = "",
) -> Publication | None:
    """Publish a record's edition, whatever speaks against it.

    Only for a preview, which is rolled back, and for `publish` itself.
    """
    standing = editions.standing_of(record)
    if not facts:
        raise Refused(_("Nothing of this record may be public: check its level, its name and its clearances."))
    _mark(record, unpublished=False)
    known = standing.accepted if standing else []
    accepted = cautions.entries(found, known, by=by, why=reason, at=timezone.now())
    if standing and editions.is_whole(standing, facts) and all(entry in known for entry in accepted):
        return None
    made = supersede(record, standing, facts, by=by, kind="published", keep_address=keep_address, accepted=accepted)
    publishable(record).settled(record)
    return made


@transaction.atomic
@reading_once()
def withdraw(record: PublishableModel, by: Model, reason: str, undo_for: timedelta | None = None) -> Hold:
    """Take the record out of the catalogue at once, hold it, and return the hold.

    Works on a record that is not public too. Raises `Refused` without a reason.
    """
    hold = place_hold(record, by, reason, undo_for)
    take_down(record)
    _mark(record, unpublished=bool(editions.edition_of(record)))
    publishable(record).settled(record)
    return hold


@transaction.atomic
def place_hold(record: PublishableModel, by: Model, reason: str, undo_for: timedelta | None = None) -> Hold:
    """Keep the record from being published, and return the hold; what is public of it stays public.

    Who places it may undo it for `undo_for`, unless somebody else wants it held too. Raises `Refused` as `withdraw`.
    """
    if not reason.strip():
        raise Refused(_("Say why. The reason is kept with the record and never shown to the public."))
    catalogue.locked_edition()
    until = timezone.now() + undo_for if undo_for else None
    if (hold := editions.hold_on(record)) is None:
        made: Hold = record.holds.create(
            by=by, reason=reason.strip(), ended=editions.standing_of(record), undo_until=until
        )
        return made
    if until is None or hold.by_id != by.pk:
        hold.undo_until = None
        hold.save()
    return hold


@transaction.atomic
def narrow(record: PublishableModel, places: Places | None = None) -> bool:
    """Take away what is no longer cleared; say whether anything was. `places` as in `editions.edition_of`.

    Works on the facts of what stands, never on the record, so that no pending edit goes out.
    """
    standing = editions.standing_of(record)
    if standing is None:
        return False
    facts = editions.narrowed(record, standing, places)
    if editions.is_whole(standing, facts):
        return False
    narrowings.note(Narrowing(record, editions.kept_facts(standing), facts))
    if facts:
        supersede(record, standing, facts, by=None, kind="narrowed")
    else:
        take_down(record)
    return True


def settle(record: PublishableModel) -> None:
    """Bring everything that follows from a change of the record up to date, now or when `settling` ends."""
    waiting = _unsettled.get()
    if waiting is not None:
        waiting[type(record), record.pk] = None
        return
    # Else a publication that is being written meanwhile would be missed.
    catalogue.locked_edition()
    settle_all([record])


@contextmanager
def settling() -> Iterator[None]:
    """Run a block that writes as one transaction in which each touched record is settled once, at the end.

    The catalogue is locked from the start: a publication that somebody else is writing is waited for, not missed.
    """
    if _unsettled.get() is not None:
        yield
        return
    waiting: dict[tuple[type[PublishableModel], Any], None] = {}
    token = _unsettled.set(waiting)
    with transaction.atomic():
        try:
            catalogue.locked_edition()
            yield
        finally:
            _unsettled.reset(token)
        if not transaction.get_rollback():
            found = (model._base_manager.filter(pk=pk).first() for model, pk in waiting)
            settle_all([record for record in found if record])


def supersede(
    record: PublishableModel,
    standing: Publication | None,
    facts: Facts,
    *,
    by: Model | None,
    kind: str,
    keep_address: bool = False,
    accepted: list[dict[str, Any]] | None = None,
) -> Publication:
    """Put these facts, which are redacted already, in the place of what stands. For acts of this door alone.

    `accepted` are the cautions somebody went on with, those of what stands unless told.
    """
    room, places = publishable(record), listed_places()
    catalogue.sign(projection_id())
    title = room.title_of(facts)
    if keep_address and (why := handles.why_not_keep(standing, title)):
        raise Refused(why)
    keeps_slug = room.keeps_slug or keep_address
    drawn = handles.draw(record, title, standing, keeps_slug=keeps_slug, is_person=room.is_person)
    kept = {"facts": [fact.as_json() for fact in facts], **asdict(drawn), **room.publication_fields(record, facts)}
    kept["accepted"] = (standing.accepted if standing else []) if accepted is None else accepted
    kept["cautioned"] = bool(standing and standing.cautioned and accepted is None)
    kept["said"] = said_in([fact.value for fact in facts])
    publication: Publication = record.publications.model(record=record, title=title, kind=kind, by=by, **kept)
    # Draws the names of new pictures, which are kept with the publication: so it comes before that is saved.
    tree = room.project(facts, publication.images, places)
    if standing:
        standing.end()
        if standing.slug != publication.slug:
            room.shelf.remove(standing.slug)
    publication.save()
    forget()
    room.shelf.write(publication.slug, publication.first_published_on, tree)
    narrow_dependents(record, places)
    return publication


def take_down(record: PublishableModel) -> None:
    """Take the record out of the catalogue. For acts of this door, and for what is to be erased for good."""
    standing = editions.standing_of(record)
    if standing is None:
        return
    room, places = publishable(record), listed_places()
    standing.end()
    forget()
    narrow_dependents(record, places)
    room.shelf.remove(standing.slug)


def narrow_dependents(changed: PublishableModel, before: Places) -> None:
    """Settle every edition that depends on the listed cities and on who is seen there, after a record changed them.

    When `settling` ends, in a block of it: many records published as one act are weighed once, together.
    """
    kind = publishable(changed)
    if not (kind.is_place or kind.is_person):
        return
    found = [record for record in dependents(before, listed_places()) if record != changed]
    waiting = _unsettled.get()
    if waiting is None:
        settle_all(found)
    else:
        waiting.update(((type(record), record.pk), None) for record in found)


def dependents(before: Places, after: Places) -> list[PublishableModel]:
    """Return the published records that depend on the cities of a region in which these are not what they were."""
    # What is told of a region follows from all its countries.
    regions = hiding.changed_regions(before, after)
    near = frozenset(code for code in countries.CODES if countries.region(code) in regions)
    # Who is seen in a city matters to those alone whose own city is hidden.
    hidden = hiding.without_guests(before) == hiding.without_guests(after)
    return [record for kind in publishables() if near for record in kind.hosted_in(near, hidden=hidden)]


@reading_once()
def settle_all(records: Iterable[PublishableModel]) -> None:
    """Bring some records up to date, and whatever depends on them, in one pass: cities, then people.

    Who is seen in which city follows from the cities and from each person's own decisions. So it is known of all before
    the first is narrowed, and what is told of a stay without its city never depends on whose turn it is.
    """
    people: dict[tuple[type[PublishableModel], Any], PublishableModel] = {}
    for record in records:
        if publishable(record).is_person:
            people[type(record), record.pk] = record
        else:
            _settle_one(record)
    coming: dict[str, tuple[ToldStay, ...]] = {}
    new, before = list(people.values()), listed_places() if people else {}
    while new:
        coming |= {str(record.pk): _stays_left(record, before) for record in new}
        with telling(coming):
            found = dependents(before, listed_places())
        new = [record for record in found if (type(record), record.pk) not in people]
        people |= {(type(record), record.pk): record for record in new}
    with telling(coming):
        for record in people.values():
            _settle_one(record)


def _settle_one(record: PublishableModel) -> None:
    places: Places | None = listed_places()
    if narrow(record, places):
        places = None  # may be others by now
    _mark(record, unpublished=editions.has_unpublished_changes(record, places))
    publishable(record).settled(record)


def _stays_left(record: PublishableModel, places: Places | None = None) -> tuple[ToldStay, ...]:
    """Return the stays that the record's edition will tell when it is narrowed."""
    kind, standing = publishable(record), editions.standing_of(record)
    return kind.told_stays(record, editions.narrowed(record, standing, places)) if standing else ()


def moves_others(record: PublishableModel) -> bool:
    """Say whether narrowing the record changes who is seen where, on which the editions of others depend."""
    standing = editions.standing_of(record)
    if standing is None:
        return False
    told = publishable(record).told_stays(record, editions.kept_facts(standing))
    return [stay for stay in told if not stay.is_hidden] != [s for s in _stays_left(record) if not s.is_hidden]


def _mark(record: PublishableModel, *, unpublished: bool) -> None:
    # Bookkeeping of the machine: no new version, no settling.
    models.QuerySet(type(record)).filter(pk=record.pk).update(unpublished=unpublished)
    record.unpublished = unpublished
