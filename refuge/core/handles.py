"""Draws the addresses of published records: slugs and the random names of images.

They are drawn at first publication and kept privately with it. A slug is never given to a second person, and that
of a person ends in random symbols from the first day (`gao-ertai-7k2m`), so that they say nothing about anybody else.
"""

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from refuge.core.folding import slug as slug_of

# No vowels and no look-alikes: a random name spells no word and survives being read aloud.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
SUFFIX = 4


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


def draw(record: Any, title: str, standing: Any | None, *, keeps_slug: bool, is_person: bool) -> Handles:
    """Return the handles for an edition whose published title is `title` (empty: no page of its own).

    The same record under the same title gets back what it had. Under another title it gets new handles and
    a new day, for anything kept would link the two names; `keeps_slug` is for what is no person, and for a name of
    which only the spelling was corrected.
    """
    if standing is not None and (keeps_slug or standing.title == title):
        return Handles(standing.slug, ImageNames(standing.images), standing.first_published_on)
    if last := _last(record, title, keeps_slug=keeps_slug):
        return Handles(last.slug, ImageNames(last.images), last.first_published_on)
    return Handles(_new_slug(record, title, is_person=is_person), ImageNames(), timezone.localdate())


def why_not_keep(standing: Any | None, title: str) -> str:
    """Return why an edition of this title cannot keep the address of what stands, in words for staff; empty if it can.

    Keeping it says that this is the same person, whose name only had its spelling corrected.
    """
    if standing is None or not (standing.title and title) or standing.title == title:
        return _("The address cannot be kept: no other name of this person is public now.")
    if not standing.name_is_cleared():
        return _("The address cannot be kept: the person no longer agrees to the name that is public now.")
    last = _last(standing.record, title, keeps_slug=False)
    if last is not None and last.slug == standing.slug:
        return _("The address stays as it is: this spelling has had it before.")
    return ""


def _last(record: Any, title: str, *, keeps_slug: bool) -> Any | None:
    """Return the last publication whose handles an edition of this title gets back, or None."""
    earlier = record.publications.order_by("-at", "-pk")
    return (earlier if keeps_slug else earlier.filter(title=title).exclude(title="")).first()


def _new_slug(record: Any, title: str, *, is_person: bool) -> str:
    if not title:
        return token()
    name = slug_of(title)
    slug = f"{name}-{token(SUFFIX)}" if is_person else name
    publications = record.publications.model._base_manager
    while publications.filter(slug=slug).exists():
        slug = f"{name}-{token(SUFFIX)}"
    return slug
