"""Writes editions into the catalogue's flat tables, reads them back, and keeps the digest of the whole."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F

from refuge.core.models import CatalogueRow, Edition, PublicRendition

ONLY = 1  # the primary key of the one row, so that two processes cannot each make a first one
# An edition as plain data: the row's columns, and under the name of each child table a list of rows.
Tree = dict[str, Any]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else getattr(value, "stored", str(value))


def fingerprint(data: Any) -> str:
    """Return the SHA-256, in hexadecimal, of plain data; partial dates and days count as their text."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Shelf:
    """The catalogue tables of one kind of record: a row table and its child tables, by related name.

    `body_of` returns the bytes of a rendition by their SHA-256; the record side keeps them.
    """

    model: type[CatalogueRow]
    children: tuple[str, ...] = ()
    body_of: Callable[[str], bytes] | None = None

    def write(self, slug: str, first_published_on: date, tree: Tree) -> None:
        """Put an edition on the shelf in place of what stood under the same slug."""
        row = self.model.objects.filter(slug=slug).first()
        new, old = row is None, "" if row is None else row.digest
        digest = fingerprint([self.model._meta.label, slug, first_published_on, tree])
        columns = {name: value for name, value in tree.items() if name not in self.children}
        columns |= {"first_published_on": first_published_on, "digest": digest}
        row = row or self.model(slug=slug)
        for name, value in columns.items():
            setattr(row, name, value)
        row.save(force_insert=new, force_update=not new)
        for name in self.children:
            if not new:
                getattr(row, name).all().delete()
            self._write_children(row, name, tree.get(name, []))
        replace_digest(old, digest)

    def _write_children(self, row: CatalogueRow, name: str, items: Iterable[Mapping[str, Any]]) -> None:
        manager = getattr(row, name)
        manager.bulk_create(
            manager.model(**{manager.field.name: row}, position=position, **self._with_body(manager.model, item))
            for position, item in enumerate(items)
        )

    def _with_body(self, model: type[models.Model], item: Mapping[str, Any]) -> dict[str, Any]:
        if issubclass(model, PublicRendition) and self.body_of is not None:
            return {**item, "body": self.body_of(item["sha256"])}
        return dict(item)

    def remove(self, slug: str) -> None:
        """Take an edition off the shelf, images and all."""
        row = self.model.objects.filter(slug=slug).first()
        if row is not None:
            replace_digest(row.digest, "")
            row.delete()

    def clear(self) -> None:
        """Empty the shelf."""
        for slug in self.model.objects.values_list("slug", flat=True):
            self.remove(slug)

    def differs(self, slug: str, first_published_on: date, tree: Tree) -> bool:
        """Say whether what stands under the slug is anything but this edition, column by column."""
        row = self.model.objects.filter(slug=slug).first()
        if row is None or row.first_published_on != first_published_on:
            return True
        expected = {name: value for name, value in tree.items() if name not in self.children}
        stored: Tree = {name: getattr(row, name) for name in expected}
        for name in self.children:
            expected[name] = tree.get(name, [])
            stored[name] = self._read_children(row, name, expected[name])
        digest = fingerprint([self.model._meta.label, slug, first_published_on, tree])
        return fingerprint(stored) != fingerprint(expected) or row.digest != digest

    def _read_children(self, row: CatalogueRow, name: str, like: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
        columns = like[0].keys() if like else ("position",)
        rows = []
        for place, child in enumerate(getattr(row, name).order_by("position")):
            said = {column: getattr(child, column) for column in columns}
            if isinstance(child, PublicRendition) and child.sha256 != hashlib.sha256(bytes(child.body)).hexdigest():
                said["sha256"] = ""
            # Rows that share a place, or leave one free, stand in no order.
            rows.append(said if child.position == place else said | {"position": child.position})
        return rows


class ShelfChild(models.Model):
    """A row of a child table; `position` is its place in the edition's own order."""

    position = models.PositiveIntegerField()

    class Meta:
        abstract = True
        ordering = (F("position").asc(),)


def locked_edition() -> Edition:
    """Return the one `Edition` row, locked until the transaction ends: publishing happens one act at a time.

    It is locked by writing to it: SQLite knows no other way, and lets a transaction that has only read before it
    writes fail where one that begins by writing waits.
    """
    if not Edition.objects.filter(pk=ONLY).update(digest=F("digest")):
        Edition.objects.get_or_create(pk=ONLY)
    return Edition.objects.get(pk=ONLY)


def sign(projection: str) -> None:
    """Note in an empty catalogue by which version of the software it is written; `rebuild` notes it in any other."""
    edition = locked_edition()
    if edition.is_unsigned:
        edition.projection = projection
        edition.save()


def replace_digest(old: str, new: str) -> None:
    """Exchange one row's digest for another in the digest of the whole catalogue."""
    edition = locked_edition()
    edition.replace(old, new)
    edition.save()


def digest_of(shelves: Iterable[Shelf]) -> str:
    """Return what `Edition.digest` ought to be, from the rows themselves."""
    edition = Edition()
    for shelf in shelves:
        for digest in shelf.model.objects.values_list("digest", flat=True):
            edition.replace("", digest)
    return edition.digest
