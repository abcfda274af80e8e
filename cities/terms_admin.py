"""The terms of coordinators in the admin: editors see them at the city, administrators at the account."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.coordinators import full_name, note, overlap
from cities.models import City, Coordinator
from refuge.office.accounts.admin import OUTSIDE, UserAdmin, UserForm
from refuge.office.forms import RecordForm
from refuge.office.models import User
from refuge.office.record_admin import OneTransaction, RecordInline


class TermForm(RecordForm):
    """A term, which begins today where nothing else is said."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "since" in self.fields:
            self.fields["since"].initial = timezone.localdate


class Terms(BaseInlineFormSet):
    """Terms in which nobody looks after a city twice on one day."""

    def rows(self) -> list[tuple[Any, Coordinator]]:
        """Return the terms as they would be saved, each with the form that says so, or with none."""
        used = [form for form in self.initial_forms + self.extra_forms if form.instance.pk or form.has_changed()]
        seen = {form.instance.pk for form in used}
        # Somebody else may have added one meanwhile.
        others = [(None, row) for row in self.get_queryset() if row.pk not in seen] if self.instance.pk else []
        gone = self.deleted_forms if self.can_delete else []
        return [(form, form.instance) for form in used if form not in gone and not form.errors] + others

    def clean(self) -> None:
        """Refuse a term that runs into another of the same person in the same city."""
        super().clean()
        rows = self.rows()
        for number, (form, term) in enumerate(rows):
            for other_form, other in rows[:number]:
                if overlap(term, other):
                    said = _("This person already looks after this city from %(since)s: end that term first.")
                    at, earlier = (form, other) if form else (other_form, term)
                    if at:
                        at.add_error("since", said % {"since": earlier.since})


class CityTerms(RecordInline):
    """Who looks after the city."""

    model = Coordinator
    form = TermForm
    formset = Terms

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the accounts of coordinators only: who may not see accounts learns of no others by a guessed number."""
        if db_field.name == "user":
            of_a_city = Q(groups__name=OUTSIDE) | Q(terms__isnull=False)
            kwargs["queryset"] = User.objects.filter(pk__in=User.objects.filter(of_a_city).values("pk"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class CityField(forms.ModelChoiceField):
    """A choice among all cities, listed or not, by name and country alone."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name and the country."""
        return full_name(obj)


class AccountTermForm(TermForm):
    """A term on the page of an account: another city is another term."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "city" in self.fields:
            self.fields["city"].disabled = True


class AccountTermsOf(Terms):
    """The terms of one account, which go with the role that is chosen above them."""

    def clean(self) -> None:
        """Refuse the role without a city, and a city that is still looked after without the role."""
        super().clean()
        had, has = getattr(self.instance, "coordinates", (False, False))
        if has and not self.forms_with_a_city():
            raise ValidationError(_("A coordinator looks after a city. Add the city here, or take the role away."))
        if had and not has and any(term.until is None for _form, term in self.rows()):
            raise ValidationError(
                _("This person still looks after a city. Write the last day of the term here, or leave the role.")
            )

    def forms_with_a_city(self) -> bool:
        """Say whether there is any term, ended or wrongly filled in, which is said beside it."""
        return bool(self.rows()) or any(form.errors for form in self.forms)


class AccountTerms(RecordInline):
    """Which cities an account looks after."""

    model = Coordinator
    form = AccountTermForm
    formset = AccountTermsOf
    fields = ("city", "since", "until")
    can_delete = False
    verbose_name = gettext_lazy("city")
    verbose_name_plural = gettext_lazy("Cities in this person’s care")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer every city by its name and country."""
        if db_field.name == "city":
            kwargs |= {"queryset": City.objects.order_by("name", "country"), "form_class": CityField}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody gives themself a city: a colleague does."""
        return super().has_add_permission(request, obj) and not _is_own(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes a term of their own."""
        return super().has_change_permission(request, obj) and not _is_own(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes a term here: it is ended, and stays on record."""
        return False


def _is_own(request: HttpRequest, obj: Any) -> bool:
    return obj is not None and obj.pk == request.user.pk


class NotesTerms:
    """Says in the log which terms were given, changed, ended and removed."""

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Save the rows, and say what they say."""
        super().save_formset(request, form, formset, change)  # type: ignore[misc]
        if formset.model is not Coordinator:
            return
        for term in formset.new_objects:
            note(request.user, term, "given")
        for term, columns in formset.changed_objects:
            note(request.user, term, "ended" if term.until and "until" in columns else "changed")
        for term in formset.deleted_objects:
            note(request.user, term, "removed")


class AccountForm(UserForm):
    """An account whose role of a coordinator goes with its cities."""

    def clean(self) -> Any:
        """Tell the terms below whether the role was there, and is chosen."""
        data = super().clean()
        if "groups" in data:
            had = self.instance.pk is not None and self.instance.groups.filter(name=OUTSIDE).exists()
            self.instance.coordinates = had, any(group.name == OUTSIDE for group in data["groups"])
        return data


class AccountAdmin(NotesTerms, OneTransaction, UserAdmin):
    """Accounts, with the cities that they look after."""

    form = AccountForm
    inlines = (AccountTerms,)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return those of an account, with how cities are given and handed over."""
        who, (name, rights) = super().get_fieldsets(request, obj)
        said = gettext_lazy(
            "Whoever is given a city below becomes a coordinator. To hand a city over, write the last day of the one "
            "who leaves, and add the city on the page of the one who comes."
        )
        return who, (name, {**rights, "description": said})

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Give the role with a city."""
        terms = [term for formset in formsets if formset.model is Coordinator for _form, term in formset.rows()]
        if "groups" in form.cleaned_data and any(term.pk is None for term in terms):
            chosen = form.cleaned_data["groups"].values("pk")
            form.cleaned_data["groups"] = Group.objects.filter(Q(pk__in=chosen) | Q(name=OUTSIDE))
        super().save_related(request, form, formsets, change)
