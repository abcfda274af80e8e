"""What the editions of cities, milestones and pages say, in words for staff."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from cities.facts import LIGHT, UNNAMED_GUESTS
from cities.models import City, Membership, Milestone, Page
from cities.public.vocabulary import CityKind, MembershipState
from refuge.core import countries, languages
from refuge.core.projection import every, one
from refuge.office.differences import Facts, Line, Wording, register_wording
from refuge.office.fact_words import date_words, picture_lines, source_lines, sources_words, span

CODED: dict[str, Callable[[Any], Any]] = {
    "country": countries.name,
    "kind": lambda code: CityKind(code).label,
    "language": languages.name,
    "date": date_words,
    "fictional": lambda said: _("yes"),
}


def city_lines(facts: Facts) -> Iterator[Line]:
    """Return a city's edition line by line."""
    yield from _columns(City, facts)
    if facts:
        guests = _("yes") if one(facts, UNNAMED_GUESTS) else _("no")
        yield Line("", "", _("Guests without a name"), guests)
        yield Line("", "", _("Lit on the map"), _("yes") if one(facts, LIGHT) else _("no"))
    for value in every(facts, "membership"):
        row = ("membership", value["network"], value["since"])
        dates = span(value["since"], value["until"])
        name = ", ".join(part for part in (value["network_name"], dates) if part)
        heading = _("Membership: %(network)s") % {"network": name}
        yield Line(row, heading, _label(Membership, "state"), str(MembershipState(value["state"]).label))
        yield Line(row, heading, _("Dates"), dates)
        yield Line(row, heading, _label(Membership, "note"), value["note"])
        yield Line(row, heading, _("Sources"), sources_words(value["sources"]))
    if photograph := one(facts, "photograph"):
        yield from picture_lines("photograph", _("Photograph"), photograph)


def text_lines(model: type[Model]) -> Callable[[Facts], Iterator[Line]]:
    """Return what puts a milestone's or a page's edition line by line."""
    return lambda facts: _columns(model, facts)


def in_short(facts: Facts) -> str:
    """Return what of a city the public reads beside its text."""
    return _("with photograph") if one(facts, "photograph") else ""


def _columns(model: type[Model], facts: Facts) -> Iterator[Line]:
    names = {field.name for field in model._meta.get_fields()}
    for fact in facts:
        if fact.kind in names and fact.kind != "photograph":
            said = "" if fact.value in ("", None, False) else str(CODED.get(fact.kind, str)(fact.value))
            yield Line("", "", _label(model, fact.kind), said)
    yield from source_lines(every(facts, "source"), _("Sources"))


def _label(model: type[Model], field: str) -> str:
    name = str(model._meta.get_field(field).verbose_name)  # type: ignore[union-attr]
    return name[:1].upper() + name[1:]


def register() -> None:
    """Register how editions of cities, milestones and pages read."""
    register_wording(City, Wording(lines=city_lines, in_short=in_short))
    for model in (Milestone, Page):
        register_wording(model, Wording(lines=text_lines(model)))
