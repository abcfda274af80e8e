"""Deleting takes back: what a row said leaves the public site with it, and whoever deletes it is told."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from refuge.core import holds, publishing
from refuge.core.upkeep import check, narrow_all
from refuge.office.models import Picture
from tests.core.images.files import small
from tests.factories import (
    address_of,
    make_city,
    make_name,
    make_source,
    make_stay,
    make_work,
    make_writer,
    publish,
    staff,
)
from tests.members import member
from tests.office.matrix.forms import sent
from tests.office.told import take_back
from writers.models import Name, Residency, Text, Waypoint, Work, Writer
from writers.public.models import PublicPortrait

pytestmark = pytest.mark.django_db

# The word that each row tells the public, the rows' place in the form, and what staff are told has left.
ROWS: dict[type[Any], tuple[str, str, str]] = {
    Residency: ("Bergen", "residencies", "Stay: Bergen, from 2010"),
    Text: ("A long life.", "texts", "Biography: English"),
    Work: ("A blue book", "works", "Work: A blue book"),
    Waypoint: ("Barcelona", "waypoints", "On the road: Barcelona"),
    Name: ("Анна", "names", "Name: Анна"),
}
KINDS = pytest.mark.parametrize("model", ROWS, ids=lambda model: model._meta.model_name)


@pytest.fixture
def anna() -> Writer:
    """Return a writer with a row of each kind and a portrait, all of it public."""
    said = {"portrait": Picture.keep(small()), "portrait_credit": "Photo: Ana", "portrait_alt": "A face"}
    writer = make_writer("Anna", **said)
    make_stay(writer, make_city("Bergen"), starts="2010")
    Text.objects.create(writer=writer, text="A long life.")
    make_work(writer, "A blue book").sources.add(make_source("A review"))
    Waypoint.objects.create(writer=writer, place="Barcelona", kind="transit")
    make_name(writer, "Анна", kind="variant")
    publish(writer)
    return writer


def page(writer: Writer) -> str:
    answer = Client().get(address_of(writer))
    assert answer.status_code == 200
    return answer.content.decode()


def by_row(row: Any) -> None:
    row.delete()


def by_query(row: Any) -> None:
    type(row).objects.filter(pk=row.pk).delete()


def send(writer: Writer, more: dict[str, Any]) -> list[str]:
    """Send the writer's page, changed by so much; return the messages of the page that follows."""
    client, address = member("editor"), reverse("admin:writers_writer_change", args=[writer.pk])
    answer = client.post(address, sent(client.get(address)) | more, follow=True)
    assert answer.redirect_chain, answer.context["errors"]
    return [str(message) for message in answer.context["messages"]]


@KINDS
@pytest.mark.parametrize("delete", [by_row, by_query])
def test_what_a_row_said_leaves_with_it(anna: Writer, model: type[Any], delete: Callable[[Any], None]) -> None:
    word = ROWS[model][0]
    assert word in page(anna)
    delete(model.objects.get())
    assert word not in page(anna) and check() == []


def test_taking_back_that_something_was_added_says_what_left() -> None:
    anna = make_writer("Anna")
    work = make_work(anna, "A blue book")
    publish(anna)
    client = member("editor")
    address = reverse("admin:writers_writer_take_back", args=[anna.pk, "writers.work", work.history.get().history_id])
    told = [str(message) for message in client.post(address, follow=True).context["messages"]]
    assert told[0] == "Anna: this left the public site at once: Work: A blue book."


def test_another_text_in_its_place_does_not_keep_what_a_deleted_one_said(anna: Writer) -> None:
    with publishing.settling():
        Text.objects.get().delete()
        Text.objects.create(writer=anna, text="A short life.")
    assert "A long life." not in page(anna) and "A short life." not in page(anna) and check() == []


def test_nor_does_an_undo_bring_it_back(anna: Writer) -> None:
    publishing.withdraw(anna, staff(), "asked", timedelta(hours=1))
    Text.objects.get().delete()
    Text.objects.create(writer=anna, text="A short life.")
    holds.undo_hold(Writer.objects.get(), staff())
    assert "A long life." not in page(anna) and "A short life." not in page(anna)


@KINDS
def test_whoever_ticks_it_away_is_told_and_taking_that_back_publishes_nothing(anna: Writer, model: type[Any]) -> None:
    word, prefix, words = ROWS[model]
    row = model.objects.get()
    told = send(anna, {f"{prefix}-0-DELETE": "on"})
    assert f"Anna: this left the public site at once: {words}." in told
    assert word not in page(anna) and not model.objects.exists()
    before = page(anna)
    assert "was taken back" in take_back(member("publisher"), anna, model.history.filter(id=row.pk).first())
    assert model.objects.get().pk == row.pk
    assert page(anna) == before and check() == []


def test_a_portrait_that_is_taken_out_leaves_at_once(anna: Writer) -> None:
    assert "Photo: Ana" in page(anna)
    told = send(anna, {"remove": "on"})
    assert "Anna: this left the public site at once: Portrait." in told
    assert "Photo: Ana" not in page(anna) and "/images/" not in page(anna) and check() == []


@pytest.mark.parametrize("other", [False, True], ids=["none", "another one"])
def test_a_portrait_that_went_past_the_door_leaves_with_the_next_narrowing(anna: Writer, other: bool) -> None:
    # The yes to the picture still stands: what takes it off is that the record has it no more.
    picture = Picture.keep(small("PNG")) if other else None
    assert picture is None or picture.pk != anna.portrait_id
    models.QuerySet(Writer).filter(pk=anna.pk).update(portrait=picture)
    assert PublicPortrait.objects.exists()
    assert narrow_all() == 1 and not PublicPortrait.objects.exists()


def test_a_row_that_went_to_another_writer_past_the_door_leaves_with_the_next_narrowing(anna: Writer) -> None:
    berta = make_writer("Berta", published=True)
    models.QuerySet(Work).update(writer=berta)
    assert "A blue book" in page(anna)
    assert narrow_all() == 1
    assert "A blue book" not in page(anna) and "A blue book" not in page(berta)


def test_a_page_that_deletes_one_row_says_so_too(anna: Writer) -> None:
    stay = Residency.objects.get()
    answer = member("editor").post(
        reverse("admin:writers_residency_delete", args=[stay.pk]), {"post": "yes"}, follow=True
    )
    assert "Anna: this left the public site at once: Stay: Bergen, from 2010." in [
        str(message) for message in answer.context["messages"]
    ]
    assert "Bergen" not in page(anna)


def test_a_row_that_the_public_never_read_leaves_nothing_to_say(anna: Writer) -> None:
    make_work(anna, "Unknown")
    number = Work.objects.count() - 1
    told = send(anna, {f"works-{number}-DELETE": "on"})
    assert not Work.objects.filter(title="Unknown").exists() and not [text for text in told if "left" in text]
