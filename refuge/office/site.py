"""The admin site, in the network's own look."""

from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _

from refuge.office.attention import tiles, waiting
from refuge.office.entering import read_date, suggestions
from refuge.office.tools import tool_urls, tools_for


class BackOffice(admin.AdminSite):
    """Django's admin without its redirects to public pages by number: a number of a record is never public."""

    site_header = _("Cities of Refuge · back office")
    site_title = _("Back office")
    index_title = _("What needs attention")
    site_url = None

    def get_urls(self) -> list[Any]:
        """Return the admin's addresses without `/r/`, which would tell which numbers exist."""
        stock = [pattern for pattern in super().get_urls() if getattr(pattern, "name", "") != "view_on_site"]
        asked = [
            path("read-date/", self.admin_view(read_date), name="read_date"),
            path("suggest/<slug:vocabulary>/", self.admin_view(suggestions), name="suggest"),
        ]
        # First, since the stock's last pattern takes every address that is left.
        return [*tool_urls(self), *asked, *stock]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Return the view behind the login; a value that no field could hold is a bad request, no fault of ours."""

        @wraps(view)
        def readable(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            try:
                return view(request, *args, **kwargs)
            except (ValueError, OverflowError) as error:
                raise BadRequest(type(error).__name__) from error

        return super().admin_view(readable, cacheable)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return what every admin page is rendered with."""
        return {**super().each_context(request), "is_office": True, "tools": tools_for(request)}

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Show what needs attention, and below it every list."""
        found = tiles(self, request)
        more = {
            "tiles": [tile for tile in found if tile.count],
            "quiet": [tile for tile in found if not tile.count],
            "waiting": waiting(self, request),
        }
        return super().index(request, {**more, **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return the rooms in the order of the work: writers, cities, the office."""
        order = ["writers", "cities", "office"]
        rooms: list[Any] = super().get_app_list(request, app_label)
        return sorted(rooms, key=lambda room: order.index(room["app_label"]) if room["app_label"] in order else 9)
