"""From redacted facts to the catalogue's columns and child rows, as the kinds of fact declare them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from refuge.core.catalogue import Tree
from refuge.core.facts import Fact, Kind
from refuge.core.models import CatalogueRow
from refuge.core.schemas import Schema


def one(facts: Iterable[Fact], kind: Kind, default: Any = None) -> Any:
    """Return the value of the only fact of a kind, or the default."""
    return next((fact.value for fact in facts if fact.kind is kind), default)


def every(facts: Iterable[Fact], kind: Kind) -> list[Any]:
    """Return the values of all facts of a kind, in order."""
    return [fact.value for fact in facts if fact.kind is kind]


def project(schema: Schema, facts: tuple[Fact, ...], model: type[CatalogueRow]) -> Tree:
    """Return what facts say in the columns and child rows that their kinds declare; a room adds what it computes."""
    tree: Tree = {}
    for kind in schema.kinds:
        if kind.part:
            continue  # facts about one stay make one row together, which the room puts together
        if kind.each:
            tree[kind.columns[0].catalogue] = every(facts, kind)
        elif kind.to and kind.many:
            tree[kind.to] = _rows(schema, facts, kind, model)
        elif kind.to:
            said = one(facts, kind)
            tree[kind.to] = {} if said is None else kind.catalogued(said)
        else:
            said = one(facts, kind)
            columns = [column.catalogue for column in kind.columns if column.catalogue]
            tree |= _blank(model, columns) if said is None else _typed(model, kind.catalogued(said), columns)
    return tree


def cited(schema: Schema, facts: Iterable[Fact], kind: Kind) -> dict[str, list[dict[str, str]]]:
    """Return the sources of the rows of a kind, by the id of the row."""
    sources = schema.sources_of(kind)
    return {fact.of: fact.value for fact in facts if fact.kind is sources}


def _rows(schema: Schema, facts: Iterable[Fact], kind: Kind, model: type[CatalogueRow]) -> list[dict[str, Any]]:
    facts = tuple(facts)
    sources = cited(schema, facts, kind) if schema.sources_of(kind) else None
    child: Any = model._meta.get_field(kind.to).related_model
    rows = []
    for fact in facts:
        if fact.kind is kind:
            said = kind.catalogued(fact.value)
            row = _typed(child, said, list(said)) if child else said
            rows.append(row if sources is None else row | {"sources": sources.get(fact.of, [])})
    return rows


def _typed(model: type[models.Model], said: Mapping[str, Any], columns: Iterable[str]) -> dict[str, Any]:
    return {name: _field(model, name).to_python(said[name]) for name in columns}


def _blank(model: type[models.Model], columns: Iterable[str]) -> dict[str, Any]:
    fields = {name: _field(model, name) for name in columns}
    return {
        name: False if isinstance(column, models.BooleanField) else column.get_default()
        for name, column in fields.items()
    }


def _field(model: type[models.Model], name: str) -> Any:
    return model._meta.get_field(name)


def renditions(described: Iterable[dict[str, Any]], names: dict[str, str]) -> list[dict[str, Any]]:
    """Return catalogue rows for a picture's renditions, each under the random name drawn for it."""
    return [{**rendition, "name": names[rendition["sha256"]]} for rendition in described]
