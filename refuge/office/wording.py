"""Puts facts into words for staff, line by line, as the kinds of fact declare them."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import SlugField, URLField
from django.utils.translation import gettext as _

from refuge.core.facts import Column, Fact, Kind, Part, is_empty
from refuge.core.fields import PartialDateField
from refuge.core.partial_dates import partial, span_words
from refuge.core.projection import cited
from refuge.core.schemas import SOURCE, Schema
from refuge.core.text_fields import LongTextField, OneLineField
from refuge.office.differences import Line
from refuge.office.fields import CodesField


def date_words(stored: str) -> str:
    """Return a kept partial date as it reads; empty for none."""
    date = partial(stored)
    return date.words() if date else ""


def span(starts: str, ends: str) -> str:
    """Return a kept span as it reads."""
    return span_words(partial(starts), partial(ends))


def label(kind: Kind, column: Column) -> str:
    """Return what a column is called, as a caption."""
    name = str(_field(kind, column).verbose_name)
    return name[:1].upper() + name[1:]


def column_words(kind: Kind, column: Column, value: Any) -> str:
    """Return a kept value of a column as it reads; empty for none."""
    field = _field(kind, column)
    if is_empty(value):
        return ""
    if isinstance(field, PartialDateField):
        return date_words(value)
    if isinstance(field, CodesField) or field.choices:
        labels: dict[Any, Any] = dict(field.vocabulary() if isinstance(field, CodesField) else field.flatchoices)
        return str(labels.get(value, value))
    return _("yes") if value is True else str(value)


def _field(kind: Kind, column: Column) -> Any:
    return kind.model._meta.get_field(column.name)  # type: ignore[union-attr]  # who has columns has a model


def kind_lines(schema: Schema, kind: Kind, facts: Iterable[Fact]) -> Iterator[Line]:
    """Yield what the facts of one kind say, row by row and column by column."""
    facts = tuple(facts)
    if kind.each:
        (column,) = kind.columns
        said = (column_words(kind, column, fact.value) for fact in facts if fact.kind is kind)
        yield Line(kind.section, str(kind.section), label(kind, column), ", ".join(said))
        return
    sources = cited(schema, facts, kind)
    for fact in facts:
        if fact.kind is kind:
            yield from _fact_lines(kind, fact)
            if there := sources.get(fact.of) or ("sources" in kind.keys and fact.value["sources"]):
                yield Line(
                    (kind.name, fact.of or heading(kind, fact)), heading(kind, fact), _("Sources"), sources_words(there)
                )


def heading(kind: Kind, fact: Fact) -> str:
    """Return the heading under which staff read a fact."""
    said = kind.heading(fact.value) if callable(kind.heading) else kind.heading
    return str(said or kind.section)


def _fact_lines(kind: Kind, fact: Fact) -> Iterator[Line]:
    where = (kind.name, fact.of or heading(kind, fact))
    if "renditions" in kind.keys:
        yield Line(where, heading(kind, fact), _("Picture"), _picture(fact.value["renditions"]))
    # In the order of the form; facts have another, by which rows are sorted.
    for column in sorted(kind.columns, key=lambda column: _field(kind, column).creation_counter):
        value = fact.value if kind.bare else fact.value[column.name]
        yield Line(where, heading(kind, fact), label(kind, column), column_words(kind, column, value))


def _picture(renditions: list[dict[str, Any]]) -> str:
    # Which picture it is cannot be said in words; its first letters tell whether it is another one.
    return _("picture %(which)s") % {"which": str(renditions[0]["sha256"])[:8]} if renditions else ""


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


def texts(facts: Iterable[Fact]) -> Iterator[tuple[Fact, str, str]]:
    """Yield every text that facts tell readers, with the field as staff know it: no codes, dates, or numbers."""
    for fact in facts:
        kind = fact.kind
        head = heading(kind, fact) if isinstance(fact.value, dict) or not callable(kind.heading) else ""
        for column in kind.columns:
            if _is_text(kind, column) and not kind.each:
                text = fact.value if kind.bare else fact.value[column.name]
                yield fact, ": ".join(filter(None, (head, label(kind, column)))), str(text)
        for source in _sources_in(kind, fact.value):
            for text in (source["title"], source["url"], source["publisher"], source["note"]):
                yield fact, ": ".join(filter(None, (head, _("Sources")))), text
        if "network_name" in kind.keys:
            yield fact, head, fact.value["network_name"]


def _is_text(kind: Kind, column: Column) -> bool:
    field = _field(kind, column)
    if column.says:
        # The city of a stay is told by its number, and read under the city's own name.
        return kind.part is not Part.CITY
    return isinstance(field, (OneLineField, LongTextField, SlugField, URLField))


def _sources_in(kind: Kind, value: Any) -> list[dict[str, str]]:
    if kind.keys == SOURCE:
        return [value]
    if "sources" in kind.keys:
        return list(value["sources"])
    return value if isinstance(value, list) else []
