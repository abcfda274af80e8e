"""Spans of dates and the days of a status: told no finer, and no longer, than they were read to the person."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refuge.core.facts import Fact, Kind
from refuge.core.partial_dates import MONTH, YEAR, PartialDate, partial
from refuge.core.spans import are_status_days, as_read, coarser_status
from tests.core.test_partial_dates import partial_dates

DATES = Kind("dates")
Span = dict[str, str]

# A few years, so that dates meet.
close = partial_dates(of=st.integers(2008, 2013))
near = st.one_of(
    st.sampled_from(
        [
            PartialDate.parse(typed)
            for typed in (
                *("2010", "2010-05", "2010-05-17", "2011", "2012-03", "2012-03-01", "about 2010", "about 2010-05"),
                *("2010/2011", "before 2010-06-17", "after 2010-05", "before 2012", "2013-12-31"),
            )
        ]
    ),
    close,
)
ends = st.none() | near
spans = st.builds(
    lambda starts, last: {"starts": starts.stored if starts else "", "ends": last.stored if last else ""}, ends, ends
).filter(lambda span: any(span.values()))
many = st.lists(spans, min_size=1, max_size=3)


def told(span: Span, reads: list[Span]) -> Span | None:
    fact = as_read(Fact(DATES, span, "1"), [Fact(DATES, read, "1") for read in reads])
    return fact.value if fact else None


def fineness(stored: str) -> int:
    known = partial(stored)
    return known.fineness if known else 0


@given(spans, many)
def test_a_span_is_told_no_finer_than_some_time_it_was_read(span: Span, reads: list[Span]) -> None:
    found = told(span, reads)
    if found is None:
        return
    for name in ("starts", "ends"):
        # The end of a stay that had not ended when it was read is told like its beginning.
        assert fineness(found[name]) <= max(fineness(read[name]) or fineness(read["starts"]) or YEAR for read in reads)
        assert fineness(found[name]) <= fineness(span[name])


@given(spans, many)
def test_a_span_that_is_told_follows_from_the_span_itself(span: Span, reads: list[Span]) -> None:
    found = told(span, reads)
    if found is None:
        return
    for name in ("starts", "ends"):
        said, original = partial(found[name]), partial(span[name])
        assert bool(said) == bool(original)
        if said and original:
            assert (said.earliest or date.min) <= (original.earliest or date.min)
            assert (said.latest or date.max) >= (original.latest or date.max)


@given(spans, many)
def test_told_once_more_it_stays_as_it_is(span: Span, reads: list[Span]) -> None:
    found = told(span, reads)
    assert found is None or told(found, reads) == found


@given(spans, many, spans)
def test_whoever_has_read_more_is_told_no_less(span: Span, reads: list[Span], more: Span) -> None:
    before, after = told(span, reads), told(span, [*reads, more])
    if before is not None:
        assert after is not None
        assert all(fineness(after[name]) >= fineness(before[name]) for name in ("starts", "ends"))


@given(spans)
def test_what_was_read_as_it_is_is_told_as_it_is(span: Span) -> None:
    assert told(span, [span]) == span
    assert told(span, []) is None


def words(starts: str, last: str = "") -> Span:
    kept = {"starts": starts, "ends": last}
    return {name: PartialDate.parse(typed).stored if typed else "" for name, typed in kept.items()}


@pytest.mark.parametrize(
    ("span", "read", "expected"),
    [
        # A stay that has ended since is told as finely as its beginning.
        (words("2010-05-17", "2012-03-01"), words("2010"), words("2010", "2012")),
        (words("2010-05-17", "2012-03-01"), words("2010-05"), words("2010-05", "2012-03")),
        # One that lasted longer than was read, or began earlier, is another span.
        (words("2010", "2013"), words("2010", "2012"), None),
        (words("2009", "2012"), words("2010", "2012"), None),
        (words("2010"), words("2010", "2012"), None),
        # A shorter one was read with it.
        (words("2011", "2012"), words("2010", "2012"), words("2011", "2012")),
        (words("2010", "2012-03"), words("2010", "2012"), words("2010", "2012")),
    ],
)
def test_spans_by_example(span: Span, read: Span, expected: Span | None) -> None:
    assert told(span, [read]) == expected


# -- the days on which a status changes

some_day = st.dates(date(2008, 1, 1), date(2014, 12, 31)).map(str)
never = st.just("")
status = st.fixed_dictionaries(
    {
        "now_from": never | some_day,
        "now_until": never | some_day,
        "past_from": never | some_day | st.just("0001-01-01"),
        "presumed": st.booleans(),
    }
)


@given(status, spans)
def test_a_status_changes_no_more_finely_than_the_dates_are_told(days: dict[str, str], span: Span) -> None:
    coarse = coarser_status(days, span)
    assert are_status_days(coarse)
    assert coarser_status(coarse, span) == coarse
    assert {name: bool(day) for name, day in coarse.items()} == {name: bool(day) for name, day in days.items()}
    finest = min(known for known in map(fineness, span.values()) if known)
    for name, step in (("now_from", 0), ("now_until", 1), ("past_from", 0)):
        if coarse[name] and finest <= MONTH and coarse[name] != "0001-01-01":
            edge = date.fromisoformat(coarse[name]) + timedelta(days=step)
            assert edge.day == 1 and (finest == MONTH or edge.month == 1)


@given(status, spans)
def test_a_coarser_status_says_nothing_that_was_not_so(days: dict[str, str], span: Span) -> None:
    """Here from, at the latest; here until, and over from, at the earliest: each is moved away from what it says."""
    coarse = coarser_status(days, span)
    assert coarse["now_from"] <= days["now_from"]
    assert coarse["now_until"] >= days["now_until"]
    assert coarse["past_from"] >= days["past_from"]
