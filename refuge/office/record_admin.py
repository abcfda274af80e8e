"""What the admin pages of all records share, and of those that can be published."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.widgets import AdminURLFieldWidget
from django.db import transaction
from django.db.models import ProtectedError, URLField
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from refuge.core import publishing
from refuge.core.fields import PartialDateField
from refuge.core.folding import search_key, tokens
from refuge.core.publishables import columns_of
from refuge.core.schemas import Schema
from refuge.office.citing import CitingForm
from refuge.office.closed_admin import ClosedAdmin
from refuge.office.entering import PartialDateInput
from refuge.office.forms import RecordForm
from refuge.office.history_admin import HistoryPages
from refuge.office.records import Record, StaleRecord
from refuge.office.saved_filters import SavedFilters
from refuge.office.telling import following
from refuge.office.vocabularies import widget_for


def section(schema: Schema, model: type[Record], of: object) -> tuple[str | tuple[str, ...], ...]:
    """Return the columns of one section of a form, as the kinds of fact have them; the two of one kind side by side."""
    placed: list[str | tuple[str, ...]] = []
    for kind in schema.of_model(model):
        if kind.section is of:
            names = tuple(column.name for column in kind.columns)
            placed += [names] if len(names) == 2 else names
    return tuple(placed)


class _Versioned:
    """Puts the version that was read into the form, hidden, and helps with what is typed there."""

    class Media:
        js = ("entering.js",)

    form: Any = RecordForm
    formfield_overrides: Any = {
        URLField: {"widget": AdminURLFieldWidget(attrs={"dir": "ltr"})},
        PartialDateField: {"widget": PartialDateInput},
    }

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Return the field; countries and languages are found by typing any of their names."""
        if widget := widget_for(db_field):
            kwargs["widget"] = widget
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the fieldsets, with what they forget of what the public may read.

        For those who may save there is the version besides, and room for new sources.
        """
        fieldsets = list(super().get_fieldsets(request, obj))  # type: ignore[misc]
        placed = flatten_fieldsets(fieldsets)
        if forgotten := [column.name for column in columns_of(self.model) if column.name not in placed]:  # type: ignore[attr-defined]
            fieldsets.append((_("More"), {"fields": forgotten}))
        may = self.has_change_permission(request, obj) if obj else True  # type: ignore[attr-defined]
        cites = may and issubclass(self.form, CitingForm) and request.user.has_perm("office.add_source")
        for number, (name, options) in enumerate(fieldsets):
            fields = [field for field in options["fields"] if field not in ("version_seen", "addresses")]
            if cites and "sources" in fields:
                fields.insert(fields.index("sources") + 1, "addresses")
            if may and number == 0:
                fields.append("version_seen")
            fieldsets[number] = (name, {**options, "fields": fields})
        return fieldsets


class RecordInline(_Versioned, admin.StackedInline):
    """Rows of a record, one under the other, none empty."""

    extra = 0


def _writing(request: HttpRequest) -> AbstractContextManager[None]:
    """Make a request that may write one transaction, at whose end everything that follows is settled, and told."""
    return _told(request) if request.method == "POST" else nullcontext()


@contextmanager
def _told(request: HttpRequest) -> Iterator[None]:
    with following() as followed, publishing.settling():
        yield
        refused = transaction.get_rollback()
    if not refused:
        followed.show(request)


class FoldedSearch:
    """Finds rows under any spelling of these columns, accents or none. For kinds of which there are some hundreds."""

    folded_fields: tuple[str, ...] = ()

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Return the rows in which every word asked for begins a word."""
        words = tokens(search_term)
        if not words:
            return queryset, False
        rows = queryset.model._base_manager.values_list("pk", *self.folded_fields)
        found = [pk for pk, *texts in rows if all(f" {word}" in search_key(*texts) for word in words)]
        return queryset.filter(pk__in=found), False


class OneTransaction:
    """Makes the saving of a form one transaction, and says where it came too late."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Show or save the form; a save that came too late says so."""
        try:
            with _writing(request):
                answer = super().changeform_view(request, *args, **kwargs)  # type: ignore[misc]
                if request.method == "POST" and (getattr(answer, "context_data", None) or {}).get("errors"):
                    # Nothing of a refused form is kept: not the sound picture that came with it either.
                    transaction.set_rollback(True)
                return answer
        except StaleRecord as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(request.get_full_path())


class RecordAdmin(SavedFilters, HistoryPages, OneTransaction, _Versioned, ClosedAdmin):
    """A record in the admin."""

    show_facets = admin.ShowFacets.ALWAYS
    save_on_top = True

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
        for each in (form, *(row for formset in formsets for row in formset.forms)):
            for said in getattr(each, "left_out", ()):
                self.message_user(request, said, messages.WARNING)
        for root in form.instance.roots():
            publishing.settle(root)
