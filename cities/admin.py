"""Cities, networks, programmes, the history and the pages of text in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from cities.kinds import ABOUT_SECTION, CITY, MAP_SECTION, NAME_SECTION, PHOTOGRAPH_SECTION, SHOWN_SECTION
from cities.models import City, Coordinator, Membership, Milestone, Network, Page, Programme
from cities.terms_admin import AccountAdmin, CityTerms, NotesTerms
from refuge.office.attention import NeedsFilter
from refuge.office.citing import CitingForm
from refuge.office.forms import PictureForm
from refuge.office.models import User
from refuge.office.publishable_admin import PublishableAdmin, StateFilter
from refuge.office.record_admin import FoldedSearch, RecordAdmin, RecordInline, section

# An account is shown with the cities that it looks after, which the floor below knows nothing of.
admin.site.unregister(User)
admin.site.register(User, AccountAdmin)

PUBLIC = gettext_lazy("The public reads these once the city is published.")


class CityForm(CitingForm, PictureForm):
    """A city with its photograph as a file."""

    picture_field = "photograph"


class MembershipInline(RecordInline):
    """The intervals of a city in its networks."""

    model = Membership
    form = CitingForm
    autocomplete_fields = ("network", "sources")


@admin.register(City)
class CityAdmin(NotesTerms, FoldedSearch, PublishableAdmin):
    """Places that host writers."""

    form = CityForm
    list_display = ("name", "country", "kind", "state", "pending")
    search_fields = folded_fields = ("name", "local_name", "host_organisation")
    list_filter = (
        NeedsFilter,
        StateFilter,
        "unpublished",
        "kind",
        "fictional",
        "memberships__state",
        "memberships__network",
    )
    autocomplete_fields = ("sources", "within")
    inlines = (MembershipInline, CityTerms)
    fieldsets = (
        (NAME_SECTION, {"fields": section(CITY, City, NAME_SECTION), "description": PUBLIC}),
        (MAP_SECTION, {"fields": (*section(CITY, City, MAP_SECTION), "always_dark")}),
        (ABOUT_SECTION, {"fields": (*section(CITY, City, ABOUT_SECTION), "sources"), "description": PUBLIC}),
        (PHOTOGRAPH_SECTION, {"fields": ("upload", "remove", *section(CITY, City, PHOTOGRAPH_SECTION))}),
        (SHOWN_SECTION, {"fields": ("shows_unnamed_guests", *section(CITY, City, SHOWN_SECTION))}),
    )


@admin.register(Network)
class NetworkAdmin(FoldedSearch, RecordAdmin):
    """Networks of cities."""

    list_display = ("name", "long_name")
    search_fields = folded_fields = ("name", "long_name")
    prepopulated_fields = {"slug": ("name",)}


@admin.register(Programme)
class ProgrammeAdmin(FoldedSearch, RecordAdmin):
    """Schemes that pay for residencies."""

    list_display = ("name", "organisation", "since", "until")
    search_fields = folded_fields = ("name", "organisation", "slug")
    prepopulated_fields = {"slug": ("name",)}


@admin.register(Coordinator)
class CoordinatorAdmin(RecordAdmin):
    """Who looks after which city."""

    list_display = ("user", "city", "since", "until")
    list_filter = (NeedsFilter,)
    list_select_related = ("user", "city")
    search_fields = ("user__username", "user__email", "city__name")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds one here: the pages of the city and of the account do, which know what may be named."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes one here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes one here."""
        return False

    def _may_take_back(self, request: HttpRequest, step: Any) -> bool:
        # Nor is a change taken back here, by which an administrator could reopen a term of their own.
        return False


@admin.register(Milestone)
class MilestoneAdmin(PublishableAdmin):
    """The movement's history."""

    form = CitingForm
    list_display = ("title", "date", "state", "pending")
    list_filter = (NeedsFilter, StateFilter, "unpublished")
    search_fields = ("title", "text")
    autocomplete_fields = ("sources",)


@admin.register(Page)
class PageAdmin(PublishableAdmin):
    """About, safety, privacy and other texts."""

    list_display = ("title", "slug", "language", "state", "pending")
    list_filter = (NeedsFilter, StateFilter, "unpublished", "language")
    search_fields = ("title", "slug", "text")
