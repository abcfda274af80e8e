from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

ROOMS = ("office", "cities", "writers", "auth", "admin")
RECORDS = {
    "office": ("source",),
    "cities": ("city", "network", "membership", "programme", "coordinator", "milestone", "page"),
    "writers": ("writer", "name", "text", "residency", "waypoint", "work", "clearance"),
}
# What belongs to one root and may go with it; roots are withdrawn, not deleted.
PARTS = ("membership", "coordinator", "name", "text", "residency", "waypoint", "work", "clearance")
ROOTS = ("city", "milestone", "page", "writer")


def editor():
    words = {f"{verb}_{model}" for models in RECORDS.values() for model in models for verb in ("view", "add", "change")}
    return words | {f"delete_{model}" for model in PARTS} | {f"withdraw_{model}" for model in ROOTS}


def publisher():
    return editor() | {f"publish_{model}" for model in ROOTS}


def dossier():
    return {"view_dossier", "add_dossier", "change_dossier", "view_writer"}


def administrator():
    return {"view_user", "add_user", "change_user", "view_event"}


def make(apps, schema_editor):
    for room in ROOMS:
        create_permissions(installed.get_app_config(room), apps=apps, verbosity=0, using=schema_editor.connection.alias)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    roles = {
        "editor": editor(),
        "publisher": publisher(),
        "dossier": dossier(),
        "administrator": administrator(),
        "coordinator": set(),
    }
    for name, words in roles.items():
        found = Permission.objects.filter(codename__in=words, content_type__app_label__in=ROOMS)
        Group.objects.get_or_create(name=name)[0].permissions.set(found)


class Migration(migrations.Migration):
    dependencies = [
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("office", "0002_event"),
        ("cities", "0002_initial"),
        ("writers", "0002_publication"),
    ]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
