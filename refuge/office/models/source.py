"""Where statements come from."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from refuge.core.fields import PartialDateField
from refuge.core.text_fields import LongTextField, OneLineField, WebAddressField
from refuge.core.texts import web_address
from refuge.office.records import Record


class Source(Record):
    """Where a statement comes from. One source may support many records."""

    title = OneLineField(
        _("title"),
        max_length=300,
        blank=True,
        help_text=_("Public. As printed; left empty, the host name of the address is shown: “norskpen.no”."),
    )
    url = WebAddressField(_("address"), max_length=2000, blank=True, help_text=_("Public. Starts with http or https."))
    publisher = OneLineField(_("publisher"), max_length=200, blank=True, help_text=_("Public. “Norwegian PEN”"))
    dated = PartialDateField(_("date"), blank=True, help_text=_("Public. “2009-01-03”, “2009”"))
    note = LongTextField(_("note"), blank=True, help_text=_("Public. What the source says: “Arrival in 2001.”"))

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
