"""Says in the help text of every column whether the public will read it: the half-sentence follows from its kind."""

from collections.abc import Iterable

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from refuge.core.facts import Kind
from refuge.core.fields import HELP as HOW_TO_TYPE
from refuge.core.fields import PartialDateField
from refuge.core.schemas import Schema
from refuge.core.scopes import Scope

PUBLIC = _("Public.")
ONCE_CLEARED = {
    Scope.NAME: _("Public once the name is cleared."),
    Scope.OTHER_NAME: _("Public once this very name is cleared."),
    Scope.PORTRAIT: _("Public once this picture is cleared."),
    Scope.ORIGIN: _("Public once the country of origin is cleared."),
    Scope.HOST_COUNTRY: _("Public once the host country of this stay is cleared."),
    Scope.HOST_CITY: _("Public once the host city of this stay is cleared."),
    Scope.DATES: _("Public once the dates of this stay are cleared."),
    Scope.BIOGRAPHY: _("Public once the biography is cleared, in its language."),
    Scope.BIRTH_YEAR: _("Public once the years of birth and death are cleared."),
    Scope.WORKS: _("Public once the works are cleared."),
    Scope.LINKS: _("Public once links and sources are cleared."),
}


def say_what_is_public(schemas: Iterable[Schema]) -> None:
    """Put the half-sentence before what each column's help text says. Called in `AppConfig.ready()`."""
    said = set()
    for schema in schemas:
        for kind in schema.kinds:
            for name in (*(column.name for column in kind.columns), *kind.also):
                if kind.model and (sentence := _sentence(kind)) and (kind.model, name) not in said:
                    said.add((kind.model, name))
                    column = kind.model._meta.get_field(name)
                    # What stands here is shown in place of what a date's box would say by itself.
                    own = getattr(column, "help_text", "") or (isinstance(column, PartialDateField) and HOW_TO_TYPE)
                    column.help_text = format_lazy("{} {}", sentence, own) if own else sentence  # type: ignore[union-attr]


def _sentence(kind: Kind) -> object:
    if not kind.scopes:
        return PUBLIC
    # A city's own word is about what it agrees to, and no text that anybody reads.
    return ONCE_CLEARED[Scope(kind.asked_under)] if kind.asked_under in Scope.values else ""
