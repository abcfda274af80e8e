"""A writer is entered once: look-alikes are shown before saving, and what was left empty is proposed."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_name, make_writer
from tests.members import member
from tests.writers.test_admin import form, rows
from writers.duplicates import likely
from writers.models import Writer
from writers.sorting import propose

ADD = "admin:writers_writer_add"
PERSIAN = {"text": "پگاه احمدی", "script": "Arab", "language": "fa", "kind": "own-script"}


@pytest.mark.parametrize(
    ("name", "languages", "proposed"),
    [
        ("José Aníbal Campos", {"es"}, "Campos, José Aníbal"),
        ("Gao Ertai", {"zh"}, "Gao Ertai"),
        ("高尔泰", {"zh-Hans"}, "高尔泰"),
        ("Anna van der Berg", {"nl"}, "van der Berg, Anna"),
        ("De Gaulle", (), "Gaulle, De"),
        ("Voltaire", (), "Voltaire"),
        ("Campos, José", (), "Campos, José"),
        ("  پگاه   احمدی ", {"fa"}, "احمدی, پگاه"),
    ],
)
def test_a_name_for_sorting_is_proposed(name: str, languages: Any, proposed: str) -> None:
    assert propose(name, languages) == proposed


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("known", "asked", "alike"),
    [
        ("José Aníbal Campos", "jose anibal campos", True),
        ("José Aníbal Campos", "Campos, José Aníbal", True),
        ("José Aníbal Campos", "Jose Anibal Canpos", True),
        ("Gao Ertai", "Gao Er Tai", True),
        ("高尔泰", "Gao Ertai", True),
        ("Pegah Ahmadi", "پگاه احمدی", True),
        ("Sviatlana Aleksievič", "Святлана Алексіевіч", True),
        ("Pegah Ahmadi", "Parisa Ahmadi", False),
        ("José Aníbal Campos", "Anna Politkovskaja", False),
        ("Ali", "علم", False),
    ],
)
def test_names_of_one_person_look_alike(known: str, asked: str, alike: bool) -> None:
    writer = make_writer(known)
    assert (likely([asked], but=None) == [writer]) is alike
    assert likely([asked], but=writer.pk) == []


@pytest.mark.django_db
def test_every_name_of_a_writer_is_compared_in_one_query() -> None:
    writer = make_writer("The Poet", sort_name="Poet, The")
    make_name(writer, "Pegah Ahmadi")
    make_writer("Somebody Else")
    with CaptureQueriesContext(connection) as queries:
        assert likely(["Nobody", "Pegah Ahmady", ""], but=None) == [writer]
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        assert likely(["", "…"], but=None) == []
    assert len(queries) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("other", [{"name": "Pegah Ahmady"}, {"name": "X Y", **rows("names", PERSIAN)}])
def test_who_looks_alike_is_shown_before_anything_is_saved(other: dict[str, Any]) -> None:
    client, known = member("editor"), make_writer("Pegah Ahmadi", clear=())
    sent = form(sort_name="", summary="A poet.", **other)
    answer = client.post(reverse(ADD), sent)
    page = answer.content.decode()
    assert answer.status_code == 200 and Writer.objects.count() == 1
    assert f'<a href="{reverse("admin:writers_writer_change", args=[known.pk])}"><bdi>Pegah Ahmadi</bdi></a>' in page
    assert 'type="checkbox" name="another_person"' in page and 'value="A poet."' in page
    assert client.post(reverse(ADD), {**sent, "another_person": "on"}).status_code == 302
    assert Writer.objects.count() == 2


@pytest.mark.django_db
def test_only_a_new_name_is_asked_about() -> None:
    client, writer = member("editor"), make_writer("Pegah Ahmadi", clear=())
    make_writer("Pegah Ahmady", clear=())
    change = reverse("admin:writers_writer_change", args=[writer.pk])
    assert client.post(change, form(writer, name="Pegah Ahmadi", summary="New.")).status_code == 302
    writer.refresh_from_db()
    assert client.post(change, form(writer, name="Pegah Ahmadie")).status_code == 200


@pytest.mark.django_db
def test_the_name_for_sorting_is_kept_where_somebody_typed_it() -> None:
    client = member("editor")
    client.post(reverse(ADD), form(name="Gao Ertai", sort_name="", languages=["zh"]))
    client.post(reverse(ADD), form(name="Anna Seghers", sort_name="Netty"))
    client.post(reverse(ADD), form(name="José Aníbal Campos", sort_name=""))
    assert set(Writer.objects.values_list("sort_name", flat=True)) == {"Gao Ertai", "Netty", "Campos, José Aníbal"}
