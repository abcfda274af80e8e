"""What the catalogue tables of every room share, and the one row that names the catalogue's state."""

import uuid
from typing import Any, ClassVar

from django.db import models

# A digest is a sum of row digests modulo this, so that one changed row costs one addition.
DIGEST_MODULUS = 2**256
EMPTY = "0" * 64


class Edition(models.Model):
    """The state of the whole catalogue, in one row.

    `serial` never repeats and is only ever a cache key. `digest` is a function of the catalogue's contents
    alone: equal catalogues have equal digests, whatever happened before. `projection` names the software that wrote
    it: another one may write the same facts otherwise.
    """

    serial = models.UUIDField(default=uuid.uuid4, unique=True)
    digest = models.CharField(max_length=64, default=EMPTY)
    projection = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return self.digest[:12]

    @property
    def is_unsigned(self) -> bool:
        """Say whether nothing was published yet: whoever publishes first notes by which software."""
        return self.digest == EMPTY and not self.projection

    @classmethod
    def current(cls) -> "Edition":
        """Return the one row; an unsaved one before anything was published."""
        return cls.objects.order_by("pk").first() or cls()

    def replace(self, old: str, new: str) -> None:
        """Exchange one row's digest for another; an empty text stands for no row."""
        total = int(self.digest, 16) - int(old or "0", 16) + int(new or "0", 16)
        self.digest = f"{total % DIGEST_MODULUS:064x}"
        self.serial = uuid.uuid4()


class CatalogueRow(models.Model):
    """What one published record is to the public: found by its slug, never by a number."""

    slug = models.CharField(max_length=80, unique=True)
    first_published_on = models.DateField()
    digest = models.CharField(max_length=64)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.slug


class PublicRendition(models.Model):
    """One size and format of a published picture, under a random name."""

    name = models.CharField(max_length=20, unique=True)
    format = models.CharField(max_length=4)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    body = models.BinaryField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.name}.{self.format}"
