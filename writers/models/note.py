"""What a city writes to the staff of the network."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import City
from refuge.office.records import Record
from writers.models.life import Residency


class Note(Record):
    """A word from a city to staff, about one of its guests or about anything; never public, and part of no edition."""

    city = models.ForeignKey(City, models.CASCADE, related_name="notes", verbose_name=_("city"), editable=False)
    # With the stay goes what was said of it.
    stay = models.ForeignKey(
        Residency, models.CASCADE, null=True, related_name="notes", verbose_name=_("stay"), editable=False
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"), editable=False
    )
    at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    text = models.TextField(_("text"), max_length=4000, editable=False)
    remark = models.CharField(
        _("what was done about it"), max_length=300, blank=True, help_text=_("For your colleagues; no city reads it.")
    )
    read_on = models.DateField(
        _("dealt with on"), null=True, blank=True, help_text=_("Fill it in, and the note is no longer a task.")
    )

    class Meta(Record.Meta):
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
