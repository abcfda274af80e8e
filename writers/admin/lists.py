"""Rows of all writers, to look through; past imports; and the dossiers, to which nothing leads."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from refuge.office.attention import NeedsFilter
from refuge.office.closed_admin import ClosedAdmin
from refuge.office.record_admin import RecordAdmin
from writers.forms import ClearanceForm, ResidencyForm
from writers.models import Clearance, Dossier, Import, Note, Residency, Text, Work
from writers.status import months_after


@admin.register(Work)
class WorkAdmin(RecordAdmin):
    """All works, to look through."""

    list_display = ("__str__", "writer", "kind", "year", "status")
    list_filter = ("status", "kind")
    list_select_related = ("writer",)
    search_fields = ("title", "original_title", "translated_title", "description")
    autocomplete_fields = ("writer", "sources")


@admin.register(Residency)
class ResidencyAdmin(RecordAdmin):
    """All stays, to look through."""

    form = ResidencyForm
    list_display = ("writer", "city", "country", "starts", "ends", "end_state", "standing")
    list_filter = (NeedsFilter, "standing", "end_state", "programme")
    list_select_related = ("writer", "city")
    search_fields = ("writer__search_key", "city__name")
    autocomplete_fields = ("writer", "city", "programme", "sources")


@admin.register(Note)
class NoteAdmin(RecordAdmin):
    """What cities wrote to staff: to read, and to mark as dealt with."""

    list_display = ("at", "city", "by", "about", "read_on")
    list_filter = (NeedsFilter,)
    list_select_related = ("city", "by", "stay__writer")
    fields = ("at", "city", "by", "about", "text", "remark", "read_on")
    readonly_fields = ("at", "city", "by", "about", "text")
    search_fields = ("city__name", "text")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Cities write notes, on their own pages."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A note stays, and goes with the stay it is about."""
        return False

    @admin.display(description=gettext_lazy("about"))
    def about(self, note: Note) -> str:
        """Return the writer it is about, as a link; empty for a note about the city."""
        if note.stay is None:
            return ""
        address = reverse("admin:writers_writer_change", args=[note.stay.writer_id])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', address, note.stay.writer)


@admin.register(Import)
class ImportAdmin(ClosedAdmin):
    """Past imports, to look through; each leads to its own page, where it can be undone."""

    list_display = ("page", "by", "state", "added", "changed", "ended_at")
    list_display_links = None
    list_filter = ("state",)
    list_select_related = ("by",)
    fields = ("at", "by", "state", "ended_at", "ended_by")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only an upload makes one."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes one here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes one."""
        return False

    @admin.display(description=gettext_lazy("at"), ordering="at")
    def page(self, row: Import) -> str:
        """Return the moment, as a link to the import's page."""
        address = reverse("admin:import_one", args=[row.pk])
        return format_html('<a href="{}">{}</a>', address, date_format(localtime(row.at), "DATETIME_FORMAT"))

    @admin.display(description=gettext_lazy("added"))
    def added(self, row: Import) -> int:
        """Return how many records are new."""
        return sum(row.counts.get("added", {}).values())

    @admin.display(description=gettext_lazy("changed"))
    def changed(self, row: Import) -> int:
        """Return how many records it changed."""
        return sum(row.counts.get("changed", {}).values())


@admin.register(Clearance)
class ClearanceAdmin(RecordAdmin):
    """What the persons decided, to look through and to ask about again."""

    form = ClearanceForm
    list_display = ("writer", "scope", "refused", "basis", "granted_on", "review_on", "withdrawn_on")
    list_filter = (NeedsFilter, "scope", "basis", "refused")
    list_select_related = ("writer",)
    search_fields = ("writer__search_key",)
    autocomplete_fields = ("writer", "sources")
    # Chosen on the page of the writer, among that writer's own.
    readonly_fields = ("name", "residency", "picture")
    actions = ("mark_reviewed",)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, list[str]]:
        """Return what would go, and what keeps it from going: a no that stands is ended with its day."""
        gone, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return gone, counts, lacking, [*protected, *(str(row) for row in objs if row.is_standing_no)]

    @admin.action(description=gettext_lazy("Mark as asked again: next time in a year"), permissions=["change"])
    def mark_reviewed(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Ask again in a year; one that was withdrawn stays as it is."""
        done = queryset.filter(withdrawn_on=None).update(review_on=months_after(timezone.localdate(), 12))
        self.message_user(request, _("%(n)d marked.") % {"n": done}, messages.SUCCESS)


@admin.register(Text)
class TextAdmin(RecordAdmin):
    """All texts, to look through and to review."""

    list_display = ("writer", "kind", "language", "review", "reviewed_on")
    list_filter = (NeedsFilter, "review", "kind", "language")
    list_select_related = ("writer",)
    search_fields = ("writer__search_key",)
    autocomplete_fields = ("writer",)
    actions = ("mark_reviewed",)

    @admin.action(description=gettext_lazy("Mark as reviewed today"), permissions=["change"])
    def mark_reviewed(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Note that somebody who reads the language has checked them."""
        done = queryset.update(review=Text.Review.REVIEWED, reviewed_on=timezone.localdate())
        self.message_user(request, _("%(n)d marked.") % {"n": done}, messages.SUCCESS)


@admin.register(Dossier)
class DossierAdmin(RecordAdmin):
    """What must never be published."""

    list_display = ("__str__", "writer")
    autocomplete_fields = ("writer",)
    search_fields = ("writer__search_key",)
