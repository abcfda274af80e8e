"""Finds who is named where: one search for withdrawing a person, for erasing one and for telling one what is held."""

import html
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Model
from simple_history.models import HistoricalChanges

from refuge.core.folding import fold
from refuge.core.person_names import name_phrases
from refuge.core.publishables import publishable, publishables
from refuge.core.words import Said, Wanted
from refuge.office.differences import lines_of
from refuge.office.models import Hold, Publication, Source
from refuge.office.records import Record

ESCAPED = re.compile(r"\\+u([0-9a-fA-F]{4})")
# Not after an initial: “P. Mahdavi” is no end of a sentence.
SENTENCE = re.compile(r"(?<=\w\w[.!?…؟。！？])\s+|\n+")
SHORT = 4  # letters; a shorter name is looked for as a word of its own


@dataclass
class Person:
    """Who is looked for: names, and other words of theirs (titles of works)."""

    names: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)

    def named_in(self, text: Any) -> bool:
        """Say whether a text names the person, whatever its spelling; anything else than text is read as JSON."""
        return _any_of(self.names, text)

    def perhaps_named_in(self, text: Any) -> bool:
        """Say whether a text has the whole name or one longer word of it, such as the family name alone; in any
        spelling and script, inflected and run together.
        """
        words = {f" {word} " for name in self.names for word in fold(name).split() if len(word) >= SHORT}
        if self.named_in(text) or any(word in _folded(text) for word in words):
            return True
        return any(found for said in _texts(text) for found in self._wanted.found_in(Said(said)))

    @cached_property
    def _wanted(self) -> Wanted[None]:
        """What to look for where the person may be named; all names are known before the first text is read."""
        return Wanted((phrase, None) for name in sorted(self.names) for phrase in name_phrases(name))

    def told_in(self, text: Any) -> bool:
        """Say whether a text names the person or tells of a work of theirs."""
        return _any_of(self.names | self.words, text)

    def sentences_in(self, value: Any) -> list[str]:
        """Return those sentences of a text, or of the texts in a JSON value, that perhaps name the person."""
        said = (sentence.strip() for text in _texts(value) for sentence in SENTENCE.split(text))
        return list(dict.fromkeys(sentence for sentence in said if sentence and self.perhaps_named_in(sentence)))


def _any_of(words: Iterable[str], text: Any) -> bool:
    folded = _folded(text)
    for word in filter(None, map(fold, words)):
        if (word if len(word) >= SHORT or not word.isascii() else f" {word} ") in folded:
            return True
    return False


def _folded(text: Any) -> str:
    plain = text if isinstance(text, str) else json.dumps(text, ensure_ascii=False, default=str)
    # Messages lie in sessions as JSON in JSON, and names in them may be escaped for HTML.
    units = ESCAPED.sub(lambda found: chr(int(found[1], 16)), plain)
    whole = units.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return f" {fold(html.unescape(whole))} "


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        value = value.values()
    if isinstance(value, str):
        yield value
    elif isinstance(value, Iterable):
        for part in value:
            yield from _texts(part)


@dataclass(frozen=True)
class Mention:
    """A record that names the person in public, or a source that such a record cites; and its words, by their field."""

    record: Model
    publication: Any = None
    said: tuple[tuple[str, str], ...] = ()


def public_mentions(of: Collection[Model], names: Iterable[str]) -> list[Mention]:
    """Return the public places, other than these records, whose text has one of the names or its longer words."""
    person = Person(names=set(filter(None, names)))
    found: list[Mention] = []
    for kind in publishables() if person.names else ():
        rows: Any = kind.record._meta.get_field("publications").related_model
        standing = rows.objects.filter(standing=True).select_related("record").order_by("record_id")
        for publication in standing.exclude(record__in=[each.pk for each in of if isinstance(each, kind.record)]):
            if person.perhaps_named_in([fact["value"] for fact in publication.facts]):
                found.append(_mention(person, publication))
    return [*found, *_sources(person, found)]


def _mention(person: Person, publication: Any) -> Mention:
    record = publication.record
    lines = lines_of(record, publishable(record).read(publication).facts)
    said = ((line.label, "\n".join(person.sentences_in(line.text))) for line in lines)
    return Mention(record, publication, tuple((label, text) for label, text in said if text))


def _sources(person: Person, found: Iterable[Mention]) -> Iterator[Mention]:
    """Yield the sources cited there that name the person: they are changed on a page of their own."""
    cited = {source["url"] or source["title"] for mention in found for source in _cited(mention.publication.facts)}
    for source in Source.objects.filter(models.Q(url__in=cited) | models.Q(title__in=cited)):
        columns: list[Any] = [source._meta.get_field(name) for name in ("title", "url", "publisher", "note")]
        texts = [(str(column.verbose_name), str(getattr(source, column.name))) for column in columns]
        if said := tuple((label.capitalize(), text) for label, text in texts if person.perhaps_named_in(text)):
            yield Mention(source, said=said)


def _cited(value: Any) -> Iterator[Mapping[str, str]]:
    if isinstance(value, Mapping):
        if {"title", "url", "publisher"} <= set(value):
            yield value
        value = value.values()
    if isinstance(value, Iterable) and not isinstance(value, str):
        for part in value:
            yield from _cited(part)


@dataclass(frozen=True)
class Row:
    """A row of the office that perhaps names the person, and what of it does, by column; `past` for one of history."""

    model: type[Model]
    pk: Any
    past: bool
    said: Mapping[str, Any]


def rows_naming(person: Person, rows_of: Mapping[type[Model], set[Any]]) -> Iterator[Row]:
    """Yield every row of a record, of its history, and of what was published or held, that perhaps names the person.

    The person's own rows, `rows_of` by model, are left out.
    """
    for model in apps.get_models():
        if not issubclass(model, (Record, Hold, Publication, HistoricalChanges)):
            continue
        kind: Any = getattr(model, "instance_type", model)
        columns = [
            column.attname
            for column in model._meta.concrete_fields
            if isinstance(column, (models.CharField, models.TextField, models.JSONField)) and not column.choices
        ]
        past = issubclass(model, HistoricalChanges)
        for pk, *values in model._base_manager.order_by("pk").values_list("id" if past else "pk", *columns):
            if pk not in rows_of.get(kind, ()) and person.perhaps_named_in(values):
                said = zip(columns, values, strict=True)
                yield Row(kind, pk, past, {name: value for name, value in said if person.perhaps_named_in(value)})
