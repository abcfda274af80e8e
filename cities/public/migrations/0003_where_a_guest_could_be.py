"""Adds where a city lies and whether it takes guests to the catalogue."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cities_public', '0002_open_to_public'),
    ]

    operations = [
        migrations.AddField(
            model_name='publiccity',
            name='takes_no_guests',
            field=models.BooleanField(default=False),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='publiccity',
            name='within',
            field=models.CharField(default='', max_length=80),
            preserve_default=False,
        ),
    ]
