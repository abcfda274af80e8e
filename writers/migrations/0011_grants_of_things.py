"""Gives each clearance that stands the thing it is of: a stay, the portrait, the languages of the biography.

A clearance of host country, host city or dates goes to each stay that had certainly begun on the day it was granted and
whose place has not changed since. One that finds none clears nothing any more and becomes a task. Nothing is published;
what is no longer cleared leaves the public site with the next `catalogue --narrow`, which every start runs.
"""

from datetime import date
from typing import Any

from django.db import migrations
from django.db.models import Q, QuerySet

from refuge.core import countries

OF_A_STAY = ("host country", "host city", "dates of stay")
TEXT = ("language", "kind", "text", "translator")


def give_things(apps: Any, schema_editor: Any) -> None:
    """Say of each clearance that stands of what it is; print how many found nothing."""
    Clearance = apps.get_model("writers", "Clearance")
    today = date.today()
    live = _rows(Clearance).filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=today)).order_by("pk")
    counts = {"given": 0, "copied": 0, "without": 0}
    for clearance in list(live):
        if clearance.scope in OF_A_STAY and clearance.residency_id is None:
            _give_stays(apps, clearance, counts)
        elif clearance.scope == "portrait" and clearance.picture_id is None:
            _give_portrait(apps, clearance, counts)
        elif clearance.scope == "biography" and not clearance.languages:
            _give_languages(apps, clearance, counts)
    if any(counts.values()):
        print(  # noqa: T201
            "\n    Clearances: {given} now say of which stay, picture or language they are, {copied} more were made for "
            "further stays.\n    {without} found nothing that they can be of: they clear nothing until somebody says of "
            "what they are.\n    The office lists them under “What needs attention”.".format(**counts)
        )


def _rows(model: Any) -> Any:
    """Return all rows of a model, past everything that its own manager does today."""
    return QuerySet(model)


def _give_stays(apps: Any, clearance: Any, counts: dict[str, int]) -> None:
    Residency = apps.get_model("writers", "Residency")
    stays = [
        stay
        for stay in _rows(Residency).filter(writer=clearance.writer_id).order_by("pk")
        if _had_begun(stay, clearance.granted_on) and not _has_moved(apps, stay, clearance.granted_on)
    ]
    if not stays:
        counts["without"] += 1
        return
    told = _told(apps, clearance.writer_id)
    for copy, stay in enumerate(stays):
        row = _copy(apps, clearance) if copy else clearance
        row.residency_id = stay.pk
        row.read, row.seen_on = _read(apps, clearance.scope, stay, told), clearance.granted_on
        _rows(type(row)).filter(pk=row.pk).update(residency=stay.pk, read=row.read, seen_on=row.seen_on)
    counts["given"] += 1
    counts["copied"] += len(stays) - 1


def _had_begun(stay: Any, day: date) -> bool:
    """Say whether a stay had certainly begun on a day."""
    moments = [known.latest for known in (stay.starts, stay.ends) if known and known.latest]
    moments += [stay.confirmed_on] if stay.confirmed_on else []
    return any(moment <= day for moment in moments)


def _has_moved(apps: Any, stay: Any, day: date) -> bool:
    """Say whether the history knows of another place of the stay on that day, or since."""
    past = _rows(apps.get_model("writers", "HistoricalResidency")).filter(id=stay.pk)
    before = past.filter(history_date__date__lte=day).order_by("-history_date", "-history_id")[:1]
    rows = [*before, *past.filter(history_date__date__gt=day)]
    return any(
        row.city_id != stay.city_id or (row.city_id is None and row.country != stay.country) for row in rows
    )


def _copy(apps: Any, clearance: Any) -> Any:
    Clearance = apps.get_model("writers", "Clearance")
    kept = ("id", "import_key", "imported", "version", "residency")
    columns = [field.attname for field in Clearance._meta.concrete_fields if field.name not in kept]
    copy = Clearance(**{name: getattr(clearance, name) for name in columns})
    _rows(Clearance).bulk_create([copy])
    copy.sources.set(clearance.sources.all())
    return copy


def _told(apps: Any, writer: int) -> Any:
    """Return those facts that are public of a writer now, as they are kept, whose value has parts."""
    publications = _rows(apps.get_model("writers", "WriterPublication"))
    standing = publications.filter(record=writer, standing=True).first()
    facts = standing.facts if standing else []
    # One that cannot be read is not public for long; it must not stop what comes after.
    return [fact for fact in facts if isinstance(fact, dict) and isinstance(fact.get("value"), dict)]


def _read(apps: Any, scope: str, stay: Any, told: Any) -> list[dict[str, Any]]:
    """Return what counts as read: what is public of the stay now, or else what the record says."""
    city = apps.get_model("cities", "City").objects.filter(pk=stay.city_id).first() if stay.city_id else None
    country = city.country if city else stay.country
    beside = {"version": 2, "of": str(stay.pk), "city": str(stay.city_id or ""), "country": country}
    if scope == "host country":
        place = {"region": countries.region(country), "standing": stay.standing}
        return [{"kind": "stay", "value": place, **beside}, {"kind": "stay country", "value": country, **beside}]
    if scope == "host city":
        return [{"kind": "stay city", "value": str(stay.city_id), **beside}] if stay.city_id else []
    public = [fact["value"] for fact in told if fact.get("kind") == "stay dates" and fact.get("of") == str(stay.pk)]
    dates = {name: said.stored if said else "" for name, said in (("starts", stay.starts), ("ends", stay.ends))}
    said = public[0] if public else dates
    return [{"kind": "stay dates", "value": said, **beside}] if any(said.values()) else []


def _give_portrait(apps: Any, clearance: Any, counts: dict[str, int]) -> None:
    writer = _rows(apps.get_model("writers", "Writer")).get(pk=clearance.writer_id)
    public = {
        rendition["sha256"]
        for fact in _told(apps, writer.pk)
        if fact.get("kind") == "portrait"
        for rendition in fact["value"].get("renditions", ())
    }
    renditions = _rows(apps.get_model("office", "PictureRendition")).filter(picture=writer.portrait_id)
    there = set(renditions.values_list("sha256", flat=True)) if writer.portrait_id else set()
    past = _rows(apps.get_model("writers", "HistoricalWriter")).filter(id=writer.pk)
    before = past.filter(history_date__date__lte=clearance.granted_on).order_by("-history_date", "-history_id").first()
    if there and (there == public or (before and before.portrait_id == writer.portrait_id)):
        _rows(type(clearance)).filter(pk=clearance.pk).update(
            picture=writer.portrait_id, seen_on=clearance.granted_on
        )
        counts["given"] += 1
    else:
        counts["without"] += 1


def _give_languages(apps: Any, clearance: Any, counts: dict[str, int]) -> None:
    """Give the biography in the languages in which it is public, or was written by the day of the grant."""
    texts = [fact["value"] for fact in _told(apps, clearance.writer_id) if fact.get("kind") == "text"]
    told = {text["language"]: text for text in texts if set(text) == set(TEXT)}
    Past = apps.get_model("writers", "HistoricalText")
    read = dict(told)
    for text in _rows(apps.get_model("writers", "Text")).filter(writer=clearance.writer_id):
        first = _rows(Past).filter(id=text.pk).order_by("history_date", "history_id").first()
        if text.language not in read and (first is None or first.history_date.date() <= clearance.granted_on):
            read[text.language] = {name: getattr(text, name) for name in TEXT}
    # The sentence about the person and the road are in English, also where there is no biography.
    languages = sorted({"en", *read})
    facts = [{"kind": "text", "version": 2, "value": value, "of": code} for code, value in sorted(read.items())]
    _rows(type(clearance)).filter(pk=clearance.pk).update(
        languages=languages, read=facts, seen_on=clearance.granted_on
    )
    counts["given"] += 1


class Migration(migrations.Migration):
    dependencies = [
        ("writers", "0010_clearances_of_things"),
        ("cities", "0004_holds"),
    ]

    operations = [migrations.RunPython(give_things, migrations.RunPython.noop)]
