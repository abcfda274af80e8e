"""What the records of cities, milestones and pages say, as facts. Nothing here is about a person."""

from typing import Any

from cities.models import City, Membership, Milestone, Page
from refuge.core.redaction import NOT_A_PERSON, Clearances, Fact, Grant
from refuge.core.texts import web_address
from refuge.office.models import cited, renditions_of

PLAIN = (
    "name",
    "local_name",
    "country",
    "kind",
    "latitude",
    "longitude",
    "text",
    "host_organisation",
    "fictional",
)
# What a city may take back as a person may: it is gone at once, and comes back by publishing.
UNNAMED_GUESTS, LIGHT = "unnamed guests", "light"


def city_clearances(city: City) -> Clearances:
    """Return what the city agrees to."""
    agreed = {UNNAMED_GUESTS: city.shows_unnamed_guests, LIGHT: not city.always_dark}
    return Clearances(NOT_A_PERSON.level, tuple(Grant(scope) for scope, given in agreed.items() if given))


def _membership(membership: Membership) -> dict[str, Any]:
    return {
        "network": membership.network.slug,
        "network_name": membership.network.name,
        "state": membership.state,
        "since": membership.since.stored if membership.since else "",
        "until": membership.until.stored if membership.until else "",
        "note": membership.note,
        "sources": cited(membership),
    }


def _plain(value: Any) -> Any:
    # Databases disagree on whether zero has a sign, and nobody means one.
    return value + 0.0 if isinstance(value, float) else value


def city_facts(city: City) -> list[Fact]:
    """Return a city's facts: its columns, memberships, sources and photograph."""
    facts = [Fact(name, _plain(getattr(city, name))) for name in PLAIN]
    facts.append(Fact("website", web_address(city.website)))
    facts += [Fact(scope, True, scopes=(scope,)) for scope in (UNNAMED_GUESTS, LIGHT)]
    memberships = city.memberships.select_related("network").prefetch_related("sources")
    rows = sorted((_membership(row) for row in memberships), key=lambda row: (row["since"], row["network"], str(row)))
    facts += [Fact("membership", row) for row in rows]
    facts += [Fact("source", source) for source in cited(city)]
    if city.photograph_id:
        credit = {"credit": city.photograph_credit, "licence": city.photograph_licence, "alt": city.photograph_alt}
        facts.append(Fact("photograph", {"renditions": renditions_of(city.photograph_id), **credit}))
    return facts


def milestone_facts(milestone: Milestone) -> list[Fact]:
    """Return a milestone's facts."""
    return [
        Fact("date", milestone.date.stored if milestone.date else ""),
        Fact("title", milestone.title),
        Fact("text", milestone.text),
        *(Fact("source", source) for source in cited(milestone)),
    ]


def page_facts(page: Page) -> list[Fact]:
    """Return a page's facts."""
    return [Fact(name, getattr(page, name)) for name in ("slug", "language", "title", "text")]
