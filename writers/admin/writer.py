"""The page and the list of writers. The dossier has a page of its own, and no link from here."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from refuge.core import countries
from refuge.core.folding import tokens
from refuge.office.attention import NeedsFilter
from refuge.office.publishable_admin import PublishableAdmin, StateFilter
from refuge.office.record_admin import section
from refuge.office.telling import following
from writers.admin.held import held_page, may_print
from writers.admin.inlines import ClearanceInline, NameInline, ResidencyInline, TextInline, WaypointInline, WorkInline
from writers.consent import grid
from writers.consent_form import TICKS, ConsentForm
from writers.forms import WriterForm
from writers.kinds import NAME_SECTION, PERSON_SECTION, PORTRAIT_SECTION, SCHEMA
from writers.models import Writer
from writers.person import names_of
from writers.public.vocabulary import NameKind


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
    change_form_template = "admin/writers/writer/change_form.html"
    list_display = ("__str__", "own_name", "shown_as", "origin", "state", "pending")
    list_filter = (NeedsFilter, StateFilter, "unpublished", "level", OriginFilter, "fictional")
    search_fields = ("search_key",)
    autocomplete_fields = ("sources",)
    inlines = (NameInline, ResidencyInline, WorkInline, TextInline, WaypointInline, ClearanceInline)
    fieldsets = (
        (
            gettext_lazy("How much may be seen"),
            {
                "fields": ("level",),
                "description": gettext_lazy(
                    "A new record is level “nothing”: the public sees none of it. Below, each clearance opens one kind "
                    "of fact; what no clearance covers stays here."
                ),
            },
        ),
        (
            NAME_SECTION,
            {
                "fields": (*section(SCHEMA, Writer, NAME_SECTION), "another_person"),
                "description": gettext_lazy(
                    "Public once the name is cleared. Leave the name for sorting empty to have it proposed."
                ),
            },
        ),
        (
            PERSON_SECTION,
            {
                "fields": (*section(SCHEMA, Writer, PERSON_SECTION), "languages_without_a_name"),
                "description": gettext_lazy(
                    "Each is public once its kind of fact is cleared. Never a word about family members."
                ),
            },
        ),
        (
            PORTRAIT_SECTION,
            {
                "fields": ("upload", "remove", *section(SCHEMA, Writer, PORTRAIT_SECTION)),
                "description": gettext_lazy(
                    "Public once the portrait is cleared. Look at it for street signs and door numbers."
                ),
            },
        ),
        (gettext_lazy("Sources"), {"fields": ("sources",)}),
        (gettext_lazy("Training"), {"fields": ("fictional",)}),
    )

    def get_urls(self) -> list[Any]:
        """Return the admin's addresses, with the door for a consent form, and what prints everything that is held."""
        views = {"consent": self.consent_view, "held": self.held_view}
        return [
            *(
                path(f"<path:object_id>/{act}/", self.admin_site.admin_view(view), name=f"writers_writer_{act}")
                for act, view in views.items()
            ),
            *super().get_urls(),
        ]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        """Show the writer, with the clearances at one glance."""
        sees = request.user.has_perm("writers.view_clearance")
        writer = self.get_object(request, object_id) if sees else None
        extra: dict[str, Any] = {"may_print": may_print(request)}
        if writer:
            rows = [row for row in grid(writer) if row.can_be_given or row.clearance]
            extra |= {"scopes": rows, "may_consent": self._may_consent(request)}
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    def consent_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """Set clearances from one consent form."""
        if not self._may_consent(request):
            raise PermissionDenied
        writer = self._found(request, object_id)
        form = ConsentForm(writer, request.POST if request.method == "POST" else None)
        if form.is_valid():
            words = _("Clearances: %(give)d given, %(refuse)d refused, %(take)d taken back, %(seen)d seen.")
            with following() as followed:
                words %= form.save()
            followed.show(request)
            self.message_user(request, words, messages.SUCCESS)
            return self._back(writer)
        fields = [form[name] for name in form.fields if name not in (*TICKS, "knowing", "shown")]
        context = {"opts": self.opts, "title": _("From one consent form"), "writer": writer}
        context |= {**self.admin_site.each_context(request), "form": form, "fields": fields}
        return TemplateResponse(request, "admin/writers/writer/consent.html", context)

    def held_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """Print everything that is held about one writer."""
        if not may_print(request):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        writer = self._found(request, object_id)
        context = {"opts": self.opts, "title": _("Everything that is held about this person")}
        return held_page(request, writer, {**self.admin_site.each_context(request), **context})

    def names_of(self, request: HttpRequest, records: list[Any]) -> set[str]:
        """Return the names that the records have or had; a legal name is looked for by those who may read it."""
        legal = request.user.has_perm("writers.view_dossier")
        return {name for record in records for name in names_of(record.pk, legal=legal)}

    @staticmethod
    def _may_consent(request: HttpRequest) -> bool:
        needed = ("writers.change_writer", "writers.add_clearance", "writers.change_clearance", "office.add_source")
        return request.user.has_perms(needed)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the writers with their names."""
        return super().get_queryset(request).prefetch_related("names")

    @admin.display(description=gettext_lazy("own script"))
    def own_name(self, writer: Writer) -> str:
        """Return the name in the writer's own script, isolated from the direction of the page."""
        own = next((name for name in writer.names.all() if name.kind == NameKind.OWN_SCRIPT), None)
        return format_html('<bdi class="own-script" lang="{}">{}</bdi>', own.language, own.text) if own else ""

    @admin.display(description=gettext_lazy("level"), ordering="level")
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
