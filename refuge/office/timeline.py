"""Reads the history of a record and of the rows that belong to it, as sentences, newest first."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.core.paginator import Paginator
from django.db import models
from django.db.models import OuterRef, Subquery, Value
from django.utils.html import format_html
from django.utils.translation import gettext as _

from refuge.core.partial_dates import PartialDate
from refuge.office.fields import CodesField
from refuge.office.history import BOOKKEEPING
from refuge.office.records import Record

PER_PAGE = 50
LONG = 120  # characters; a longer value stands under its sentence
TOOK_BACK = "took a change back"
QUIET = BOOKKEEPING | {"id", "import_key"}


@dataclass(frozen=True)
class Change:
    """One column that a change left with another value; `old` and `new` as they are kept, links as sets of keys."""

    column: Any
    old: Any
    new: Any


@dataclass
class Step:
    """One row of the history beside the one before it."""

    model: type[models.Model]
    row: Any
    before: Any = None
    links: dict[str, frozenset[Any]] = field(default_factory=dict)
    links_before: dict[str, frozenset[Any]] = field(default_factory=dict)

    def changes(self) -> list[Change]:
        """Return what became another, column by column; nothing for what was added, removed or not kept."""
        if self.before is None or self.row.history_type != "~":
            return []
        found = [
            Change(column, getattr(self.before, column.attname), getattr(self.row, column.attname))
            for column in self.row.tracked_fields
            if column.name not in QUIET and getattr(self.before, column.attname) != getattr(self.row, column.attname)
        ]
        for column in self.model._meta.many_to_many:
            old, new = self.links_before.get(column.name, frozenset()), self.links.get(column.name, frozenset())
            found += [Change(column, old, new)] if old != new else []
        return found


def parts_of(model: type[models.Model]) -> list[tuple[type[models.Model], str]]:
    """Return the record itself and every kind of row that belongs to one of it, each with the column that says so."""
    parts = [
        (part, column.attname)
        for part in apps.get_models()
        if issubclass(part, Record)
        for column in part._meta.concrete_fields
        if column.related_model is model
        and (column.one_to_one or getattr(column.remote_field, "on_delete", None) is models.CASCADE)
    ]
    return [(model, "id"), *parts]


def step_of(root: type[models.Model], pk: Any, label: str, number: int) -> Step | None:
    """Return one change of a record or of a row that belongs to it; None for any other."""
    for model, column in parts_of(root):
        if model._meta.label_lower == label:
            found = _steps(model, [row.pk for row in _rows(model).filter(**{column: pk}, history_id=number)])
            return next(iter(found.values()), None)
    return None


def page_of(root: type[models.Model], pk: Any, visible: Iterable[type[models.Model]], number: Any) -> Any:
    """Return a page of the steps of a record and of those of its parts that may be seen."""
    seen = set(visible)
    asked = [
        _rows(model)
        .filter(**{column: pk})
        .order_by()
        .annotate(part=Value(model._meta.label))
        .values_list("part", "history_id", "history_date")
        for model, column in parts_of(root)
        if model in seen
    ]
    every = asked[0].union(*asked[1:], all=True).order_by("-history_date", "-history_id")
    page = Paginator(every, PER_PAGE).get_page(number)
    wanted: dict[str, list[int]] = defaultdict(list)
    for part, row, _at in page.object_list:
        wanted[part].append(row)
    steps = {part: _steps(apps.get_model(part), rows) for part, rows in wanted.items()}
    page.object_list = [steps[part][row] for part, row, _at in page.object_list if row in steps[part]]
    return page


def whole(rows: Iterable[tuple[type[models.Model], models.Q]]) -> list[Step]:
    """Return every step of these rows of several models, newest first."""
    steps = [
        step
        for model, q in rows
        for step in _steps(model, list(_rows(model).filter(q).values_list("pk", flat=True))).values()
    ]
    return sorted(steps, key=lambda step: (step.row.history_date, step.row.history_id), reverse=True)


def _rows(model: Any) -> Any:
    return model.history.model.objects


def _steps(model: Any, numbers: Sequence[int]) -> dict[int, Step]:
    rows = _rows(model)
    earlier = rows.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by("-history_id")
    found = list(
        rows.filter(history_id__in=numbers)
        .annotate(earlier=Subquery(earlier.values("history_id")[:1]))
        .select_related("history_user")
    )
    before = rows.in_bulk({row.earlier for row in found if row.earlier})
    links = _links(model, {*numbers, *before})
    return {
        row.pk: Step(model, row, before.get(row.earlier), links.get(row.pk, {}), links.get(row.earlier, {}))
        for row in found
    }


def _links(model: Any, numbers: Iterable[int]) -> dict[int, dict[str, frozenset[Any]]]:
    links: dict[int, dict[str, frozenset[Any]]] = defaultdict(dict)
    for column in model._meta.many_to_many:
        kept = getattr(model.history.model, column.name).model
        pairs: dict[int, set[Any]] = defaultdict(set)
        for number, pk in kept.objects.filter(history_id__in=numbers).values_list(
            "history_id", f"{column.m2m_reverse_field_name()}_id"
        ):
            pairs[number].add(pk)
        for number, pks in pairs.items():
            links[number][column.name] = frozenset(pks)
    return links


@dataclass(frozen=True)
class Line:
    """A step in words; `long` holds the values too long for a sentence, as (name, old, new)."""

    step: Step
    at: datetime
    sentences: list[Any]
    long: list[tuple[str, str, str]]
    label: str
    number: int


def lines(root: type[models.Model], steps: Iterable[Step]) -> list[Line]:
    """Put steps into words; what they point to is fetched for all at once."""
    taken = list(steps)
    names = _names(taken)
    return [_line(root, step, names) for step in taken]


def _line(root: type[models.Model], step: Step, names: dict[Any, str]) -> Line:
    row, who = step.row, _who(step.row.history_user)
    what = None if step.model is root else _what(step)
    sentences: list[Any] = []
    long: list[tuple[str, str, str]] = []
    if getattr(step.model, "unrecorded", ()):
        said = {
            "+": _("{who} added the {kind}. Its values are not kept here."),
            "~": _("{who} changed the {kind}. Its values are not kept here."),
            "-": _("{who} removed the {kind}. Its values are not kept here."),
        }[row.history_type]
        sentences.append(format_html(said, who=who, kind=step.model._meta.verbose_name))
    elif row.history_type in "+-":
        said = _("{who} added {what}.") if row.history_type == "+" else _("{who} removed {what}.")
        sentences.append(format_html(said, who=who, what=what or _("this record")))
    elif step.before is None:
        said = _("{who} changed {what}; what it was before was not recorded.")
        sentences.append(format_html(said, who=who, what=what or _("this record")))
    for change in step.changes() if not getattr(step.model, "unrecorded", ()) else ():
        old, new = (_words(change.column, value, names) for value in (change.old, change.new))
        name = str(change.column.verbose_name)
        if max(len(old), len(new)) > LONG or "\n" in old + new:
            long.append((name, old, new))
            said = _("{who} changed the {field} of {what}:") if what else _("{who} changed the {field}:")
            sentences.append(format_html(said, who=who, field=_field(name), what=what))
        else:
            sentences.append(_sentence(who, what, name, old, new))
    if not sentences:
        sentences.append(format_html(_("{who} saved {what} without a change."), who=who, what=what or _("this record")))
    if row.history_change_reason == TOOK_BACK:
        sentences.append(_("This took a change back."))
    return Line(step, row.history_date, sentences, long, step.model._meta.label_lower, row.history_id)


def _sentence(who: str, what: Any, name: str, old: str, new: str) -> Any:
    if old and new:
        said = _("{who} changed the {field} from “{old}” to “{new}”.")
        said = _("{who} changed the {field} of {what} from “{old}” to “{new}”.") if what else said
    elif new:
        said = _("{who} set the {field} of {what} to “{new}”.") if what else _("{who} set the {field} to “{new}”.")
    else:
        said = _("{who} emptied the {field}; it was “{old}”.")
        said = _("{who} emptied the {field} of {what}; it was “{old}”.") if what else said
    return format_html(said, who=who, what=what, field=_field(name), old=isolated(old), new=isolated(new))


def _field(name: str) -> Any:
    # Some names are half sentences: “in one sentence”, “is it over?”.
    return format_html("<b>{}</b>", name)


def isolated(text: str) -> Any:
    """Return a text in its own direction, whatever that of the page."""
    return format_html('<bdi dir="auto">{}</bdi>', text)


def _who(user: Any) -> str:
    return (user.get_full_name() or user.get_username()) if user else _("A command on the server")


def _what(step: Step) -> Any:
    shown = str(step.model(**{column.attname: getattr(step.row, column.attname) for column in step.row.tracked_fields}))
    return format_html(_("the {kind} “{name}”"), kind=step.model._meta.verbose_name, name=isolated(shown))


def _names(steps: Iterable[Step]) -> dict[Any, str]:
    """Return what everything that the changes point to is called now, by its model and key."""
    wanted: dict[Any, set[Any]] = defaultdict(set)
    for step in steps:
        for change in step.changes():
            if change.column.is_relation:
                for value in (change.old, change.new):
                    wanted[change.column.related_model] |= value if isinstance(value, frozenset) else {value}
    return {
        (model, pk): str(found)
        for model, pks in wanted.items()
        for pk, found in model._base_manager.in_bulk(pks - {None}).items()
    }


def _words(column: Any, value: Any, names: dict[Any, str]) -> str:
    if value is None or value == "" or value in ([], frozenset()):
        return ""
    if column.is_relation:
        keys = value if isinstance(value, frozenset) else {value}
        gone = _("one that is gone")
        return "; ".join(sorted(names.get((column.related_model, key), gone) for key in keys))
    if isinstance(column, CodesField):
        labels: dict[Any, Any] = dict(column.vocabulary())
        return ", ".join(str(labels.get(code, code)) for code in value)
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return (
        value.typed if isinstance(value, PartialDate) else value.isoformat() if isinstance(value, date) else str(value)
    )
