"""Keeps the filters of a list as links over it, for whoever saved them."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from refuge.office.models import SavedFilter

MOST_KEPT = 20
# Searched words may be a name; the rest says which page was looked at, or how.
LEFT_OUT = ("q", "p", "all", "e", "_facets", "_popup", "_to_field")


def kept(query: str) -> str:
    """Return what of a query is kept."""
    asked = QueryDict(query, mutable=True)
    for name in LEFT_OUT:
        asked.pop(name, None)
    return asked.urlencode()


class SavedFilters:
    """A list with saved filters."""

    def get_urls(self) -> list[Any]:
        """Return the admin's addresses, with those that keep and forget a filter."""
        name = f"{self.opts.app_label}_{self.opts.model_name}"  # type: ignore[attr-defined]
        door = self.admin_site.admin_view  # type: ignore[attr-defined]
        return [
            path("filters/keep/", door(self._own(self.keep_view)), name=f"{name}_keep"),
            path("filters/forget/", door(self._own(self.forget_view)), name=f"{name}_forget"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def _own(self, view: Any) -> Any:
        """Close a view to whoever may not see the list, before anything else is answered."""

        def closed(request: HttpRequest) -> HttpResponse:
            if not self.has_view_permission(request):  # type: ignore[attr-defined]
                raise PermissionDenied
            return require_POST(view)(request)

        return closed

    def filters_of(self, request: HttpRequest) -> dict[str, Any]:
        """Return what the list shows of the filters: the links, and the query that could be kept."""
        return {
            "saved_filters": list(SavedFilter.objects.filter(user=request.user.pk, list=self._label())),
            "query_to_keep": kept(request.META.get("QUERY_STRING", "")),
        }

    def keep_view(self, request: HttpRequest) -> HttpResponseRedirect:
        """Keep a filter under a name. POST only."""
        query, name = kept(request.POST.get("query", "")), request.POST.get("name", "").strip()
        mine = SavedFilter.objects.filter(user=request.user.pk, list=self._label())
        if not (name and query and len(name) <= 40 and len(query) <= 500 and self._answers(request, query)):
            self.message_user(  # type: ignore[attr-defined]
                request, _("This filter cannot be saved: it needs a name and a filter of this list."), messages.WARNING
            )
            query = ""
        elif mine.count() >= MOST_KEPT:
            self.message_user(  # type: ignore[attr-defined]
                request, _("You have %(n)d saved filters here: delete one first.") % {"n": MOST_KEPT}, messages.WARNING
            )
        else:
            SavedFilter.objects.create(user_id=int(request.user.pk or 0), list=self._label(), name=name, query=query)
        return self._to_list(query)

    def forget_view(self, request: HttpRequest) -> HttpResponseRedirect:
        """Forget one's own filter. POST only."""
        chosen = request.POST.get("filter", "")
        get_object_or_404(SavedFilter, pk=int(chosen or 0), user=request.user.pk, list=self._label()).delete()
        return self._to_list("")

    def _answers(self, request: HttpRequest, query: str) -> bool:
        asked = request.GET
        try:
            request.GET = QueryDict(query)
            self.get_changelist_instance(request)  # type: ignore[attr-defined]
        except (IncorrectLookupParameters, SuspiciousOperation):
            return False
        finally:
            request.GET = asked
        return True

    def _label(self) -> str:
        return str(self.opts.label_lower)  # type: ignore[attr-defined]

    def _to_list(self, query: str) -> HttpResponseRedirect:
        opts = self.opts  # type: ignore[attr-defined]
        address = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
        return HttpResponseRedirect(f"{address}?{query}" if query else address)
