"""Notes with each publication of a writer where and when it tells each accepted stay to have been."""

from collections.abc import Iterator
from typing import Any

from django.db import migrations, models

WHEN = ("starts", "ends", "now_from", "now_until", "past_from")


def note_the_stays(apps: Any, schema_editor: Any) -> None:
    """Read them from the facts that publications keep."""
    Clearance = apps.get_model("writers", "Clearance")
    rows: Any = models.QuerySet(Clearance).filter(scope="host country", knowing=True, refused=False, withdrawn_on=None)
    known = set(map(str, rows.values_list("residency_id", flat=True)))
    for publication in apps.get_model("writers", "WriterPublication").objects.iterator():
        publication.stays = list(_stays(publication.facts, known))
        publication.save(update_fields=["stays"])


def _stays(facts: list[dict[str, Any]], known: set[str]) -> Iterator[dict[str, Any]]:
    stays: dict[str, dict[str, Any]] = {}
    for fact in facts:
        if fact.get("of"):
            stays.setdefault(fact["of"], {})[fact.get("kind", "")] = fact.get("value")
    for of, said in stays.items():
        if "stay" in said and said["stay"].get("standing") == "accepted":
            country = said.get("stay country", "")
            when = {**(said.get("stay dates") or {}), **(said.get("stay status") or {})}
            yield {
                "of": of,
                "city": said.get("stay city", ""),
                "country": country,
                "region": said["stay"].get("region", ""),
                "known": bool(country) and of in known,
                **{name: when[name] for name in WHEN if name in when},
            }


class Migration(migrations.Migration):

    dependencies = [
        ('writers', '0011_grants_of_things'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalwriter',
            name='languages_without_a_name',
            field=models.BooleanField(default=False, help_text='Few people write in one language and come from one country: together they may say who it is.', verbose_name='show the languages also while the name is withheld'),
        ),
        migrations.AddField(
            model_name='writer',
            name='languages_without_a_name',
            field=models.BooleanField(default=False, help_text='Few people write in one language and come from one country: together they may say who it is.', verbose_name='show the languages also while the name is withheld'),
        ),
        migrations.AddField(
            model_name='writerpublication',
            name='stays',
            field=models.JSONField(default=list),
        ),
        migrations.RunPython(note_the_stays, migrations.RunPython.noop),
    ]
