"""The catalogue of writers: flat tables, written only by publishing, read by every public page."""

from django.db import models
from django.db.models import Case, F, When
from django.urls import reverse
from django.utils.translation import gettext as _

from cities.public.models import PublicCity
from refuge.core.atom import Entry
from refuge.core.catalogue import ShelfChild
from refuge.core.fields import PartialDateField
from refuge.core.models import CatalogueRow, PublicRendition
from refuge.core.scopes import Level
from writers.public.vocabulary import Standing, Tag, WorkKind, WorkStatus

# By the day of first publication, and by what the public reads between equals. Of a row without a name the day would
# tell who has just arrived: those come last, in no order of days.
_DAY = Case(When(level=Level.NAMED, then=F("first_published_on")))
NEWEST_FIRST = (_DAY.desc(nulls_last=True), "sort_key", "slug")


class PublicWriterQuerySet(models.QuerySet):
    """Published writers by what the public may see of them."""

    def shown(self) -> "PublicWriterQuerySet":
        """Return those with a row in the list, named or not."""
        return self.filter(level__gte=Level.UNNAMED)

    def named(self) -> "PublicWriterQuerySet":
        """Return those with a page of their own."""
        return self.filter(level=Level.NAMED)


class PublicWriter(CatalogueRow):
    """A published writer. One who is only counted has an empty row; the slug of one without a name is random."""

    level = models.PositiveSmallIntegerField(choices=Level.choices)
    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=255, db_index=True)
    own_name = models.CharField(max_length=200)  # in own script, where that is another one
    own_name_tag = models.CharField(max_length=20)  # BCP 47
    names = models.JSONField(default=list)  # text, script, language, kind, sources
    summary = models.TextField()
    origin = models.CharField(max_length=2, db_index=True)
    origin_label = models.CharField(max_length=200)
    birth_year = models.PositiveSmallIntegerField(null=True)
    death_year = models.PositiveSmallIntegerField(null=True)
    roles = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    texts = models.JSONField(default=list)  # language, kind, text, translator
    waypoints = models.JSONField(default=list)  # place, country, starts, ends, kind, note, sources
    portrait = models.JSONField(default=dict)  # credit, licence, alt; empty without one
    links = models.JSONField(default=list)  # the sources of the page: title, url, publisher, dated, note
    search = models.TextField()
    fictional = models.BooleanField()

    objects = PublicWriterQuerySet.as_manager()  # type: ignore[misc]  # narrower than the row's

    class Meta:
        ordering = ("sort_key", "slug")

    def get_absolute_url(self) -> str:
        """Return the address of the writer's page."""
        return reverse("writer_detail", args=[self.slug])

    def as_entry(self) -> Entry:
        """Return what a feed says of the writer."""
        tag = _("Fictional example") if self.fictional else ""
        said = " · ".join(filter(None, (tag, self.summary)))
        return Entry(self.name, self.get_absolute_url(), self.first_published_on, said)


class PublicTag(ShelfChild):
    """One value of a facet that a writer may have several of."""

    writer = models.ForeignKey(PublicWriter, models.CASCADE, to_field="slug", db_column="writer", related_name="tags")
    facet = models.CharField(max_length=10, choices=Tag.choices)
    value = models.CharField(max_length=30)

    class Meta(ShelfChild.Meta):
        indexes = (models.Index(fields=["facet", "value", "writer"], name="writers_public_tag"),)


class PublicResidencyQuerySet(models.QuerySet):
    """Stays by what is said about them."""

    def accepted(self) -> "PublicResidencyQuerySet":
        """Return those that the network holds for true; only these are counted, filtered on and mapped."""
        return self.filter(standing=Standing.ACCEPTED)


class PublicResidency(ShelfChild):
    """A stay, as far as it is cleared: a city, or only a country, or only a region of the world.

    Three days carry the status; pages compare them with today. In residence now: from `now_from` to `now_until`.
    Completed: from `past_from` on, where `presumed` says that no source closes the stay.
    """

    writer = models.ForeignKey(
        PublicWriter, models.CASCADE, to_field="slug", db_column="writer", related_name="residencies"
    )
    standing = models.CharField(max_length=10, choices=Standing.choices)
    region = models.CharField(max_length=10)
    country = models.CharField(max_length=2, db_index=True)
    city = models.ForeignKey(
        PublicCity, models.CASCADE, to_field="slug", db_column="city", null=True, related_name="residencies"
    )
    programme = models.CharField(max_length=200)
    starts = PartialDateField(blank=True)
    ends = PartialDateField(blank=True)
    arrived_earliest = models.DateField(null=True, db_index=True)
    arrived_latest = models.DateField(null=True)
    now_from = models.DateField(null=True)
    now_until = models.DateField(null=True)
    past_from = models.DateField(null=True)
    presumed = models.BooleanField()
    note = models.TextField()
    sources = models.JSONField(default=list)

    objects = PublicResidencyQuerySet.as_manager()


class PublicWork(ShelfChild):
    """A work, also one that nobody was allowed to read."""

    writer = models.ForeignKey(PublicWriter, models.CASCADE, to_field="slug", db_column="writer", related_name="works")
    title = models.CharField(max_length=300)
    description = models.CharField(max_length=300)
    original_title = models.CharField(max_length=300)
    language = models.CharField(max_length=10)
    translated_title = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, choices=WorkKind.choices)
    year = models.PositiveSmallIntegerField(null=True)
    year_announced = models.PositiveSmallIntegerField(null=True)
    publisher = models.CharField(max_length=200)
    translators = models.CharField(max_length=300)
    status = models.CharField(max_length=12, choices=WorkStatus.choices)
    stopped_by = models.CharField(max_length=200)
    note = models.TextField()
    sources = models.JSONField(default=list)


class PublicPortrait(ShelfChild, PublicRendition):
    """One size and format of a portrait."""

    writer = models.ForeignKey(
        PublicWriter, models.CASCADE, to_field="slug", db_column="writer", related_name="portraits"
    )
