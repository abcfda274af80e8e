"""Withdrawing somebody says where else they are named in public."""

import pytest
from django.urls import reverse

from refuge.office.mentions import public_mentions
from tests.factories import make_city, make_milestone, make_name, make_page, make_work, make_writer, publish
from tests.members import member
from writers.models import Writer

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


def named(writer: Writer) -> list[str]:
    return sorted(str(found) for found in public_mentions(writer, {NAME, "پریسا مهدوی"}))


def test_every_other_public_place_is_found_and_what_is_not_public_is_not(writer: Writer) -> None:
    assert named(writer) == ["Anna Ek", "Bergen", "The day on which MAHDAVI came"]


def test_the_page_of_withdrawal_lists_them_with_links_and_so_does_what_follows(writer: Writer) -> None:
    client = member("editor")
    address = reverse("admin:writers_writer_withdraw", args=[writer.pk])
    for page in (client.get(address), client.post(address, {"reason": "They asked."}, follow=True)):
        told = page.content.decode()
        assert all(f"<bdi>{name}</bdi></a>" in told for name in named(writer)) and "Oslo" not in told
    assert not writer.publications.filter(standing=True).exists()


def test_a_record_that_nobody_else_names_says_nothing(writer: Writer) -> None:
    alone = make_writer("Zoe Unmentioned", published=True)
    page = member("editor").get(reverse("admin:writers_writer_withdraw", args=[alone.pk])).content.decode()
    assert "Where else" not in page
