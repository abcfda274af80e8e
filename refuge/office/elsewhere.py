"""Says where else in public a person is named, to those who take the person off: with links, and how to go on."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from refuge.core.publishables import publishable
from refuge.office.mentions import Mention, public_mentions


@dataclass(frozen=True)
class Place:
    """A public place that names the person: what it is, its page in the office, what it says there, by field."""

    kind: str
    name: str
    page: str
    said: tuple[tuple[str, str], ...]


def named_elsewhere(records: Collection[Any], names: Iterable[str]) -> list[Place]:
    """Return every other public place that has one of these names, as staff find it."""
    return [_place(mention) for mention in public_mentions(records, names)]


def _place(mention: Mention) -> Place:
    options: Any = mention.record._meta
    page = reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[mention.record.pk])
    return Place(str(options.verbose_name), str(mention.record), page, mention.said)


def still_named(places: Iterable[Place]) -> str:
    """Return what is told whoever has just withdrawn somebody; empty where nothing else names them."""
    links = format_html_join(", ", '<a href="{}"><bdi>{}</bdi></a>', ((place.page, place.name) for place in places))
    words = _("Other public pages still name this person: {}. Take the name out there and publish, or withdraw.")
    return format_html(words, links) if links else ""


@dataclass(frozen=True)
class PublicPlace:
    """Such a place as the public reads it, for whoever has no page in the office: every word of it is public."""

    kind: str
    name: str
    address: str
    said: tuple[tuple[str, str], ...]
    record: Any


def named_in_public(record: Any, names: Iterable[str]) -> list[PublicPlace]:
    """Return every other public page that has one of these names, as readers find it."""
    return [_as_read(mention) for mention in public_mentions([record], names) if mention.publication]


def _as_read(mention: Mention) -> PublicPlace:
    # What the record is called may have been changed since, and that nobody has published.
    publication, kind = mention.publication, str(mention.record._meta.verbose_name)
    return PublicPlace(kind, publication.title, _address(mention), mention.said, mention.record)


def _address(mention: Mention) -> str:
    """Return the address of the public page; empty where there is none, or where this machine serves none."""
    rows: Any = publishable(mention.record).shelf.model
    row = rows.objects.get(slug=mention.publication.slug)
    try:
        return str(row.get_absolute_url() if hasattr(row, "get_absolute_url") else reverse("history"))
    except NoReverseMatch:
        return ""
