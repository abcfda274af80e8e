"""The private records of cities: what staff enter; the public reads only what was published of it."""

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cities.public.vocabulary import CityKind, MembershipState
from refuge.core import countries, languages
from refuge.core.fields import PartialDateField
from refuge.core.publishables import PublishableModel
from refuge.core.text_fields import LongTextField, MarkdownField, OneLineField, WebAddressField
from refuge.office.models import Hold, Picture, Publication, Source
from refuge.office.records import PublishableRecord, Record


class City(PublishableRecord):
    """A place that hosts writers. It is *listed* while its publication stands."""

    name = OneLineField(_("name"), max_length=120, help_text=_("As English readers know it: “Gothenburg”."))
    local_name = OneLineField(
        _("local name"), max_length=120, blank=True, help_text=_("As the city writes itself: “Göteborg”.")
    )
    country = models.CharField(_("country"), max_length=2, choices=countries.choices)
    kind = models.CharField(_("kind"), max_length=12, choices=CityKind.choices, default=CityKind.CITY)
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("On the map. Degrees north, two decimals are enough: 58.97. South is negative."),
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("On the map. Degrees east: 5.73. West is negative."),
    )
    within = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lies in"),
        help_text=_("Another city or region of this list, such as “Catalonia”. The two hide a guest as one."),
    )
    text = MarkdownField(_("text"), blank=True, help_text=_("Markdown. What a visitor should know. Never an address."))
    host_organisation = OneLineField(
        _("host organisation"), max_length=200, blank=True, help_text=_("“Stavanger public library”")
    )
    website = WebAddressField(_("website"), max_length=2000, blank=True)
    photograph = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("photograph")
    )
    photograph_credit = OneLineField(_("credit"), max_length=200, blank=True, help_text=_("Required."))
    photograph_licence = OneLineField(_("licence"), max_length=100, blank=True)
    photograph_alt = OneLineField(
        _("description for those who cannot see it"), max_length=300, blank=True, help_text=_("Required.")
    )
    sources = models.ManyToManyField(Source, blank=True, related_name="+", verbose_name=_("sources"))

    shows_unnamed_guests = models.BooleanField(
        _("may show guests without a name"),
        default=False,
        help_text=_(
            "The city agrees that a guest whose name is withheld appears on its page. Taking this back works at once."
        ),
    )
    always_dark = models.BooleanField(
        _("never lit on the map"),
        default=False,
        help_text=_("The map will not say whether this city hosts somebody now. Works at once."),
    )
    takes_no_guests = models.BooleanField(
        _("takes no guests"),
        default=False,
        help_text=_(
            "For a member that hosts nobody. Readers are told, and it hides nobody: a stay of which only the country "
            "is told cannot be here."
        ),
    )
    fictional = models.BooleanField(_("fictional example"), default=False, help_text=_("For training; pages say so."))

    class Meta(PublishableRecord.Meta):
        verbose_name_plural = _("cities")
        ordering = ("name", "country")
        permissions = (
            ("publish_city", _("Can publish cities and lift holds")),
            ("withdraw_city", _("Can withdraw cities")),
        )
        constraints = (
            *PublishableRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="cities_city_coordinates_whole",
                violation_error_message=_(
                    "Give both coordinates or neither: latitude -90 to 90, longitude -180 to 180."
                ),
            ),
            models.CheckConstraint(
                condition=Q(photograph__isnull=True) | (~Q(photograph_credit="") & ~Q(photograph_alt="")),
                name="cities_city_photograph_credited",
                violation_error_message=_("A photograph needs a credit and a description."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a city that would lie in itself."""
        super().clean()
        outer, passed = self.within, set()
        while outer is not None and outer.pk not in passed:
            if outer == self:
                raise ValidationError({"within": _("A place cannot lie in itself, nor in one that lies in it.")})
            passed.add(outer.pk)
            outer = outer.within


class Network(Record):
    """A network of cities, such as ICORN."""

    slug = models.SlugField(_("short name for addresses"), unique=True, help_text=_("Public: ?network=icorn"))
    name = OneLineField(_("name"), max_length=60, unique=True, help_text=_("Public. “ICORN”"))
    long_name = OneLineField(
        _("full name"),
        max_length=200,
        blank=True,
        help_text=_("Not public. For staff: “International Cities of Refuge Network”."),
    )
    website = WebAddressField(_("website"), max_length=2000, blank=True, help_text=_("Not public. For staff."))

    class Meta(Record.Meta):
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Membership(Record):
    """One interval of a city in a network; a city may leave and come back."""

    city = models.ForeignKey(City, models.CASCADE, related_name="memberships", verbose_name=_("city"))
    network = models.ForeignKey(Network, models.PROTECT, related_name="memberships", verbose_name=_("network"))
    state = models.CharField(_("state"), max_length=10, choices=MembershipState.choices)
    since = PartialDateField(_("since"), blank=True, help_text=_("2006-06"))
    until = PartialDateField(_("until"), blank=True, help_text=_("Empty while it lasts."))
    note = LongTextField(_("note"), blank=True, help_text=_("“The council renewed it for four years.”"))
    sources = models.ManyToManyField(Source, blank=True, related_name="+", verbose_name=_("sources"))

    class Meta(Record.Meta):
        ordering = ("city", "since", "pk")

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.since or ''}".strip()

    def roots(self) -> Iterable[PublishableModel]:
        """Return the city."""
        return (self.city,)


class Programme(Record):
    """A scheme that pays for or organises residencies."""

    slug = models.SlugField(_("short name"), unique=True, help_text=_("Not public. For staff, and for imports."))
    name = OneLineField(
        _("name"), max_length=200, help_text=_("Public beside each stay under it whose host city is cleared.")
    )
    organisation = OneLineField(
        _("organisation"), max_length=200, blank=True, help_text=_("Not public. Who pays for it or runs it.")
    )
    website = WebAddressField(_("website"), max_length=2000, blank=True, help_text=_("Not public. For staff."))
    since = PartialDateField(_("since"), blank=True)
    until = PartialDateField(_("until"), blank=True)
    usual_months = models.PositiveSmallIntegerField(
        _("usual length in months"),
        null=True,
        blank=True,
        help_text=_(
            "Public in its effect only: a stay with no known end is presumed completed after this time; its end is "
            "never made up."
        ),
    )
    note = LongTextField(_("note"), blank=True, help_text=_("Not public. For staff."))

    class Meta(Record.Meta):
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Coordinator(Record):
    """Who looks after a city, and from when to when. A handover ends one row and begins another."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="terms", verbose_name=_("account"))
    city = models.ForeignKey(City, models.CASCADE, related_name="coordinators", verbose_name=_("city"))
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day. Access ends with it."))

    class Meta(Record.Meta):
        ordering = ("city", "since")
        constraints = (
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="cities_coordinator_term_in_order",
                violation_error_message=_("The term ends before it begins."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d}"


class Milestone(PublishableRecord):
    """A dated event of the movement's history."""

    date = PartialDateField(_("date"), help_text=_("1993-07"))
    title = OneLineField(_("title"), max_length=200)
    text = MarkdownField(_("text"), help_text=_("Markdown. Two sentences; where sources differ, say so."))
    sources = models.ManyToManyField(Source, blank=True, related_name="+", verbose_name=_("sources"))

    class Meta(PublishableRecord.Meta):
        ordering = ("date", "title")
        permissions = (
            ("publish_milestone", _("Can publish milestones and lift holds")),
            ("withdraw_milestone", _("Can withdraw milestones")),
        )

    def __str__(self) -> str:
        return self.title


class Page(PublishableRecord):
    """A page of text, such as About or Safety: one row for each language."""

    slug = models.SlugField(_("address"), help_text=_("“safety” is read at /about/safety/; “about” at /about/."))
    language = models.CharField(_("language"), max_length=10, choices=languages.choices, default="en")
    title = OneLineField(_("title"), max_length=200)
    text = MarkdownField(_("text"), help_text=_("Markdown."))

    class Meta(PublishableRecord.Meta):
        ordering = ("slug", "language")
        permissions = (
            ("publish_page", _("Can publish pages and lift holds")),
            ("withdraw_page", _("Can withdraw pages")),
        )
        constraints = (
            *PublishableRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["slug", "language"],
                name="cities_page_once_per_language",
                violation_error_message=_("This page exists already in this language."),
            ),
        )

    def __str__(self) -> str:
        return self.title


class CityPublication(Publication):
    """What was made public of a city; its own columns are read by every guest's edition."""

    record = models.ForeignKey(City, models.PROTECT, related_name="publications")
    country = models.CharField(max_length=2)
    shows_unnamed = models.BooleanField(default=False)
    # Whether somebody of whom only the country is told could be here: from and until when it takes guests, for readers.
    hides_others = models.BooleanField(default=True)
    within = models.ForeignKey(City, models.SET_NULL, null=True, related_name="+")
    spells = models.JSONField(default=list)


class MilestonePublication(Publication):
    """What was made public of a milestone."""

    record = models.ForeignKey(Milestone, models.PROTECT, related_name="publications")


class PagePublication(Publication):
    """What was made public of a page."""

    record = models.ForeignKey(Page, models.PROTECT, related_name="publications")


class CityHold(Hold):
    """Keeps a city from being listed."""

    record = models.ForeignKey(City, models.CASCADE, related_name="holds")
    ended = models.ForeignKey(CityPublication, models.SET_NULL, null=True, related_name="+")


class MilestoneHold(Hold):
    """Keeps a milestone from being published."""

    record = models.ForeignKey(Milestone, models.CASCADE, related_name="holds")
    ended = models.ForeignKey(MilestonePublication, models.SET_NULL, null=True, related_name="+")


class PageHold(Hold):
    """Keeps a page from being published."""

    record = models.ForeignKey(Page, models.CASCADE, related_name="holds")
    ended = models.ForeignKey(PagePublication, models.SET_NULL, null=True, related_name="+")
