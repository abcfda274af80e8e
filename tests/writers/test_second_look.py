"""A portrait is looked at by two people: whoever put it in does not publish it, where there is somebody else."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from refuge.core import publishing
from refuge.core.publishing import Refused
from refuge.core.scopes import Scope
from refuge.office.models import User
from tests.core.images.files import small
from tests.factories import grant, make_writer, staff
from tests.members import let_in
from tests.office.test_uploads import send
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


def put_in(client: Client, writer: Writer, body: bytes, *, cleared: bool = True) -> None:
    """Upload a portrait as a browser does; the person agrees to it unless told."""
    answer = send(client, writer, body)
    assert answer.status_code == 302, answer.context["errors"]
    writer.refresh_from_db()
    if cleared:
        grant(writer, Scope.PORTRAIT, picture=writer.portrait)


def press(client: Client, writer: Writer) -> str:
    """Press “Publish” on the page of the record, and return what the page says then."""
    address = reverse("admin:writers_writer_publish", args=[writer.pk])
    return client.post(address, follow=True).content.decode()


@pytest.fixture
def anna() -> Any:
    return publisher("anna")


@pytest.fixture
def ben() -> Any:
    return publisher("ben")


@pytest.fixture
def writer() -> Writer:
    return make_writer("Anna Berg")


def test_who_put_a_portrait_in_leaves_publishing_to_somebody_else(anna: Any, ben: Any, writer: Writer) -> None:
    put_in(anna, writer, small())
    page = anna.get(reverse("admin:writers_writer_change", args=[writer.pk])).content.decode()
    assert "You put in this portrait yourself" in page and "to publish: ben" in page
    assert "../publish/" not in page
    assert "You put in this portrait yourself" in press(anna, writer)
    assert not PublicWriter.objects.exists()
    page = ben.get(reverse("admin:writers_writer_change", args=[writer.pk])).content.decode()
    assert "You put in" not in page and "../publish/" in page
    press(ben, writer)
    assert PublicPortrait.objects.filter(writer__name="Anna Berg").exists()


def test_of_many_at_once_it_is_left_out_with_the_reason(anna: Any, ben: Any, writer: Writer) -> None:
    put_in(anna, writer, small())
    other = make_writer("Zoe Other")
    chosen = {"action": "publish_selected", "_selected_action": [writer.pk, other.pk]}
    summary = anna.post(reverse("admin:writers_writer_changelist"), chosen)
    assert [row.record for row in summary.context["refused"]] == [writer]
    assert [row.record for row in summary.context["ready"]] == [other]
    assert "You put in this portrait yourself" in summary.content.decode()
    # Whoever publishes it so has seen it.
    seen = ben.post(reverse("admin:writers_writer_changelist"), chosen).content.decode()
    assert f'<img src="{writer.pk}/picture/"' in seen
    assert ben.get(reverse("admin:writers_writer_picture", args=[writer.pk]))["Content-Type"] == "image/jpeg"


def test_what_else_changed_may_be_published_by_the_same_person(anna: Any, ben: Any, writer: Writer) -> None:
    put_in(anna, writer, small())
    press(ben, writer)
    Writer.objects.filter(pk=writer.pk).update(summary="A poet.")
    assert "You put in" not in press(anna, writer)
    assert PublicWriter.objects.get().summary == "A poet."
    # Another picture is looked at anew, and so is one that was off the site meanwhile.
    put_in(anna, writer, small("PNG", "L"))
    assert "You put in" in press(anna, writer)
    press(ben, writer)
    Clearance.objects.filter(writer=writer, scope=Scope.PORTRAIT).delete()
    assert not PublicPortrait.objects.exists()
    grant(writer, Scope.PORTRAIT, picture=writer.portrait)
    assert "You put in" in press(anna, writer)


def test_a_portrait_that_is_not_cleared_is_in_nobodys_way(anna: Any, ben: Any) -> None:
    writer = make_writer("Anna Berg", clear=(Scope.NAME,))
    put_in(anna, writer, small(), cleared=False)
    press(anna, writer)
    assert PublicWriter.objects.exists() and not PublicPortrait.objects.exists()


def test_who_is_alone_publishes_alone(anna: Any, writer: Writer) -> None:
    """Administrators, coordinators and closed accounts are nobody to ask."""
    User.objects.create_superuser("machine", "machine@example.org")
    closed = publisher("closed").user
    closed.is_active = False
    closed.save()
    User.objects.create_user("editor", is_staff=True).groups.set(Group.objects.filter(name="editor"))
    put_in(anna, writer, small())
    assert "You put in" not in press(anna, writer)
    assert PublicPortrait.objects.exists()


def test_it_is_the_door_that_refuses_not_the_page(anna: Any, ben: Any, writer: Writer) -> None:
    put_in(anna, writer, small())
    with pytest.raises(Refused, match="yourself"):
        publishing.publish(writer, anna.user)
    assert publishing.publish(writer, staff()) is not None
