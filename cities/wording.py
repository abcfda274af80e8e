"""What the editions of cities, milestones and pages say, in words for staff."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from cities import kinds
from cities.models import City, Milestone, Page
from refuge.core.projection import every, one
from refuge.core.schemas import Schema
from refuge.office.differences import Facts, Line, Wording, register_wording
from refuge.office.wording import kind_lines, source_lines


def city_lines(facts: Facts) -> Iterator[Line]:
    """Return a city's edition line by line."""
    yield from record_lines(kinds.CITY)(facts)
    if facts:
        guests = _("yes") if one(facts, kinds.UNNAMED_GUESTS) else _("no")
        yield Line("", "", _("Guests without a name"), guests)
        yield Line("", "", _("Lit on the map"), _("yes") if one(facts, kinds.LIGHT) else _("no"))


def record_lines(of: Schema) -> Callable[[Facts], Iterator[Line]]:
    """Return what puts an edition of such a record line by line."""

    def lines(facts: Facts) -> Iterator[Line]:
        for kind in of.kinds:
            if kind.keys and kind.to == "sources":
                yield from source_lines(every(facts, kind), _("Sources"))
            elif kind.columns:
                yield from kind_lines(of, kind, facts)

    return lines


def in_short(facts: Facts) -> str:
    """Return what of a city the public reads beside its text."""
    return _("with photograph") if one(facts, kinds.PHOTOGRAPH) else ""


def register() -> None:
    """Register how editions of cities, milestones and pages read."""
    register_wording(City, Wording(lines=city_lines, in_short=in_short))
    register_wording(Milestone, Wording(lines=record_lines(kinds.MILESTONE)))
    register_wording(Page, Wording(lines=record_lines(kinds.PAGE)))
