"""What every editable record has: a version, the key and values it was imported with, and one path for every write."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.db import models

from refuge.core import publishables, publishing
from refuge.core.publishables import PublishableModel
from refuge.office.history import RecordHistory, differs


class StaleRecord(Exception):
    """The record was saved by someone else since it was read."""

    def __init__(self, record: models.Model) -> None:
        super().__init__(f"{record._meta.verbose_name} {record.pk} was changed by someone else since it was read.")


class RecordQuerySet(models.QuerySet[Any]):
    """Writes row by row, so that narrowing, versions and history have one path; all or nothing."""

    def update(self, **values: Any) -> int:
        """Set columns on every row by saving it; return how many rows there were."""
        with publishing.settling():
            # Found first and locked after: a row that a join finds twice, or beside nothing, cannot be locked.
            pks = set(self.values_list("pk", flat=True))
            rows = list(self.model._base_manager.select_for_update().filter(pk__in=pks).order_by("pk"))
            for row in rows:
                for name, value in values.items():
                    setattr(row, name, value)
                row.save()
        return len(rows)

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete every row by itself; return the counts, as Django does."""
        total = 0
        by_model: dict[str, int] = {}
        with publishing.settling():
            for row in list(self):
                count, parts = row.delete()
                total += count
                for label, number in parts.items():
                    by_model[label] = by_model.get(label, 0) + number
        return total, by_model

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Save every object by itself; options that would skip or overwrite rows are refused."""
        if any(args) or any(value for name, value in kwargs.items() if name != "batch_size"):
            raise TypeError("Records are created one by one; conflicts are not resolved in the database.")
        rows = list(objs)
        with publishing.settling():
            for row in rows:
                row.save(force_insert=True)
        return rows

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> int:
        """Save the fields of every object by itself; return how many objects there were."""
        rows, columns = list(objs), list(fields)
        with publishing.settling():
            for row in rows:
                row.save(update_fields=columns)
        return len(rows)


class Record(models.Model):
    """A row that people edit. Saving one that someone else has saved meanwhile raises `StaleRecord`."""

    import_key = models.CharField(max_length=200, blank=True, editable=False)
    imported = models.JSONField(default=dict, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = RecordQuerySet.as_manager()
    history = RecordHistory(inherit=True)

    class Meta:
        abstract = True
        base_manager_name = "objects"
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(
                fields=["import_key"],
                condition=~models.Q(import_key=""),
                name="%(app_label)s_%(class)s_import_key_once",
            ),
        )

    def save(self, *, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Save as the next version, and settle every publishable record this row is or was part of."""
        if update_fields is not None:
            update_fields = {*update_fields, "version"}
        read = self.version
        with publishing.settling():
            stored = type(self)._base_manager.select_for_update().filter(pk=self.pk).first() if self.pk else None
            self._unchanged = stored is not None and not differs(stored, self, update_fields)
            if stored is None and not self._state.adding:
                # Somebody has deleted it; saving it would bring it back unseen.
                raise StaleRecord(self)
            if stored is not None:
                if stored.version != read:
                    raise StaleRecord(self)
                self._settle(stored)
                self.version = read + 1
            try:
                super().save(update_fields=update_fields, **kwargs)
            except BaseException:
                self.version = read
                raise
            if stored is not None:
                self.after_change(stored)
            self._settle(self)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete, and settle every publishable record this row was part of."""
        with publishing.settling():
            self._settle(self)
            return super().delete(*args, **kwargs)

    def after_change(self, stored: Self) -> None:
        """Do what follows from a change, in the same transaction; `stored` is the row as it was before."""

    def put_back(self) -> None:
        """Do what follows when a row that was deleted has been put back, in the same transaction."""

    def roots(self) -> Iterable[PublishableModel]:
        """Return the publishable records that this row is part of, itself included where it is one."""
        return ()

    @staticmethod
    def _settle(record: "Record") -> None:
        for root in (*record.roots(), *publishables.affected_by(record)):
            if root.pk is not None:
                publishing.settle(root)


class PublishableRecord(Record, PublishableModel):
    """A record with a page or a place in the catalogue."""

    class Meta(Record.Meta):
        abstract = True

    def roots(self) -> Iterable[PublishableModel]:
        return (self,)
