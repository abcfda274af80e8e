"""What needs attention: named questions about records, each a count on the first page and a filter of a list.

Each room registers its own, so that the count and the list it links to ask the same queryset.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

MOST_WAITING = 8


@dataclass(frozen=True)
class Need:
    """One question. `of` narrows a list of `model` to the records that need it; `urgent` ones stand out."""

    model: type[Model]
    slug: str
    title: Any
    of: Callable[[QuerySet[Any]], QuerySet[Any]]
    urgent: bool = False
    # Where `of` has asked the database already, counting its rows would ask a second time.
    count: Callable[[], int] | None = None
    # The permission of those who alone are answered; empty where anybody is who may see the records.
    answers: str = ""


@dataclass(frozen=True)
class Tile:
    """A need with its count and the address of its list."""

    title: Any
    count: int
    url: str
    urgent: bool


_needs: dict[tuple[type[Model], str], Need] = {}


def register(*needs: Need) -> None:
    """Ask these questions; called in `AppConfig.ready()`."""
    _needs.update({(need.model, need.slug): need for need in needs})


def needs_of(model: type[Model]) -> list[Need]:
    """Return the questions about one kind of record."""
    return [need for (of, _slug), need in _needs.items() if of is model]


def says_too_much(model: type[Model], title: Any) -> Need:
    """Return the question which published records of a kind say what must not be read; only publishers are answered."""
    answers = f"{model._meta.app_label}.publish_{model._meta.model_name}"

    def of(records: QuerySet[Any]) -> QuerySet[Any]:
        return records.filter(publications__standing=True, publications__cautioned=True)

    return Need(model, "says-too-much", title, of, urgent=True, answers=answers)


def tiles(site: admin.AdminSite, request: HttpRequest) -> list[Tile]:
    """Return the counts that this member of staff may look into; one query each."""
    found = []
    for need in sorted(_needs.values(), key=lambda need: not need.urgent):
        room = site._registry.get(need.model)
        if room is not None and room.has_view_permission(request) and _may_ask(request, need):
            url = f"{reverse(_list(need.model))}?needs={need.slug}"
            count = need.count() if need.count else need.of(room.get_queryset(request)).count()
            found.append(Tile(need.title, count, url, need.urgent))
    return found


def waiting(site: admin.AdminSite, request: HttpRequest) -> list[tuple[str, str]]:
    """Return the newest unpublished records that this member of staff may see, as (name, address); a query a kind."""
    found = []
    for need in _needs.values():
        room = site._registry.get(need.model)
        if need.slug == "unpublished" and room is not None and room.has_view_permission(request):
            url = _list(need.model).replace("changelist", "change")
            newest = need.of(room.model._base_manager.all()).order_by("-pk")[:MOST_WAITING]
            found += [(str(record), reverse(url, args=[record.pk]) + "#publishing") for record in newest]
    return found[:MOST_WAITING]


def _may_ask(request: HttpRequest, need: Need) -> bool:
    return not need.answers or request.user.has_perm(need.answers)


def _list(model: type[Model]) -> str:
    return f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"


class NeedsFilter(admin.SimpleListFilter):
    """The questions about the records of a list. Without counts: the first page has them, a list need not wait."""

    title = _("needs attention")
    parameter_name = "needs"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the questions."""
        return [(need.slug, need.title) for need in needs_of(model_admin.model) if _may_ask(request, need)]

    def choices(self, changelist: Any) -> Any:
        """Return the choices, without counts."""
        for value, title in ((None, _("All")), *self.lookup_choices):
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string(
                    *(({self.parameter_name: value},) if value else ({}, [self.parameter_name]))
                ),
                "display": title,
            }

    def get_facet_counts(self, pk_attname: str, filtered_qs: QuerySet[Any]) -> dict[str, Any]:
        """Count nothing."""
        return {}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the records that need what is asked for."""
        need = _needs.get((queryset.model, self.value() or ""))
        return need.of(queryset) if need and _may_ask(request, need) else queryset
