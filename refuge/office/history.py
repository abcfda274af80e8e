"""Writes the history of records: one row for each change, with the values it left; rows are only ever added."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models, transaction
from simple_history.models import HistoricalRecords

# What the machine keeps for itself. A change of nothing else makes no row.
BOOKKEEPING = frozenset({"version", "imported", "search_key", "closed_words", "unpublished"})
_silent: ContextVar[bool] = ContextVar("silent", default=False)


@contextmanager
def no_history() -> Iterator[None]:
    """Run a block whose changes leave no trace: for erasing a person, and for nothing that staff do."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def _left_out(model: type[models.Model]) -> set[str]:
    """Return the columns of which no value is kept: the machine's own, and those a model calls `unrecorded`."""
    return {*BOOKKEEPING, *getattr(model, "unrecorded", ())} & {field.name for field in model._meta.fields}


def differs(one: models.Model, other: models.Model, names: Any = None) -> bool:
    """Say whether two states of a row differ in anything but bookkeeping; `names` limits it to those columns."""
    return any(
        field.get_prep_value(getattr(one, field.attname)) != field.get_prep_value(getattr(other, field.attname))
        for field in one._meta.concrete_fields
        if field.name not in BOOKKEEPING and (names is None or {field.name, field.attname} & set(names))
    )


class RecordHistory(HistoricalRecords):
    """The library's history, declared once for every record: many-to-many columns too, and no right to any of it."""

    def fields_included(self, model: Any) -> list[Any]:
        """Return the columns whose values are kept."""
        return [field for field in model._meta.fields if field.name not in _left_out(model)]

    def get_m2m_fields_from_model(self, model: Any) -> list[Any]:
        """Return every many-to-many column."""
        return list(model._meta.many_to_many)

    def create_history_model(self, model: Any, inherited: bool) -> Any:
        """Return the model of the history, which knows what it leaves out."""
        made = super().create_history_model(model, inherited)
        made._history_excluded_fields = sorted(_left_out(model))
        return made

    def get_meta_options(self, model: Any) -> dict[str, Any]:
        """Return the library's options, without a permission that anybody could be given."""
        return {**super().get_meta_options(model), "default_permissions": ()}

    def get_meta_options_m2m(self, through_model: Any) -> dict[str, Any]:
        """Return the library's options, without a permission that anybody could be given."""
        return {**super().get_meta_options_m2m(through_model), "default_permissions": ()}

    def post_save(self, instance: Any, created: bool, using: Any = None, **kwargs: Any) -> None:
        """Write a row, unless nothing but bookkeeping changed."""
        if getattr(instance, "_unchanged", False):
            return
        if update_fields := kwargs.get("update_fields"):
            # What else was set on the object was not saved, and is not what happened.
            saved = type(instance)._base_manager.get(pk=instance.pk)
            super().post_save(saved, created, using, **{**kwargs, "update_fields": update_fields})
            return
        super().post_save(instance, created, using, **kwargs)

    def m2m_changed(self, instance: Any, action: str, attr: str, pk_set: Any, reverse: bool, **more: Any) -> None:
        """Write a row for links that came or went; those that come with the row itself belong to its own line."""
        if pk_set is not None and not pk_set:
            return
        super().m2m_changed(instance, action, attr, pk_set, reverse, **more)

    def create_historical_record(self, instance: Any, history_type: str, using: Any = None) -> None:
        """Write the row, or complete the one that this transaction has written of the same object already."""
        if _silent.get():
            return
        written = getattr(instance, "_written", None)
        if history_type == "~" and written is not None and type(written).objects.filter(pk=written.pk).exists():
            self._complete(written, instance)
            return
        super().create_historical_record(instance, history_type, using)

    def create_historical_record_m2ms(self, history_instance: Any, instance: Any) -> None:
        """Write what the row was linked to, and remember the row until the transaction ends."""
        # Nothing is linked to a row that has just been made, and to ask takes as long as to make it.
        if history_instance.history_type != "+":
            super().create_historical_record_m2ms(history_instance, instance)
        if transaction.get_connection().in_atomic_block:
            instance._written = history_instance
            transaction.on_commit(lambda: vars(instance).pop("_written", None))

    def _complete(self, written: Any, instance: Any) -> None:
        # A form saves a row and then its links: that is one change, not two or three.
        for field in self.fields_included(instance):
            setattr(written, field.attname, getattr(instance, field.attname))
        written.save()
        for field in written._history_m2m_fields:
            self.m2m_models[field].objects.filter(history=written).delete()
        super().create_historical_record_m2ms(written, instance)
