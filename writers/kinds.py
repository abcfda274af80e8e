"""What of a writer's record the public may read: every kind of fact, declared once.

A kind with `Scope.NAME` among its scopes would name the person, and so never shows without a name. The dossier is not
among the models here, and cannot be.
"""

import re
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from refuge.core import languages, spans
from refuge.core.characters import is_blank
from refuge.core.facts import Column, Fact, Kind, Part, Stored
from refuge.core.schemas import SOURCE, Schema, citing, is_source, is_sources, renamed
from refuge.core.scopes import Level, Scope
from refuge.office.models import are_renditions, identity_of
from writers.models import Name, Residency, Text, Waypoint, Work, Writer
from writers.public.vocabulary import Standing, TextKind

NAMED = (Scope.NAME,)
NAME_SECTION = gettext_lazy("Name")
PERSON_SECTION = gettext_lazy("The person")
PORTRAIT_SECTION = gettext_lazy("Portrait")
# The one-sentence summary and the road are written in English: they are read with the biography in that language.
OWN_LANGUAGE = "en"


def _columns(*names: str, **named: Column) -> tuple[Column, ...]:
    return tuple(named.get(name, Column(name)) for name in names)


def _sort_name(writer: Writer) -> str:
    # Without a name there is nothing to sort.
    return "" if is_blank(writer.name) else writer.sort_name or writer.name


def _in_english(fact: Fact) -> str:
    return OWN_LANGUAGE


def _country(fact: Fact) -> str | None:
    return str(fact.value["country"])


def _of_language(stored: Stored) -> Stored:
    return {**stored, "of": stored["value"]["language"]}


def _with_city(stored: Stored) -> Stored:
    return {**stored, "city": stored.get("city") or stored.get("via_city", "")}


# A statement ends with a full stop, in any script, or with its line.
SENTENCE = re.compile(r"(?<=[.!?。！？؟۔।։።])\s+|\n+")


def _sentences(text: str) -> set[str]:
    return {sentence.strip() for sentence in SENTENCE.split(text)} - {""}


def _text_as_read(fact: Fact, reads: list[Fact]) -> Fact | None:
    """Return a text that says nothing which was not read to the person; to take sentences out is always possible."""
    said = _sentences(fact.value["text"])
    return fact if any(said <= _sentences(read.value["text"]) for read in reads) else None


def _same_country(fact: Fact, reads: list[Fact]) -> Fact | None:
    """Return the fact where the stay is in the country that was read."""
    return fact if any(read.country == fact.country or not fact.country for read in reads) else None


def _same(fact: Fact, reads: list[Fact]) -> Fact | None:
    return fact if any(read.value == fact.value for read in reads) else None


PERSON = Kind("person", least=Level.COUNTED)
ROW = Kind("row")
NAME = Kind(
    "name",
    Writer,
    (Column("name"), Column("sort_name", to="", says=_sort_name)),
    NAMED,
    version=2,
    upgrades={1: renamed(text="name", sort="sort_name")},
    section=NAME_SECTION,
)
FICTIONAL = Kind("fictional", Writer, _columns("fictional"), bare=True)
ORIGIN = Kind(
    "origin",
    Writer,
    (Column("origin", sheet="country_of_origin"), Column("origin_label", sheet="origin_note")),
    (Scope.ORIGIN,),
    version=2,
    upgrades={1: renamed(country="origin", label="origin_label")},
    section=PERSON_SECTION,
)
LIFE = Kind(
    "life",
    Writer,
    _columns("birth_year", "death_year"),
    (Scope.BIRTH_YEAR,),
    version=2,
    upgrades={1: renamed(birth="birth_year", death="death_year")},
    section=PERSON_SECTION,
)
ROLE = Kind(
    "role",
    Writer,
    _columns("roles"),
    (Scope.WORKS,),
    each=True,
    once_without_a_name=True,
    section=PERSON_SECTION,
)
LANGUAGE = Kind(
    "language",
    Writer,
    _columns("languages"),
    (Scope.WORKS,),
    each=True,
    asked_without_a_name="languages without a name",
    section=PERSON_SECTION,
)
# A line about the person, read with the biography.
_a_line = partial(
    Kind, model=Writer, scopes=(*NAMED, Scope.BIOGRAPHY), bare=True, section=PERSON_SECTION, object_of=_in_english
)
SUMMARY = _a_line("summary", columns=_columns("summary"))
PORTRAIT = Kind(
    "portrait",
    Writer,
    (
        Column("portrait_credit", to="credit", sheet=""),
        Column("portrait_licence", to="licence", sheet=""),
        Column("portrait_alt", to="alt", sheet=""),
    ),
    (*NAMED, Scope.PORTRAIT),
    also=("portrait",),
    keys=("renditions",),
    to="portrait",
    object_of=lambda fact: identity_of(fact.value["renditions"]),
    sound=lambda value: are_renditions(value["renditions"]),
    version=2,
    upgrades={1: renamed(credit="portrait_credit", licence="portrait_licence", alt="portrait_alt")},
    heading=PORTRAIT_SECTION,
    section=PORTRAIT_SECTION,
)
LINK = Kind(
    "link", Writer, keys=SOURCE, scopes=(*NAMED, Scope.LINKS), also=("sources",), to="links", many=True, sound=is_source
)

OTHER_NAME, OTHER_NAME_SOURCES = citing(
    Kind(
        "other name",
        Name,
        (Column("text", sheet="name"), *_columns("script", "language", "kind")),
        (*NAMED, Scope.OTHER_NAME),
        to="names",
        many=True,
        heading=lambda value: _("Name: %(name)s") % {"name": value["text"]},
    )
)
TEXT = Kind(
    "text",
    Text,
    _columns("language", "kind", "text", "translator"),
    (*NAMED, Scope.BIOGRAPHY),
    key="language",
    to="texts",
    many=True,
    fit=_text_as_read,
    sound=lambda value: value["kind"] in TextKind.values,
    version=2,
    upgrades={1: _of_language},
    heading=lambda value: f"{TextKind(value['kind']).label.capitalize()}: {languages.name(value['language'])}",
)
WAYPOINT, WAYPOINT_SOURCES = citing(
    Kind(
        "waypoint",
        Waypoint,
        (Column("starts", sheet="start"), Column("ends", sheet="end"), *_columns("place", "country", "kind", "note")),
        (*NAMED, Scope.BIOGRAPHY),
        to="waypoints",
        many=True,
        heading=lambda value: _("On the road: %(place)s") % {"place": value["place"]},
        object_of=_in_english,
        country_of=_country,
    )
)
WORK, WORK_SOURCES = citing(
    Kind(
        "work",
        Work,
        _columns(
            "year",
            "title",
            "description",
            "original_title",
            "language",
            "translated_title",
            "kind",
            "year_announced",
            "publisher",
            "translators",
            "status",
            "stopped_by",
            "note",
            original_title=Column("original_title", sheet="title_original"),
            note=Column("note", sheet="status_note"),
        ),
        (*NAMED, Scope.WORKS),
        to="works",
        many=True,
        heading=lambda value: _("Work: %(work)s") % {"work": value["title"] or f"[{value['description']}]"},
    )
)

HOST, EXACT, WHEN = (
    (Scope.HOST_COUNTRY,),
    (Scope.HOST_COUNTRY, Scope.HOST_CITY),
    (Scope.HOST_COUNTRY, Scope.DATES),
)
_of_a_stay = partial(Kind, model=Residency, version=2, upgrades={1: _with_city})

STAY = _of_a_stay(
    "stay",
    scopes=HOST,
    part=Part.PLACED,
    keys=("region", "standing"),
    fit=_same_country,
    also=("standing",),
    sound=lambda value: isinstance(value["region"], str) and value["standing"] in Standing.values,
)
STAY_COUNTRY = _of_a_stay(
    "stay country", columns=_columns("country"), scopes=HOST, part=Part.COUNTRY, bare=True, fit=_same
)
STAY_CITY = _of_a_stay(
    "stay city",
    columns=(Column("city", says=lambda stay: str(stay.city_id or ""), sheet="city_slug"),),
    scopes=EXACT,
    part=Part.CITY,
    bare=True,
    fit=_same,
    sound=str.isdigit,
)
STAY_DATES = _of_a_stay(
    "stay dates",
    columns=(Column("starts", sheet="start"), Column("ends", sheet="end")),
    scopes=WHEN,
    part=Part.DATES,
    fit=spans.as_read,
)
STAY_STATUS = _of_a_stay(
    "stay status",
    scopes=WHEN,
    part=Part.STATUS,
    keys=("now_from", "now_until", "past_from", "presumed"),
    also=("planned_end", "end_state", "confirmed_on"),
    sound=spans.are_status_days,
)
STAY_PROGRAMME = _of_a_stay(
    "stay programme",
    columns=(
        Column("programme", says=lambda stay: stay.programme.name if stay.programme else "", sheet="programme_slug"),
    ),
    scopes=EXACT,
    part=Part.ALL,
    bare=True,
)
# What is said about a stay may say anything about it, so it needs everything that the stay could need.
STAY_NOTE = _of_a_stay(
    "stay note",
    columns=(Column("public_note", sheet="note"),),
    scopes=(*NAMED, *EXACT, Scope.DATES),
    part=Part.ALL,
    bare=True,
)
STAY_SOURCES = _of_a_stay(
    "stay sources",
    scopes=(*NAMED, *EXACT, Scope.DATES, Scope.LINKS),
    part=Part.ALL,
    also=("sources",),
    sound=is_sources,
)
STAY_KINDS = (
    STAY,
    STAY_COUNTRY,
    STAY_CITY,
    STAY_DATES,
    STAY_STATUS,
    STAY_PROGRAMME,
    STAY_NOTE,
    STAY_SOURCES,
)

SCHEMA = Schema(
    (
        PERSON,
        ROW,
        NAME,
        FICTIONAL,
        ORIGIN,
        LIFE,
        ROLE,
        LANGUAGE,
        SUMMARY,
        PORTRAIT,
        *STAY_KINDS,
        OTHER_NAME,
        OTHER_NAME_SOURCES,
        WORK,
        WORK_SOURCES,
        WAYPOINT,
        WAYPOINT_SOURCES,
        TEXT,
        LINK,
    ),
    owner="writer",
)
