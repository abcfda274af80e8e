"""The catalogue as plain values: every column of every row but the numbers that tie rows together."""

from typing import Any

from django.apps import apps
from django.db import models

from refuge.core.models import Edition


def catalogue_models() -> list[type[models.Model]]:
    """Return every model of the catalogue but the row that names its state."""
    public = [config for config in apps.get_app_configs() if getattr(config, "catalogue", False)]
    return [model for config in public for model in config.get_models() if model is not Edition]


def catalogue() -> dict[str, list[Any]]:
    """Return the rows of each table, sorted by what they say, and the digest of the whole."""
    tables: dict[str, list[Any]] = {"digest": [Edition.current().digest]}
    for model in catalogue_models():
        columns = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
        rows = model._base_manager.values_list(*columns)
        tables[model._meta.label] = sorted(repr([_plain(value) for value in row]) for row in rows)
    return tables


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
