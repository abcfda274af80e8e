"""Pages of the office that belong to no one kind of record: each room adds its own, and this floor shows them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext_lazy

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Tool:
    """A page with a link on the index, for those who have the permission. The first of `pages` is where it begins."""

    label: Any
    help: Any
    permission: str
    pages: tuple[tuple[str, str, View], ...]

    def urls(self, site: Any) -> list[Any]:
        """Return the addresses below `/admin/`, each closed without the permission."""
        return [path(route, site.admin_view(self._guarded(view)), name=name) for route, name, view in self.pages]

    def _guarded(self, view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.has_perm(self.permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded


_tools: list[Tool] = []
_exporters: dict[type[Model], tuple[str, View]] = {}


def add_tool(tool: Tool) -> None:
    """Put a tool into the office. Called when a room's admin is read."""
    _tools.append(tool)


def add_exporter(model: type[Model], permission: str, export: View) -> None:
    """Say how the chosen rows of a list are exported, and who may."""
    _exporters[model] = (permission, export)


def tool_urls(site: Any) -> list[Any]:
    """Return the addresses of all tools."""
    return [url for tool in _tools for url in tool.urls(site)]


def tools_for(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the tools that somebody may use, as links."""
    return [
        {"label": tool.label, "help": tool.help, "url": reverse(f"admin:{tool.pages[0][1]}")}
        for tool in _tools
        if request.user.has_perm(tool.permission)
    ]


def may_export(request: HttpRequest, model: type[Model]) -> bool:
    """Say whether somebody may export rows of this kind."""
    return model in _exporters and request.user.has_perm(_exporters[model][0])


@admin.action(description=gettext_lazy("Export the chosen as a workbook"), permissions=["export"])
def export_selected(page: Any, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase:
    """Answer with the chosen rows as a file."""
    return _exporters[page.model][1](request, queryset)
