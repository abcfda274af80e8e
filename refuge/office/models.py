"""Accounts, sources and pictures, and what the publications and holds of every room have in common."""

import hashlib
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.core import images
from refuge.core.fields import PartialDateField
from refuge.core.text_fields import WebAddressField
from refuge.core.texts import web_address
from refuge.office.records import Record


class User(AbstractUser):
    """A member of staff or a city coordinator."""

    class Meta(AbstractUser.Meta):
        pass


class Source(Record):
    """Where a statement comes from. One source may support many records."""

    title = models.CharField(
        _("title"),
        max_length=300,
        blank=True,
        help_text=_("Public. As printed; left empty, the host name of the address is shown: “norskpen.no”."),
    )
    url = WebAddressField(_("address"), max_length=2000, blank=True, help_text=_("Public. Starts with http or https."))
    publisher = models.CharField(_("publisher"), max_length=200, blank=True, help_text=_("Public. “Norwegian PEN”"))
    dated = PartialDateField(_("date"), blank=True, help_text=_("Public. “2009-01-03”, “2009”"))
    note = models.TextField(_("note"), blank=True, help_text=_("Public. What the source says: “Arrival in 2001.”"))

    class Meta(Record.Meta):
        ordering = ("title", "url")
        constraints = (
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(title="") | ~Q(url=""),
                name="office_source_says_where",
                violation_error_message=_("Give a title, an address, or both."),
            ),
        )

    def __str__(self) -> str:
        return self.title or self.url

    def is_cited(self) -> bool:
        """Say whether any record cites this source; a cited one cannot be deleted."""
        return any(
            relation.related_model._base_manager.filter(**{relation.field.name: self}).exists()
            for relation in self._meta.related_objects
            if relation.many_to_many
        )

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete an uncited source; raises ProtectedError for a cited one."""
        if self.is_cited():
            raise models.ProtectedError("Records cite this source.", {self})
        return super().delete(*args, **kwargs)


def cite(source: Source) -> dict[str, str]:
    """Return a source as plain data, as facts carry it. No other address than that of a page ever leaves the record."""
    return {
        "title": source.title,
        "url": web_address(source.url),
        "publisher": source.publisher,
        "dated": source.dated.stored if source.dated else "",
        "note": source.note,
    }


def cited(record: Any) -> list[dict[str, str]]:
    """Return a record's sources as plain data, in an order that depends on what they say alone."""
    return sorted((cite(source) for source in record.sources.all()), key=lambda source: tuple(source.values()))


class Picture(models.Model):
    """An uploaded original and its renditions. Never changed: another picture is another row."""

    digest = models.CharField(max_length=64, unique=True, editable=False)
    original = models.BinaryField()
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"picture {self.pk}"

    @classmethod
    def keep(cls, original: bytes) -> "Picture":
        """Return the row for these bytes, made with its renditions when they are new.

        Raises ValidationError for anything that is not a sound JPEG, PNG or WebP picture.
        """
        digest = hashlib.sha256(original).hexdigest()
        known = cls.objects.filter(digest=digest).first()
        if known:
            return known
        made = images.renditions(original)
        # Somebody else may be uploading the same file at this moment.
        picture, new = cls.objects.get_or_create(digest=digest, defaults={"original": original})
        if not new:
            return picture
        PictureRendition.objects.bulk_create(
            PictureRendition(
                picture=picture,
                format=rendition.format,
                width=rendition.width,
                height=rendition.height,
                sha256=hashlib.sha256(rendition.body).hexdigest(),
                body=rendition.body,
            )
            for rendition in made
        )
        return picture


class PictureRendition(models.Model):
    """One size and format of a picture, bare of metadata."""

    picture = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")
    format = models.CharField(max_length=4)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    body = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.width} {self.format}"


def renditions_of(picture_id: int) -> list[dict[str, Any]]:
    """Return a picture's renditions as plain data without their bytes, as a fact carries them."""
    rows = PictureRendition.objects.filter(picture=picture_id).order_by("width", "format")
    return [dict(row) for row in rows.values("format", "width", "height", "sha256")]


def rendition_body(sha256: str) -> bytes:
    """Return the bytes of a rendition by their SHA-256."""
    return bytes(PictureRendition.objects.filter(sha256=sha256).values_list("body", flat=True)[0])


class Publication(models.Model):
    """A dated, private note of what was made public: its facts, its handles, who did it. Never edited, only ended.

    Each room adds `record`, the foreign key to what was published.
    """

    class Kind(models.TextChoices):
        """Why there is a new publication."""

        PUBLISHED = "published", _("published")
        NARROWED = "narrowed", _("narrowed")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    facts = models.JSONField()
    title = models.CharField(max_length=300, blank=True)

    slug = models.CharField(max_length=80, db_index=True)
    images = models.JSONField(default=dict)
    first_published_on = models.DateField()

    standing = models.BooleanField(default=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ("-at", "-pk")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(
                fields=["record"], condition=Q(standing=True), name="%(app_label)s_%(class)s_one_stands"
            ),
            models.CheckConstraint(
                condition=Q(standing=True, ended_at__isnull=True) | Q(standing=False, ended_at__isnull=False),
                name="%(app_label)s_%(class)s_stands_or_ended",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"

    def end(self) -> None:
        """Note that this publication no longer stands."""
        self.standing, self.ended_at = False, timezone.now()
        self.save(update_fields=["standing", "ended_at"])


class Hold(models.Model):
    """Keeps a withdrawn record from being published until a publisher lifts it. Each room adds `record`."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField()

    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lift_reason = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ("-at",)
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(
                fields=["record"], condition=Q(lifted_at__isnull=True), name="%(app_label)s_%(class)s_one_stands"
            ),
        )

    def __str__(self) -> str:
        return self.reason


def not_in_future(day: Any) -> None:
    """Refuse a day that has not come yet."""
    if day and day > timezone.localdate():
        raise ValidationError(_("This day has not come yet."))
