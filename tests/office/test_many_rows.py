"""Every list of the office asks as many questions of the database for three rows as for one, and stays quick."""

from time import perf_counter
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cities.models import Coordinator, Network, Programme
from refuge.core.scopes import Level
from refuge.office.models import Event, User, log
from tests.factories import (
    make_city,
    make_membership,
    make_milestone,
    make_name,
    make_page,
    make_source,
    make_stay,
    make_work,
    make_writer,
)
from tests.members import let_in
from writers.models import Dossier, Import, Note, Text, Writer

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LISTS = sorted(
    reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") for model in admin.site._registry
)


@pytest.fixture
def administrator() -> Client:
    User.objects.create_superuser("administrator", last_login=None)
    client = Client()
    let_in(client, User.objects.get())
    return client


def one_of_everything(number: int) -> None:
    """Add a row to every list of the office, published or not by turns."""
    published = bool(number % 2)
    city = make_city(published=published)
    make_membership(city)
    Network.objects.create(slug=f"network-{number}", name=f"Network {number}")
    make_milestone(f"Milestone {number}", published=published)
    make_page(f"page-{number}", published=published)
    writer = make_writer(published=published)
    make_name(writer, f"نام {number}", script="Arab", language="fa")
    programme = Programme.objects.create(slug=f"programme-{number}", name="P", usual_months=number + 1)
    stay = make_stay(writer, city, starts="2001", programme=programme)
    stay.sources.add(make_source())
    make_work(writer)
    Text.objects.create(writer=writer, text="A life.")
    Dossier.objects.create(writer=writer)
    user = User.objects.create_user(f"coordinator {number}")
    Coordinator.objects.create(user=user, city=city, since="2020-01-01")
    log(user, Event.Verb.ACCOUNT)
    Import.objects.create(by=user)
    Note.objects.create(city=city, stay=stay, by=user, text="A word.")


@pytest.fixture
def rows(administrator: Client) -> Any:
    """Return a function that makes sure every list has so many rows."""
    made = [0]
    # A filter with nothing to choose from is not shown, and asks nothing.
    for name in ("ICORN", "IPW"):
        Network.objects.create(slug=name.lower(), name=name)

    def rows(wanted: int) -> None:
        while made[0] < wanted:
            one_of_everything(made[0])
            made[0] += 1

    return rows


@pytest.mark.parametrize("address", LISTS)
def test_a_list_asks_no_more_for_three_rows_than_for_one(address: str, administrator: Client, rows: Any) -> None:
    counts = []
    for wanted in (1, 3):
        rows(wanted)
        with CaptureQueriesContext(connection) as asked:
            answer = administrator.get(address)
        assert answer.context["cl"].result_count >= wanted, address
        counts.append(len(asked))
    assert counts[0] == counts[1]


def fill(number: int) -> None:
    """Put in so many writers by bulk: how a list is read does not depend on how it was written."""
    start = Writer.objects.count()
    models.QuerySet(Writer).bulk_create(
        (
            Writer(
                name=f"Writer {n}",
                sort_name=f"{n * 7919 % 1_000_003:07}",
                level=Level.NAMED,
                origin="IR" if n < 100 else ("IR", "CU", "NG", "CN", "ER")[n % 5],
                search_key=f" {'early' if n < 100 else 'late'} {n} writer",
                unpublished=n < 100 or n % 3 == 0,
            )
            for n in range(start, number)
        ),
        batch_size=2000,
    )


def seconds(client: Client, query: str) -> float:
    """Return the better of two: what the list takes when nothing else disturbs it."""
    times = []
    for _ in range(2):
        begun = perf_counter()
        assert client.get(f"/admin/writers/writer/{query}").status_code == 200
        times.append(perf_counter() - begun)
    return min(times)


# Each shows a full page of the short list and of the long one.
QUERIES = ["", "?state=none&origin=IR", "?q=early", "?needs=unpublished"]


def test_a_list_of_a_hundred_thousand_takes_no_ten_times_as_long_as_one_of_a_hundred(administrator: Client) -> None:
    fill(100)
    short = {query: seconds(administrator, query) for query in QUERIES}
    fill(100_000)
    long = {query: seconds(administrator, query) for query in QUERIES}
    assert {query: long[query] / short[query] for query in QUERIES if long[query] >= 10 * short[query]} == {}
