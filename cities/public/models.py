"""The catalogue of cities: flat tables, written only by publishing, read by every public page."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from cities.public.vocabulary import CityKind, MembershipState
from refuge.core.catalogue import ShelfChild
from refuge.core.fields import PartialDateField
from refuge.core.models import CatalogueRow, PublicRendition


class PublicCity(CatalogueRow):
    """A listed city."""

    name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=160, db_index=True)
    local_name = models.CharField(max_length=120)
    country = models.CharField(max_length=2, db_index=True)
    kind = models.CharField(max_length=12, choices=CityKind.choices)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    text = models.TextField()
    host_organisation = models.CharField(max_length=200)
    website = models.CharField(max_length=2000)
    photograph = models.JSONField(default=dict)  # credit, licence, alt; empty without one
    sources = models.JSONField(default=list)  # title, url, publisher, dated, note
    search = models.TextField()
    within = models.CharField(max_length=80)  # the slug of the listed city or region that it lies in
    takes_no_guests = models.BooleanField()
    active = models.BooleanField()  # an active member of some network
    always_dark = models.BooleanField()
    fictional = models.BooleanField()

    class Meta:
        ordering = ("sort_key", "slug")

    @property
    def label(self) -> str:
        """Return the name for places where no mark stands beside it: an invented city says so."""
        return _("%(city)s (fictional)") % {"city": self.name} if self.fictional else self.name

    def get_absolute_url(self) -> str:
        """Return the address of the city's page."""
        return reverse("city_detail", args=[self.slug])


class PublicMembership(ShelfChild):
    """One interval of a city in a network."""

    city = models.ForeignKey(PublicCity, models.CASCADE, to_field="slug", db_column="city", related_name="memberships")
    network = models.CharField(max_length=50, db_index=True)  # the network's slug
    network_name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=MembershipState.choices)
    since = PartialDateField(blank=True)
    until = PartialDateField(blank=True)
    note = models.TextField()
    sources = models.JSONField(default=list)


class PublicPhotograph(ShelfChild, PublicRendition):
    """One size and format of a city's photograph."""

    city = models.ForeignKey(PublicCity, models.CASCADE, to_field="slug", db_column="city", related_name="photographs")


class PublicMilestone(CatalogueRow):
    """A dated event of the movement's history."""

    date = PartialDateField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    sources = models.JSONField(default=list)

    class Meta:
        ordering = ("date", "title", "slug")


class PublicPage(CatalogueRow):
    """A page of text in one language; its slug is "safety.en"."""

    page = models.CharField(max_length=50)
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=200)
    text = models.TextField()

    class Meta:
        ordering = ("page", "language")

    def get_absolute_url(self) -> str:
        """Return the address of the page."""
        return reverse("about") if self.page == "about" else reverse("page", args=[self.page])
