"""Workbooks for tests, as a spreadsheet program writes them, and what the records say."""

import json
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.core import serializers
from openpyxl import Workbook

from writers.importing.tables import TABLES
from writers.models import Clearance

HEADS = {
    "writers": "slug name sort_name country_of_origin origin_note birth_year death_year roles languages biography "
    "source_urls",
    "works": "writer_slug title title_original language translated_title kind year year_announced publisher status "
    "status_note source_url",
    "cities": "slug name name_local country latitude longitude kind blurb website",
    "residencies": "writer_slug city_slug country programme_slug start end end_state note source_url standing",
}


def book(**sheets: Sequence[Sequence[Any]]) -> bytes:
    """Return a workbook with these rows below the headings of their tables."""
    made = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        sheet.append(HEADS[name].split())
        for row in rows:
            sheet.append(list(row))
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def person(slug: str, name: str = "", **cells: Any) -> list[Any]:
    """Return the row of a writer."""
    filled = {"slug": slug, "name": name or slug.title(), "country_of_origin": "IR", **cells}
    return [filled.get(column) for column in HEADS["writers"].split()]


def work(slug: str, title: str, **cells: Any) -> list[Any]:
    """Return the row of a work."""
    filled = {"writer_slug": slug, "title": title, "kind": "novel", **cells}
    return [filled.get(column) for column in HEADS["works"].split()]


def dump() -> dict[str, Any]:
    """Return every row of every record, versions included, by its kind and number."""
    models = {table.model for table in TABLES} | {Clearance}
    rows = [json.loads(serializers.serialize("json", model._base_manager.all())) for model in models]
    return {f"{row['model']} {row['pk']}": row["fields"] for found in rows for row in found}
