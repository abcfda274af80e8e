"""Proves, narrows and rebuilds the catalogue from the publications that stand."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from refuge.core import rechecking
from refuge.core.catalogue import Tree, digest_of, locked_edition
from refuge.core.cautions import left_standing
from refuge.core.editions import is_whole, kept_facts, narrowed
from refuge.core.models import Edition
from refuge.core.narrowings import noting_narrowings
from refuge.core.publishables import Publishable, listed_places, projection_id, publishables
from refuge.core.publishing import moves_others, settle, settle_all
from refuge.core.reading import reading_once

REBUILD = "The catalogue was written by another version of the software: run manage.py catalogue --rebuild."


def _standing(kind: Publishable[Any]) -> Iterator[tuple[Any, Any]]:
    records: Any = kind.record._base_manager
    for record in records.filter(publications__standing=True).order_by("pk"):
        yield record, record.publications.get(standing=True)


def _tree(kind: Publishable[Any], publication: Any) -> Tree:
    return kind.project(kept_facts(publication), publication.images, listed_places())


def is_outdated() -> bool:
    """Say whether the catalogue was written by another projection than the software has now."""
    edition = Edition.current()
    return not edition.is_unsigned and edition.projection != projection_id()


@transaction.atomic
@reading_once()
def check() -> list[str]:
    """Return what is wrong with the catalogue, one sentence each; an empty list when all is well.

    A sentence names kinds and numbers of records, never a person.
    """
    problems = []
    for kind in publishables():
        name = kind.record._meta.verbose_name
        slugs = set()
        for record, publication in _standing(kind):
            slugs.add(publication.slug)
            unreadable = sorted(set(kind.read(publication).unreadable))
            if unreadable:
                what = ", ".join(f"“{word}”" if word else "an unknown kind" for word in unreadable)
                problems.append(f"{name} {record.pk} keeps facts that cannot be read: {what}. Run --narrow.")
            if not is_whole(publication, narrowed(record, publication)):
                if not unreadable:
                    problems.append(f"{name} {record.pk} shows something that is no longer cleared. Run --narrow.")
                # What it kept is not what it may show: of that alone the catalogue's rows can be made.
                continue
            problems += _said_too_much(record, publication)
            if kind.shelf.differs(publication.slug, publication.first_published_on, _tree(kind, publication)):
                problems.append(f"{name} {record.pk} is not shown as it was published. Run --rebuild.")
        extra = kind.shelf.model.objects.exclude(slug__in=slugs).count()
        if extra:
            problems.append(f"{extra} rows of the catalogue stand for no published {name}. Run --rebuild.")
    if Edition.current().digest != digest_of(kind.shelf for kind in publishables()):
        problems.append("The digest of the catalogue is not the sum of its rows. Run --rebuild.")
    if problems and is_outdated():
        problems.insert(0, REBUILD)
    return problems


def _said_too_much(record: Any, publication: Any) -> list[str]:
    left = left_standing(record, kept_facts(publication), publication)
    kind = record._meta.verbose_name
    return [f"{kind} {record.pk} says what must not be read, in {len(left)} places: see its page."] if left else []


def narrow_all() -> int:
    """Take away whatever is no longer cleared, also what raw SQL did; return how many editions changed."""
    with noting_narrowings() as narrowings:
        for kind in publishables():
            if kind.is_person:
                _narrow_who_is_seen(kind)
            records: Any = kind.record._base_manager.order_by("pk")
            for pk in list(records.values_list("pk", flat=True)):
                with transaction.atomic():
                    locked_edition()
                    # Read when its turn comes: it may have been published, or deleted, since the first was narrowed.
                    record = records.filter(pk=pk).first()
                    if record is not None:
                        rechecking.note_words(record)
                        settle(record)
    # Some were narrowed in the turn of another, on whom they depend.
    return len({(type(one.record), one.record.pk) for one in narrowings})


@transaction.atomic
def _narrow_who_is_seen(kind: Publishable[Any]) -> None:
    """Narrow those of whom another city, or none, is told from today, since others depend on it."""
    locked_edition()
    settle_all(record for record, _publication in _standing(kind) if moves_others(record))


@transaction.atomic
def rebuild() -> int:
    """Write the whole catalogue anew from the standing publications, cities first; return how many there are.

    Narrows before it writes: a rebuild shows nothing that is no longer cleared.
    """
    narrow_all()
    for kind in reversed(publishables()):
        kind.shelf.clear()
    # Rows that reached the tables past the shelf may have spoilt the sum, so it starts from nothing.
    Edition.objects.all().delete()
    written = 0
    for kind in publishables():
        for _record, publication in _standing(kind):
            kind.shelf.write(publication.slug, publication.first_published_on, _tree(kind, publication))
            written += 1
    edition = locked_edition()
    edition.projection = projection_id()
    edition.save()
    return written
