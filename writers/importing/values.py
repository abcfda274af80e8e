"""What the cells of a row say: read as the type of the record's column wants it, and a few in a way of their own."""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any, TypeAlias, cast

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cities.models import Network
from cities.public.vocabulary import MembershipState
from refuge.core.fields import PartialDateField
from refuge.office.fields import CodesField
from refuge.office.models import Picture
from refuge.office.records import Record
from writers.importing.portraits import draw
from writers.importing.rows import Row
from writers.importing.store import Store, Value, Values, by, key_of
from writers.models import Residency, Writer
from writers.public.vocabulary import NameKind

Field: TypeAlias = "models.Field[Any, Any]"
# What reads a cell: given its row and heading, and the records that are known.
Reader = Callable[[Row, str, Store], Value]
BY_TYPE: dict[type[Field], Callable[[Row, str], Value]] = {
    PartialDateField: Row.date,
    models.DateField: Row.day,
    models.IntegerField: Row.number,
    models.FloatField: Row.decimal,
    models.BooleanField: Row.yes,
}
STAY_KEY = by("residency", "writer_slug", "city_slug", "country", "start", "standing", "source_url")


def read(row: Row, heading: str, column: Field, store: Store) -> Value:
    """Return what a cell says to a column of a record: the column's own default where the cell is empty."""
    if not column.blank and not column.has_default():
        row.needed(heading)
    if isinstance(column, models.ForeignKey):
        return _found(row, heading, cast("type[Record]", column.related_model), store)
    if isinstance(column, CodesField):
        return row.words(heading, _codes(column))
    if column.choices:
        return row.word(heading, _codes(column), column.get_default())
    of_type = (reader for type_, reader in BY_TYPE.items() if isinstance(column, type_))
    return next(of_type, Row.text)(row, heading)


@cache
def _codes(column: Field) -> tuple[str, ...]:
    return tuple(
        code for code, _label in (column.vocabulary() if isinstance(column, CodesField) else column.flatchoices)
    )


def _found(row: Row, heading: str, model: type[Record], store: Store) -> Record | None:
    """Return the record whose short name a cell has."""
    text = row.text(heading)
    key = key_of(str(model._meta.model_name), text)
    record = store.find(model, key) if text else None
    if key in store.refused:
        row.waits = True
    elif text and record is None:
        said = {"kind": model._meta.verbose_name, "name": text}
        row.refuse(heading, _("there is no %(kind)s “%(name)s”. Is it misspelled or missing?") % said)
    return record


def needed(row: Row, heading: str, store: Store) -> str:
    """Return a text that a table must give, though a record may be without."""
    return row.needed(heading)


def network_key(row: Row) -> str:
    """Return the key of a network, the same as that of one made for a membership."""
    return key_of("network", row.text("name").lower())


def network(row: Row, heading: str, store: Store) -> Network | None:
    """Return the network of a membership; makes it where it is new."""
    name = row.needed(heading)
    slug = slugify(name)
    if not slug:
        # An empty cell is refused already.
        if name:
            said = _("“%(name)s” has no Latin letters for its address. Add this network in the office first.")
            row.refuse(heading, said % {"name": name})
        return None
    key = key_of("network", name.lower())
    same = Network.objects.filter(Q(slug=slug) | Q(name__iexact=name)).order_by("pk")
    label = name if name.isupper() else name.capitalize()
    found: Network | None = store.find(Network, key) or same.first()
    return found or store.make(row, heading, name, Network(slug=slug, name=label, import_key=key))


def membership_state(row: Row, heading: str, store: Store) -> str:
    """Return the state of a membership; a table may leave open what a person must decide."""
    return row.word(heading, MembershipState.values, MembershipState.UNKNOWN)


def name_kind(row: Row, heading: str, store: Store) -> str:
    """Return the kind of a name, a variant where nothing else is said."""
    if row.text(heading) == "spelling variant":
        return NameKind.VARIANT
    return row.word(heading, NameKind.values, NameKind.VARIANT)


def source_key(*parts: str) -> str:
    """Return the key of a source, which stands in cells that semicolons part."""
    return key_of("source", *(part.replace(";", "%3B") for part in parts if part))


def source_key_of(row: Row) -> str:
    """Return the key of a row of sources: its address, or else all that tells one book from another."""
    if address := row.text("url"):
        return source_key(address)
    return source_key(row.text("title"), row.text("publisher"), row.text("date"))


def drawn_portrait(row: Row, store: Store, filled: Values) -> None:
    """Add the picture that stands for a portrait in fictional examples."""
    if row.yes("portrait"):
        filled |= {
            "portrait": Picture.keep(draw(row.text("slug"))),
            "portrait_credit": "Drawn by this software",
            "portrait_alt": "An invented pattern of lit and dark windows, in place of a portrait.",
        }


def first_confirmed(row: Row, store: Store, filled: Values) -> None:
    """Add when a stay was confirmed, where a table says only that it is: on the day of its first import."""
    if row.yes("confirmed") and "confirmed_on" not in filled:
        # The next import must find nothing to change.
        known = store.find(Residency, STAY_KEY(row))
        day = known.imported.get("confirmed_on") if known else None
        filled["confirmed_on"] = date.fromisoformat(day) if day else timezone.localdate()


def work_key(row: Row) -> str:
    """Return the key of a work; a description stands in brackets where no title is known."""
    described = f"[{row.text('description')}]" if row.text("description") else ""
    return key_of("work", row.text("writer_slug"), row.text("title") or described)


def title_in_brackets(row: Row, store: Store, filled: Values) -> None:
    """Take a title in brackets for a description, in a table that has no column for descriptions."""
    if "description" not in row.cells:
        title = row.needed("title")
        bracketed = title.startswith("[") and title.endswith("]")
        filled |= {"title": "", "description": title[1:-1]} if bracketed else {"title": title, "description": ""}


def biography_key(row: Row) -> str:
    """Return the key of the text that a writer's row holds beside the writer."""
    return key_of("text", row.text("slug"), "en")


def biography(row: Row, writer: Writer) -> Values:
    """Return the fields of that text."""
    row.read_from["text"] = "biography"
    return {"writer": writer, "language": "en", "text": row.text("biography")}
