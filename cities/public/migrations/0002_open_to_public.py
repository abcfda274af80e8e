from django.db import migrations

from refuge.core.guard import OpenToPublic


class Migration(migrations.Migration):
    dependencies = [("cities_public", "0001_initial")]

    operations = [OpenToPublic("cities_public")]
