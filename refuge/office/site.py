"""The admin site, in the network's own look."""

from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _


class BackOffice(admin.AdminSite):
    """Django's admin without its redirects to public pages by number: a number of a record is never public."""

    site_header = _("Cities of Refuge · back office")
    site_title = _("Back office")
    index_title = _("Records")
    site_url = None

    def get_urls(self) -> list[Any]:
        """Return the admin's addresses without `/r/`, which would tell which numbers exist."""
        return [pattern for pattern in super().get_urls() if getattr(pattern, "name", "") != "view_on_site"]

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
        return {**super().each_context(request), "is_office": True, "is_demo": settings.REFUGE_DEMO}
