"""Accounts, roles and sources in the admin."""

from django.contrib import admin
from django.contrib.auth.models import Group
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from refuge.office.accounts.admin import EventAdmin, UserAdmin
from refuge.office.models import Event, Source, User
from refuge.office.record_admin import RecordAdmin

admin.site.register(User, UserAdmin)
admin.site.register(Event, EventAdmin)
# Their own pages show secrets; an account's factors are its owner's business.
admin.site.unregister([StaticDevice, TOTPDevice])
# Roles are made by migrations, and given on the page of an account.
admin.site.unregister(Group)


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    """Where statements come from."""

    list_display = ("__str__", "publisher", "dated", "url")
    search_fields = ("title", "url", "publisher")
    fields = ("title", "url", "publisher", "dated", "note")
