"""Takes one change of a record back, through the same door as every other change; nothing becomes public by it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.utils.translation import gettext as _

from refuge.core import publishing
from refuge.core.publishing import Refused
from refuge.office.records import Record
from refuge.office.timeline import QUIET, TOOK_BACK, Step

NEEDS = {"+": "delete", "~": "change", "-": "add"}


def may_be_taken_back(root: type[models.Model], step: Step) -> bool:
    """Say whether there is anything to take back, as far as the history alone can say."""
    if getattr(step.model, "unrecorded", ()):
        return False
    if step.row.history_type == "+":
        # A record of its own has a button to delete it.
        return step.model is not root
    return step.row.history_type == "-" or bool(step.changes())


def take_back(root: type[models.Model], step: Step) -> Record:
    """Put back what a change changed, and return the row; raises `Refused` where that would undo something later."""
    if not may_be_taken_back(root, step):
        raise Refused(_("There is nothing here that could be put back."))
    try:
        with publishing.settling():
            return _ACTS[step.row.history_type](step)
    except ValidationError as error:
        raise Refused(_("The record would not be sound: %(why)s") % {"why": " ".join(error.messages)}) from error
    except (models.ProtectedError, IntegrityError) as error:
        raise Refused(_("Other records stand in the way.")) from error


def _changed(step: Step) -> Record:
    record = _now(step)
    changes = step.changes()
    for change in changes:
        column = change.column
        now: Any
        if column.many_to_many:
            now = frozenset(getattr(record, column.name).values_list("pk", flat=True))
        else:
            now = getattr(record, column.attname)
        if now != change.new:
            raise Refused(_("The %(field)s has been changed again since.") % {"field": column.verbose_name})
        if not column.many_to_many:
            setattr(record, column.attname, change.old)
    _save(record)
    for change in changes:
        if change.column.many_to_many:
            _link(record, change.column, change.old)
    return record


def _added(step: Step) -> Record:
    record = _now(step)
    if type(step.row).objects.filter(id=step.row.id, history_id__gt=step.row.history_id).exists():
        raise Refused(_("It has been changed since it was added. Delete it on the page of the record."))
    for relation in record._meta.related_objects:
        if relation.related_model._base_manager.filter(**{relation.field.name: record.pk}).exists():
            raise models.ProtectedError("Rows that came later belong to it.", {record})
    gone = type(record)._base_manager.get(pk=record.pk)
    gone._change_reason = TOOK_BACK
    gone.delete()
    return record


def _removed(step: Step) -> Record:
    if step.model._base_manager.filter(pk=step.row.id).exists():
        raise Refused(_("It has been put back already."))
    record: Any = step.model(
        **{column.attname: getattr(step.row, column.attname) for column in step.row.tracked_fields}
    )
    _save(record, force_insert=True)
    for column in record._meta.many_to_many:
        _link(record, column, step.links_before.get(column.name, frozenset()))
    record.put_back()
    return record


_ACTS = {"~": _changed, "+": _added, "-": _removed}


def _now(step: Step) -> Any:
    record = step.model._base_manager.select_for_update().filter(pk=step.row.id).first()
    if record is None:
        raise Refused(_("It has been removed since. Take that back first."))
    return record


def _save(record: Any, **how: Any) -> None:
    kept = [column.name for column in record._meta.concrete_fields if column.name in QUIET]
    record._change_reason = TOOK_BACK
    record.full_clean(exclude=kept, validate_unique=True)
    record.save(**how)


def _link(record: Any, column: Any, keys: frozenset[Any]) -> None:
    there = set(column.related_model._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
    if there != keys:
        raise Refused(_("What the %(field)s named is no longer there.") % {"field": column.verbose_name})
    getattr(record, column.name).set(keys)
    for root in record.roots():
        publishing.settle(root)
