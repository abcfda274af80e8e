"""Of what coordinators were told by mail, so that nobody is told twice."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from writers.models.life import Residency


class Reminder(models.Model):
    """One event of a stay that one coordinator is told of. No record: nobody edits it, and it goes with the stay.

    It is claimed before the mail goes and marked after, so that two runs at once never tell the same.
    """

    class Kind(models.TextChoices):
        """What happened to the stay."""

        SILENT = "silent", _("no word for six months")
        ENDING = "ending", _("the planned end comes near")
        OVER = "over", _("the planned end has passed")

    # Without accessors: what was told stands in nobody's way who takes back or deletes a stay.
    stay = models.ForeignKey(Residency, models.CASCADE, related_name="+", editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", editable=False)
    kind = models.CharField(max_length=6, choices=Kind.choices, editable=False)
    day = models.DateField(editable=False)
    claimed_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        default_permissions: ClassVar[tuple[str, ...]] = ()
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(fields=["stay", "user", "kind", "day"], name="writers_reminder_once"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day}"
