"""Partial dates: what people type, how it is kept, how it is ordered, how it reads."""

import calendar
import datetime
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from refuge.core.partial_dates import (
    EXACT_DAY,
    FIRST_YEAR,
    LAST_YEAR,
    MONTH,
    YEAR,
    PartialDate,
    Qualifier,
    span_words,
)

years = st.integers(FIRST_YEAR, LAST_YEAR)


@st.composite
def partial_dates(draw: st.DrawFn, of: st.SearchStrategy[int] = years) -> PartialDate:
    year = draw(of)
    qualifier = draw(st.sampled_from(Qualifier))
    if qualifier == Qualifier.OR:
        year = min(year, LAST_YEAR - 1)
        return PartialDate(year, qualifier=qualifier, second_year=draw(st.integers(year + 1, LAST_YEAR)))
    month = draw(st.integers(0, 12))
    day = draw(st.integers(0, calendar.monthrange(year, month)[1])) if month else 0
    return PartialDate(year, month, day, qualifier)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2003", "2003-00-00=0000"),
        (" 2003 ", "2003-00-00=0000"),
        ("2003-05", "2003-05-00=0000"),
        ("2003-5", "2003-05-00=0000"),
        ("2003-05-17", "2003-05-17=0000"),
        ("2003–05–17", "2003-05-17=0000"),
        ("2004-02-29", "2004-02-29=0000"),
        ("about 2003", "2003-00-00~0000"),
        ("About 2003-05", "2003-05-00~0000"),
        ("c. 2003", "2003-00-00~0000"),
        ("ca 2003", "2003-00-00~0000"),
        ("circa 2003", "2003-00-00~0000"),
        ("~2003", "2003-00-00~0000"),
        ("2003?", "2003-00-00~0000"),
        ("before 2003", "2003-00-00<0000"),
        ("<2003", "2003-00-00<0000"),
        ("after 2003-05", "2003-05-00>0000"),
        ("> 2003-05", "2003-05-00>0000"),
        ("2000/2001", "2000-00-00/2001"),
        ("2000 or 2001", "2000-00-00/2001"),
        ("۲۰۰۳-۰۵", "2003-05-00=0000"),
        ("\u200f٢٠٠٠/٢٠٠١", "2000-00-00/2001"),
        ("２００３", "2003-00-00=0000"),
    ],
)
def test_parse_reads_what_people_type(typed: str, stored: str) -> None:
    assert PartialDate.parse(typed).stored == stored


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "03", "May 2003", "2003-13", "2003-00", "2003-05-00", "2003-02-29", "2003-04-31", "0999", "2200",
        "17/05/2003", "2003/05", "2001/2000", "2000/2000", "2000/2200", "2000-05/2001", "2000–2003", "about",
        "about about 2003",
        "before 2003?", "2003-05-17-01", "2003\x00", "2003" * 1000, "2003-00-00=0000",
    ],
)  # fmt: skip
def test_parse_refuses_the_rest_with_an_example(typed: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        PartialDate.parse(typed)
    assert "2003" in refusal.value.message or "2000/2001" in refusal.value.message


@given(st.text())
def test_parse_of_any_text_is_a_date_or_a_validation_error(text: str) -> None:
    try:
        date = PartialDate.parse(text)
    except ValidationError:
        return
    assert PartialDate.from_stored(date.stored) == date


@pytest.mark.parametrize(
    "stored",
    [
        "",
        "2003",
        "2003-05-17",
        "2003-00-17=0000",
        "2003-13-00=0000",
        "2003-00-00=2004",
        "2003-00-00/0000",
        "2003-00-00=0000\n",
    ],
)
def test_from_stored_refuses_other_texts(stored: str) -> None:
    with pytest.raises(ValidationError):
        PartialDate.from_stored(stored)


@given(partial_dates())
def test_stored_and_typed_come_back_as_the_same_date(date: PartialDate) -> None:
    assert len(date.stored) == 15
    assert PartialDate.from_stored(date.stored) == date
    assert PartialDate.parse(date.typed) == date


@given(partial_dates(), partial_dates())
def test_dates_sort_as_their_stored_texts_do(one: PartialDate, other: PartialDate) -> None:
    assert (one < other) == (one.stored < other.stored)
    assert (one == other) == (one.stored == other.stored)
    if (one.year, one.month, one.day) != (other.year, other.month, other.day):
        assert (one < other) == ((one.year, one.month, one.day) < (other.year, other.month, other.day))


@given(partial_dates())
def test_earliest_is_never_after_latest(date: PartialDate) -> None:
    earliest, latest = date.earliest, date.latest
    assert (earliest is None) == (date.qualifier == Qualifier.BEFORE)
    assert (latest is None) == (date.qualifier == Qualifier.AFTER)
    if earliest and latest:
        assert earliest <= latest


@pytest.mark.parametrize(
    ("typed", "earliest", "latest"),
    [
        ("2003", "2003-01-01", "2003-12-31"),
        ("about 2003", "2003-01-01", "2003-12-31"),
        ("2004-02", "2004-02-01", "2004-02-29"),
        ("2003-05-17", "2003-05-17", "2003-05-17"),
        ("2000/2001", "2000-01-01", "2001-12-31"),
        ("before 2003", None, "2002-12-31"),
        ("before 2003-05-01", None, "2003-04-30"),
        ("after 2003", "2004-01-01", None),
        ("after 2199", "2200-01-01", None),
        ("before 1000", None, "0999-12-31"),
    ],
)
def test_bounds_follow_the_qualifier(typed: str, earliest: str | None, latest: str | None) -> None:
    date = PartialDate.parse(typed)
    assert (date.earliest and date.earliest.isoformat()) == earliest
    assert (date.latest and date.latest.isoformat()) == latest


def test_from_date_is_that_day() -> None:
    day = datetime.date(2003, 5, 17)
    date = PartialDate.from_date(day)
    assert (date.earliest, date.latest, date.qualifier) == (day, day, Qualifier.EXACT)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2003", "2003"),
        ("2003-05", "May 2003"),
        ("2003-05-17", "17 May 2003"),
        ("about 2003-05", "about May 2003"),
        ("before 2003", "before 2003"),
        ("after 2003", "after 2003"),
        ("2000/2001", "2000 or 2001"),
    ],
)
def test_words_read_as_english(typed: str, words: str) -> None:
    with override("en"):
        assert PartialDate.parse(typed).words() == str(PartialDate.parse(typed)) == words


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "17 mai 2003"), ("fa", "17 مهٔ 2003"), ("zh-hans", "2003年5月17日")]
)
def test_words_follow_the_active_language(language: str, words: str) -> None:
    with override(language):
        assert PartialDate(2003, 5, 17).words() == words


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        ("2003", "2006", "2003–2006"),
        ("2003", "2003", "2003"),
        ("2003", None, "from 2003"),
        ("2000/2001", None, "from 2000 or 2001"),
        ("after 2003", None, "began after 2003"),
        (None, "2006", "until 2006"),
        (None, "before 2006", "ended before 2006"),
        ("2003-05", "2004-06", "May 2003 – June 2004"),
        ("about 2003", "2006", "about 2003 – 2006"),
        (None, None, ""),
    ],
)
def test_span_words_read_as_english(starts: str | None, ends: str | None, words: str) -> None:
    with override("en"):
        assert span_words(*(PartialDate.parse(typed) if typed else None for typed in (starts, ends))) == words


FINENESS = st.sampled_from([YEAR, MONTH, EXACT_DAY])


@given(partial_dates(), FINENESS)
def test_told_no_finer_a_date_says_nothing_that_it_did_not_say(date: PartialDate, fineness: int) -> None:
    told = date.at_most(fineness)
    if told is None:
        # The calendar of this software ends there.
        assert date.qualifier in (Qualifier.BEFORE, Qualifier.AFTER) and date.year in (FIRST_YEAR, LAST_YEAR)
        return
    assert told.fineness <= fineness and told.qualifier == date.qualifier
    assert (told.earliest or datetime.date.min) <= (date.earliest or datetime.date.min)
    assert (told.latest or datetime.date.max) >= (date.latest or datetime.date.max)
    assert told.at_most(fineness) == told


@given(partial_dates(), partial_dates(), FINENESS)
def test_dates_in_order_stay_in_order(one: PartialDate, other: PartialDate, fineness: int) -> None:
    """Else a stay would seem to end before it began."""
    first, last = (replace(date, qualifier=Qualifier.EXACT, second_year=0) for date in sorted([one, other]))
    assert first.at_most(fineness) <= last.at_most(fineness)


@pytest.mark.parametrize(
    ("typed", "month", "year"),
    [
        ("2003-05-17", "2003-05", "2003"),
        ("2003-05", "2003-05", "2003"),
        ("2000/2001", "2000/2001", "2000/2001"),
        ("about 2003-05-17", "about 2003-05", "about 2003"),
        ("before 2003-05-17", "before 2003-06", "before 2004"),
        ("before 2003-12-01", "before 2004-01", "before 2004"),
        ("after 2003-05-17", "after 2003-04", "after 2002"),
        ("after 2003-01-31", "after 2002-12", "after 2002"),
    ],
)
def test_what_a_date_says_to_the_month_and_to_the_year(typed: str, month: str, year: str) -> None:
    date = PartialDate.parse(typed)
    assert [told and told.typed for told in (date.at_most(MONTH), date.at_most(YEAR))] == [month, year]


@pytest.mark.parametrize("typed", ["before 2199-12-17", "after 1000-01-05"])
def test_what_no_year_can_say_is_not_said(typed: str) -> None:
    assert PartialDate.parse(typed).at_most(YEAR) is None
