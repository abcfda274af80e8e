"""What was uploaded to be imported, and what undoing it would take."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Import(models.Model):
    """One import of spreadsheets: proposed, then committed or discarded, and perhaps undone.

    The rows are kept while it waits, what stood in the records before while it can be undone; neither longer.
    """

    class State(models.TextChoices):
        """How far it went."""

        PROPOSED = "proposed", _("waits for confirmation")
        COMMITTED = "committed", _("imported")
        UNDONE = "undone", _("undone")
        DISCARDED = "discarded", _("discarded")

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"), editable=False
    )
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PROPOSED, editable=False, db_index=True
    )
    ended_at = models.DateTimeField(_("confirmed or discarded at"), null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"), editable=False
    )
    # How many records of each kind were added and changed, and how many rows were refused.
    counts = models.JSONField(_("counts"), default=dict, editable=False)
    # The lines of each sheet, and what a dry run said of them; empty once the import has ended.
    sheets = models.JSONField(default=dict, editable=False)
    report = models.JSONField(default=list, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    # What undoing takes: dumps of changed records, and the new ones with their versions; empty once undone.
    snapshot = models.JSONField(default=dict, editable=False)

    class Meta:
        ordering = ("-at", "-pk")
        default_permissions: ClassVar[tuple[str, ...]] = ("view",)
        permissions = (
            ("import_records", _("Can import spreadsheets and undo imports")),
            ("export_records", _("Can export records as spreadsheets")),
        )

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
