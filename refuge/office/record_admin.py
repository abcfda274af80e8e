"""What the admin pages of all records share, and of those that can be published."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import ProtectedError, URLField
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from refuge.core import publishing
from refuge.office.forms import RecordForm
from refuge.office.records import StaleRecord
from refuge.office.saved_filters import SavedFilters


class _Versioned:
    """Puts the version that was read into the form, hidden."""

    form: Any = RecordForm
    formfield_overrides: Any = {URLField: {"assume_scheme": "https"}}

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the fieldsets, with the version for those who may save."""
        fieldsets = list(super().get_fieldsets(request, obj))  # type: ignore[misc]
        may = self.has_change_permission(request, obj) if obj else True  # type: ignore[attr-defined]
        name, options = fieldsets[0]
        fields = [field for field in options["fields"] if field != "version_seen"]
        fieldsets[0] = (name, {**options, "fields": [*fields, *(["version_seen"] if may else [])]})
        return fieldsets


class RecordInline(_Versioned, admin.StackedInline):
    """Rows of a record, one under the other, none empty."""

    extra = 0


def _writing(request: HttpRequest) -> AbstractContextManager[None]:
    """Make a request that may write one transaction, at whose end everything that follows is settled."""
    return publishing.settling() if request.method == "POST" else nullcontext()


class RecordAdmin(SavedFilters, _Versioned, admin.ModelAdmin):
    """A record in the admin."""

    show_facets = admin.ShowFacets.ALWAYS
    save_on_top = True

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Show or save the form; a save that came too late says so."""
        try:
            with _writing(request):
                answer = super().changeform_view(request, *args, **kwargs)
                if request.method == "POST" and (getattr(answer, "context_data", None) or {}).get("errors"):
                    # Nothing of a refused form is kept: not the sound picture that came with it either.
                    transaction.set_rollback(True)
                return answer
        except StaleRecord as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Delete, or say in words why not."""
        try:
            with _writing(request):
                return super().delete_view(request, *args, **kwargs)
        except ProtectedError:
            self.message_user(request, _("This cannot be deleted: other records need it."), messages.ERROR)
            return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Show the list or run an action."""
        try:
            with _writing(request):
                filters = {} if request.method == "POST" else self.filters_of(request)
                return super().changelist_view(request, {**filters, **(extra_context or {})})
        except ProtectedError:
            self.message_user(request, _("Some of these cannot be deleted: other records need them."), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save what surrounds the record, and settle it: a link to a source is no row of its own."""
        super().save_related(request, form, formsets, change)
        for root in form.instance.roots():
            publishing.settle(root)
