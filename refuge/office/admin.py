"""Accounts, roles and sources in the admin."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from refuge.office.closed_admin import ClosedAdmin
from refuge.office.models import Source, User
from refuge.office.record_admin import RecordAdmin

admin.site.unregister(Group)


@admin.register(Group)
class RoleAdmin(ClosedAdmin, GroupAdmin):
    """The roles."""


@admin.register(User)
class AccountAdmin(ClosedAdmin, UserAdmin):
    """Accounts. What an account may do comes from its roles alone, so that nobody gives more than a role has."""

    list_filter = ("is_staff", "is_active", "groups")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("The person", {"fields": ("first_name", "last_name", "email")}),
        ("What the account may do", {"fields": ("is_active", "is_staff", "groups")}),
    )
    filter_horizontal = ("groups",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say whether the account may be changed: one that may do everything only by another such."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or not obj.is_superuser or bool(request.user.is_superuser))


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    """Where statements come from."""

    list_display = ("__str__", "publisher", "dated", "url")
    search_fields = ("title", "url", "publisher")
    fields = ("title", "url", "publisher", "dated", "note")
