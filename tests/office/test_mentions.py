"""Withdrawing somebody says where else they are named in public."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cities.models import City
from refuge.office.mentions import public_mentions
from tests.factories import (
    address_of,
    make_city,
    make_milestone,
    make_name,
    make_page,
    make_source,
    make_stay,
    make_work,
    make_writer,
    publish,
)
from tests.members import coordinator_of, member
from writers.models import Dossier, Name, Writer

pytestmark = pytest.mark.django_db
NAME = "Parisa Mahdavi"


@pytest.fixture
def writer() -> Writer:
    """A published writer whom a city, a milestone and a translator's book name, and a page that nobody published."""
    writer = make_writer(NAME, published=True)
    make_name(writer, "پریسا مهدوی", cleared=False)
    make_city("Bergen", text="Our first guest was Parisa Mahdavi.")
    make_milestone("The day on which MAHDAVI came")
    make_page("notes", text=f"{NAME} said so.", published=False)
    other = make_writer("Anna Ek")
    make_work(other, "A book", translators="P. Mahdavi")
    publish(other)
    make_city("Oslo", text="A quiet place.")
    return writer


def named(*writers: Writer, names: tuple[str, ...] = (NAME, "پریسا مهدوی")) -> list[str]:
    return sorted(str(found.record) for found in public_mentions(writers, names))


def told(page: Any) -> str:
    return str(page.content.decode())


def test_every_other_public_place_is_found_and_what_is_not_public_is_not(writer: Writer) -> None:
    assert named(writer) == ["Anna Ek", "Bergen", "The day on which MAHDAVI came"]
    assert named(Writer.objects.get(name="Anna Ek"), names=("P. Mahdavi",)) == [
        "Bergen",
        NAME,
        "The day on which MAHDAVI came",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Mahdavi's second book was written here.",
        "Mahdavis hus.",
        "Париса Махдави жила здесь.",
        "See parisamahdavi.com for more.",
        "ParisaMahdavi reads.",
        "<b>Mahdávi</b> was here.",
    ],
)
def test_however_it_is_spelled_the_place_is_found(writer: Writer, text: str) -> None:
    make_city("Voss", text=text)
    assert "Voss" in named(writer)


def test_the_sentence_is_told_and_nothing_round_it(writer: Writer) -> None:
    make_city("Voss", text="A town of rain. Here lived P. Mahdavi, once! Nobody else came.")
    (voss,) = (found for found in public_mentions([writer], {NAME}) if str(found.record) == "Voss")
    assert [text for _label, text in voss.said] == ["Here lived P. Mahdavi, once!"]


def test_a_source_is_found_that_another_record_cites_and_no_other(writer: Writer) -> None:
    make_source("Mahdavi in the archive nobody cites")
    town = make_city("Voss", published=False)
    town.sources.add(make_source("Portrait of Parisa Mahdavi"), make_source("The Voss Times"))
    publish(town)
    assert {"Voss", "Portrait of Parisa Mahdavi"} <= set(named(writer))
    assert not {"Mahdavi in the archive nobody cites", "The Voss Times"} & set(named(writer))


@pytest.mark.parametrize("how", ["a page", "a list"])
def test_whoever_withdraws_is_told_with_links_before_and_after(writer: Writer, how: str) -> None:
    client = member("editor")
    address, sent = reverse("admin:writers_writer_withdraw", args=[writer.pk]), {}
    if how == "a list":
        address = reverse("admin:writers_writer_changelist")
        sent = {"action": "withdraw_selected", "_selected_action": writer.pk}
    before = told(client.post(address, sent) if sent else client.get(address))
    after = told(client.post(address, {**sent, "reason": "They asked."}, follow=True))
    for page in (before, after):
        assert all(f"<bdi>{name}</bdi></a>" in page for name in named(writer)) and "Oslo" not in page
    assert "Our first guest was Parisa Mahdavi." in before
    assert not writer.publications.filter(standing=True).exists()


def test_a_name_that_the_record_had_once_is_looked_for_too(writer: Writer) -> None:
    earlier = make_name(writer, "Golnar Rahimi", cleared=False)
    make_city("Voss", text="Golnar Rahimi was here.")
    Name.objects.filter(pk=earlier.pk).delete()
    address = reverse("admin:writers_writer_withdraw", args=[writer.pk])
    assert "<bdi>Voss</bdi>" in told(member("editor").get(address))


def test_a_legal_name_is_looked_for_by_those_alone_who_may_read_it(writer: Writer) -> None:
    Dossier.objects.create(writer=writer, legal_name="Golnar Rahimi")
    make_city("Voss", text="Golnar Rahimi was here.")
    address = reverse("admin:writers_writer_withdraw", args=[writer.pk])
    assert "<bdi>Voss</bdi>" not in told(member("editor").get(address))
    assert "<bdi>Voss</bdi>" in told(member("editor", "dossier").get(address))


def test_a_record_that_nobody_else_names_says_nothing(writer: Writer) -> None:
    alone = make_writer("Zoe Unmentioned", published=True)
    page = told(member("editor").get(reverse("admin:writers_writer_withdraw", args=[alone.pk])))
    assert "Where else" not in page


def test_the_page_of_withdrawal_says_the_guest_now_and_the_city_later(writer: Writer) -> None:
    city = make_city("Voss")
    client = member("editor")
    person = told(client.get(reverse("admin:writers_writer_withdraw", args=[writer.pk])))
    place = told(client.get(reverse("admin:cities_city_withdraw", args=[city.pk])))
    milestone = told(client.get(reverse("admin:cities_milestone_withdraw", args=[make_milestone().pk])))
    assert "The guest now, the city later" in person
    assert "take the guest off now, and the city some days later" in place
    assert "some days later" not in milestone


@pytest.mark.parametrize("what", ["everything", "name"])
def test_a_city_reads_where_else_the_public_reads_the_name(writer: Writer, what: str) -> None:
    bergen = City.objects.get(name="Bergen")
    stay = make_stay(writer, bergen)
    make_name(writer, "Nika Azad", cleared=False)
    make_city("Voss", text="A word of Nika Azad.")  # a name that was never public
    publish(writer)
    City.objects.filter(name="Bergen").update(local_name="Pendingword")
    said = {"answer": "off", "what": what, "version_seen": stay.version}
    client = coordinator_of(bergen)
    page = told(client.post(f"/my-city/guests/{stay.pk}/answer/", said, follow=True))
    assert "Our first guest was Parisa Mahdavi." in page and address_of(bergen) in page
    assert "The day on which MAHDAVI came" in page and f"/my-city/{bergen.pk}/edit/" in page
    # Of the name that was never public staff alone are told, by number here and in the mail.
    assert "Voss" not in page and "Pendingword" not in page
    assert "4 other public pages" in page


def test_the_number_of_questions_is_that_of_the_kinds_of_records() -> None:
    writer = make_writer(NAME, published=True)
    counts = []
    for number in (1, 3):
        while City.objects.filter(text__contains=NAME).count() < number:
            make_city(text=f"{NAME} was here.")
            other = make_writer()
            make_work(other, f"{NAME}, a life")
            publish(other)
        with CaptureQueriesContext(connection) as asked:
            assert len(public_mentions([writer], {NAME})) == 2 * number
        counts.append(len(asked))
    assert counts[0] == counts[1]
