"""The admin site, in the network's own look."""

from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import urlencode
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

    def has_permission(self, request: HttpRequest) -> bool:
        """Let in members of staff who gave their second factor; the demonstration asks for none."""
        return super().has_permission(request) and (settings.REFUGE_DEMO or request.user.is_verified())  # type: ignore[union-attr]

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Send to our own page for signing in."""
        onward = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        return HttpResponseRedirect(f"{reverse('account:sign-in')}?{urlencode({REDIRECT_FIELD_NAME: onward})}")

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Send to our own page for signing out."""
        return HttpResponseRedirect(reverse("account:sign-out"), preserve_request=True)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Send to our own page for the password."""
        return HttpResponseRedirect(reverse("account:password"))

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return what every admin page is rendered with."""
        more = {"is_office": True, "is_demo": settings.REFUGE_DEMO, "tools": tools_for(request)}
        return {**super().each_context(request), **more}

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
