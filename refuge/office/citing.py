"""A form that takes sources by their web addresses, pasted one on a line: no second window, no search."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from refuge.office.forms import RecordForm
from refuge.office.models import Source

MOST_AT_ONCE = 20


class CitingForm(RecordForm):
    """A record with sources: chosen among those that are known, or given by address."""

    addresses = forms.CharField(
        label=gettext_lazy("new sources, by address"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "addresses", "dir": "ltr", "autocomplete": "off"}),
        help_text=gettext_lazy("One web address on each line. One that is known already is not entered twice."),
    )

    def clean_addresses(self) -> list[str]:
        """Return the addresses; says which line is none."""
        lines = [line.strip() for line in self.cleaned_data["addresses"].splitlines()]
        typed = [(number, line) for number, line in enumerate(lines, 1) if line]
        if len(typed) > MOST_AT_ONCE:
            raise ValidationError(_("At most %(most)d addresses at once.") % {"most": MOST_AT_ONCE})
        column, addresses, wrong = Source._meta.get_field("url"), [], []
        for number, line in typed:
            address = line if "://" in line else f"https://{line}"
            try:
                addresses.append(column.clean(address, None))
            except ValidationError as error:
                said = {"number": number, "line": line[:80], "error": " ".join(error.messages)}
                wrong.append(ValidationError(_("Line %(number)d, “%(line)s”: %(error)s") % said))
        if wrong:
            raise ValidationError(wrong)
        return list(dict.fromkeys(addresses))

    def _save_m2m(self) -> None:
        super()._save_m2m()  # type: ignore[misc]  # not in Django's stubs
        self.cite(self.instance, self.cleaned_data.get("addresses") or ())

    @staticmethod
    def cite(record: Any, addresses: Iterable[str]) -> None:
        """Add the sources with these addresses to a record, known or new."""
        for address in addresses:
            known = Source.objects.filter(url=address).order_by("pk").first()
            record.sources.add(known or Source.objects.create(url=address))
