"""A column that holds several codes of a fixed vocabulary."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

Vocabulary = Callable[[], Iterable[tuple[str, Any]]]


class CodesField(models.JSONField):
    """A list of codes, each once, in the order given; `vocabulary` returns the allowed (code, label) pairs."""

    def __init__(self, *args: Any, vocabulary: Vocabulary, **kwargs: Any) -> None:
        self.vocabulary = vocabulary
        super().__init__(*args, **{"default": list, "blank": True, **kwargs})

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Return the field with its vocabulary, which a migration names by its function."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "vocabulary": self.vocabulary}

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Refuse anything but a list of known codes."""
        super().validate(value, model_instance)
        allowed = {code for code, _label in self.vocabulary()}
        unknown = [code for code in value if code not in allowed] if isinstance(value, list) else [value]
        if unknown:
            raise ValidationError(_("Not in the list: %(codes)s.") % {"codes": ", ".join(map(str, unknown))})

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Offer the vocabulary with a box to tick for each code."""
        kwargs.pop("encoder", None), kwargs.pop("decoder", None)
        return forms.MultipleChoiceField(
            label=kwargs.get("label", capfirst(self.verbose_name)),
            required=not self.blank,
            help_text=kwargs.get("help_text", self.help_text),
            choices=self.vocabulary,
            widget=kwargs.get("widget", forms.CheckboxSelectMultiple),
        )
