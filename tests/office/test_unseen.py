"""What people type or paste without seeing it: refused by name in one line, left out of long texts with a word."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cities.models import City, Milestone
from refuge.core.characters import unseen
from refuge.office.models import Source
from tests.factories import make_city, make_writer
from tests.members import coordinator_of, member
from tests.writers.my_city.sent import filled
from tests.writers.test_admin import form, rows
from writers.models import Note, Text, Work, Writer

pytestmark = pytest.mark.django_db

RLO = "U+202E RIGHT-TO-LEFT OVERRIDE after “Anna”: delete it."
LEFT_OUT = "Left out of “Text”: U+200B ZERO WIDTH SPACE (2 times), U+202E RIGHT-TO-LEFT OVERRIDE."
POEM = "A\u200b line\u200b.\r\n\r\n\u202eAn می\u200cخواهم."
WRITTEN = "A line.\r\n\r\nAn می\u200cخواهم."


@pytest.fixture
def editor() -> Client:
    return member("editor")


def sent(client: Client, address: str, **more: Any) -> Any:
    """Send the form at an address as it is, but for some columns, and return the page that follows."""
    return client.post(address, {**filled(client.get(address)), **more}, follow=True)


def test_in_the_office_a_name_is_refused_in_words_and_nothing_is_saved(editor: Client) -> None:
    answer = editor.post(reverse("admin:writers_writer_add"), form(name="Anna\u202e Berg", summary="A poet."))
    assert answer.context["adminform"].form.errors["name"] == [RLO]
    assert RLO in answer.content.decode() and not Writer.objects.exists()
    row = rows("names", {"text": "Anna\u202e", "script": "Latn", "kind": "variant"})
    answer = editor.post(reverse("admin:writers_writer_add"), form(**row))
    assert RLO in answer.content.decode() and not Writer.objects.exists()
    editor.post(reverse("admin:office_source_add"), {"title": "Anna\u202e"})
    assert not Source.objects.exists()


def test_a_name_that_shows_nothing_is_missing(editor: Client) -> None:
    answer = editor.post(
        reverse("admin:cities_milestone_add"), {"date": "1993", "title": "\u200b", "text": "It began."}
    )
    assert answer.context["adminform"].form.errors["title"] == ["This field cannot be blank."]
    answer = editor.post(reverse("admin:writers_writer_add"), form(name="\u200b\u202e"))
    assert "A named writer needs a name as published." in answer.content.decode()
    assert not Milestone.objects.exists() and not Writer.objects.exists()


def test_a_name_is_kept_composed(editor: Client) -> None:
    editor.post(reverse("admin:writers_writer_add"), form(name="Jose\u0301", sort_name="می\u200cخواهم"))
    writer = Writer.objects.get()
    assert (writer.name, writer.sort_name) == ("José", "می\u200cخواهم")


def test_in_the_office_a_long_text_loses_them_and_says_so(editor: Client) -> None:
    text = rows("texts", {"language": "en", "kind": "biography", "text": POEM, "review": "unreviewed"})
    page = editor.post(reverse("admin:writers_writer_add"), form(**text), follow=True).content.decode()
    assert Text.objects.get().text == WRITTEN
    assert LEFT_OUT in page
    # What is not changed is not spoken of again.
    assert "Left out" not in editor.get(reverse("admin:writers_writer_changelist")).content.decode()
    milestone = {"date": "1993", "title": "It began", "text": POEM}
    page = editor.post(reverse("admin:cities_milestone_add"), milestone, follow=True).content.decode()
    assert Milestone.objects.get().text == WRITTEN and LEFT_OUT in page


def test_a_coordinator_is_told_the_same() -> None:
    city = make_city("Oslo")
    client = coordinator_of(city)
    address = reverse("my-city:edit", args=[city.pk])
    refused = sent(client, address, host_organisation="Anna\u202e", text="Fine.")
    assert refused.status_code == 422 and RLO in refused.content.decode()
    assert not City.objects.get().host_organisation
    page = sent(client, address, text=POEM).content.decode()
    assert City.objects.get().text == WRITTEN
    assert LEFT_OUT in page and "Thank you" in page
    assert "Left out" not in client.get(reverse("my-city:done")).content.decode()


def test_a_proposed_guest_has_a_name_that_is_seen_or_none() -> None:
    city = make_city("Oslo")
    client = coordinator_of(city)
    address = reverse("my-city:propose", args=[city.pk])
    refused = sent(client, address, name="Anna\u202e Berg")
    assert refused.status_code == 422 and RLO in refused.content.decode() and not Writer.objects.exists()
    assert sent(client, address, name="\u200b", note="By telephone.").status_code == 200
    assert Writer.objects.get().name == "" and Note.objects.get().text == "By telephone."
    sent(client, address, name="Jose\u0301")
    assert Writer.objects.filter(name="José").exists()


def test_a_book_of_a_guest_has_a_title_that_is_seen() -> None:
    city, writer = make_city("Oslo"), make_writer("Anna")
    client = coordinator_of(city)
    stay = writer.residencies.create(city=city)
    address = reverse("my-city:work", args=[stay.pk])
    refused = sent(client, address, title="Anna\u202e")
    assert refused.status_code == 422 and RLO in refused.content.decode()
    assert sent(client, address, title="Blue").status_code == 200
    assert [list(unseen(work.title)) for work in Work.objects.all()] == [[]]
