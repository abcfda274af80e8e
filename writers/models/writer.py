"""The writer."""

from collections.abc import Iterable
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from refuge.core import countries, languages
from refuge.core.folding import search_key
from refuge.core.publishables import PublishableModel
from refuge.core.scopes import Level, Scope
from refuge.core.text_fields import OneLineField
from refuge.office.fields import CodesField
from refuge.office.models import Picture, Source
from refuge.office.records import PublishableRecord, Record
from writers.public.vocabulary import Role

A_YEAR = (MinValueValidator(1800), MaxValueValidator(2100))


def roles() -> list[tuple[str, Any]]:
    """Return the roles a writer may have, as (code, label)."""
    return list(Role.choices)


class Writer(PublishableRecord):
    """A person. Nothing of a new record is public until the person cleared it and staff published it."""

    level = models.PositiveSmallIntegerField(
        _("level"),
        choices=Level.choices,
        default=Level.NOTHING,
        help_text=_("The most the public may see of this person. Below “named” nothing that would name them is shown."),
    )
    name = OneLineField(
        _("name as published"),
        max_length=200,
        blank=True,
        help_text=_("“Gao Ertai”. Never a legal name behind a pen name: that belongs in the dossier."),
    )
    sort_name = OneLineField(
        _("name for sorting"), max_length=200, blank=True, help_text=_("The order of lists: “Gao, Ertai”.")
    )
    summary = OneLineField(
        _("in one sentence"),
        max_length=300,
        blank=True,
        help_text=_("In English: “Poet who spent fifteen years in prison.”"),
    )
    origin = models.CharField(
        _("country of origin"),
        max_length=2,
        blank=True,
        choices=countries.choices,
        help_text=_("Empty where no country fits; say it in the next field."),
    )
    origin_label = OneLineField(_("origin in words"), max_length=200, blank=True, help_text=_("“Kosovo”, “stateless”."))
    birth_year = models.PositiveSmallIntegerField(
        _("year of birth"), null=True, blank=True, validators=A_YEAR, help_text=_("1935.")
    )
    death_year = models.PositiveSmallIntegerField(_("year of death"), null=True, blank=True, validators=A_YEAR)
    roles = CodesField(_("roles"), vocabulary=roles)
    languages = CodesField(_("languages of writing"), vocabulary=languages.choices)
    languages_without_a_name = models.BooleanField(
        _("show the languages also while the name is withheld"),
        default=False,
        help_text=_("Few people write in one language and come from one country: together they may say who it is."),
    )
    sources = models.ManyToManyField(Source, blank=True, related_name="+", verbose_name=_("sources"))

    portrait = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("portrait")
    )
    portrait_credit = OneLineField(
        _("credit"), max_length=200, blank=True, help_text=_("Who took it: “Photo: Ana Pérez”. Required.")
    )
    portrait_licence = OneLineField(_("licence"), max_length=100, blank=True, help_text=_("“CC BY 4.0”"))
    portrait_alt = OneLineField(
        _("description for those who cannot see it"),
        max_length=300,
        blank=True,
        help_text=_("“A woman at a window, laughing.” Required."),
    )

    fictional = models.BooleanField(_("fictional example"), default=False, help_text=_("For training; pages say so."))
    search_key = models.TextField(editable=False, blank=True)
    # A sum of the words that nobody may read for this person's sake: where it changes, what others say is looked at.
    closed_words = models.CharField(max_length=32, editable=False, blank=True)

    class Meta(PublishableRecord.Meta):
        ordering = ("sort_name", "name", "pk")
        permissions = (
            ("publish_writer", _("Can publish writers and lift holds")),
            ("withdraw_writer", _("Can withdraw writers")),
        )
        indexes = (
            # The order of the list, and what is looked for most.
            models.Index(fields=["sort_name", "name", "id"], name="writers_writer_in_order"),
            models.Index(fields=["id"], condition=Q(unpublished=True), name="writers_writer_unpublished"),
        )
        constraints = (
            *PublishableRecord.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(level=Level.NAMED) | ~Q(name=""),
                name="writers_writer_named_has_a_name",
                violation_error_message=_("A named writer needs a name as published."),
            ),
            models.CheckConstraint(
                condition=Q(birth_year__isnull=True) | Q(death_year__isnull=True) | Q(death_year__gte=F("birth_year")),
                name="writers_writer_life_in_order",
                violation_error_message=_("The year of death lies before the year of birth."),
            ),
            models.CheckConstraint(
                condition=Q(portrait__isnull=True) | (~Q(portrait_credit="") & ~Q(portrait_alt="")),
                name="writers_writer_portrait_credited",
                violation_error_message=_("A portrait needs a credit and a description."),
            ),
        )

    def __str__(self) -> str:
        return self.name or f"{self._meta.verbose_name} {self.pk}"

    def save(self, *, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Save, with the folded key under which the office finds this record in any script."""
        self.search_key = self._search_key()
        if update_fields is not None:
            update_fields = {*update_fields, "search_key"}
        super().save(update_fields=update_fields, **kwargs)

    def after_change(self, stored: Self) -> None:
        """End what was given for another portrait."""
        if stored.portrait_id and stored.portrait_id != self.portrait_id:
            given = self.clearances.live().filter(scope=Scope.PORTRAIT, picture=stored.portrait_id)
            given.end_for(_now("The portrait is another one now."))

    def _search_key(self) -> str:
        names = self.names.values_list("text", flat=True) if self.pk else ()
        return search_key(self.name, self.sort_name, *names)


class WriterChild(Record):
    """A row that belongs to one writer and is published with them."""

    class Meta(Record.Meta):
        abstract = True

    def roots(self) -> Iterable[PublishableModel]:
        """Return the writer."""
        return (self.writer,)  # type: ignore[attr-defined]  # every child has one
