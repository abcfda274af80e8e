"""Signing in leads a coordinator to the pages of her city, while she has one."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cities.models import Coordinator
from refuge.office.accounts import doors
from refuge.office.models import User
from tests.factories import make_city
from tests.members import let_in, recovery_code
from tests.office.accounts.door import HOME, PASSWORD, SECOND, give_password, make_user

pytestmark = pytest.mark.django_db
MY_CITY = "/my-city/"


def signed_in(user: User, wanted: str = "") -> str:
    client = Client()
    give_password(client, user.username, wanted=wanted)
    return str(client.post(SECOND, {"code": recovery_code(user)}).url)


@pytest.mark.parametrize(
    ("since", "until", "role", "onward"),
    [
        (-1, None, "coordinator", MY_CITY),
        (-1, 0, "coordinator", MY_CITY),
        (-9, -1, "coordinator", HOME),
        (1, None, "coordinator", HOME),
        (-1, None, "editor", "/admin/"),
    ],
)
def test_where_signing_in_leads(since: int, until: int | None, role: str, onward: str) -> None:
    user, today = make_user("zora", role, password=PASSWORD), timezone.localdate()
    last = None if until is None else today + timedelta(days=until)
    Coordinator.objects.create(user=user, city=make_city("Oslo"), since=today + timedelta(days=since), until=last)
    assert signed_in(user) == onward


def test_what_a_coordinator_wanted_comes_first_but_never_the_admin() -> None:
    user = make_user("zora", "coordinator", password=PASSWORD)
    Coordinator.objects.create(user=user, city=make_city("Oslo"), since="2024-01-01")
    assert signed_in(user, "/my-city/guests/") == "/my-city/guests/"
    user.staticdevice_set.all().delete()
    assert signed_in(user, "/admin/") == MY_CITY


def test_the_account_pages_lead_back_to_the_city_of_whoever_has_one_and_did_both_steps() -> None:
    user, other = make_user("zora", "coordinator", password=PASSWORD), make_user("bo", "coordinator")
    Coordinator.objects.create(user=user, city=make_city("Oslo"), since="2024-01-01")
    link = f'<a href="{MY_CITY}">My city</a>'
    for account, has in ((user, True), (other, False)):
        client = Client()
        let_in(client, account)
        assert (link in client.get(HOME).content.decode()) is has
    halfway = Client()
    give_password(halfway, "zora")
    assert link not in halfway.get(SECOND, follow=True).content.decode()
    assert doors.own_path(MY_CITY) == MY_CITY
