"""What nobody may ever publish."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from refuge.core.publishables import PublishableModel
from refuge.office.records import Record
from writers.models.writer import Writer


class Dossier(Record):
    """What must never be published: nothing leads from here to a fact, and nothing leads here from a writer."""

    writer = models.OneToOneField(Writer, models.PROTECT, related_name="+", verbose_name=_("writer"))
    legal_name = models.CharField(_("legal name"), max_length=200, blank=True)
    contact = models.TextField(_("contact"), blank=True)
    address = models.TextField(_("address"), blank=True)
    risks = models.TextField(_("risks"), blank=True)

    # History says that somebody changed these and when, never what they said.
    unrecorded = ("legal_name", "contact", "address", "risks")

    class Meta(Record.Meta):
        default_permissions = ("add", "change", "delete", "view")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    def roots(self) -> Iterable[PublishableModel]:
        """Return the writer: what is public of them must not say the legal name from now on."""
        return (self.writer,)
