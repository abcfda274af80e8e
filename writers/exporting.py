"""Writes the private record as the sheets that the importer reads: what comes out goes in again."""

import csv
import re
import secrets
import zipfile
from collections.abc import Iterable
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from django.db import transaction
from django.db.models import ForeignKey, Q, QuerySet
from django.utils.text import slugify
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from cities.models import City, Membership, Network, Programme
from refuge.core.partial_dates import PartialDate
from refuge.office.models import Source
from refuge.office.records import Record
from writers.importing.rows import guarded
from writers.importing.store import SOURCES, Value, key_of, sources_of
from writers.importing.tables import KEY, TABLES, Table
from writers.importing.values import source_key
from writers.models import Name, Residency, Text, Waypoint, Work, Writer

# What a cell of a workbook holds at most; a longer text goes out as CSV only.
LONGEST_CELL = 32_767
CONTROL = re.compile(r"[\x01-\x08\x0b-\x1f]")
# What goes out, by its model, and as headings and rows by the file.
Records = dict[type[Record], QuerySet[Record]]
Rows = dict[str, tuple[list[str], list[list[str]]]]


class TooLong(Exception):
    """A text is longer than a cell of a workbook."""


def everything() -> Records:
    """Return all records that the importer can read, by their model."""
    return {table.model: table.model._base_manager.order_by("pk") for table in TABLES}


def of_writers(writers: Iterable[int]) -> Records:
    """Return some writers with all that surrounds them and what it refers to."""
    chosen = list(writers)
    stays = Residency.objects.filter(writer__in=chosen)
    found: Records = {
        model: model._base_manager.filter(writer__in=chosen).order_by("pk") for model in (Name, Text, Work, Waypoint)
    }
    found |= {
        Writer: Writer.objects.filter(pk__in=chosen).order_by("pk"),
        Residency: stays.order_by("pk"),
        City: City.objects.filter(pk__in=stays.values("city")).order_by("pk"),
        Programme: Programme.objects.filter(pk__in=stays.values("programme")).order_by("pk"),
    }
    return found | {Source: _sources_of(found)}


def of_cities(cities: Iterable[int]) -> Records:
    """Return some cities with their memberships and networks; never who lives there."""
    chosen = list(cities)
    members = Membership.objects.filter(city__in=chosen)
    found: Records = {
        City: City.objects.filter(pk__in=chosen).order_by("pk"),
        Membership: members.order_by("pk"),
        Network: Network.objects.filter(pk__in=members.values("network")).order_by("pk"),
    }
    return found | {Source: _sources_of(found)}


def _sources_of(records: Records) -> QuerySet[Source]:
    cited = Q(pk__in=())
    for model, rows in records.items():
        if any(field.name == SOURCES for field in model._meta.many_to_many):
            through, of = getattr(model, SOURCES).through, model._meta.model_name
            cited |= Q(pk__in=through.objects.filter(**{f"{of}__in": rows.order_by().values("pk")}).values("source"))
    return Source.objects.filter(cited).order_by("pk")


@transaction.atomic
def rows_of(records: Records) -> Rows:
    """Return the heading and the rows of each table, in the columns that the importer reads.

    A record that was never imported gets the key by which the importer will find it: bookkeeping of the machine,
    and no new version.
    """
    for queryset in records.values():
        _give_keys(queryset)
    sheets: Rows = {}
    for table in TABLES:
        if table.model in records:
            # What stands for no column of the record is written, empty, only where an import would miss it.
            columns = [heading for heading in table.headings if heading in (*table.columns, *table.required, KEY)]
            rows = [[cell(record, heading, table) for heading in columns] for record in _all(table, records)]
            sheets[table.file] = (columns, rows)
    return sheets


def _all(table: Table, records: Records) -> QuerySet[Record]:
    columns = [table.column(heading) for heading in table.columns]
    related = [column.name for column in columns if isinstance(column, ForeignKey)]
    return records[table.model].select_related(*related).prefetch_related(*[SOURCES] if table.cites else ())


def cell(record: Record, heading: str, table: Table) -> str:
    """Return what a table says of a record under a heading."""
    name = table.columns.get(heading)
    if heading == KEY:
        return record.import_key
    if name == "import_key":
        return _short_name(record)
    if name == SOURCES:
        return ";".join(sorted(_cited(source) for source in sources_of(record)))
    return _typed(getattr(record, name)) if name else ""


def _short_name(record: Record) -> str:
    """Return the short name of a record, as the importer finds it again."""
    return record.import_key.partition(":")[2]


def _typed(value: Value) -> str:
    """Return a value as one would type it into a column."""
    text = "" if value is None else str(value)
    match value:
        case bool():
            text = "yes" if value else "no"
        case float():
            text = format(Decimal(repr(value)), "f")
        case list():
            text = ";".join(value)
        case PartialDate():
            text = value.typed
        case Network():
            text = value.name
        case Record():
            text = _short_name(value)
    return text


def _cited(source: Source) -> str:
    """Return the address of a source where that is what finds it, or else its key."""
    by_address = source.url and ";" not in source.url and source.import_key == key_of("source", source.url)
    return source.url if by_address else source.import_key


def _give_keys(queryset: QuerySet[Record]) -> None:
    records = queryset.model._base_manager
    for record in queryset.filter(import_key="").select_for_update():
        key = _key_for(record)
        if records.filter(import_key=key).exists():
            key = f"{key[:180]}-{secrets.token_hex(4)}"
        QuerySet(queryset.model).filter(pk=record.pk).update(import_key=key)


def _key_for(record: Record) -> str:
    """Return the key of a record that has none. Chance tells apart what people enter in two houses."""
    kind = str(record._meta.model_name)
    if isinstance(record, Source) and record.url:
        return source_key(record.url)
    if isinstance(record, Network):
        return key_of("network", record.name.lower())
    if isinstance(record, Programme):
        return key_of("programme", record.slug)
    if isinstance(record, Writer | City):
        return key_of(kind, f"{slugify(record.name)[:60] or kind}-{secrets.token_hex(4)}")
    return key_of(kind, secrets.token_hex(8))


def workbook(sheets: Rows) -> bytes:
    """Return the sheets as one XLSX file; raises `TooLong`. Every cell is text, and none is a formula."""
    book = Workbook(write_only=True)
    for file, (columns, rows) in sheets.items():
        sheet = book.create_sheet(file.removesuffix(".csv"))
        sheet.freeze_panes = "A2"
        for letter in range(len(columns)):
            sheet.column_dimensions[chr(ord("A") + letter)].width = 22
        sheet.append([_text(sheet, column, bold=True) for column in columns])
        for cells in rows:
            sheet.append([_text(sheet, cell) if cell else None for cell in cells])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _text(sheet: Any, text: str, bold: bool = False) -> WriteOnlyCell:
    text = CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", guarded(text))
    if len(text) > LONGEST_CELL:
        raise TooLong
    cell = WriteOnlyCell(sheet, value=text)
    # As text: Office would make a number or a day of it, openpyxl a formula.
    cell.data_type, cell.number_format = "s", "@"
    if bold:
        cell.font = Font(bold=True)
    return cell


def csv_of(columns: list[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Return a CSV file that spreadsheet programs read as UTF-8 and in which no cell is a formula."""
    stream = StringIO(newline="")
    lines = csv.writer(stream)
    lines.writerow(columns)
    lines.writerows([guarded(str(cell)) for cell in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def archive(sheets: Rows) -> bytes:
    """Return the sheets as a ZIP of CSV files."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for file, (columns, rows) in sheets.items():
            packed.writestr(file, csv_of(columns, rows))
    return stream.getvalue()
