"""Accounts, roles and sources in the admin."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from refuge.office.models import Source, User
from refuge.office.record_admin import RecordAdmin

admin.site.register(User, UserAdmin)


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    """Where statements come from."""

    list_display = ("__str__", "publisher", "dated", "url")
    search_fields = ("title", "url", "publisher")
    fields = ("title", "url", "publisher", "dated", "note")
