"""Feeds: what readers' programs are told, and that nothing in them is the clock's."""

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone

from refuge.core.atom import Entry, answer

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def request_of_a_feed() -> HttpRequest:
    return RequestFactory().get("/feed.atom")


def test_an_entry_is_a_page_with_its_day(request_of_a_feed: HttpRequest) -> None:
    entries = [
        Entry("Anna <i>", "/writers/anna/", date(2024, 5, 1), "A & <b>poet</b>"),
        Entry("Ben", "/writers/ben/", date(2023, 1, 2), ""),
    ]
    told = answer(request_of_a_feed, "New", "/writers/", entries)
    assert told["Content-Type"] == "application/atom+xml; charset=utf-8" and "Last-Modified" not in told
    feed = ElementTree.fromstring(told.content)
    assert feed.findtext(f"{ATOM}id") == "https://refuge.example.org/feed.atom"
    assert feed.findtext(f"{ATOM}updated") == "2024-05-01T00:00:00+00:00"
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    first, second = feed.findall(f"{ATOM}entry")
    assert first.findtext(f"{ATOM}title") == "Anna <i>"
    # As HTML, which a reader's program takes it for.
    assert first.findtext(f"{ATOM}summary") == "A &amp; &lt;b&gt;poet&lt;/b&gt;"
    assert first.findtext(f"{ATOM}id") == "https://refuge.example.org/writers/anna/"
    assert first.findtext(f"{ATOM}updated") == first.findtext(f"{ATOM}published") == "2024-05-01T00:00:00+00:00"
    assert second.findtext(f"{ATOM}title") == "Ben"


def test_what_xml_cannot_say_is_left_out(request_of_a_feed: HttpRequest) -> None:
    odd = "A\x00n\x08n\x0ba\ufffe \U0001f600\n"
    told = answer(request_of_a_feed, odd, "/writers/", [Entry(odd, "/writers/anna/", date(2024, 5, 1), odd)])
    feed = ElementTree.fromstring(told.content)
    assert feed.findtext(f"{ATOM}title") == "Anna \U0001f600\n"
    assert feed.findtext(f"{ATOM}entry/{ATOM}summary") == "Anna \U0001f600\n"


def test_an_empty_feed_does_not_tell_the_time(request_of_a_feed: HttpRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    told = answer(request_of_a_feed, "New", "/writers/", [])
    later = timezone.now() + timedelta(days=400)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert answer(request_of_a_feed, "New", "/writers/", []).content == told.content
    assert str(timezone.localdate().year).encode() not in told.content
