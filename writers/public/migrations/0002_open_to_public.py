from django.db import migrations

from refuge.core.guard import OpenToPublic


class Migration(migrations.Migration):
    dependencies = [("writers_public", "0001_initial")]

    operations = [OpenToPublic("writers_public")]
