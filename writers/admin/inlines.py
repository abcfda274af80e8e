"""What surrounds a writer, as rows of the writer's page."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from refuge.office.citing import CitingForm
from refuge.office.models import Picture
from refuge.office.record_admin import RecordInline
from writers.forms import ClearanceForm, ResidencyForm, StayChoice
from writers.models import Clearance, Name, Residency, Text, Waypoint, Work, Writer


class NameInline(RecordInline):
    """Other forms of the name."""

    model = Name
    form = CitingForm
    autocomplete_fields = ("sources",)
    fields = (("text", "kind"), ("script", "language"), "sources")


class TextInline(RecordInline):
    """Biographies, one in each language."""

    model = Text


class ResidencyInline(RecordInline):
    """Stays."""

    model = Residency
    form = ResidencyForm
    autocomplete_fields = ("city", "programme", "sources")
    fieldsets = (
        (_("Where"), {"fields": (("city", "country"), "same_place", "programme", "ceiling")}),
        (_("When"), {"fields": (("starts", "ends", "end_state"), ("planned_end", "confirmed_on"))}),
        (_("What is known"), {"fields": ("standing", "public_note", "private_note", "sources")}),
    )


class WaypointInline(RecordInline):
    """Stops on the road that are no residency."""

    model = Waypoint
    form = CitingForm
    autocomplete_fields = ("sources",)
    fields = (("place", "country"), ("kind", "starts", "ends"), "note", "sources")


class WorkInline(RecordInline):
    """Works, also those that were stopped."""

    model = Work
    form = CitingForm
    autocomplete_fields = ("sources",)
    fieldsets = (
        (None, {"fields": (("title", "description"), ("original_title", "translated_title"), ("kind", "language"))}),
        (
            _("Its life"),
            {"fields": (("year", "year_announced"), ("publisher", "translators"), ("status", "stopped_by"))},
        ),
        (_("What is known"), {"fields": ("note", "sources")}),
    )


class NoNoIsDeleted(BaseInlineFormSet):
    """A no that stands is ended with its day and its ground, and never ticked away."""

    def clean(self) -> None:
        super().clean()
        if any(form.instance.is_standing_no for form in self.deleted_forms):
            raise ValidationError(_now("A no of the person is not deleted. Enter the day on which they took it back."))


class ClearanceInline(RecordInline):
    """What the person decided, row by row; the page shows them at one glance above."""

    model = Clearance
    formset = NoNoIsDeleted
    classes = ("collapse",)
    form = ClearanceForm
    autocomplete_fields = ("sources",)
    fields = (
        ("refused", "scope"),
        ("residency", "knowing"),
        ("name", "picture"),
        "languages",
        ("basis", "granted_on"),
        ("review_on", "withdrawn_on"),
        "evidence",
        "sources",
    )

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer this writer's own names, stays and portrait only."""
        of = request.resolver_match.kwargs.get("object_id") if request.resolver_match else None
        if db_field.name == "name":
            kwargs["queryset"] = Name.objects.filter(writer=of) if of else Name.objects.none()
        if db_field.name == "residency":
            # One that was given to another writer since is still what the decision was about.
            asked = Q(writer=of) | Q(pk__in=Clearance.objects.filter(writer=of).values("residency"))
            stays = Residency.objects.filter(asked).select_related("city")
            kwargs |= {"queryset": stays if of else Residency.objects.none(), "form_class": StayChoice}
        if db_field.name == "picture":
            there = Q(pk__in=Writer.objects.filter(pk=of or 0).values("portrait"))
            given = Q(pk__in=Clearance.objects.filter(writer=of).values("picture"))
            kwargs["queryset"] = Picture.objects.filter(there | given)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
