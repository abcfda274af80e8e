"""Nothing on the public side keeps rows between requests or tells the clock, as Django's caches and feeds do."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.sitemaps import Sitemap

from refuge.sitemaps import SITEMAPS
from tests.safety.routes import SETTINGS, serving

ROOT = SETTINGS.parent.parent
# All that a public request can run: the contracts in pyproject.toml let the public apps import nothing else.
PUBLIC = ["refuge/*.py", "refuge/urls/*.py", "refuge/core/**/*.py", "cities/public/**/*.py", "writers/public/**/*.py"]
# Django's own: a cache of pages or values, and feeds, whose dates are those of now where an item has none.
REFUSED = (
    "django.contrib.syndication",
    "django.contrib.sitemaps",
    "django.core.cache",
    "django.middleware.cache",
    "django.utils.feedgenerator",
    "django.views.decorators.cache",
    "django.views.decorators.http.condition",
    "django.views.decorators.http.last_modified",
)
# What is used of them all the same: the writer of Atom, under a date of its own for an empty feed (tests/core/
# test_atom.py), and the sitemap, whose classes know no day (below).
USED = {
    "refuge/core/atom.py": {"django.utils.feedgenerator.Atom1Feed"},
    "refuge/sitemaps.py": {"django.contrib.sitemaps.Sitemap"},
    "refuge/urls/public.py": {"django.contrib.sitemaps.views.sitemap"},
}
CACHES = {"lru_cache", "cache", "cached_property"}
# Each is a function of its arguments and of the code alone. What reads a row, here or below, has no place in this list.
PURE = {
    "refuge/core/countries.py": {"_choices", "_names"},
    "refuge/core/languages.py": {"_choices", "_names"},
    "refuge/core/locales.py": {"_locale"},
    "refuge/core/place_names.py": {"_elsewhere", "_names", "country_phrases"},
    "refuge/core/publishables.py": {"projection_id"},
    "refuge/core/schemas.py": {"_by_name"},
    "refuge/core/spelling.py": {"_run"},
    "cities/public/maps.py": {"_base", "_draw", "_land", "_locate"},
}


def _sources() -> list[Path]:
    return sorted({path for pattern in PUBLIC for path in ROOT.glob(pattern) if "migrations" not in path.parts})


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield every name that a module imports, in full."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def kept(tree: ast.AST) -> Iterator[str]:
    """Yield every function whose answers are kept."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            words = {
                part.id if isinstance(part, ast.Name) else part.attr
                for decorator in node.decorator_list
                for part in ast.walk(decorator)
                if isinstance(part, ast.Name | ast.Attribute)
            }
            if words & CACHES:
                yield node.name


@pytest.mark.parametrize("path", _sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_public_code_keeps_no_rows_and_builds_on_no_cache_or_feed(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    here = str(path.relative_to(ROOT))
    refused = {name for name in imported(tree) if f"{name}.".startswith(tuple(f"{part}." for part in REFUSED))}
    assert refused == USED.get(here, set())
    assert set(kept(tree)) <= PURE.get(here, set())


@pytest.mark.parametrize("kind", SITEMAPS.values())
def test_a_sitemap_knows_no_day(kind: type[Sitemap]) -> None:
    ours = kind.__mro__[: kind.__mro__.index(Sitemap)]
    assert not any({"lastmod", "changefreq", "priority"} & vars(base).keys() for base in ours)
    assert not hasattr(Sitemap, "lastmod")


@pytest.mark.parametrize("surface", ["all", "public"])
def test_no_middleware_caches(surface: str, settings: object) -> None:
    with serving(surface):
        assert [name for name in settings.MIDDLEWARE if "cache" in name.lower()] == []  # type: ignore[attr-defined]


def test_the_rules_see_what_they_forbid() -> None:
    tree = ast.parse(
        "from django.views.decorators.cache import cache_page\n"
        "from django.contrib.syndication.views import Feed\n"
        "@functools.lru_cache(maxsize=1)\ndef cities(): ...\n"
        "class A:\n    @cached_property\n    def rows(self): ...\n"
    )
    assert list(imported(tree)) == [
        "django.views.decorators.cache.cache_page",
        "django.contrib.syndication.views.Feed",
    ]
    assert set(kept(tree)) == {"cities", "rows"}
