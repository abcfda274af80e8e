"""The form of a writer: proposes the name for sorting, and asks before the same person is entered twice."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from refuge.office.citing import CitingForm
from refuge.office.forms import PictureForm
from writers.duplicates import likely
from writers.models import Clearance
from writers.sorting import propose
from writers.wording import stay_words

# The other names stand in a form of their own on the same page, and are asked about together with this one.
OTHER_NAME = re.compile(r"names-\d+-(text|language|DELETE)")


class ResidencyForm(CitingForm):
    """A stay; whoever corrects only the spelling of its place says so, and what was given for the stay stays."""

    same_place = forms.BooleanField(
        label=gettext_lazy("same place, spelling corrected"),
        required=False,
        help_text=gettext_lazy(
            "Moving a stay to another city or country ends what was given for the old one. Tick this where the place "
            "is the same and was only entered wrongly."
        ),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.instance.same_place = bool(data.get("same_place"))
        return data


class StayChoice(forms.ModelChoiceField):
    """One of a writer's stays, in the words of a consent form."""

    def label_from_instance(self, stay: Any) -> str:
        return stay_words(stay)


class ClearanceForm(CitingForm):
    """A decision; a yes on the ground of a published source names the source."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        given = not data.get("refused") and not data.get("withdrawn_on") and self.has_changed()
        published = data.get("basis") == Clearance.Basis.PUBLISHED_SOURCE and "sources" in self.fields
        if given and published and not data.get("sources") and not data.get("addresses"):
            self.add_error("sources", _("Name the source in which it is public already."))
        return data

    def add_error(self, field: str | None, error: Any) -> None:
        """Note what is wrong; of a column that this page does not show, above the form."""
        if field is None and hasattr(error, "error_dict"):
            for name, errors in error.error_dict.items():
                super().add_error(name if name in self.fields else None, errors)
        else:
            super().add_error(field, error)


class WriterForm(CitingForm, PictureForm):
    """A writer with the portrait as a file."""

    picture_field = "portrait"

    another_person = forms.BooleanField(
        label=gettext_lazy("This is another person: save anyway"), required=False, widget=forms.HiddenInput
    )

    def clean(self) -> dict[str, Any]:
        """Propose what was left empty, and show who looks alike before anything is saved."""
        data = super().clean()
        others = self._typed("text")
        if data.get("name") and not data.get("sort_name"):
            tongues = {*data.get("languages", ()), *self._typed("language")}
            data["sort_name"] = propose(data["name"], tongues)
        new = self._new_names([data.get("name", ""), *others])
        alike = likely(new, but=self.instance.pk) if new else []
        if alike:
            self.fields["another_person"].widget = forms.CheckboxInput()
            if not data.get("another_person"):
                self.add_error("another_person", self._alike(alike))
        return data

    def _typed(self, column: str) -> list[str]:
        found = ((key, OTHER_NAME.fullmatch(key)) for key in self.data)
        return [str(self.data[key]) for key, match in found if match and match[1] == column and self.data[key]]

    def _new_names(self, names: list[str]) -> set[str]:
        """Return the names that this record does not have yet: who looks like an old one has been looked at."""
        if not self.instance.pk:
            return set(filter(None, names))
        # The instance carries what was typed by now.
        records: Any = type(self.instance)._base_manager
        stored = records.prefetch_related("names").get(pk=self.instance.pk)
        known = {stored.name, *(name.text for name in stored.names.all())}
        return set(filter(None, names)) - known

    @staticmethod
    def _alike(alike: list[Any]) -> ValidationError:
        links = format_html_join(
            ", ",
            '<a href="{}"><bdi>{}</bdi></a>',
            ((reverse("admin:writers_writer_change", args=[writer.pk]), writer) for writer in alike[:10]),
        )
        words = _("Somebody with a name like this is recorded already: {}. If this is another person, tick the box.")
        return ValidationError(format_html(words, links))
