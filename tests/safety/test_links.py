"""A crawl of the public site: no page fetches anything from anyone else, and links that lead away tell nothing."""

from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client

from refuge.core.scopes import Scope
from tests.factories import make_city, make_membership, make_milestone, make_page, make_source, make_stay, publish
from tests.safety.register import make_person, picture
from tests.safety.routes import routes, serving
from writers.models import Text

pytestmark = pytest.mark.django_db

HERE = "https://testserver/"
# Every attribute by which a page makes a browser fetch something, and those that send the reader somewhere.
FETCHED = {"src", "srcset", "poster", "data", "background", "xlink:href", "imagesrcset", "ping", "manifest", "action"}
FETCHED |= {"formaction"}
LEADS = {"a", "area"}
SILENT = {"noreferrer", "noopener", "nofollow"}
# One for each place from which a link can reach a public page.
KINDS = {
    "source-of-a-writer",
    "source-of-a-stay",
    "source-of-a-work",
    "source-of-a-membership",
    "source-of-a-milestone",
    "website-of-a-city",
    "text-of-a-city",
    "text-of-a-writer",
    "text-of-a-page",
    "text-of-a-milestone",
}


class Page(HTMLParser):
    """What a page fetches, where its links lead, and what stands inline."""

    def __init__(self, address: str, html: str) -> None:
        super().__init__()
        self.address = urljoin(HERE, address)
        self.fetched: list[str] = []
        self.links: list[tuple[str, set[str]]] = []
        self.inline: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag in LEADS and "href" in said:
            self.links.append((urljoin(self.address, said["href"]), set(said.get("rel", "").split())))
        elif "href" in said:
            self.fetched.append(urljoin(self.address, said["href"]))
        for name in FETCHED & set(said):
            parts = said[name].split(",") if "srcset" in name else [said[name]]
            self.fetched += [urljoin(self.address, part.split()[0]) for part in parts if part.split()]
        if tag in ("script", "style", "iframe", "object", "embed", "base") or said.get("http-equiv"):
            self.inline.append(tag)
        self.inline += [f"{tag} {name}" for name in said if name == "style" or name.startswith("on")]


@pytest.fixture
def site() -> None:
    """Publish one of everything, with a link of every kind."""

    def linked(what: str) -> dict[str, Any]:
        assert f"text-of-a-{what}" in KINDS
        return {"text": f"A [link](https://text-of-a-{what}.example/), a [place](/cities/) and [one more](#here)."}

    def source(what: str) -> Any:
        return make_source("", url=f"https://source-of-a-{what}.example/")

    city = make_city(
        "Harbourtown",
        published=False,
        website="https://website-of-a-city.example/",
        latitude=60.0,
        longitude=5.0,
        photograph=picture(),
        photograph_alt="A harbour",
        photograph_credit="Ana",
        **linked("city"),
    )
    make_membership(city).sources.add(source("membership"))
    publish(city)
    writer = make_person(city, frozenset(Scope))
    Text.objects.update(**linked("writer"))
    writer.sources.add(source("writer"))
    make_stay(writer, city, starts="2019").sources.add(source("stay"))
    for work in writer.works.all():
        work.sources.add(source("work"))
    publish(writer)
    for slug in ("about", "safety"):
        make_page(slug, **linked("page"))
    milestone = make_milestone(published=False)
    milestone.text = linked("milestone")["text"]
    milestone.save()
    milestone.sources.add(source("milestone"))
    publish(milestone)


def crawl() -> dict[str, Page]:
    """Return every page of the public surface that is HTML: from every route, and by every link from there on."""
    with serving("public", REFUGE_HTTPS="off") as surface:
        return _crawled(surface.nobody, list(routes().values()))


def _crawled(client: Client, waiting: list[str]) -> dict[str, Page]:
    seen: set[str] = set()
    pages = {}
    while waiting:
        address = urlsplit(urljoin(HERE, waiting.pop()))._replace(fragment="").geturl()
        if address in seen or not _ours(address):
            continue
        seen.add(address)
        answer = client.get(address.removeprefix(HERE[:-1]))
        assert answer.status_code in (200, 301, 304, 404), address
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            page = pages[address] = Page(address, answer.content.decode())
            waiting += [*page.fetched, *(link for link, _ in page.links)]
    return pages


def _ours(address: str) -> bool:
    return address.startswith(HERE)


def test_pages_fetch_nothing_from_others_and_links_away_tell_nothing(site: None) -> None:
    pages = crawl()
    # Home, both lists, a writer, a city, the history, two pages of text.
    assert len(pages) >= 8
    away = {}
    for address, page in pages.items():
        assert page.fetched, address
        assert [target for target in page.fetched if not _ours(target)] == [], address
        assert page.inline == [], address
        away.update({link: rel for link, rel in page.links if not _ours(link)})
        assert [link for link, rel in page.links if not _ours(link) and not rel >= SILENT] == [], address
    assert {urlsplit(link).hostname for link in away} == {f"{kind}.example" for kind in KINDS}


BAD = {
    "a script of theirs": '<script src="https://cdn.example/x.js"></script>',
    "a picture of theirs": '<img srcset="/a.webp 1x, //cdn.example/b.webp 2x">',
    "a font of theirs": '<link rel="preload" href="https://fonts.example/f.woff2">',
    "a form to them": '<form action="https://forms.example/">',
}


@pytest.mark.parametrize("html", BAD.values(), ids=BAD)
def test_the_parser_sees_what_is_fetched_from_others(html: str) -> None:
    assert [target for target in Page("/", html).fetched if not _ours(target)]
