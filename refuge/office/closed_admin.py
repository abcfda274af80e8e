"""What every page of the admin keeps shut that Django's own leaves ajar."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db.models import Field
from django.http import HttpRequest


class ClosedAdmin(admin.ModelAdmin):
    """A page that answers no question about what it does not show. Every registered one must be such a page."""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Allow the filters of the list and its own visible columns: any other is a question about hidden rows.

        Django alone would also answer `?+__isnull=0`: which writers have a dossier.
        """
        for declared in self.get_list_filter(request):
            name = declared[0] if isinstance(declared, tuple | list) else declared
            if lookup == getattr(name, "parameter_name", None):
                return True
            if isinstance(name, str) and (lookup == name or lookup.startswith(f"{name}__")):
                return super().lookup_allowed(lookup, value, request)
        return self._is_shown(lookup.partition("__")[0]) and super().lookup_allowed(lookup, value, request)

    def _is_shown(self, name: str) -> bool:
        if name == "pk":
            return True
        try:
            field = self.opts.get_field(name)
        except FieldDoesNotExist:
            return False
        return isinstance(field, Field) and (field.editable or field.primary_key)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Show the history; whoever may not see any is told so before it is known whether there is such a row."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)
