"""Writers and what surrounds them in the admin. The dossier has a page of its own, and no link from the writer's."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import FilteredSelectMultiple
from django.db.models import QuerySet
from django.http import HttpRequest

from refuge.core.folding import tokens
from refuge.office.forms import PictureForm
from refuge.office.record_admin import PublishableAdmin, RecordAdmin, RecordInline, StateFilter
from writers.models import Clearance, Dossier, Name, Residency, Text, Waypoint, Work, Writer


class WriterForm(PictureForm):
    """A writer with the portrait as a file."""

    picture_field = "portrait"

    class Meta:
        # Two hundred boxes to tick would bury the rest of the page.
        widgets = {"languages": FilteredSelectMultiple("languages", is_stacked=False)}


class NameInline(RecordInline):
    """Other forms of the name."""

    model = Name
    autocomplete_fields = ("sources",)


class TextInline(RecordInline):
    """Biographies, one in each language."""

    model = Text


class ResidencyInline(RecordInline):
    """Stays."""

    model = Residency
    autocomplete_fields = ("city", "programme", "sources")
    fieldsets = (
        ("Where", {"fields": ("city", "country", "programme")}),
        ("When", {"fields": ("starts", "ends", "end_state", "planned_end", "confirmed_on")}),
        ("What is known", {"fields": ("standing", "public_note", "private_note", "sources")}),
    )


class WaypointInline(RecordInline):
    """Stops on the road that are no residency."""

    model = Waypoint
    autocomplete_fields = ("sources",)


class WorkInline(RecordInline):
    """Works, also those that were stopped."""

    model = Work
    autocomplete_fields = ("sources",)


class ClearanceInline(RecordInline):
    """What the person decided."""

    model = Clearance
    autocomplete_fields = ("sources",)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer this writer's own names only."""
        if db_field.name == "name" and request.resolver_match:
            of = request.resolver_match.kwargs.get("object_id")
            kwargs["queryset"] = Name.objects.filter(writer=of) if of else Name.objects.none()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Writer)
class WriterAdmin(PublishableAdmin):
    """Persons. Nothing of them is public until they cleared it and somebody published it."""

    form = WriterForm
    list_display = ("__str__", "level", "origin", "state", "pending")
    list_filter = (StateFilter, "unpublished", "level", "fictional")
    search_fields = ("search_key",)
    autocomplete_fields = ("sources",)
    inlines = (NameInline, ClearanceInline, ResidencyInline, WorkInline, TextInline, WaypointInline)
    fieldsets = (
        (
            "How much may be seen",
            {
                "fields": ("level",),
                "description": "A new record is level “nothing”: the public sees none of it. Below, each clearance "
                "opens one kind of fact; what no clearance covers stays here.",
            },
        ),
        ("Name", {"fields": ("name", "sort_name"), "description": "Public once the name is cleared."}),
        (
            "The person",
            {
                "fields": ("summary", "origin", "origin_label", "birth_year", "death_year", "roles", "languages"),
                "description": "Each is public once its kind of fact is cleared. Never a word about family members.",
            },
        ),
        (
            "Portrait",
            {
                "fields": ("upload", "remove", "portrait_credit", "portrait_licence", "portrait_alt"),
                "description": "Public once the portrait is cleared. Look at it for street signs and door numbers.",
            },
        ),
        ("Sources", {"fields": ("sources",)}),
        ("Training", {"fields": ("fictional",)}),
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find a writer under any name, in any script and any spelling of its accents."""
        for token in tokens(search_term):
            queryset = queryset.filter(search_key__contains=f" {token}")
        return queryset, False


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

    list_display = ("writer", "city", "country", "starts", "ends", "end_state", "standing")
    list_filter = ("standing", "end_state", "programme")
    list_select_related = ("writer", "city")
    search_fields = ("writer__search_key", "city__name")
    autocomplete_fields = ("writer", "city", "programme", "sources")


@admin.register(Dossier)
class DossierAdmin(RecordAdmin):
    """What must never be published."""

    list_display = ("__str__", "writer")
    autocomplete_fields = ("writer",)
    search_fields = ("writer__search_key",)
