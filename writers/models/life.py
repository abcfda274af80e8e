"""What surrounds a writer: names, texts, stays and the road between them."""

from collections.abc import Iterable
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cities.models import City, Programme
from refuge.core import countries, languages
from refuge.core.fields import PartialDateField
from refuge.core.partial_dates import PartialDate
from refuge.core.publishables import PublishableModel
from refuge.core.scopes import Rung, Scope
from refuge.core.text_fields import LongTextField, MarkdownField, OneLineField
from refuge.office.models import Source, not_in_future
from writers.models.writer import Writer, WriterChild
from writers.public.vocabulary import EndState, NameKind, Standing, TextKind, WaypointKind


def refuse_reversed(starts: PartialDate | None, ends: PartialDate | None, field: str) -> None:
    """Refuse a span that certainly ends before it begins."""
    if starts and ends and starts.earliest and ends.latest and ends.latest < starts.earliest:
        raise ValidationError({field: _("This lies before the beginning, %(starts)s.") % {"starts": starts.words()}})


class Decided(WriterChild):
    """A row that the person decides about by itself."""

    class Meta(WriterChild.Meta):
        abstract = True

    def put_back(self) -> None:
        """Put back every no that went with the row: a yes is asked for anew, a no is never lost."""
        clearances: Any = self.clearances  # type: ignore[attr-defined]  # the other end is declared later
        of = {f"{clearances.field.name}_id": self.pk}
        gone = clearances.model.history.filter(**of, history_type="-", refused=True, withdrawn_on=None)
        for row in gone.exclude(id__in=clearances.model.objects.values("pk")):
            said = {column.attname: getattr(row, column.attname) for column in row.tracked_fields}
            clearances.model(**said).save(force_insert=True)


class Name(Decided):
    """Another form of a writer's name. Each needs a clearance of its own."""

    writer = models.ForeignKey(Writer, models.CASCADE, related_name="names", verbose_name=_("writer"))
    text = OneLineField(_("name"), max_length=200, help_text=_("“高尔泰”."))
    script = models.CharField(_("script"), max_length=4, choices=languages.SCRIPTS, default="Latn")
    language = models.CharField(_("language"), max_length=10, blank=True, choices=languages.choices)
    kind = models.CharField(_("kind"), max_length=12, choices=NameKind.choices, default=NameKind.OWN_SCRIPT)
    sources = models.ManyToManyField(Source, blank=True, related_name="+", verbose_name=_("sources"))

    class Meta(WriterChild.Meta):
        ordering = ("pk",)
        constraints = (
            *WriterChild.Meta.constraints,
            models.UniqueConstraint(
                fields=["writer", "text"],
                name="writers_name_once",
                violation_error_message=_("This form of the name is recorded already."),
            ),
        )

    def __str__(self) -> str:
        return self.text

    def save(self, **kwargs: Any) -> None:
        """Save, and let the office find the writer under this name."""
        super().save(**kwargs)
        self._refresh_search_key()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete, and forget the name in the office's search."""
        counts = super().delete(*args, **kwargs)
        self._refresh_search_key()
        return counts

    def _refresh_search_key(self) -> None:
        # Bookkeeping of the machine: no new version of the writer.
        models.QuerySet(Writer).filter(pk=self.writer_id).update(search_key=self.writer._search_key())


class Text(WriterChild):
    """A text about a writer in one language, with its translator and its review."""

    class Review(models.TextChoices):
        """Whether somebody who reads the language has checked it."""

        UNREVIEWED = "unreviewed", _("not reviewed")
        REVIEWED = "reviewed", _("reviewed")

    writer = models.ForeignKey(Writer, models.CASCADE, related_name="texts", verbose_name=_("writer"))
    language = models.CharField(_("language"), max_length=10, choices=languages.choices, default="en")
    kind = models.CharField(_("kind"), max_length=12, choices=TextKind.choices, default=TextKind.BIOGRAPHY)
    text = MarkdownField(_("text"), help_text=_("Markdown. Never a word about family members."))
    translator = OneLineField(_("translator"), max_length=200, blank=True)
    review = models.CharField(_("review"), max_length=12, choices=Review.choices, default=Review.UNREVIEWED)
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True, validators=[not_in_future])

    class Meta(WriterChild.Meta):
        ordering = ("language", "kind")
        constraints = (
            *WriterChild.Meta.constraints,
            models.UniqueConstraint(
                fields=["writer", "language", "kind"],
                name="writers_text_once_per_language",
                violation_error_message=_("There is a text of this kind in this language already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.language})"


class Residency(Decided):
    """A stay: who is where, when. The most dangerous fact we hold. Known to a city, or only to a country."""

    writer = models.ForeignKey(Writer, models.CASCADE, related_name="residencies", verbose_name=_("writer"))
    city = models.ForeignKey(
        City,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="residencies",
        verbose_name=_("host city"),
        help_text=_("Shown only while the city is listed. Empty where only a country is known."),
    )
    country = models.CharField(
        _("host country"),
        max_length=2,
        blank=True,
        choices=countries.choices,
        help_text=_("Follows the city where there is one."),
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="residencies", verbose_name=_("programme")
    )
    starts = PartialDateField(_("first day"), blank=True)
    planned_end = PartialDateField(_("planned end"), blank=True)
    ends = PartialDateField(_("last day"), blank=True)
    end_state = models.CharField(
        _("is it over?"),
        max_length=8,
        choices=EndState.choices,
        default=EndState.UNKNOWN,
        help_text=_("“Ended” without a last day is possible: it is over, nobody knows since when."),
    )
    confirmed_on = models.DateField(
        _("confirmed on"),
        null=True,
        blank=True,
        validators=[not_in_future],
        help_text=_("The day somebody of the city said that the guest is still there. Counts for twelve months."),
    )
    standing = models.CharField(_("standing"), max_length=10, choices=Standing.choices, default=Standing.ACCEPTED)
    public_note = LongTextField(
        _("public note"), blank=True, help_text=_("Shown with city and dates only: “Another source has November 2000.”")
    )
    private_note = models.TextField(_("private note"), blank=True, help_text=_("Never public."))
    sources = models.ManyToManyField(Source, blank=True, related_name="+", verbose_name=_("sources"))
    ceiling = models.PositiveSmallIntegerField(
        _("ceiling"),
        choices=Rung.choices,
        default=Rung.CITY,
        help_text=_("How exactly this stay may be told at most. Lowering it works at once and needs no reason."),
    )

    # Set by whoever saves a stay whose place is only spelled otherwise: what was given for it stays.
    same_place = False

    class Meta(WriterChild.Meta):
        verbose_name_plural = _("residencies")
        ordering = ("writer", "starts", "pk")
        constraints = (
            *WriterChild.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(country=""),
                name="writers_residency_somewhere",
                violation_error_message=_("Say in which city, or at least in which country."),
            ),
            models.CheckConstraint(
                condition=Q(ends="") | Q(end_state=EndState.ENDED),
                name="writers_residency_last_day_means_ended",
                violation_error_message=_("A stay with a last day has ended: say so."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.country} {self.starts or ''}".strip()

    def clean(self) -> None:
        """Let the country follow the city, and refuse a stay that ends before it begins."""
        self._follow_city()
        if self.ends and self.end_state == EndState.UNKNOWN:
            self.end_state = EndState.ENDED
        refuse_reversed(self.starts, self.ends, "ends")
        refuse_reversed(self.starts, self.planned_end, "planned_end")

    def save(self, **kwargs: Any) -> None:
        """Save with the city's country, so that the two never disagree."""
        self._follow_city()
        super().save(**kwargs)

    def after_change(self, stored: Self) -> None:
        """End what was given for another person or place, unless only the spelling of the place was corrected."""
        given = self.clearances.model.objects.of_stay(self)
        if stored.writer_id != self.writer_id:
            given.end_for(_now("The stay is another person's now."))
        elif self.same_place and bool(stored.city_id) == bool(self.city_id) and stored.country == self.country:
            # What was read named the same place otherwise: it is what the person saw, spelled right.
            given.see_place_anew()
        elif self._moved_from(stored):
            given.end_for(_now("The stay was moved to another place."))
        elif stored.city_id != self.city_id:
            given.read_elsewhere(self).end_for(_now("The stay was moved to another place."))
            given.filter(scope=Scope.HOST_CITY).end_for(_now("The city of the stay was changed."))

    def _moved_from(self, stored: Self) -> bool:
        if stored.city_id == self.city_id:
            # A city that is found to lie in another country takes its guests along: nobody moved.
            return not self.city_id and stored.country != self.country
        return stored.country != self.country or bool(stored.city_id and self.city_id)

    def _follow_city(self) -> None:
        if self.city:
            self.country = self.city.country


class Waypoint(WriterChild):
    """A stop on the road that is no residency."""

    writer = models.ForeignKey(Writer, models.CASCADE, related_name="waypoints", verbose_name=_("writer"))
    place = OneLineField(_("place"), max_length=120, help_text=_("“Barcelona”."))
    country = models.CharField(_("country"), max_length=2, blank=True, choices=countries.choices)
    starts = PartialDateField(_("from"), blank=True)
    ends = PartialDateField(_("until"), blank=True)
    kind = models.CharField(_("kind"), max_length=15, choices=WaypointKind.choices)
    note = LongTextField(_("note"), blank=True)
    sources = models.ManyToManyField(Source, blank=True, related_name="+", verbose_name=_("sources"))

    class Meta(WriterChild.Meta):
        ordering = ("writer", "starts", "pk")

    def __str__(self) -> str:
        return self.place

    def clean(self) -> None:
        """Refuse a stop that ends before it begins."""
        refuse_reversed(self.starts, self.ends, "ends")


def writers_at(programme: Programme) -> Iterable[PublishableModel]:
    """Return the writers whose editions carry a programme's name."""
    return Writer.objects.filter(pk__in=Residency.objects.filter(programme=programme).values("writer"))


def writers_hosted_by(city: City) -> Iterable[PublishableModel]:
    """Return the published writers who are, or were, the guests of a city."""
    guests = Residency.objects.filter(city=city).values("writer")
    return Writer.objects.filter(pk__in=guests, publications__standing=True).distinct()
