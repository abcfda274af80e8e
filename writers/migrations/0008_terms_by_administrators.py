from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

# Administrators say who looks after which city, and until when. They delete no term: a term is ended.
WORDS = {"view_coordinator", "add_coordinator", "change_coordinator"}


def grant(apps, schema_editor):
    create_permissions(installed.get_app_config("cities"), apps=apps, verbosity=0, using=schema_editor.connection.alias)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    found = Permission.objects.filter(codename__in=WORDS, content_type__app_label="cities")
    Group.objects.get_or_create(name="administrator")[0].permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [
        ("cities", "0002_initial"),
        ("writers", "0007_notes_and_holds"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
