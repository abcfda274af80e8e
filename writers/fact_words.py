"""What a writer's edition says, in words for staff."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cities.models import City
from refuge.core import countries, languages
from refuge.core.projection import every, one
from refuge.office.differences import Facts, Line, Wording, register_wording
from refuge.office.fact_words import date_words, picture_lines, source_lines, sources_words, span
from writers.models import Name, Text, Waypoint, Work, Writer
from writers.public.vocabulary import NameKind, Role, Standing, TextKind, WaypointKind, WorkKind, WorkStatus

SCRIPTS = dict(languages.SCRIPTS)


def lines(facts: Facts) -> Iterator[Line]:
    """Return an edition line by line: the person, the portrait, then each row around them."""
    yield from _person(facts)
    yield from _stays(facts)
    for kind, words in ROWS.items():
        cited = {fact.of: fact.value for fact in facts if fact.kind == f"{kind} sources"}
        for fact in facts:
            if fact.kind == kind:
                row: tuple[Any, ...] = (kind, fact.of)
                heading = words.heading(fact.value)
                yield from (Line(row, heading, label, text) for label, text in words.fields(fact.value))
                yield Line(row, heading, _("Sources"), sources_words(cited.get(fact.of, ())))
    for value in every(facts, "text"):
        row, heading = ("text", value["language"], value["kind"]), _text_heading(value)
        yield Line(row, heading, _label(Text, "text"), value["text"])
        yield Line(row, heading, _label(Text, "translator"), value["translator"])
    yield from source_lines(every(facts, "link"), _("Links and sources"))


def in_short(facts: Facts) -> str:
    """Return how much of the person these facts show: "named, with portrait; host shown to the country"."""
    if not facts:
        return ""
    kinds = {fact.kind for fact in facts}
    if "name" in kinds:
        shown = _("named, with portrait") if "portrait" in kinds else _("named, without portrait")
    else:
        shown = _("without a name") if "row" in kinds else _("counted in the totals, nothing else")
    if "stay city" in kinds:
        return _("%(person)s; host shown to the city") % {"person": shown}
    if "stay country" in kinds:
        return _("%(person)s; host shown to the country") % {"person": shown}
    if "stay" in kinds:
        return _("%(person)s; host shown to the region of the world") % {"person": shown}
    return shown


def _label(model: Any, field: str) -> str:
    name = str(model._meta.get_field(field).verbose_name)
    return name[:1].upper() + name[1:]


def _person(facts: Facts) -> Iterator[Line]:
    person = _("The person")

    def say(label: str, text: str) -> Line:
        return Line("person", person, label, text)

    if facts:
        kinds = {fact.kind for fact in facts}
        counted = _("counted in the totals, nothing else")
        shown = _("with a page of their own") if "name" in kinds else _("as “name withheld”")
        yield say(_("How they are shown"), shown if "row" in kinds else counted)
    if name := one(facts, "name"):
        yield say(_label(Writer, "name"), name["text"])
        yield say(_label(Writer, "sort_name"), name["sort"])
    if one(facts, "fictional"):
        yield say(_label(Writer, "fictional"), _("yes"))
    if origin := one(facts, "origin"):
        yield say(_label(Writer, "origin"), countries.name(origin["country"]) if origin["country"] else "")
        yield say(_label(Writer, "origin_label"), origin["label"])
    if life := one(facts, "life"):
        yield say(_label(Writer, "birth_year"), str(life["birth"] or ""))
        yield say(_label(Writer, "death_year"), str(life["death"] or ""))
    yield say(_label(Writer, "roles"), ", ".join(str(Role(role).label) for role in every(facts, "role")))
    yield say(_label(Writer, "languages"), ", ".join(map(languages.name, every(facts, "language"))))
    yield say(_label(Writer, "summary"), one(facts, "summary", ""))
    if portrait := one(facts, "portrait"):
        yield from picture_lines("portrait", _("Portrait"), portrait)


def _stays(facts: Facts) -> Iterator[Line]:
    stays: dict[str, dict[str, Any]] = {}
    for fact in facts:
        if fact.kind.startswith("stay"):
            stays.setdefault(fact.of, {})[fact.kind] = fact.value
    asked = {said["stay city"] for said in stays.values() if "stay city" in said}
    names = {str(city.pk): city.name for city in City.objects.filter(pk__in=asked)} if asked else {}
    for of, said in stays.items():
        city = names.get(said.get("stay city", ""), "")
        country = countries.name(said["stay country"]) if "stay country" in said else ""
        region = countries.region_name(said["stay"]["region"]) if "stay" in said else ""
        days = said.get("stay dates", {})
        dates = span(days.get("starts", ""), days.get("ends", ""))
        where = ", ".join(part for part in (city or country or region, dates) if part)
        heading = _("Stay: %(where)s") % {"where": where}
        status = said.get("stay status")
        for label, text in (
            (_("Region of the world"), region),
            (_("Host country"), country),
            (_("Host city"), city),
            (_("Dates"), dates),
            (_("Now"), _status(status) if status else ""),
            (_("Standing"), str(Standing(said["stay"]["standing"]).label) if "stay" in said else ""),
            (_("Programme"), said.get("stay programme", "")),
            (_("Note"), said.get("stay note", "")),
            (_("Sources"), sources_words(said.get("stay sources", ()))),
        ):
            yield Line(("stay", of), heading, label, text)


def _status(days: dict[str, Any]) -> str:
    now, past = _between(days["now_from"], days["now_until"]), days["past_from"]
    parts = [_("in residence %(days)s") % {"days": now}] if now else []
    if past:
        # The first of all days stands for a stay that ended nobody knows when.
        over = pgettext("stay", "presumed over") if days["presumed"] else pgettext("stay", "over")
        since = "" if past == "0001-01-01" else _day(past)
        parts.append(_("%(over)s from %(day)s") % {"over": over, "day": since} if since else over)
    return "; ".join(parts)


def _between(starts: str, ends: str) -> str:
    return _("%(from)s – %(until)s") % {"from": _day(starts), "until": _day(ends)} if starts and ends else ""


def _day(iso: str) -> str:
    return date_words(f"{iso}=0000")


def _text_heading(value: dict[str, str]) -> str:
    kind = str(TextKind(value["kind"]).label)
    return f"{kind[:1].upper()}{kind[1:]}: {languages.name(value['language'])}"


class _Words:
    """How a row of one kind reads: its heading, and its fields with their labels."""

    def __init__(self, model: Any, heading: Callable[[dict[str, Any]], str], coded: dict[str, Callable[[Any], Any]]):
        self.model, self.heading, self.coded = model, heading, coded

    def fields(self, value: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """Return label and words of each field of the row."""
        columns = [column.name for column in self.model._meta.fields]
        for name, said in sorted(value.items(), key=lambda item: columns.index(item[0])):
            yield _label(self.model, name), str(self.coded.get(name, str)(said)) if said else ""


def _work_heading(value: dict[str, Any]) -> str:
    return _("Work: %(title)s") % {"title": value["title"] or value["description"]}


ROWS = {
    "other name": _Words(
        Name,
        lambda value: _("Name: %(name)s") % {"name": value["text"]},
        {
            "kind": lambda code: NameKind(code).label,
            "script": lambda code: SCRIPTS.get(code, code),
            "language": languages.name,
        },
    ),
    "work": _Words(
        Work,
        _work_heading,
        {
            "kind": lambda code: WorkKind(code).label,
            "status": lambda code: WorkStatus(code).label,
            "language": languages.name,
        },
    ),
    "waypoint": _Words(
        Waypoint,
        lambda value: _("On the road: %(place)s") % {"place": value["place"]},
        {
            "kind": lambda code: WaypointKind(code).label,
            "country": countries.name,
            "starts": date_words,
            "ends": date_words,
        },
    ),
}


def register() -> None:
    """Register how editions of writers read."""
    register_wording(Writer, Wording(lines=lines, in_short=in_short))
