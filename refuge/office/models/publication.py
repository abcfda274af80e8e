"""What the publications and holds of every room have in common."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.core.clearances import NOT_A_PERSON


class Publication(models.Model):
    """A dated, private note of what was made public: its facts, its handles, who did it. Never edited, only ended.

    Each room adds `record`, the foreign key to what was published.
    """

    class Kind(models.TextChoices):
        """Why there is a new publication."""

        PUBLISHED = "published", _("published")
        NARROWED = "narrowed", _("narrowed")
        RESTORED = "restored", _("put back as it was")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    facts = models.JSONField()
    title = models.CharField(max_length=300, blank=True)
    # With which cautions somebody went on, who and why: see refuge/core/cautions.py.
    accepted = models.JSONField(default=list)
    # The words it says, in all their forms: whoever looks for one finds by it which publications to read.
    said = models.TextField(default="")
    # It says by now what must not be read, and nobody gave a reason for that.
    cautioned = models.BooleanField(default=False)

    slug = models.CharField(max_length=80, db_index=True)
    images = models.JSONField(default=dict)
    first_published_on = models.DateField()

    # How much of a person it shows; a room whose records are persons keeps it in a column.
    level: Any = NOT_A_PERSON.level

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

    def name_is_cleared(self) -> bool:
        """Say whether the person agrees today to the name under which this was published; no where it is no person."""
        return False

    @property
    def reasons(self) -> list[str]:
        """Why somebody went on in spite of cautions, each reason once."""
        return list(dict.fromkeys(entry["why"] for entry in self.accepted))

    def end(self) -> None:
        """Note that this publication no longer stands."""
        self.standing, self.ended_at = False, timezone.now()
        self.save(update_fields=["standing", "ended_at"])


class Hold(models.Model):
    """Keeps a record from being published until a publisher lifts it.

    Each room adds `record`, and `ended`: the publication that stood when the hold was placed.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField()
    # Until then who placed it may undo it, and what it took down with it.
    undo_until = models.DateTimeField(null=True)

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

    def lift(self, by: Any, reason: str) -> None:
        """Note who lifted it, and why."""
        self.lifted_by, self.lifted_at, self.lift_reason = by, timezone.now(), reason
        self.save()


def not_in_future(day: Any) -> None:
    """Refuse a day that has not come yet."""
    if day and day > timezone.localdate():
        raise ValidationError(_("This day has not come yet."))
