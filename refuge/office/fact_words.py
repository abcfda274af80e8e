"""Words for the facts that several rooms have: sources, dates, pictures."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from refuge.core.partial_dates import span_words
from refuge.core.projection import partial
from refuge.office.differences import Line


def date_words(stored: str) -> str:
    """Return a kept partial date as it reads; empty for none."""
    date = partial(stored)
    return date.words() if date else ""


def span(starts: str, ends: str) -> str:
    """Return a kept span as it reads."""
    return span_words(partial(starts), partial(ends))


def source_words(source: dict[str, str]) -> str:
    """Return a kept source in one line."""
    named = source["title"] or source["url"]
    parts = [named, source["publisher"], date_words(source["dated"]), source["note"]]
    if source["title"]:
        parts.append(source["url"])
    return ", ".join(part for part in parts if part)


def sources_words(sources: Iterable[dict[str, str]]) -> str:
    """Return kept sources, one a line."""
    return "\n".join(map(source_words, sources))


def source_lines(sources: Iterable[dict[str, str]], heading: str) -> list[Line]:
    """Return one line for each source, the same one as long as its title and address stay."""
    return [Line(("source", s["title"], s["url"]), heading, _("Source"), source_words(s)) for s in sources]


def picture_lines(kind: str, heading: str, value: dict[str, Any]) -> list[Line]:
    """Return a picture in words: which one, and what is said of it."""
    # Which picture it is cannot be said in words; its first letters tell whether it is another one.
    which = str(value["renditions"][0].get("sha256", value["renditions"][0]))[:8] if value["renditions"] else ""
    return [
        Line(kind, heading, _("Picture"), _("picture %(which)s") % {"which": which}),
        Line(kind, heading, _("Credit"), value["credit"]),
        Line(kind, heading, _("Licence"), value["licence"]),
        Line(kind, heading, _("Description"), value["alt"]),
    ]
