"""Refuses to start with a page in the admin of a kind that has let strangers in elsewhere."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.contrib.admin.sites import all_sites
from django.contrib.contenttypes.admin import GenericInlineModelAdmin
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError
from django.db.models import AutoField, Model

from refuge.core import upkeep
from refuge.office.closed_admin import ClosedAdmin


@register(Tags.admin)
def check_admin_pages(**_: Any) -> list[CheckMessage]:
    """Report each page of each admin site that could show or change what it should not."""
    found: list[CheckMessage] = []
    for site in all_sites:
        if any(getattr(pattern, "name", "") == "view_on_site" for pattern in site.get_urls()):
            found.append(Error("The admin has an address that tells which numbers exist.", obj=site, id="refuge.E021"))
        for model, page in site._registry.items():
            found += [Error(told, obj=type(page), id=id) for id, told in _faults(model, page)]
    return found + [
        Error("A record has an address of its own.", obj=model, id="refuge.E026")
        for model in apps.get_models()
        if not getattr(model._meta.app_config, "catalogue", False) and hasattr(model, "get_absolute_url")
    ]


@register(Tags.database, deploy=True)
def check_catalogue(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Report a catalogue that another version of the software wrote. `manage.py check --deploy --database default`."""
    if "default" not in (databases or ()):
        return []
    try:
        return [Warning(upkeep.REBUILD, id="refuge.W027")] if upkeep.is_outdated() else []
    except DatabaseError:
        return []  # no tables yet: there is nothing to rebuild


def _faults(model: type[Model], page: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(page, ClosedAdmin):
        yield "refuge.E022", "This page answers lookups on hidden columns: inherit from ClosedAdmin."
    if page.list_editable:
        yield "refuge.E023", "list_editable saves rows of a list that may have changed since: not used here."
    for inline in page.inlines:
        if issubclass(inline, GenericInlineModelAdmin):
            yield "refuge.E024", f"{inline.__name__} joins rows by a number that any model may have: not used here."
    for shown in (model, *(inline.model for inline in page.inlines)):
        if not isinstance(shown._meta.pk, AutoField):
            yield "refuge.E025", f"A form could change the primary key of {shown.__name__}, and so write another row."
