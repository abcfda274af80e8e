"""No character that nobody sees, or that turns others round, reaches a public page or a feed, whatever is in a record.

The forms refuse them (tests/office/test_unseen.py). Here they are written past every form, as an earlier version of
this software let anybody, and then published.
"""

import re
from json import dumps, loads

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from cities.models import City
from cities.public.models import PublicCity
from refuge.core import upkeep
from refuge.core.text_fields import LongTextField, OneLineField
from tests.factories import make_writer, publish
from tests.safety.register import answers, rolled_back
from tests.safety.test_markup import addresses, make_register
from writers.models import Writer, WriterPublication
from writers.public.models import PublicWriter

pytestmark = pytest.mark.django_db

UNSEEN = "\u202e\u2066\u200b\u200f\ufeff\u00ad\u061c\ue000\ufdd0\U000e0041\x1b\x0b"
WHOLE = f"x{UNSEEN}y"
# Pictures have random names.
# What chance drew: the names of pictures, and the symbols at the end of a person's address.
TOKEN = re.compile(r"/images/[0-9a-z]+|(?<=-)[2-9b-df-hj-km-np-tv-xz]{4}(?=/)")
DESCRIPTION = re.compile(r'<meta name="description" content="(.*?)">')
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


@pytest.fixture(autouse=True)
def nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let columns take whatever they are given."""
    for kind in (OneLineField, LongTextField):
        monkeypatch.delattr(kind, "to_python")


def unseen(text: str) -> list[str]:
    """Return those of the characters that a text holds; asks none of the code that leaves them out."""
    return [character for character in text if character in UNSEEN]


def every_page() -> dict[str, str]:
    """Return every public page, feed and list of the register that stands."""
    feeds = [reverse("feed"), reverse("city_feed", args=[PublicCity.objects.get().slug])]
    told = answers([*addresses("x"), *feeds, reverse("sitemap"), reverse("robots")])
    return {address: content.decode() for address, (_status, _headers, content) in told.items()}


def test_none_reaches_a_page_or_a_feed_from_any_text_of_any_record() -> None:
    with rolled_back():
        make_register(WHOLE)
        assert unseen(City.objects.get().name) and unseen(City.objects.get().text)
        pages = every_page()
    assert sum("xy" in page for page in pages.values()) >= 12
    assert {address: unseen(page) for address, page in pages.items() if unseen(page)} == {}


def test_to_readers_they_were_never_there() -> None:
    """Byte for byte: a record that holds them, and one that does not, are published alike."""
    told = []
    for payload in (WHOLE, "xy"):
        with rolled_back():
            make_register(payload)
            told.append([TOKEN.sub("", page) for page in every_page().values()])
    assert told[0] == told[1]


def test_what_an_earlier_version_published_is_left_out_of_titles_and_feeds_at_once(client: Client) -> None:
    writer = make_writer("Anna Berg", published=True)
    models.QuerySet(PublicWriter).update(name=f"Anna{UNSEEN} Berg", summary=f"A{UNSEEN} poet.")
    page = client.get(f"/writers/{writer.publications.get().slug}/").content.decode()
    (description,) = DESCRIPTION.findall(page)
    assert description == "A poet."
    (title,) = TITLE.findall(page)
    assert title == "Anna Berg · Cities of Refuge"
    feed = client.get("/feed.atom").content.decode()
    assert "<title>Anna Berg</title>" in feed and "A poet." in feed
    assert unseen(feed) == []


def test_what_an_earlier_version_published_is_left_out_everywhere_once_rebuilt(client: Client) -> None:
    writer = make_writer("Anna Berg", published=True)
    page = f"/writers/{writer.publications.get().slug}/"
    facts = dumps(writer.publications.get().facts).replace("Anna Berg", f"Anna{UNSEEN} Berg")
    models.QuerySet(WriterPublication).update(facts=loads(facts, strict=False))
    models.QuerySet(PublicWriter).update(name=f"Anna{UNSEEN} Berg")
    assert unseen(client.get(page).content.decode())
    assert any("Run --rebuild" in problem for problem in upkeep.check())
    upkeep.rebuild()
    assert unseen(client.get(page).content.decode()) == []
    assert upkeep.check() == []


def test_a_name_that_shows_nothing_is_no_name(client: Client) -> None:
    """It would be a page without a title, and an address that says nothing; nobody would see whose it is."""
    writer = make_writer("Anna Berg")
    models.QuerySet(Writer).update(name="\u200b\u202e")
    publish(writer)
    assert [row.name for row in PublicWriter.objects.all()] == [""]
    assert not PublicWriter.objects.named().exists()
    assert client.get("/feed.atom").content.count(b"<entry>") == 0
