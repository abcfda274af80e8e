"""Pictures: private originals, and their renditions bare of metadata."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils import timezone

from refuge.core import images
from refuge.core.catalogue import fingerprint


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


def are_renditions(kept: Any) -> bool:
    """Say whether plain data is what `renditions_of` returns, at least one."""
    return bool(kept) and all(
        [type(rendition[name]) for name in ("format", "width", "height", "sha256")] == [str, int, int, str]
        for rendition in kept
    )


def identity_of(renditions: Iterable[dict[str, Any]]) -> str:
    """Return what stands for a picture in facts and clearances: a SHA-256 over those of its renditions."""
    return fingerprint([rendition["sha256"] for rendition in renditions])


def rendition_body(sha256: str) -> bytes:
    """Return the bytes of a rendition by their SHA-256."""
    return bytes(PictureRendition.objects.filter(sha256=sha256).values_list("body", flat=True)[0])
