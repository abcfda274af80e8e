"""The public surface, asked in process: every named address, everything guessed from both sides of the wall."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import cycle, islice, zip_longest
from random import Random
from typing import Any
from urllib.parse import quote

from django.core.handlers.base import BaseHandler
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from refuge.core.folding import slug as slug_of
from refuge.core.handles import SUFFIX
from tests.safety import drawing
from tests.safety.rows import SIZES, sha256, symbols
from tests.safety.worlds import World

Answer = tuple[int, tuple[tuple[str, str], ...], bytes]

ALLOWED = {200, 301, 304, 404, 405}
LISTS = ("/writers/", "/cities/")
# So many of the addresses that `asked` returns are asked of every twin: home, lists, a host, the pages of two people.
ALWAYS = 6
LINK = re.compile(rb'(?:href|src|srcset)="(/[^" ]*)')
# Bytes that have been trouble somewhere: a zero, half a character, a path out of the house.
HOSTILE = (
    "/writers/%00/",
    "/writers/%ff/",
    "/writers/1/",
    "/writers/..%2f..%2fadmin/",
    "/images/%00.webp",
    "/images/1.jpeg",
    "/writers/?page=0&page=x&sort=%00",
    "/writers/?city=%00&origin=%ff&from=-1&to=99999",
    "/writers/?writer__dossier__address__contains=q",
    "/cities/?network=%00&status=x&q=%ff",
    "/about/%00/",
    "/admin",
)


def routes() -> dict[str, str]:
    """Return the named public addresses: their patterns by name, from the resolver itself."""
    found: dict[str, str] = {}

    def walk(patterns: Iterable[Any], before: str) -> None:
        for pattern in patterns:
            here = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, here)
            elif isinstance(pattern, URLPattern):
                found[pattern.name or here] = here

    walk(get_resolver("refuge.urls.public").url_patterns, "/")
    return found


def words_of(world: World) -> list[str]:
    """Return every invented word of a world, public or not, each once and in order."""
    found: dict[str, None] = {}

    def walk(value: Any) -> None:
        if isinstance(value, str):
            found.update(dict.fromkeys(re.findall(r"q[bcdfghjklmnpqrstvwxz]{9}", value.lower())))
        for part in value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ():
            walk(part)

    walk(asdict(world))
    return list(found)


def names_of(world: World) -> list[str]:
    """Return the names of the people and the cities of a world, public or not."""
    people = [
        version.fields for person in (*world.people, *world.strangers) for version in (person.first, person.second)
    ]
    cities = [said for city in world.cities for said in (city.first, city.second)]
    return list(dict.fromkeys(said["name"].lower() for said in (*people, *cities)))


def pages_of(world: World) -> list[str]:
    """Return where each person of a world is found under each of their names, public or not."""
    people = (*world.people, *world.strangers)
    versions = [(person.label, version) for person in people for version in (person.first, person.second)]
    return [_page(label, version.fields["name"]) for label, version in versions]


def _page(label: str, name: str) -> str:
    return f"/writers/{slug_of(name)}-{symbols(label, name)[:SUFFIX]}/"


def other_names_of(world: World) -> list[str]:
    """Return the other forms of the names of people, public or not."""
    people = (*world.people, *world.strangers)
    return [name["text"] for person in people for version in (person.first, person.second) for name in version.names]


def _in_threes(slugs: list[str]) -> list[str]:
    """Return so many parameters at once as a message names words that it does not know."""
    return ["&".join(f"city={slug}" for slug in slugs[at : at + 3]) for at in range(0, len(slugs), 3)]


# What is asked of each named address, given words of all the worlds. A new address without a line fails the suite.
ASKED: dict[str, Callable[[list[str]], list[str]]] = {
    "home": lambda words: ["/"],
    "healthz": lambda words: ["/healthz"],
    "robots": lambda words: ["/robots.txt"],
    "sitemap": lambda words: ["/sitemap.xml", "/sitemap.xml?p=2"],
    "feed": lambda words: ["/feed.atom"],
    "city_feed": lambda words: [
        *(f"/cities/{slug_of(word)}/feed.atom" for word in words),
        *(f"/cities/city-{at}/feed.atom" for at in range(6)),
    ],
    "history": lambda words: ["/history/"],
    "about": lambda words: ["/about/"],
    "page": lambda words: ["/about/safety/", *(f"/about/{word}/" for word in words[:1])],
    "image": lambda words: [f"/images/{sha256(f'{w} {size} {ext}')[:13]}.{ext}" for w in words for size, ext in SIZES],
    "writer_detail": lambda words: [f"/writers/{slug_of(word)}/" for word in words],
    "city_detail": lambda words: [
        *(f"/cities/{slug_of(word)}/" for word in words),
        *(f"/cities/city-{at}/" for at in range(6)),
    ],
    "writer_list": lambda words: [
        "/writers/",
        "/writers/?sort=recent",
        "/writers/?sort=country",
        "/writers/?page=2",
        *(f"/writers/?origin={code}" for code in (*drawing.ORIGINS[:4], "XX")),
        *(f"/writers/?country={code}" for code in drawing.COUNTRIES),
        *(f"/writers/?status={status}" for status in ("now", "past")),
        *(f"/writers/?role={role}&language={tongue}" for role, tongue in (("poet", "fa"), ("novelist", "zh"))),
        "/writers/?from=2000&to=2010",
        *(f"/writers/?{cities}" for cities in _in_threes([slug_of(word) for word in words])),
        *(f"/writers/?q={word}" for word in words),
        *(f"/writers/?q={word[:5]}" for word in words[::4]),
    ],
    "city_list": lambda words: [
        "/cities/",
        *(f"/cities/?country={code}" for code in drawing.COUNTRIES),
        *(f"/cities/?origin={code}" for code in drawing.ORIGINS[:4]),
        "/cities/?network=net0",
        "/cities/?status=left&network=net1",
        *(f"/cities/?q={word}" for word in words),
    ],
}


def asked(worlds: Sequence[World], rng: Random, number: int) -> list[str]:
    """Return about so many addresses: of each kind some, guessed from the words of all the worlds by chance."""
    words = list(dict.fromkeys(word for world in worlds for word in words_of(world)))
    names = list(dict.fromkeys(name for world in worlds for name in names_of(world)))
    rng.shuffle(words), rng.shuffle(names)
    kinds: dict[str, list[str]] = {"hostile": list(HOSTILE)}
    for guess in ASKED.values():
        # Names are what an insider would try first.
        for address in guess([*names[:6], *words[:6]]):
            path, question, query = address.partition("?")
            kind = path.split("/")[1] + question + query.partition("=")[0]
            kinds.setdefault(kind, []).append(address)
    for addresses in kinds.values():
        rng.shuffle(addresses)
    rest = [address for turn in zip_longest(*kinds.values()) for address in turn if address]
    pages = [_page(person.label, person.shown.fields["name"]) for world in worlds for person in world.people]
    # The first city of all: what several guests of one city give away together is seen on its page.
    host = [f"/cities/{worlds[0].slug_of_city(0)}/"] if worlds[0].cities else []
    return list(dict.fromkeys(["/", *LISTS, *host, *pages[:3], *rest]))[:number]


def turns(addresses: Sequence[str], number: int) -> Iterator[list[str]]:
    """Yield so many addresses again and again: always the first, which matter most, and the rest in turn."""
    always, rest = addresses[:ALWAYS], cycle(addresses[ALWAYS:])
    while True:
        yield list(dict.fromkeys([*always, *islice(rest, number - len(always))]))


def guessed(world: World, twin: World, rng: Random) -> list[str]:
    """Return addresses at which something could be found that only one of two worlds holds.

    Names most of all, the other forms of names among them, since those are what the product looks for.
    """

    def only_one(of: Callable[[World], list[str]], number: int) -> list[str]:
        found = sorted({*of(world)} ^ {*of(twin)})
        return rng.sample(found, min(number, len(found)))

    tried = list(dict.fromkeys([*only_one(names_of, 18), *only_one(other_names_of, 4), *only_one(words_of, 4)]))
    found = [
        address
        for kind, guess in ASKED.items()
        if kind != "image"
        # What is asked of every world is asked of the twins of the other suite.
        for address in dict.fromkeys(guess(tried)).keys() - guess([])
    ]
    return [*sorted(found), *only_one(pages_of, 18), *ASKED["image"](only_one(_pictures_of, 12))]


def _pictures_of(world: World) -> list[str]:
    versions = [version for person in world.people for version in (person.first, person.second)]
    return [version.fields["portrait"] for version in versions if version.fields["portrait"]]


class Surface:
    """The whole middleware and the views behind it, without a server."""

    def __init__(self) -> None:
        self.handler = BaseHandler()
        self.handler.load_middleware()
        self.factory = RequestFactory()

    def get(self, address: str, method: str = "GET", **headers: str) -> Answer:
        """Return what is told at an address: status, headers, bytes."""
        request = self.factory.generic(method, quote(address, safe="/?&=%.,:;+~-_"), **headers)
        answer = self.handler.get_response(request)
        assert answer.status_code in ALLOWED, (answer.status_code, method, address)
        assert not answer.cookies
        return answer.status_code, tuple(sorted(answer.headers.items())), answer.content

    def all(self, addresses: Iterable[str]) -> dict[str, Answer]:
        """Return what is told at each address."""
        return {address: self.get(address) for address in addresses}


def links(answers: dict[str, Answer]) -> list[str]:
    """Return the addresses on this site that the answers lead to, in order."""
    found = {}
    for _status, _headers, body in answers.values():
        found |= dict.fromkeys(link.decode().replace("&amp;", "&") for link in LINK.findall(body))
    return [link for link in found if not link.startswith("/static/") and link not in answers]
