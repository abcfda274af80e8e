"""Clearances at one glance, and set from one consent form in one step."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from refuge.core.scopes import Scope
from refuge.office.models import Source
from tests.factories import grant, make_name, make_writer, publish
from tests.members import member
from writers.consent import grid
from writers.models import Clearance, Writer
from writers.public.models import PublicWriter

pytestmark = pytest.mark.django_db
FORM = {"basis": "own-consent", "granted_on": "2024-05-01", "review_on": "", "evidence": "Folder 7.", "addresses": ""}


def send(client: Client, writer: Writer, **values: Any) -> Any:
    return client.post(reverse("admin:writers_writer_consent", args=[writer.pk]), {**FORM, **values})


def states(writer: Writer) -> dict[str, str]:
    return {row.key: row.state for row in grid(writer)}


def test_each_scope_has_one_row_that_tells_its_state() -> None:
    writer = make_writer("Anna", clear=(Scope.NAME, Scope.ORIGIN))
    name = make_name(writer, "Анна", cleared=False)
    grant(writer, Scope.WORKS, review_on=date(2021, 1, 1))
    grant(writer, Scope.ORIGIN, withdrawn_on=date(2022, 1, 1))
    grant(writer, Scope.LINKS, withdrawn_on=date(2022, 1, 1))
    found = states(writer)
    assert list(found)[:2] == ["name", f"other name:{name.pk}"] and len(found) == len(Scope)
    told = {key: state for key, state in found.items() if state != "none"}
    assert told == {"name": "live", "origin": "live", "works": "past", "links": "gone"}
    page = member("editor").get(reverse("admin:writers_writer_change", args=[writer.pk])).content.decode()
    assert page.count('class="state none"') == len(Scope) - 4 and "live, past review" in page
    assert "Set several from one consent form" in page


def test_one_form_gives_many_and_takes_others_back() -> None:
    client, writer = member("editor"), make_writer("Anna", summary="A poet.", clear=(Scope.NAME, Scope.BIOGRAPHY))
    name = make_name(writer, "Анна", cleared=False)
    publish(writer)
    given = ["works", "host country", f"other name:{name.pk}"]
    answer = send(client, writer, give=given, take=["biography"], knowing="on", addresses="news.example/a")
    assert answer.status_code == 302
    found = states(writer)
    assert {found[key] for key in given} == {"live"} and found["biography"] == "gone"
    new = Clearance.objects.filter(writer=writer, granted_on=date(2024, 5, 1))
    assert {(row.evidence, row.basis) for row in new} == {("Folder 7.", "own-consent")}
    assert [row.scope for row in new if row.knowing] == ["host country"]
    assert Source.objects.get().url == "https://news.example/a" and new.filter(sources__isnull=False).count() == 3
    assert PublicWriter.objects.get().summary == ""  # what is taken back is gone at once


def test_a_newer_answer_ends_the_task_of_asking_again() -> None:
    client, writer = member("editor"), make_writer("Anna", clear=())
    grant(writer, Scope.WORKS, review_on=date(2021, 1, 1))
    later = timezone.localdate() + timedelta(days=400)
    assert states(writer)["works"] == "past"
    send(client, writer, give=["works"], review_on=later.isoformat())
    assert states(writer)["works"] == "live"
    assert set(Clearance.objects.values_list("review_on", flat=True)) == {None, later}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "Tick what the person agrees to"),
        ({"give": ["name"], "take": ["name"]}, "choose one"),
        ({"give": ["works"], "granted_on": "2999-01-01"}, "has not come yet"),
        ({"give": ["works"], "review_on": "2024-05-01"}, "before the day on which it was granted"),
        ({"give": ["works"], "addresses": "not one"}, "Line 1, “not one”"),
        ({"give": ["other name:999999"]}, "not one of the available choices"),
    ],
)
def test_a_form_that_does_not_add_up_changes_nothing(values: dict[str, Any], words: str) -> None:
    writer = make_writer("Anna", clear=(Scope.NAME,))
    answer = send(member("editor"), writer, **values)
    assert answer.status_code == 200 and words in answer.content.decode()
    assert Clearance.objects.count() == 1 and not Source.objects.exists()


def test_what_was_ticked_stays_ticked() -> None:
    page = send(member("editor"), make_writer("Anna"), give=["works"], granted_on="").content.decode()
    assert 'value="works" aria-label="Works, forms and languages of writing: given" checked' in page


def test_the_door_is_for_those_who_may_change_clearances(client: Client) -> None:
    writer = make_writer("Anna", clear=())
    assert send(client, writer, give=["name"]).status_code == 302  # to the login
    assert send(member("dossier"), writer, give=["name"]).status_code == 403
    assert not Clearance.objects.exists()
    assert member("editor").get("/admin/writers/writer/999999/consent/").status_code == 404
