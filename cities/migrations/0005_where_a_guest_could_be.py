"""Notes with each publication of a city whether it hides others, and from and until when it takes guests.

What is told of stays without their city follows from it; --narrow, which every start runs, takes off what is no longer
hidden among enough places.
"""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from refuge.core.partial_dates import partial


def note_what_was_published(apps: Any, schema_editor: Any) -> None:
    """Read it from the facts that publications keep."""
    publications = apps.get_model("cities", "CityPublication").objects
    for publication in publications.iterator():
        publication.hides_others = not publication.fictional
        publication.spells = sorted(_spells(publication.facts))
        publication.save(update_fields=["hides_others", "spells"])


def _spells(facts: list[dict[str, Any]]) -> set[tuple[str, str]]:
    found = set()
    for value in (fact["value"] for fact in facts if fact.get("kind") == "membership"):
        since, until = partial(value.get("since")), partial(value.get("until"))
        begins, ends = since.latest if since else None, until.earliest if until else None
        state = value.get("state")
        if state == "active" or (state in ("left", "paused") and begins and ends):
            found.add((str(begins or ""), str(ends or "")))
    return found


class Migration(migrations.Migration):

    dependencies = [
        ('cities', '0004_holds'),
    ]

    operations = [
        migrations.AddField(
            model_name='city',
            name='takes_no_guests',
            field=models.BooleanField(default=False, help_text='Public. For a member that hosts nobody. Readers are told, and it hides nobody: a stay of which only the country is told cannot be here.', verbose_name='takes no guests'),
        ),
        migrations.AddField(
            model_name='city',
            name='within',
            field=models.ForeignKey(blank=True, help_text='Public. Another city or region of this list, such as “Catalonia”. The two hide a guest as one.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city', verbose_name='lies in'),
        ),
        migrations.AddField(
            model_name='citypublication',
            name='hides_others',
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name='citypublication',
            name='spells',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='citypublication',
            name='within',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cities.city'),
        ),
        migrations.AddField(
            model_name='historicalcity',
            name='takes_no_guests',
            field=models.BooleanField(default=False, help_text='For a member that hosts nobody. Readers are told, and it hides nobody: a stay of which only the country is told cannot be here.', verbose_name='takes no guests'),
        ),
        migrations.AddField(
            model_name='historicalcity',
            name='within',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Another city or region of this list, such as “Catalonia”. The two hide a guest as one.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cities.city', verbose_name='lies in'),
        ),
        migrations.RunPython(note_what_was_published, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='citypublication',
            name='fictional',
        ),
    ]
