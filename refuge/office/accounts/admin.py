"""Accounts and the office's log in the admin: people are invited, given roles, and deactivated; nobody is deleted."""

from smtplib import SMTPException
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from refuge.core import cautions
from refuge.office.accounts import invitations
from refuge.office.addresses import absolute
from refuge.office.closed_admin import ClosedAdmin
from refuge.office.models import Event, User, log

# A role whose people have no business in the admin.
OUTSIDE = "coordinator"


class UserForm(forms.ModelForm):
    """An account without its password, which only its owner ever sets."""

    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "email", "language", "groups", "is_active")
        widgets = {"groups": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "email" in self.fields:
            self.fields["email"].required = True

    def clean(self) -> Any:
        """Let those with a role in the office into the admin."""
        data = super().clean() or {}
        if "groups" in data:
            roles = {group.name for group in data["groups"]}
            self.instance.is_staff = self.instance.is_superuser or bool(roles - {OUTSIDE})
        return data


class UserAdmin(ClosedAdmin):
    """Accounts."""

    form = UserForm
    change_form_template = "admin/office/user/change_form.html"
    list_display = ("username", "first_name", "last_name", "email", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    search_fields = ("username", "first_name", "last_name", "email")
    ordering = ("username",)
    actions = None

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Refuse what would tell, guess by guess, how a password is stored."""
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return who it is, and what they may do; a new account is active."""
        rights = ("groups", "is_active") if obj else ("groups",)
        return (
            (None, {"fields": ("username", "first_name", "last_name", "email", "language")}),
            (gettext_lazy("Roles"), {"fields": rights}),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return what nobody changes of their own account: a colleague does."""
        return ("groups", "is_active") if obj is not None and obj.pk == request.user.pk else ()

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the roles as boxes to tick, with no way to make another role."""
        kwargs |= {"widget": forms.CheckboxSelectMultiple, "label": _("Roles"), "help_text": ""}
        return db_field.formfield(**kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Keep administrators from taking over an account that may do everything."""
        above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().has_change_permission(request, obj) and not above

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody is deleted: what they did stands in the records."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Save the account; a new one has no password and gets a link by mail."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the roles, and say in the log what they are now."""
        super().save_related(request, form, formsets, change)
        user = form.instance
        roles = ", ".join(user.groups.order_by("name").values_list("name", flat=True))
        done = "changed" if change else "invited"
        log(request.user, Event.Verb.ACCOUNT, f"{user.get_username()}: {done}; {roles or '-'}; {_state(user)}")
        if not change:
            transaction.on_commit(lambda: self._invite(request, user))

    def _invite(self, request: HttpRequest, user: User) -> None:
        try:
            invitations.send(user, absolute(invitations.path_for(user)))
        except (OSError, SMTPException):
            failed = _("The mail could not be sent. Is the address right? Send the link again from this page.")
            self.message_user(request, failed, messages.ERROR)
            return
        self.message_user(request, _("A link was sent to %(to)s.") % {"to": user.email}, messages.SUCCESS)

    def get_urls(self) -> list[Any]:
        """Return the addresses, with that of a new enrolment link."""
        view = self.admin_site.admin_view(self.enrolment)
        return [path("<path:object_id>/enrolment/", view, name="office_user_enrolment"), *super().get_urls()]

    def enrolment(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Mail a link with which the owner starts anew; once used, it ends the old password, factors and sessions."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        user = self.get_object(request, unquote(object_id))
        if user is None:
            raise Http404
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request, user) or not user.is_active:
            raise PermissionDenied
        log(request.user, Event.Verb.ACCOUNT, f"{user.get_username()}: sent an enrolment link")
        self._invite(request, user)
        return HttpResponseRedirect(reverse("admin:office_user_change", args=[user.pk]))


def _state(user: User) -> str:
    return "active" if user.is_active else "not active"


class EventAdmin(ClosedAdmin):
    """The office's log, to read; to those who alone may know a word, the lines on who was told of it."""

    list_display = ("at", "by", "verb", "detail")
    list_filter = ("verb",)
    list_select_related = ("by",)
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the lines that the user may read."""
        lines = super().get_queryset(request)
        return lines if super().has_view_permission(request) else lines.filter(verb=Event.Verb.COMPARED)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let in who may read all lines, or those about what they alone may know."""
        return super().has_view_permission(request, obj) or any(map(request.user.has_perm, cautions.readers()))

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the log on the first page to whom it is open."""
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Lines are written by what happens."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A line is never changed."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A line is never deleted."""
        return False
