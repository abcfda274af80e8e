"""Asks the public surface everything a hostile or broken client might, in an order that a seed decides.

Requests are WSGI environments made by hand, so that bytes get through which no client library would send. Each kind
of answer must stay what `refuse` allows. A request that holds `WORD` is asked twice, once with something hidden or
withdrawn and once with something of the same shape that never was: nobody may see a difference.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import chain
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from tests.safety.nasty import BODIES, ENDS, FREE, HEADERS, LISTS, METHODS, PLACES, PLAIN, STARTS, UNKNOWN, VALUES, WORD

Spelling = Callable[[bytes], bytes]
SPELLINGS: list[Spelling] = [
    lambda word: quote(word, safe="").encode(),
    lambda word: word,
    lambda word: b"".join(b"%%%02x" % byte for byte in word),
    lambda word: b"".join(b"%%25%02X" % byte for byte in word),
    lambda word: quote(word.decode().upper(), safe="").encode(),
    lambda word: quote(word.decode().title(), safe="").encode(),
    lambda word: quote(word[:-1], safe="").encode() if word.isascii() else quote(word, safe="").encode(),
    lambda word: b"+" + quote(word, safe="").encode() + b"+%00",
]


@dataclass(frozen=True)
class Ask:
    """One request, as raw bytes."""

    target: bytes
    method: str = "GET"
    headers: dict[str, bytes] = field(default_factory=dict)
    body: bytes = b""
    spelling: Spelling = SPELLINGS[0]

    @property
    def paired(self) -> bool:
        """Say whether it is asked twice."""
        return WORD in self.target or any(WORD in value for value in self.headers.values())

    def saying(self, word: str) -> "Ask":
        """Return the request with a word of a pair in it."""
        spelled = self.spelling(word.encode())
        headers = {name: value.replace(WORD, word.encode()) for name, value in self.headers.items()}
        return replace(self, target=self.target.replace(WORD, spelled), headers=headers)

    def environ(self) -> dict[str, Any]:
        """Return the environment that a server would make of it, as PEP 3333 wants it: bytes kept in Latin-1."""
        path, _question, query = self.target.partition(b"?")
        headers = {name: value.decode("latin-1") for name, value in self.headers.items()}
        return {
            "REQUEST_METHOD": self.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query.decode("latin-1"),
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "192.0.2.1",
            "HTTP_HOST": "localhost",
            "CONTENT_LENGTH": str(len(self.body)) if self.body else "",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(self.body),
            "wsgi.errors": None,
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            **headers,
        }


def in_order(known: list[str]) -> Iterator[Ask]:
    """Yield every value of every parameter, method of every route, value of every header, and odd end of every path."""
    for path, parameters in LISTS.items():
        for at, name in enumerate(parameters):
            # Codes are all read by one class, so each gets half of the values, and every other one the other half.
            values = VALUES if name in FREE else VALUES[at % 2 :: 2]
            yield from (Ask(path + b"?" + name + b"=" + value) for value in values)
            yield from (Ask(path + b"?" + name + b"=" + WORD, spelling=spelling) for spelling in SPELLINGS)
        yield from (Ask(path + b"?" + name + b"=" + value) for name in UNKNOWN for value in (b"1", WORD))
        for many in (99, 101, 999, 1001, 5000):
            yield from (
                Ask(path + b"?" + b"&".join([pair] * many)) for pair in (b"origin=IR", b"a=b", b"&", b"q=" + WORD)
            )
    routes = [*PLAIN, *(place % word for place in PLACES for word in [*known, WORD.decode()])]
    for route in routes:
        yield Ask(route.encode())
        yield from (Ask(route.encode(), method) for method in METHODS)
    for name, values in HEADERS.items():
        for value in values:
            yield from (Ask(route, headers={name: value}) for route in (b"/", b"/writers/" + WORD + b"/", b"/writers"))
    for place in PLACES:
        for end in ENDS:
            yield from (Ask((place % word).encode().rstrip(b"/") + end) for word in [known[0], WORD.decode()])
    yield from (Ask(start + b"writers/" + word) for start in STARTS for word in (b"", WORD + b"/", known[0].encode()))
    yield from (Ask(b"/writers/", headers={"HTTP_REFERER": WORD, name: WORD}) for name in HEADERS)


def at_random(seed: int, known: list[str]) -> Iterator[Ask]:
    """Yield requests without end, the same ones for the same seed; one in 25 is for a list, which costs most."""
    draw = random.Random(seed)
    while True:
        target = _list(draw) if draw.random() < 0.04 else _path(draw, known)
        method = "GET" if draw.random() < 0.7 else draw.choice(METHODS)
        names = draw.sample(sorted(HEADERS), draw.choice((0, 0, 1, 1, 2, 5)))
        headers = {name: draw.choice(HEADERS[name]) for name in names}
        if "HTTP_HOST" in headers and draw.random() < 0.8:
            del headers["HTTP_HOST"]
        # A header sent twice reaches an application as one, with a comma.
        for name in names[:1]:
            if name in headers and draw.random() < 0.2:
                headers[name] += b", " + draw.choice(HEADERS[name])
        body = draw.choice(BODIES) if draw.random() < 0.2 else b""
        yield Ask(target, method, headers, body, draw.choice(SPELLINGS))


def _path(draw: random.Random, known: list[str]) -> bytes:
    word = WORD if draw.random() < 0.5 else draw.choice(known).encode()
    path = draw.choice(PLACES).encode().replace(b"%s", word)
    if draw.random() < 0.6:
        path = path.rstrip(b"/") + draw.choice(ENDS)
    if draw.random() < 0.2:
        path = draw.choice(STARTS) + path.lstrip(b"/")
    if draw.random() < 0.15:
        at = draw.randrange(len(path) + 1)
        cut = path.find(WORD)
        at = at if cut < 0 or not cut < at < cut + len(WORD) else 0
        path = path[:at] + bytes([draw.randrange(256)]) * draw.choice((1, 1, 2, 40)) + path[at:]
    return path


def _list(draw: random.Random) -> bytes:
    path = draw.choice(sorted(LISTS))
    names = draw.choices([*LISTS[path], *UNKNOWN], k=draw.choice((1, 2, 3, 8)))
    pairs = [name + b"=" + (WORD if draw.random() < 0.2 else draw.choice(VALUES)) for name in names]
    query = draw.choice((b"&", b"&", b"&", b";")).join(pairs)
    # A message says back the beginning of a long value; cut through a word, the pair would differ in the asker's words.
    return path + b"?" + (query if WORD not in query else b"&".join(pairs))


def every(seed: int, known: list[str]) -> Iterator[Ask]:
    """Yield what is asked in order, then what is asked at random."""
    return chain(in_order(known), at_random(seed, known))
