"""Draws the addresses of published records: slugs and the random names of images.

They are drawn at first publication and kept privately with it. A slug is never given to a second person.
"""

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from refuge.core.folding import slug as slug_of

# No vowels and no look-alikes: a random name spells no word and survives being read aloud.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"


def token(length: int = 13) -> str:
    """Return a random name; 13 symbols are 61 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


class ImageNames(dict[str, str]):
    """Random names by the SHA-256 of a rendition; a name is drawn when it is first asked for."""

    def __missing__(self, key: str) -> str:
        self[key] = token()
        return self[key]


@dataclass(frozen=True, slots=True)
class Handles:
    """What leads to a publication."""

    slug: str
    images: ImageNames
    first_published_on: date


def draw(record: Any, title: str, standing: Any | None, *, keeps_slug: bool) -> Handles:
    """Return the handles for an edition whose published title is `title` (empty: no page of its own).

    The same record under the same title gets back what it had. Under another title it gets new handles and
    a new day, for anything kept would link the two names; `keeps_slug` is for records that are no person.
    """
    if standing is not None and (keeps_slug or standing.title == title):
        return Handles(standing.slug, ImageNames(standing.images), standing.first_published_on)
    earlier = record.publications.order_by("-at", "-pk")
    if not keeps_slug:
        earlier = earlier.filter(title=title).exclude(title="")
    if last := earlier.first():
        return Handles(last.slug, ImageNames(last.images), last.first_published_on)
    return Handles(_new_slug(record, title), ImageNames(), timezone.localdate())


def _new_slug(record: Any, title: str) -> str:
    if not title:
        return token()
    slug = slug_of(title)
    publications = record.publications.model._base_manager
    while publications.filter(slug=slug).exists():
        slug = f"{slug_of(title)}-{token(4)}"
    return slug
