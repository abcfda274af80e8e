"""What of cities, milestones and pages the public may read: every kind of fact, declared once. None is of a person."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.models import City, Membership, Milestone, Page
from refuge.core.facts import Column, Kind
from refuge.core.partial_dates import partial, span_words
from refuge.core.schemas import SOURCE, Schema, is_source, is_sources, renamed
from refuge.core.texts import web_address
from refuge.office.models import are_renditions

# The parts of a city's form; the first needs no caption.
NAME_SECTION = ""
MAP_SECTION = gettext_lazy("On the map")
ABOUT_SECTION = gettext_lazy("About the city")
SHOWN_SECTION = gettext_lazy("How it may be shown")
PHOTOGRAPH_SECTION = gettext_lazy("Photograph")

# What a city may take back as a person may: it is gone at once, and comes back by publishing.
UNNAMED_GUESTS = Kind(
    "unnamed guests", City, scopes=("unnamed guests",), also=("shows_unnamed_guests",), heading=gettext_lazy("The city")
)
LIGHT = Kind("light", City, scopes=("light",), also=("always_dark",))


def _of(model: type[models.Model], *columns: Column | str, section: object = "") -> tuple[Kind, ...]:
    """Return a kind for each column by itself."""
    named = [column if isinstance(column, Column) else Column(column) for column in columns]
    return tuple(Kind(column.name, model, (column,), bare=True, section=section) for column in named)


def _sources(model: type[models.Model]) -> Kind:
    return Kind("source", model, keys=SOURCE, also=("sources",), to="sources", many=True, sound=is_source)


CITY_NAME, LOCAL_NAME, CITY_COUNTRY, CITY_KIND = _of(
    City, "name", Column("local_name", sheet="name_local"), "country", "kind", section=NAME_SECTION
)
PLACE = _of(City, "latitude", "longitude", section=MAP_SECTION)
TEXTS = _of(City, Column("text", sheet="blurb"), "host_organisation", section=ABOUT_SECTION)
FICTIONAL, TAKES_NO_GUESTS = _of(City, "fictional", "takes_no_guests", section=SHOWN_SECTION)
WITHIN = Kind(
    "within",
    City,
    (Column("within", to="", says=lambda city: city.within.name if city.within else "", sheet=""),),
    bare=True,
    section=NAME_SECTION,
)
(WEBSITE,) = _of(City, Column("website", says=lambda city: web_address(city.website)), section=ABOUT_SECTION)
PLAIN = (CITY_NAME, LOCAL_NAME, CITY_COUNTRY, CITY_KIND, *PLACE, *TEXTS, FICTIONAL, TAKES_NO_GUESTS, WEBSITE)


def _membership(value: dict[str, str]) -> str:
    # A city may leave and come back: the years tell the intervals apart.
    years = span_words(partial(value["since"]), partial(value["until"]))
    return _("Membership: %(network)s") % {"network": ", ".join(filter(None, (value["network_name"], years)))}


MEMBERSHIP = Kind(
    "membership",
    Membership,
    (
        Column("network", says=lambda row: row.network.slug),
        Column("state"),
        Column("since"),
        Column("until"),
        Column("note"),
    ),
    keys=("network_name", "sources"),
    also=("sources",),
    to="memberships",
    many=True,
    sound=lambda value: is_sources(value["sources"]) and isinstance(value["network_name"], str),
    heading=_membership,
)
CITY_SOURCE = _sources(City)
PHOTOGRAPH = Kind(
    "photograph",
    City,
    (
        Column("photograph_credit", to="credit", sheet=""),
        Column("photograph_licence", to="licence", sheet=""),
        Column("photograph_alt", to="alt", sheet=""),
    ),
    also=("photograph",),
    keys=("renditions",),
    to="photograph",
    sound=lambda value: are_renditions(value["renditions"]),
    version=2,
    upgrades={1: renamed(credit="photograph_credit", licence="photograph_licence", alt="photograph_alt")},
    heading=PHOTOGRAPH_SECTION,
    section=PHOTOGRAPH_SECTION,
)
CITY = Schema((*PLAIN, WITHIN, UNNAMED_GUESTS, LIGHT, MEMBERSHIP, PHOTOGRAPH, CITY_SOURCE), owner="city")

DATE, TITLE, TEXT = _of(Milestone, "date", "title", "text")
MILESTONE_SOURCE = _sources(Milestone)
MILESTONE = Schema((DATE, TITLE, TEXT, MILESTONE_SOURCE))

SLUG, LANGUAGE, PAGE_TITLE, PAGE_TEXT = _of(Page, Column("slug", to="page"), "language", "title", "text")
PAGE = Schema((SLUG, LANGUAGE, PAGE_TITLE, PAGE_TEXT))
