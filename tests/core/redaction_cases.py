"""What `redact` may be given: kinds of fact, records, decisions and listed cities, drawn by hypothesis."""

from datetime import date, timedelta

from hypothesis import strategies as st

from refuge.core.clearances import Clearances, Grant, Refusal
from refuge.core.facts import Fact, Kind, Part
from refuge.core.hiding import Place, ToldStay, When
from refuge.core.partial_dates import PartialDate
from refuge.core.scopes import Level, Rung, Scope
from refuge.core.spans import as_read

TODAY = date(2026, 11, 24)
IDS = ["1", "2"]
CITIES = [str(11 + n) for n in range(9)]
COUNTRIES = ["NO", "IS"]
ME, OTHER = "1", "2"


def same(fact: Fact, reads: list[Fact]) -> Fact | None:
    return fact if any(read.value == fact.value for read in reads) else None


def same_country(fact: Fact, reads: list[Fact]) -> Fact | None:
    return fact if any(read.country == fact.country for read in reads) else None


HOST, EXACT, WHEN = (
    (Scope.HOST_COUNTRY,),
    (Scope.HOST_COUNTRY, Scope.HOST_CITY),
    (Scope.HOST_COUNTRY, Scope.DATES),
)
STAY = Kind("stay", scopes=HOST, part=Part.PLACED, fit=same_country)
COUNTRY = Kind("country", scopes=HOST, part=Part.COUNTRY, fit=same)
CITY = Kind("city", scopes=EXACT, part=Part.CITY, fit=same)
DATES = Kind("dates", scopes=WHEN, part=Part.DATES, fit=as_read)
STATUS = Kind("status", scopes=WHEN, part=Part.STATUS)
PROGRAMME = Kind("programme", scopes=EXACT, part=Part.ALL)
NOTE = Kind("note", scopes=(Scope.NAME, *EXACT, Scope.DATES), part=Part.ALL)
STAY_KINDS = (STAY, COUNTRY, CITY, DATES, STATUS, PROGRAMME, NOTE)

scopes = st.sampled_from(list(Scope))
kinds = st.builds(
    Kind,
    st.sampled_from(["name", "work", "text"]),
    scopes=st.lists(scopes, max_size=3, unique=True).map(tuple),
    least=st.sampled_from([Level.COUNTED, Level.UNNAMED, Level.NAMED]),
    fit=st.sampled_from([None, same]),
)
plain_facts = st.builds(Fact, kinds, st.integers(0, 3), st.sampled_from(["", *IDS]))
days = st.none() | st.sampled_from([TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1)])
STORED = ["", "2010-00-00=0000", "2010-05-00=0000", "2010-05-17=0000", "2010-00-00~0000", "2012-03-01=0000"]
ENDS = ["", "2013-00-00=0000", "2013-02-00=0000", "2013-02-03=0000", "2012-00-00=0000"]
spans = st.builds(lambda starts, ends: {"starts": starts, "ends": ends}, st.sampled_from(STORED), st.sampled_from(ENDS))
STATUS_DAYS = {"now_from": "2010-05-17", "now_until": "2013-02-03", "past_from": "2013-02-04", "presumed": True}


@st.composite
def stays(draw: st.DrawFn, of: str | None = None) -> list[Fact]:
    """The facts of one stay, as a record or a publication may hold them: any of them may be gone."""
    of = of or draw(st.sampled_from(IDS))
    city, country = draw(st.sampled_from(["", *CITIES])), draw(st.sampled_from(COUNTRIES))
    where = {"of": of, "city": city, "country": country}
    made = [
        Fact(STAY, "europe", **where),
        Fact(COUNTRY, country, **where),
        *([Fact(CITY, city, **where)] if city else []),
        Fact(DATES, draw(spans), **where),
        Fact(STATUS, STATUS_DAYS, **where),
        Fact(PROGRAMME, "a programme", **where),
        Fact(NOTE, "a note", **where),
    ]
    return [fact for fact in made if draw(st.integers(0, 5))]


@st.composite
def grants(draw: st.DrawFn) -> Grant:
    """A yes, which keeps what some stay, or some number, was when it was read."""
    read = [*draw(stays()), Fact(draw(kinds), draw(st.integers(0, 3)), draw(st.sampled_from(["", *IDS])))]
    of = draw(st.sampled_from(["", *IDS]))
    return Grant(draw(scopes), of, draw(days), draw(days), draw(st.booleans()), tuple(read))


refusals = st.builds(Refusal, scopes, st.sampled_from(["", *IDS]), days, days)
clearances = st.builds(
    Clearances,
    level=st.sampled_from(list(Level)).map(int),
    grants=st.lists(grants(), max_size=8).map(tuple),
    refusals=st.lists(refusals, max_size=2).map(tuple),
    ceilings=st.dictionaries(st.sampled_from(IDS), st.sampled_from(list(Rung)).map(int), max_size=2),
    person=st.just(ME),
)
spells = st.tuples(
    st.sampled_from([date(2005, 1, 1), date(2011, 6, 1), date(2020, 1, 1)]), st.sampled_from([None, date(2012, 1, 1)])
)
guests = st.builds(
    ToldStay,
    st.sampled_from([ME, OTHER]),
    st.just("9"),
    st.builds(
        When,
        st.sampled_from([None, PartialDate(2010), PartialDate(2013, 2)]),
        st.sampled_from([None, PartialDate(2014)]),
    ),
)
# Most of the listed cities are in one country, and take guests, so that some hide a guest.
places = st.dictionaries(
    st.sampled_from(CITIES),
    st.builds(
        Place,
        st.sampled_from([*COUNTRIES, "NO", "NO"]),
        st.just("slug"),
        st.booleans(),
        st.sampled_from([True, True, True, False]),
        st.sampled_from(["", "", "", CITIES[0]]),
        st.lists(spells, min_size=1, max_size=2).map(tuple),
        st.lists(guests, max_size=1).map(tuple),
    ),
    max_size=9,
)


@st.composite
def records(draw: st.DrawFn) -> list[Fact]:
    """What a record says: facts of the person, and at most two stays."""
    found = draw(st.lists(plain_facts, max_size=4))
    for of in IDS:
        found += draw(stays(of)) if draw(st.booleans()) else []
    return draw(st.permutations(found))
