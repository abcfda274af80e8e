"""A picture is looked at by two people: whoever put it in does not publish it, where there is somebody else."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cities.models import City, Coordinator
from cities.public.models import PublicCity, PublicPhotograph
from refuge.core import publishing
from refuge.core.publishing import Refused
from refuge.core.scopes import Scope
from refuge.office.models import User
from tests.core.images.files import small
from tests.factories import grant, make_city, make_writer, press_publish, publish, staff
from tests.members import let_in
from tests.office.test_uploads import send
from tests.writers.my_city.sent import filled
from writers.models import Clearance, Writer
from writers.public.models import PublicPortrait, PublicWriter

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def publisher(name: str) -> Any:
    """Return the browser of somebody who may enter and publish; its `user` is the account."""
    user = User.objects.create_user(name, is_staff=True)
    user.groups.set(Group.objects.filter(name__in=("editor", "publisher")))
    client: Any = Client()
    let_in(client, user)
    client.user = user
    return client


def send_photograph(client: Client, address: str, body: bytes, **more: Any) -> Any:
    """Send a photograph with the form at this address, as a browser does."""
    file = SimpleUploadedFile("street.png", body, "image/png")
    said = {"photograph_credit": "Ana", "photograph_alt": "A street", "upload": file}
    return client.post(address, {**filled(client.get(address)), **said, **more})


def send_of_city(client: Client, city: City, body: bytes) -> Any:
    return send_photograph(client, reverse("admin:cities_city_change", args=[city.pk]), body)


@dataclass(frozen=True)
class Room:
    """A kind of record with a picture: how one is made and sent, and where its picture is public."""

    name: str
    make: Callable[[], Any]
    send: Callable[..., Any]
    public: Any
    words: str
    another: Callable[[], Any]

    def address(self, act: str, *args: Any) -> str:
        return reverse(f"admin:{self.name}_{act}", args=args)

    def put_in(self, client: Client, record: Any, body: bytes) -> None:
        """Upload a picture as a browser does."""
        answer = self.send(client, record, body)
        assert answer.status_code == 302, answer.context["errors"]
        record.refresh_from_db()
        if isinstance(record, Writer) and Clearance.objects.filter(writer=record, scope=Scope.PORTRAIT).exists():
            # Whoever agreed to a portrait is asked about each picture anew.
            grant(record, Scope.PORTRAIT, picture=record.portrait)


ROOMS = (
    Room(
        "writers_writer",
        lambda: make_writer("Anna Berg"),
        send,
        PublicPortrait,
        "You put in this portrait yourself",
        lambda: make_writer("Zoe Other"),
    ),
    Room(
        "cities_city",
        lambda: make_city("Bergen", published=False),
        send_of_city,
        PublicPhotograph,
        "You put in this photograph yourself",
        lambda: make_city("Oslo", published=False),
    ),
)


@pytest.fixture(params=ROOMS, ids=lambda room: room.name)
def room(request: pytest.FixtureRequest) -> Room:
    found: Room = request.param
    return found


@pytest.fixture
def anna() -> Any:
    return publisher("anna")


@pytest.fixture
def ben() -> Any:
    return publisher("ben")


def press(client: Client, record: Any) -> str:
    """Press “Publish” on the page of the record, and return what the page says then."""
    return press_publish(client, record).content.decode()


def test_who_put_a_picture_in_leaves_publishing_to_somebody_else(anna: Any, ben: Any, room: Room) -> None:
    record = room.make()
    room.put_in(anna, record, small())
    page = anna.get(room.address("change", record.pk)).content.decode()
    assert room.words in page and "to publish: ben" in page
    assert "../publish/" not in page
    assert room.words in press(anna, record)
    assert not record.publications.exists() and not room.public.objects.exists()
    page = ben.get(room.address("change", record.pk)).content.decode()
    assert "You put in" not in page and "../publish/" in page
    press(ben, record)
    assert room.public.objects.exists()


def test_of_many_at_once_it_is_left_out_with_the_reason(anna: Any, ben: Any, room: Room) -> None:
    record, other = room.make(), room.another()
    room.put_in(anna, record, small())
    chosen = {"action": "publish_selected", "_selected_action": [record.pk, other.pk]}
    summary = anna.post(room.address("changelist"), chosen)
    assert [row.record for row in summary.context["refused"]] == [record]
    assert [row.record for row in summary.context["ready"]] == [other]
    assert room.words in summary.content.decode()
    # Whoever publishes it so has seen it.
    seen = ben.post(room.address("changelist"), chosen).content.decode()
    assert f'<img src="{record.pk}/picture/"' in seen
    assert ben.get(room.address("picture", record.pk))["Content-Type"] == "image/jpeg"


def test_what_else_changed_may_be_published_by_the_same_person(anna: Any, ben: Any) -> None:
    portrait, writer = ROOMS[0], make_writer("Anna Berg")
    portrait.put_in(anna, writer, small())
    press(ben, writer)
    Writer.objects.filter(pk=writer.pk).update(summary="A poet.")
    assert "You put in" not in press(anna, writer)
    assert PublicWriter.objects.get().summary == "A poet."
    # Another picture is looked at anew, and so is one that was off the site meanwhile.
    portrait.put_in(anna, writer, small("PNG", "L"))
    assert "You put in" in press(anna, writer)
    press(ben, writer)
    Clearance.objects.filter(writer=writer, scope=Scope.PORTRAIT).delete()
    assert not PublicPortrait.objects.exists()
    grant(writer, Scope.PORTRAIT, picture=Writer.objects.get(pk=writer.pk).portrait)
    assert "You put in" in press(anna, writer)


def test_a_new_word_of_a_city_waits_for_nobody_and_a_new_photograph_does(anna: Any, ben: Any) -> None:
    photograph, city = ROOMS[1], make_city("Bergen")
    photograph.put_in(anna, city, small())
    press(ben, city)
    City.objects.filter(pk=city.pk).update(text="Rain.")
    assert "You put in" not in press(anna, city)
    assert PublicCity.objects.get().text == "Rain."
    photograph.put_in(anna, city, small("PNG", "L"))
    assert "You put in" in press(anna, city)


def test_whoever_sent_a_photograph_as_a_coordinator_does_not_publish_it_in_the_office(anna: Any, ben: Any) -> None:
    city = make_city("Bergen")
    Coordinator.objects.create(user=anna.user, city=city, since="2020-01-01")
    answer = send_photograph(anna, reverse("my-city:edit", args=[city.pk]), small())
    assert answer.status_code == 302, answer.context["form"].errors
    assert "You put in this photograph yourself" in press(anna, city)
    assert not PublicPhotograph.objects.exists()
    press(ben, city)
    assert PublicPhotograph.objects.exists()


def test_a_portrait_that_is_not_cleared_is_in_nobodys_way(anna: Any, ben: Any) -> None:
    writer = make_writer("Anna Berg", clear=(Scope.NAME,))
    ROOMS[0].put_in(anna, writer, small())
    press(anna, writer)
    assert PublicWriter.objects.exists() and not PublicPortrait.objects.exists()


def test_who_is_alone_publishes_alone(anna: Any, room: Room) -> None:
    """Administrators, coordinators and closed accounts are nobody to ask."""
    record = room.make()
    User.objects.create_superuser("machine", "machine@example.org")
    closed = publisher("closed").user
    closed.is_active = False
    closed.save()
    User.objects.create_user("editor", is_staff=True).groups.set(Group.objects.filter(name="editor"))
    User.objects.create_user("zora").groups.set(Group.objects.filter(name="coordinator"))
    room.put_in(anna, record, small())
    assert "You put in" not in press(anna, record)
    assert room.public.objects.exists()


def test_it_is_the_door_that_refuses_not_the_page(anna: Any, ben: Any, room: Room) -> None:
    record = room.make()
    room.put_in(anna, record, small())
    with pytest.raises(Refused, match="yourself"):
        publishing.publish(record, anna.user)
    assert publishing.publish(record, staff()) is not None


def test_an_earlier_picture_put_back_is_looked_at_anew(anna: Any, ben: Any, room: Room) -> None:
    record = room.make()
    room.put_in(anna, record, small())
    press(ben, record)
    room.put_in(ben, record, small("PNG", "L"))
    press(anna, record)
    room.put_in(anna, record, small())
    assert room.words in press(anna, record)
    assert publish(record) is not None
