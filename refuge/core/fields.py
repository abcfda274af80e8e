"""Partial dates in models and forms."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import IsNull
from django.db.models.sql.compiler import SQLCompiler
from django.utils.translation import gettext_lazy as _

from refuge.core.partial_dates import STORED, TYPED_LENGTH, PartialDate

HELP = _(
    "As much as is known: 2003, 2003-05, 2003-05-17, about 2003, before 2003, after 2003, or 2000/2001 for either year."
)

# Both compare byte by byte, so that the same rows come in the same order on both databases.
BYTEWISE = {"postgresql": "C", "sqlite": "BINARY"}


class PartialDateFormField(forms.CharField):
    """One text box that reads a partial date; an empty box is None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": TYPED_LENGTH, "help_text": HELP, **kwargs, "empty_value": None})

    def to_python(self, value: Any) -> PartialDate | None:  # type: ignore[override]
        """The date that was typed; raises `ValidationError` with an example."""
        return _date_of(value if isinstance(value, PartialDate) else super().to_python(value))

    def prepare_value(self, value: Any) -> Any:
        """What the box shows: a date as one would type it, a refused text as it was typed."""
        return value.typed if isinstance(value, PartialDate) else value

    def run_validators(self, value: PartialDate | None) -> None:
        """Validators look at the stored text, which has a length; a date has none."""
        super().run_validators(value.stored if value else value)


class PartialDateField(models.CharField):
    """A column of fifteen characters that is a `PartialDate` in Python; never NULL: None is the empty text."""

    description = _("Partial date")
    # What a type checker is told: a column takes what a person would type, and is a date in Python.
    _pyi_private_set_type: PartialDate | str | None  # type: ignore[assignment]
    _pyi_private_get_type: PartialDate | None  # type: ignore[assignment]
    default_error_messages = {"null": _("This field is required.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 15
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """As usual, without the length, which is never another."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        """The column's collation follows the database and not the migration, so that one migration serves both."""
        return {**super().db_parameters(connection), "collation": BYTEWISE.get(connection.vendor)}

    def get_default(self) -> PartialDate | None:
        """None where nothing was said, not the empty text."""
        return self.to_python(super().get_default())

    def from_db_value(self, value: str | None, *_: Any) -> PartialDate | None:
        """The date of a stored text."""
        return PartialDate.from_stored(value) if value else None

    def to_python(self, value: Any) -> PartialDate | None:
        """A date, from itself, from its stored text (fixtures) or from what a person would type (shell, imports)."""
        return _date_of(value)

    def get_prep_value(self, value: Any) -> str:
        """The stored text."""
        date = self.to_python(value)
        return date.stored if date else ""

    def value_to_string(self, obj: models.Model) -> str:
        """The stored text, for serialisers."""
        return self.get_prep_value(self.value_from_object(obj))

    def run_validators(self, value: PartialDate | None) -> None:
        """Validators look at the stored text, which has a length; a date has none."""
        super().run_validators(value.stored if value else value)

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        """One text box."""
        defaults = {"form_class": PartialDateFormField, "max_length": TYPED_LENGTH, "help_text": self.help_text or HELP}
        return super().formfield(**{**defaults, **kwargs})


@PartialDateField.register_lookup
class Missing(IsNull):
    """`starts=None` and `starts__isnull` mean the empty text here; an outer join without a row is missing too."""

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """The condition and its parameters; raises `TypeError` for anything but True or False."""
        if not isinstance(self.rhs, bool):
            raise TypeError("An isnull lookup asks True or False.")
        sql, params = self.process_lhs(compiler, connection)
        if self.rhs:
            return f"({sql} = '' OR {sql} IS NULL)", (*params, *params)
        return f"{sql} <> ''", tuple(params)


def _date_of(value: Any) -> PartialDate | None:
    if value is None or value == "" or isinstance(value, PartialDate):
        return value or None
    if not isinstance(value, str):
        raise ValidationError(HELP, code="partial_date")
    return PartialDate.from_stored(value) if STORED.fullmatch(value) else PartialDate.parse(value)
