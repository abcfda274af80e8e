"""Forms for records: a stale save is shown what changed and never silently wins."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from refuge.core import images
from refuge.core.characters import left_out_of
from refuge.core.text_fields import LongTextField
from refuge.office.models import Picture
from refuge.office.records import Record


class RecordForm(forms.ModelForm):
    """Carries the version that was read, and refuses to save over a newer one without showing it."""

    version_seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version_seen"].initial = self.instance.version if self.instance.pk else None
        for field in self.fields.values():
            # A Latin name on a right-to-left page, and a Persian one on any other, run their own way.
            if isinstance(field.widget, (forms.TextInput, forms.Textarea)):
                field.widget.attrs.setdefault("dir", "auto")

    @property
    def left_out(self) -> list[str]:
        """Return what cleaning has left out of the long texts that were sent, a sentence for each."""
        columns = {column.name: column for column in self._meta.model._meta.concrete_fields}
        sent = {name: self.cleaned_data.get(name) for name in self.changed_data if name in columns}
        return [
            _("Left out of “%(field)s”: %(characters)s. No reader would have seen it.")
            % {"field": capfirst(str(self.fields[name].label)), "characters": characters}
            for name, text in sent.items()
            if isinstance(columns[name], LongTextField) and (characters := left_out_of(str(text or "")))
        ]

    def clean(self) -> dict[str, Any]:
        """Return the data; with an error where someone else saved the record since it was read."""
        data = super().clean() or {}
        seen = data.get("version_seen")
        if self.instance.pk and seen is not None:
            records: Any = type(self.instance)._base_manager
            stored = records.filter(pk=self.instance.pk).first()
            if stored is not None and stored.version != seen:
                self.refuse_stale(stored)
        return data

    def refuse_stale(self, stored: Record) -> None:
        """Say what changed since the record was read; the next save of this very form is made in knowledge of it."""
        self.add_error(None, self._what_changed(stored, self.cleaned_data))
        self._see(stored)

    def _what_changed(self, stored: Record, data: dict[str, Any]) -> str:
        changed = [
            f"{self.fields[name].label}: “{self._shown(stored, name)}”"
            for name in data
            if name in self.fields and self._stored(stored, name) != self._stored(data[name], "")
        ]
        return _(
            "Someone else saved this while you were writing. What stands in the record now, where it is not what you "
            "wrote: %(changed)s. Nothing has been saved yet: change what you wrote, or save again to put yours in."
        ) % {"changed": "; ".join(changed) or _("nothing")}

    @staticmethod
    def _stored(value: Any, name: str) -> Any:
        if name:
            if name == "version_seen" or not hasattr(value, name):
                return ""
            value = getattr(value, name)
            if hasattr(value, "all"):
                value = list(value.all())
        if hasattr(value, "model") and hasattr(value, "all"):
            value = list(value)
        return "" if value is None else str(value)

    def _shown(self, stored: Record, name: str) -> str:
        in_words = getattr(stored, f"get_{name}_display", None)
        return str(in_words()) if in_words else self._stored(stored, name)[:200]

    def _see(self, stored: Record) -> None:
        data: Any = self.data
        self.data = data = data.copy()
        data[self.add_prefix("version_seen")] = str(stored.version)


class PictureForm(RecordForm):
    """A record with a picture, given as a file; `picture_field` is the name of its column."""

    picture_field = "portrait"

    # An empty file is refused by what refuses all others, in the same words.
    upload = forms.FileField(
        label=_("New picture"),
        required=False,
        allow_empty_file=True,
        help_text=_("Public once published. JPEG, PNG or WebP, at most 10 MB."),
    )
    remove = forms.BooleanField(label=_("Remove the picture"), required=False)

    def clean_upload(self) -> Picture | None:
        """Return the picture of the file, whose name is kept nowhere; refuses whatever is not a sound one."""
        file = self.cleaned_data.get("upload")
        if not file:
            return None
        images.refuse_large(file.size)
        return Picture.keep(file.read())

    def clean(self) -> dict[str, Any]:
        """Put the picture in its place."""
        data = super().clean()
        if data.get("upload"):
            setattr(self.instance, self.picture_field, data["upload"])
        elif data.get("remove"):
            setattr(self.instance, self.picture_field, None)
        return data

    def _get_validation_exclusions(self) -> set[str]:
        # The picture is no field of this form, yet what must hold of it (a credit, a description) is checked here.
        return super()._get_validation_exclusions() - {self.picture_field}  # type: ignore[misc] # not in Django's stubs


class ReasonForm(forms.Form):
    """Asks why."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept with the record. Never shown to the public."),
    )
