"""Nothing is kept between two requests: no module, class or function holds more after an answer than it did before.

`test_caches.py` reads the code for decorators and for Django's caches; this looks at the process itself, so that any
other way of keeping something is seen as well, whatever it is called.
"""

import sys
from collections.abc import Iterator
from functools import _lru_cache_wrapper
from types import FunctionType, ModuleType
from typing import Any

import pytest

from refuge.core.scopes import Scope
from tests.factories import publish, withdraw
from tests.safety.build import days_later
from tests.safety.register import WORDS, answers, make_person, make_places, text_of
from tests.safety.test_caches import PURE

pytestmark = [pytest.mark.django_db, pytest.mark.once]
# All that runs for a public request.
ROOMS = (
    "refuge.core",
    "refuge.views",
    "refuge.surfaces",
    "refuge.sitemaps",
    "refuge.urls",
    "cities.public",
    "writers.public",
)
ASKED = [
    "/",
    "/writers/",
    "/writers/?sort=recent",
    "/writers/?origin=IR",
    "/writers/?city=harbourtown",
    "/writers/?country=NO&status=now&from=1980",
    "/writers/?q=zvonimira",
    "/writers/zvonimira/",
    "/cities/",
    "/cities/?origin=IR&network=icorn",
    "/cities/harbourtown/",
    "/cities/harbourtown/feed.atom",
    "/feed.atom",
    "/sitemap.xml",
    "/history/",
    "/about/",
    "/about/safety/",
    "/robots.txt",
]


def _modules() -> list[ModuleType]:
    return [
        module
        for name, module in sorted(sys.modules.items())
        if any(name == room or name.startswith(f"{room}.") for room in ROOMS) and ".migrations" not in name
    ]


def _is_ours(thing: Any) -> bool:
    return any(f"{getattr(thing, '__module__', '')}.".startswith(f"{room}.") for room in ROOMS)


def _holders() -> Iterator[tuple[str, Any]]:
    """Yield every value that a module, a class of ours or a function of ours holds, with a name for it."""
    for module in _modules():
        for name, value in vars(module).items():
            if name.startswith("__"):
                continue
            yield f"{module.__name__}.{name}", value
            if isinstance(value, type) and _is_ours(value):
                yield from ((f"{module.__name__}.{name}.{inner}", held) for inner, held in vars(value).items())
            function = getattr(value, "__wrapped__", value)
            if isinstance(function, FunctionType) and _is_ours(function):
                yield f"{module.__name__}.{name}()", (function.__defaults__, function.__kwdefaults__, vars(function))
                yield f"{module.__name__}.{name} closure", [_content(cell) for cell in function.__closure__ or ()]


def _content(cell: Any) -> Any:
    try:
        return cell.cell_contents
    except ValueError:
        return None


def _size(value: Any, depth: int = 4) -> Any:
    """Return what tells whether a container holds something else than it did; a scalar as it is."""
    if isinstance(value, dict) and depth:
        return {repr(key)[:80]: _size(held, depth - 1) for key, held in list(value.items())}
    if isinstance(value, list | tuple | set | frozenset) and depth:
        return len(value), [_size(held, depth - 1) for held in list(value)[:2000]]
    if isinstance(value, str | bytes | int | float | bool | None):
        return value
    return type(value).__name__


def _held() -> dict[str, Any]:
    return {name: _size(value) for name, value in _holders() if not isinstance(value, ModuleType)}


def _kept_answers() -> dict[str, int]:
    """Return how many answers each function keeps, but for those of `PURE`, which read no row."""
    pure = {f"{path.removesuffix('.py').replace('/', '.')}.{name}" for path, names in PURE.items() for name in names}
    return {
        name: value.cache_info().currsize
        for name, value in _holders()
        if isinstance(value, _lru_cache_wrapper)
        and _is_ours(value)
        and f"{value.__module__}.{value.__name__}" not in pure
    }


def test_nothing_holds_more_after_an_answer_than_it_did_before() -> None:
    # Once, so that all code is there. Nobody is public yet, so that whatever is kept of somebody is new below.
    answers(ASKED)
    before, kept = _held(), _kept_answers()
    assert len(before) > 500 and kept == dict.fromkeys(kept, 0)
    place = make_places()
    person = make_person(place, frozenset(Scope))
    publish(place)
    publish(person)
    told = text_of(answers(ASKED))
    # What could have been kept.
    assert all(word in told for word in (WORDS[Scope.NAME], WORDS[Scope.WORKS], WORDS[Scope.HOST_CITY]))
    withdraw(person)
    # On another day, too: what is kept by the day would else have been kept before.
    with days_later(3):
        answers(ASKED)
    after = _held()
    assert {name for name in before if before[name] != after[name]} == set()
    assert set(after) == set(before)
    assert _kept_answers() == kept


def test_what_is_looked_at_sees_what_could_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    filters = sys.modules["writers.public.filters"]
    before = _held()
    for name, value in (("_KEPT", {"anna": 1}), ("_LIST", ["anna"])):
        monkeypatch.setattr(filters, name, value, raising=False)
    monkeypatch.setattr(filters.now_on, "kept", "anna", raising=False)
    monkeypatch.setattr(filters.WriterFilter, "kept", "anna", raising=False)
    changed = {name for name, held in _held().items() if before.get(name, None) != held}
    assert {f"writers.public.filters.{name}" for name in ("_KEPT", "_LIST", "now_on()", "WriterFilter.kept")} <= changed


# What each address says in a language and in no other, once somebody from Iran in Norway is public.
SPOKEN = {"en": ("Iran", "Norway"), "fa": ("ایران", "نروژ")}
IN_WORDS = ["/writers/", "/writers/?origin=IR", "/cities/", "/cities/harbourtown/", "/", "/writers/zvonimira/"]


def test_no_answer_is_in_the_language_of_the_one_before(settings: Any) -> None:
    """One process speaks to an office in one language and to readers in another."""
    place = make_places()
    publish(place)
    publish(make_person(place, frozenset(Scope)))
    told: dict[str, list[Any]] = {"en": [], "fa": []}
    for language in ("en", "fa", "en", "fa"):
        settings.LANGUAGE_CODE = language
        told[language].append(answers(IN_WORDS))
    for language, (first, second) in told.items():
        assert first == second
        (other,) = SPOKEN.keys() - {language}
        text = text_of(first)
        assert all(word in text for word in SPOKEN[language])
        assert [word for word in SPOKEN[other] if word in text] == []
