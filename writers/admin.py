"""Writers and what surrounds them in the admin. The dossier has a page of its own, and no link from the writer's."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.widgets import FilteredSelectMultiple
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from refuge.core import countries
from refuge.core.folding import tokens
from refuge.office.attention import NeedsFilter
from refuge.office.forms import PictureForm
from refuge.office.publishable_admin import PublishableAdmin, StateFilter
from refuge.office.record_admin import RecordAdmin, RecordInline
from writers.models import Clearance, Dossier, Name, Residency, Text, Waypoint, Work, Writer
from writers.public.vocabulary import NameKind
from writers.status import months_after


class LanguagesWidget(FilteredSelectMultiple):
    """Two boxes to move languages between: two hundred boxes to tick would bury the rest of the page."""

    template_name = "admin/codes_widget.html"


class WriterForm(PictureForm):
    """A writer with the portrait as a file."""

    picture_field = "portrait"

    class Meta:
        widgets = {"languages": LanguagesWidget("languages", is_stacked=False)}


class NameInline(RecordInline):
    """Other forms of the name."""

    model = Name
    autocomplete_fields = ("sources",)
    fields = (("text", "kind"), ("script", "language"), "sources")


class TextInline(RecordInline):
    """Biographies, one in each language."""

    model = Text


class ResidencyInline(RecordInline):
    """Stays."""

    model = Residency
    autocomplete_fields = ("city", "programme", "sources")
    fieldsets = (
        ("Where", {"fields": (("city", "country"), "programme")}),
        ("When", {"fields": (("starts", "ends", "end_state"), ("planned_end", "confirmed_on"))}),
        ("What is known", {"fields": ("standing", "public_note", "private_note", "sources")}),
    )


class WaypointInline(RecordInline):
    """Stops on the road that are no residency."""

    model = Waypoint
    autocomplete_fields = ("sources",)
    fields = (("place", "country"), ("kind", "starts", "ends"), "note", "sources")


class WorkInline(RecordInline):
    """Works, also those that were stopped."""

    model = Work
    autocomplete_fields = ("sources",)
    fieldsets = (
        (None, {"fields": (("title", "description"), ("original_title", "translated_title"), ("kind", "language"))}),
        ("Its life", {"fields": (("year", "year_announced"), ("publisher", "translators"), ("status", "stopped_by"))}),
        ("What is known", {"fields": ("note", "sources")}),
    )


class ClearanceInline(RecordInline):
    """What the person decided."""

    model = Clearance
    autocomplete_fields = ("sources",)
    fields = (
        ("scope", "name"),
        "knowing",
        ("basis", "granted_on"),
        ("review_on", "withdrawn_on"),
        "evidence",
        "sources",
    )

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer this writer's own names only."""
        if db_field.name == "name" and request.resolver_match:
            of = request.resolver_match.kwargs.get("object_id")
            kwargs["queryset"] = Name.objects.filter(writer=of) if of else Name.objects.none()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class OriginFilter(admin.SimpleListFilter):
    """The countries of origin that occur; a list of all of them would be longer than the page."""

    title = gettext_lazy("country of origin")
    parameter_name = "origin"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the countries, by name."""
        used = set(Writer.objects.order_by().values_list("origin", flat=True).distinct())
        return [(code, name) for code, name in countries.choices() if code in used]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the writers from the country asked for."""
        return queryset.filter(origin=self.value()) if self.value() else queryset


@admin.register(Writer)
class WriterAdmin(PublishableAdmin):
    """Persons. Nothing of them is public until they cleared it and somebody published it."""

    form = WriterForm
    list_display = ("__str__", "own_name", "shown_as", "origin", "state", "pending")
    list_filter = (NeedsFilter, StateFilter, "unpublished", "level", OriginFilter, "fictional")
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
        ("Name", {"fields": (("name", "sort_name"),), "description": "Public once the name is cleared."}),
        (
            "The person",
            {
                "fields": (
                    "summary",
                    ("origin", "origin_label"),
                    ("birth_year", "death_year"),
                    "roles",
                    "languages",
                ),
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

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the writers with their names."""
        return super().get_queryset(request).prefetch_related("names")

    @admin.display(description="own script")
    def own_name(self, writer: Writer) -> str:
        """Return the name in the writer's own script, isolated from the direction of the page."""
        own = next((name for name in writer.names.all() if name.kind == NameKind.OWN_SCRIPT), None)
        return format_html('<bdi class="own-script" lang="{}">{}</bdi>', own.language, own.text) if own else ""

    @admin.display(description="level", ordering="level")
    def shown_as(self, writer: Writer) -> str:
        """Return the level in one word."""
        return str(writer.get_level_display()).partition(":")[0]

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
    list_filter = (NeedsFilter, "standing", "end_state", "programme")
    list_select_related = ("writer", "city")
    search_fields = ("writer__search_key", "city__name")
    autocomplete_fields = ("writer", "city", "programme", "sources")


@admin.register(Clearance)
class ClearanceAdmin(RecordAdmin):
    """What the persons decided, to look through and to ask about again."""

    list_display = ("writer", "scope", "basis", "granted_on", "review_on", "withdrawn_on")
    list_filter = (NeedsFilter, "scope", "basis")
    list_select_related = ("writer",)
    search_fields = ("writer__search_key",)
    autocomplete_fields = ("writer", "sources")
    raw_id_fields = ("name",)
    actions = ("mark_reviewed",)

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
