"""Who looks after which city on a day."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from cities.coordinators import cities_of, running
from cities.models import Coordinator
from refuge.office.models import User
from tests.factories import make_city

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "runs"),
    [("2024-12-31", False), ("2025-01-01", True), ("2026-06-30", True), ("2026-07-01", False)],
)
def test_access_begins_and_ends_with_the_days_of_the_term(day: str, runs: bool) -> None:
    ana, oslo = User.objects.create_user("ana"), make_city("Oslo", published=False)
    term = Coordinator.objects.create(user=ana, city=oslo, since="2025-01-01", until="2026-06-30")
    today = date.fromisoformat(day)
    assert list(running(today)) == ([term] if runs else [])
    assert list(cities_of(ana, today)) == ([oslo] if runs else [])


def test_a_city_of_two_terms_is_found_once_and_those_of_others_never() -> None:
    ana, bo = User.objects.create_user("ana"), User.objects.create_user("bo")
    oslo, bergen = make_city("Oslo", published=False), make_city("Bergen", published=False)
    for user, city in [(ana, oslo), (ana, oslo), (bo, bergen)]:
        Coordinator.objects.create(user=user, city=city, since="2025-01-01")
    assert list(cities_of(ana)) == [oslo] and list(cities_of(bo)) == [bergen]
    assert not cities_of(AnonymousUser()).exists()


def test_an_account_that_is_not_active_looks_after_nothing() -> None:
    ana, oslo = User.objects.create_user("ana"), make_city("Oslo", published=False)
    Coordinator.objects.create(user=ana, city=oslo, since="2025-01-01")
    assert cities_of(ana).exists()
    User.objects.update(is_active=False)
    assert not cities_of(ana).exists() and not running().exists()
