"""Records that say what the frozen publications kept, with the numbers that their rows had."""

import base64
from collections.abc import Callable
from typing import Any

from cities.models import City, Membership, Milestone, Network, Page, Programme
from refuge.core.scopes import Scope
from refuge.office.models import Picture, PictureRendition
from tests.factories import EVERYTHING, grant, make_source, partial, see_all
from writers.models import Name, Residency, Text, Waypoint, Work, Writer

# What a file holds: the facts of each kind of record, and the bytes of the pictures that they name.
Kept = dict[str, Any]


def _picture(kept: Kept, record: str, kind: str) -> Picture:
    """Return the picture whose renditions a kept fact names."""
    (fact,) = (fact for fact in kept[record] if fact["kind"] == kind)
    picture: Picture = Picture.objects.create(digest=kind, original=b"original")
    for rendition in fact["value"]["renditions"]:
        body = base64.b64decode(kept["pictures"][rendition["sha256"]])
        PictureRendition.objects.create(picture=picture, body=body, **rendition)
    return picture


def _cited(record: Any, title: str) -> None:
    word = title.rpartition(" ")[2].lower()
    source = make_source(title, url=f"https://{word}.example/", publisher="Lantern Press", note="Seen in print.")
    source.dated = partial("2010-05")
    source.save()
    record.sources.add(source)


def _city(kept: Kept) -> City:
    city = City.objects.create(
        pk=7001,
        name="Harbourtown",
        local_name="Havneby",
        country="NO",
        kind="city",
        latitude=60.5,
        longitude=5.25,
        text="A town with a lantern.",
        host_organisation="The Lantern House",
        website="https://harbourtown.example/",
        photograph=_picture(kept, "city", "photograph"),
        photograph_credit="Photo: Ola Nordlys",
        photograph_licence="CC BY 4.0",
        photograph_alt="A harbour at dusk.",
        shows_unnamed_guests=True,
        fictional=True,
    )
    network = Network.objects.create(slug="lanterns", name="The Lantern Network")
    span = {"since": partial("2006-06"), "until": partial("2014")}
    member = Membership.objects.create(
        pk=7101, city=city, network=network, state="left", note="The first of all.", **span
    )
    _cited(member, "A yearbook")
    _cited(city, "A town gazette")
    return city


def _writer(kept: Kept) -> Writer:
    writer = Writer.objects.create(
        pk=7201,
        name="Zvonimira Quill",
        sort_name="Quill, Zvonimira",
        level=3,
        origin_label="stateless",
        birth_year=1931,
        death_year=2019,
        summary="Poet of lanterns.",
        roles=["poet", "essayist"],
        languages=["fa", "en"],
        portrait=_picture(kept, "writer", "portrait"),
        portrait_credit="Photo: Ana Example",
        portrait_licence="CC BY 4.0",
        portrait_alt="Somebody, laughing.",
        fictional=True,
    )
    _cited(writer, "An encyclopaedia")
    name = Name.objects.create(pk=7301, writer=writer, text="زونیمیرا", script="Arab", language="fa", kind="own-script")
    _cited(name, "A passport")
    english = "Born by the sea. Wrote of lanterns."
    Text.objects.create(writer=writer, language="en", text=english, translator="Tom Translator")
    Text.objects.create(writer=writer, language="fa", text="زاده کنار دریا.")
    _stays(writer)
    when = {"starts": partial("2008"), "ends": partial("2009/2010")}
    stop = Waypoint.objects.create(
        pk=7501, writer=writer, place="Lisbon", country="PT", kind="transit", note="By boat.", **when
    )
    _cited(stop, "A memoir")
    _work(writer)
    for scope in EVERYTHING:
        grant(writer, scope)
    grant(writer, Scope.OTHER_NAME, name=name)
    see_all(writer)
    return writer


def _stays(writer: Writer) -> None:
    programme = Programme.objects.create(slug="guest", name="Guest of Harbourtown", usual_months=24)
    first = {"starts": partial("2010-05-17"), "ends": partial("2012-03"), "end_state": "ended"}
    stay = Residency.objects.create(
        pk=7401, writer=writer, city_id=7001, programme=programme, public_note="Another source has June.", **first
    )
    _cited(stay, "A newspaper")
    Residency.objects.create(pk=7402, writer=writer, country="SE", starts=partial("about 2013"), standing="disputed")
    last = {"starts": partial("2014"), "planned_end": partial("2016-09"), "end_state": "ongoing"}
    Residency.objects.create(pk=7403, writer=writer, country="DK", **last)


def _work(writer: Writer) -> None:
    work = Work.objects.create(
        pk=7601,
        writer=writer,
        title="Snarkbook",
        description="Poems on paper bags",
        original_title="کتاب",
        language="fa",
        translated_title="The Snark Book",
        kind="poetry",
        year=1999,
        year_announced=1998,
        publisher="Lantern Press",
        translators="Tom Translator",
        status="suppressed",
        stopped_by="The Ministry",
        note="Pulped.",
    )
    _cited(work, "A catalogue")


def _milestone(kept: Kept) -> Milestone:
    milestone = Milestone.objects.create(
        pk=7701, date=partial("1993-07"), title="The first lantern", text="It was lit."
    )
    _cited(milestone, "A parliament")
    return milestone


def _page(kept: Kept) -> Page:
    return Page.objects.create(pk=7801, slug="about", language="en", title="About", text="Words about words.")


MADE: dict[str, Callable[[Kept], Any]] = {
    "city": _city,
    "milestone": _milestone,
    "page": _page,
    "writer": _writer,
}
