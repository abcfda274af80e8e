from django.db import migrations

from refuge.core.guard import OpenToPublic


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [OpenToPublic("core")]
