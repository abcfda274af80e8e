"""On the page of a writer staff say that a name only had its spelling corrected, so that its address stays."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from refuge.core.scopes import Scope
from refuge.office.differences import digest
from tests.factories import address_of, grant, make_writer, withdraw
from tests.members import member
from writers.models import Clearance, Writer

pytestmark = pytest.mark.django_db
TICK = 'name="keep_address" form="publish"'
CORRECTED = "José Muñoz"


@pytest.fixture
def publisher() -> Client:
    return member("publisher", "editor")


@pytest.fixture
def writer() -> Writer:
    return make_writer("Jose Munoz", published=True)


def _renamed(writer: Writer, name: str = CORRECTED) -> None:
    Writer.objects.filter(pk=writer.pk).update(name=name)


def page(client: Client, writer: Writer) -> str:
    return client.get(reverse("admin:writers_writer_change", args=[writer.pk])).content.decode()


def press(client: Client, writer: Writer, **more: str) -> str:
    """Press *Publish* on the page of the writer as it stands, and return what is said then."""
    shown = {"shown": digest(Writer.objects.get(pk=writer.pk)), **more}
    door = reverse("admin:writers_writer_publish", args=[writer.pk])
    return client.post(door, shown, follow=True).content.decode()


def test_it_is_offered_where_the_name_would_change_and_nowhere_else(publisher: Client, writer: Writer) -> None:
    assert TICK not in page(publisher, writer)
    Writer.objects.update(summary="A poet.")
    assert TICK not in page(publisher, writer)
    _renamed(writer)
    told = page(publisher, writer)
    assert TICK in told and "Same person, spelling corrected: keep the address" in told
    assert "the page gets another address and counts as new" in told
    assert TICK not in page(member("editor"), writer)


@pytest.mark.parametrize("ticked", [False, True])
def test_the_address_stays_where_it_is_ticked(publisher: Client, writer: Writer, client: Client, ticked: bool) -> None:
    address = address_of(writer)
    _renamed(writer)
    assert "Published." in press(publisher, writer, **({"keep_address": "on"} if ticked else {}))
    assert (address_of(writer) == address) is ticked
    assert client.get(address).status_code == (200 if ticked else 404)
    assert CORRECTED in client.get(address_of(writer)).content.decode()


def test_a_spelling_that_had_the_address_before_gets_it_back_unasked(publisher: Client, writer: Writer) -> None:
    address = address_of(writer)
    _renamed(writer)
    press(publisher, writer, keep_address="on")
    _renamed(writer, "Jose Munoz")
    assert TICK not in page(publisher, writer)
    press(publisher, writer)
    assert address_of(writer) == address


def _ended_and_given(writer: Writer) -> None:
    """Take the old name back and clear the new one in one step; the page stands meanwhile."""
    old = Clearance.objects.get(writer=writer, scope=Scope.NAME)
    grant(writer, Scope.NAME)
    old.withdrawn_on = old.granted_on
    old.save()


@pytest.mark.parametrize("way", [_ended_and_given, withdraw])
def test_it_is_neither_offered_nor_taken_where_the_old_name_is_public_no_longer_or_on_no_clearance(
    publisher: Client, writer: Writer, way: Any
) -> None:
    _renamed(writer)
    assert TICK in page(publisher, writer)
    way(writer)
    if way is withdraw:
        lift = reverse("admin:writers_writer_lift", args=[writer.pk])
        publisher.post(lift, {"reason": "Asked again."})
    told = page(publisher, writer)
    assert TICK not in told and 'action="../publish/"' in told
    assert "The address cannot be kept" in press(publisher, writer, keep_address="on")
    assert not writer.publications.filter(title=CORRECTED).exists()
    press(publisher, writer)
    assert len({publication.slug for publication in writer.publications.all()}) == 2


def test_publishing_several_at_once_never_keeps_an_address(publisher: Client, writer: Writer) -> None:
    address = address_of(writer)
    _renamed(writer)
    shown = {f"shown-{writer.pk}": digest(Writer.objects.get(pk=writer.pk))}
    said = {"action": "publish_selected", "_selected_action": writer.pk, "confirmed": "yes", **shown}
    publisher.post(reverse("admin:writers_writer_changelist"), {**said, "keep_address": "on"})
    assert Writer.objects.get().publications.get(standing=True).title == CORRECTED
    assert address_of(writer) != address
