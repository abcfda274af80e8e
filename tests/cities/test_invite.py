"""The command that invites can name the cities of a coordinator."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cities.models import Coordinator
from refuge.office.models import Event, User
from tests.factories import make_city

pytestmark = pytest.mark.django_db


def _invite(*cities: str, role: tuple[str, ...] = ()) -> User:
    call_command("invite", "zora", "zora@example.org", role=list(role), city=list(cities))
    return User.objects.get(username="zora")


def test_a_coordinator_is_invited_for_cities_under_any_of_their_names(capsys: pytest.CaptureFixture[str]) -> None:
    oslo = make_city("Oslo", published=False)
    gothenburg = make_city("Gothenburg", "SE", local_name="Göteborg", published=False)
    user = _invite("oslo", "Goteborg", "Gothenburg (Sweden)")
    assert [group.name for group in user.groups.all()] == ["coordinator"] and not user.is_staff
    terms = Coordinator.objects.order_by("pk").values_list("user", "city", "since", "until")
    today = timezone.localdate()
    assert list(terms) == [(user.pk, oslo.pk, today, None), (user.pk, gothenburg.pk, today, None)]
    assert "/account/invitation/" in capsys.readouterr().out
    assert Event.objects.filter(detail=f"zora: Oslo, term given, from {today}").exists()


def test_a_city_that_is_unknown_or_ambiguous_is_refused_in_words() -> None:
    for country in ("GB", "US"):
        make_city("Cambridge", country, published=False)
    with pytest.raises(CommandError, match="There is no city Atlantis"):
        _invite("Atlantis")
    with pytest.raises(CommandError, match=r"several: Cambridge \(United Kingdom\), Cambridge \(United States\)"):
        _invite("Cambridge")
    assert not User.objects.exists()
    _invite("Cambridge (United States)")
    assert Coordinator.objects.get().city.country == "US"


def test_a_coordinator_without_a_city_and_a_city_for_an_old_account_are_refused() -> None:
    make_city("Oslo", published=False)
    with pytest.raises(CommandError, match="A coordinator looks after a city"):
        _invite(role=("coordinator",))
    _invite(role=("editor",))
    with pytest.raises(CommandError, match="no role and no city"):
        _invite("Oslo")
    assert not Coordinator.objects.exists()
