"""`catalogue --check` looks at what is there, column by column, and believes no checksum that stands beside it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import models

from refuge.core.fields import PartialDateField
from refuge.core.models import Edition
from refuge.core.partial_dates import PartialDate
from refuge.core.scopes import Scope
from refuge.core.upkeep import check
from tests.factories import make_city, make_source, publish
from tests.safety.register import make_person, make_places, picture, rolled_back
from tests.safety.tables import catalogue_models
from writers.models import Waypoint
from writers.public.models import PublicWriter

pytestmark = [pytest.mark.django_db, pytest.mark.once]
# The number that ties rows together, which no page shows.
TIES = ("id",)


def _full() -> None:
    """Fill every table of the catalogue, each with two rows where it can have them."""
    city = make_places()
    city.photograph, city.photograph_credit, city.photograph_alt = picture(), "Somebody", "A street"
    city.save()
    city.sources.add(make_source())
    publish(city)
    person = make_person(city, frozenset(Scope))
    Waypoint.objects.create(writer=person, place="A place", kind="exile")
    publish(person)
    make_city("Elsewhere")


def _other(column: Any, value: Any) -> Any:
    """Return another value that the column could hold."""
    other: Any = f"{value or ''}x"
    if column.related_model:
        others = column.related_model.objects.exclude(**{column.target_field.name: value})
        other = others.values_list(column.target_field.name, flat=True).first()
    elif isinstance(column, PartialDateField):
        other = PartialDate(1901)
    elif isinstance(column, models.BooleanField):
        other = not value
    elif isinstance(column, models.DateField):
        other = (value or date(2001, 1, 1)) + timedelta(days=1)
    elif isinstance(column, models.JSONField):
        other = [*value, "x"] if isinstance(value, list) else {**value, "x": "x"}
    elif isinstance(column, models.FloatField | models.IntegerField):
        other = (value or 0) + 1
    elif isinstance(column, models.BinaryField):
        other = bytes(value) + b"x"
    elif column.choices:
        other = next(code for code, _ in column.flatchoices if code != value)
    if isinstance(other, str) and column.max_length and len(other) > column.max_length:
        # A sum of hexadecimal digits, and stays one.
        other = f"{'1' if value[0] == '0' else '0'}{value[1:]}"
    return other


def _row(model: Any) -> Any:
    """Return the row of a table that says most."""
    rows = model._base_manager.order_by("pk")
    return max(rows, key=lambda row: sum(bool(getattr(row, column.attname)) for column in model._meta.concrete_fields))


def test_every_column_of_every_row_is_compared_with_what_was_published() -> None:
    _full()
    assert check() == []
    unseen = []
    for model in catalogue_models():
        row = _row(model)
        rows = models.QuerySet(model).filter(pk=row.pk)
        for column in model._meta.concrete_fields:
            kept = getattr(row, column.attname)
            other = _other(column, kept)
            if column.name in TIES or other is None:
                continue
            rows.update(**{column.attname: other})
            unseen += [] if check() else [f"{model._meta.label}.{column.name}"]
            models.QuerySet(model).filter(pk=row.pk).update(**{column.attname: kept})
    assert unseen == []
    assert check() == []


def test_a_row_too_many_a_row_too_few_and_a_forged_sum_are_seen() -> None:
    _full()
    for model in catalogue_models():
        with rolled_back():
            row = _row(model)
            row.pk = None
            for name in ("slug", "name"):
                if isinstance(getattr(row, name, None), str) and model._meta.get_field(name).unique:
                    setattr(row, name, "another")
            row.save(force_insert=True)
            assert check(), f"a row more of {model._meta.label}"
        with rolled_back():
            if hasattr(model, "position"):
                models.QuerySet(model).filter(pk=_row(model).pk)._raw_delete("default")
                assert check(), f"a row less of {model._meta.label}"
    with rolled_back():
        Edition.objects.update(digest="f" * 64)
        assert check()
    # Whoever can write to a table can write a sum beside it.
    row, forged = PublicWriter.objects.get(), "a" * 64
    whole = (int(Edition.current().digest, 16) - int(row.digest, 16) + int(forged, 16)) % 2**256
    PublicWriter.objects.update(summary="Forged.", digest=forged)
    Edition.objects.update(digest=f"{whole:064x}")
    assert check()
