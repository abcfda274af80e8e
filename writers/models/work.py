"""The works, also those that nobody was allowed to read."""

from collections.abc import Iterable
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from refuge.core import languages
from refuge.core.publishables import PublishableModel
from refuge.core.text_fields import LongTextField, OneLineField
from refuge.office.models import Source
from writers.models.life import Name, Residency, Waypoint
from writers.models.writer import Writer, WriterChild
from writers.public.vocabulary import WorkKind, WorkStatus

A_YEAR = (MinValueValidator(1800), MaxValueValidator(2100))


class Work(WriterChild):
    """A book, play, collection or other work. One without a title has a description instead."""

    writer = models.ForeignKey(Writer, models.CASCADE, related_name="works", verbose_name=_("writer"))
    title = OneLineField(_("title"), max_length=300, blank=True, help_text=_("As first published."))
    description = OneLineField(
        _("description"),
        max_length=300,
        blank=True,
        help_text=_("Where no title is known: “untitled second collection”."),
    )
    original_title = OneLineField(_("title in own script"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True, choices=languages.choices)
    translated_title = OneLineField(_("title in English"), max_length=300, blank=True, help_text=_("“Blue and Red”."))
    kind = models.CharField(_("form"), max_length=20, choices=WorkKind.choices, default=WorkKind.OTHER)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True, validators=A_YEAR)
    year_announced = models.PositiveSmallIntegerField(
        _("year announced"), null=True, blank=True, validators=A_YEAR, help_text=_("Where it came out later.")
    )
    publisher = OneLineField(_("publisher"), max_length=200, blank=True)
    translators = OneLineField(_("translators"), max_length=300, blank=True, help_text=_("“Nina Zandjani”."))
    status = models.CharField(_("status"), max_length=12, choices=WorkStatus.choices, default=WorkStatus.PUBLISHED)
    stopped_by = OneLineField(
        _("stopped by"), max_length=200, blank=True, help_text=_("“Ministry of Culture, Tehran”.")
    )
    note = LongTextField(_("note"), blank=True)
    sources = models.ManyToManyField(Source, blank=True, related_name="+", verbose_name=_("sources"))

    class Meta(WriterChild.Meta):
        ordering = ("writer", "year", "pk")
        constraints = (
            *WriterChild.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(title="") | ~Q(description=""),
                name="writers_work_says_what",
                violation_error_message=_("Give a title, or describe the work where none is known."),
            ),
        )

    def __str__(self) -> str:
        return self.title or f"[{self.description}]"


def writers_citing(source: Source) -> Iterable[PublishableModel]:
    """Return the writers whose editions cite a source, themselves or through a row of theirs."""
    # A question for each table: one that joins them all takes longest where there is nothing to find.
    children: tuple[Any, ...] = (Name, Residency, Waypoint, Work)
    rows = [child._base_manager.filter(sources=source).order_by().values("writer") for child in children]
    return Writer.objects.filter(pk__in=Writer.objects.filter(sources=source).order_by().values("pk").union(*rows))
