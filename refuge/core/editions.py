"""What stands of a record, and what may: the publication, the edition, and what narrowing would leave."""

from typing import Any

from django.utils import timezone

from refuge.core import cautions
from refuge.core.hiding import Places
from refuge.core.publishables import Facts, Hold, Publication, PublishableModel, listed_places, publishable
from refuge.core.redaction import redact
from refuge.core.scopes import Level


def standing_of(record: PublishableModel) -> Publication | None:
    """Return the record's standing publication, or None."""
    return record.publications.filter(standing=True).first()


def hold_on(record: PublishableModel) -> Hold | None:
    """Return the hold that stands on the record, or None."""
    return record.holds.filter(lifted_at=None).first()


def kept_facts(publication: Publication) -> Facts:
    """Return the facts a publication was made of, as far as they can be read."""
    return _kind_of(publication).read(publication).facts


def edition_of(record: PublishableModel, places: Places | None = None) -> Facts:
    """Return what of the record as it stands may be public today, beside these listed cities; those of now unless told.

    To whoever knows them they need not be read again.
    """
    kind = publishable(record)
    places = listed_places() if places is None else places
    return redact(kind.facts_of(record), kind.clearances_of(record), places, timezone.localdate())


def narrowed(record: PublishableModel, publication: Publication, places: Places | None = None) -> Facts:
    """Return what is left of a publication under the clearances and cities of today; a raised level waits.

    What a row said that is no longer the record's, and what cannot be read, is not left. `places` as in `edition_of`.
    """
    kind = publishable(record)
    decisions = kind.clearances_of(record).up_to(publication.level)
    there = kind.still_there(record, kept_facts(publication))
    places = listed_places() if places is None else places
    left = redact(there, decisions, places, timezone.localdate())
    # A page whose name cannot be read does not become a row without one, beside which the name is remembered.
    nameless = decisions.level == Level.NAMED and not kind.title_of(left)
    left = cautions.without(record, left, publication)
    return left if kind.is_complete(left) and not nameless else ()


def is_whole(publication: Publication, facts: Facts) -> bool:
    """Say whether these facts are all that a publication keeps."""
    kept = _kind_of(publication).read(publication)
    return kept.facts == facts and not kept.unreadable


def _kind_of(publication: Any) -> Any:
    return publishable(type(publication)._meta.get_field("record").related_model)


def has_unpublished_changes(record: PublishableModel, places: Places | None = None) -> bool:
    """Say whether publishing now would change what the public reads. `places` as in `edition_of`."""
    standing, edition = standing_of(record), edition_of(record, places)
    return not is_whole(standing, edition) if standing else bool(edition)
