"""What speaks against publishing for the sake of somebody else, and what is refused."""

from typing import Any

import pytest

from cities.models import City, CityPublication
from refuge.core import publishing
from refuge.core.partial_dates import PartialDate
from refuge.core.scopes import Level, Scope
from tests.factories import (
    grant,
    make_city,
    make_hosts,
    make_membership,
    make_milestone,
    make_stay,
    make_writer,
    publish,
    staff,
    withdraw,
)
from tests.writers.test_hidden_stays import guest, shown_guest
from writers.models import Writer
from writers.public.models import PublicResidency

pytestmark = pytest.mark.django_db


def cautions(record: Any) -> list[str]:
    """Return what speaks against publishing a record, by kind."""
    with pytest.raises(publishing.NeedsReason) as refused:
        publishing.publish(type(record).objects.get(pk=record.pk), staff())
    return sorted(caution.kind for caution in refused.value.cautions)


def to_be_shown(city: Any, **stay: Any) -> Writer:
    """Return somebody whose city is cleared, and who is not published yet."""
    writer = make_writer("Newcomer")
    made = make_stay(writer, city, **stay)
    for scope in (Scope.HOST_COUNTRY, Scope.HOST_CITY, Scope.DATES):
        grant(writer, scope, residency=made)
    return writer


def test_publishing_says_whom_it_would_narrow_and_goes_on_with_a_reason() -> None:
    hosts = make_hosts(5, "NO")
    hidden = guest(hosts[0], starts="2015", ends="2018")
    newcomer = to_be_shown(hosts[1], starts="2016", ends="2017")
    with pytest.raises(publishing.NeedsReason) as refused:
        publishing.publish(newcomer, staff())
    (caution,) = refused.value.cautions
    assert caution.kind == "narrows" and str(hidden) in caution.says and caution.links[0].title == str(hidden)
    assert PublicResidency.objects.get().starts.typed == "2015"
    publishing.publish(newcomer, staff(), reason="The town is proud of its guest.")
    assert not PublicResidency.objects.exclude(starts="").filter(city=None).exists()
    (kept,) = newcomer.publications.get(standing=True).accepted
    assert (kept["kind"], kept["why"]) == ("narrows", "The town is proud of its guest.")


def test_publishing_where_nobody_is_hidden_needs_no_reason() -> None:
    hosts = make_hosts(5, "NO")
    assert publishing.publish(to_be_shown(hosts[1], starts="2016"), staff()) is not None


def test_whoever_remembers_earlier_pages_is_thought_of() -> None:
    """Three guests are shown and withdrawn, one after the other: together they take three of the five places."""
    hosts = make_hosts(5, "NO")
    for city in hosts[1:4]:
        withdraw(shown_guest(city, starts="2014", ends="2019"))
    writer = make_writer("Hidden Guest", level=Level.UNNAMED, clear=())
    stay = make_stay(writer, hosts[0], starts="2015", ends="2018")
    for scope in (Scope.HOST_COUNTRY, Scope.DATES):
        grant(writer, scope, residency=stay, knowing=False)
    assert cautions(writer) == ["too few"]
    # With a lower ceiling nothing of the stay is told, and there is nothing to find.
    stay.refresh_from_db()
    stay.ceiling = 0
    stay.save()
    assert publishing.publish(Writer.objects.get(pk=writer.pk), staff()) is not None


def test_more_guests_than_places_at_once_are_refused_and_the_ceiling_is_offered() -> None:
    hosts = make_hosts(5, "NO")
    for at in range(5):
        guest(hosts[at], starts="2015", ends="2018")
    sixth = make_writer("Hidden Guest", level=Level.UNNAMED, clear=())
    stay = make_stay(sixth, hosts[0], starts="2015", ends="2018")
    for scope in (Scope.HOST_COUNTRY, Scope.DATES):
        grant(sixth, scope, residency=stay, knowing=False)
    with pytest.raises(publishing.Refused, match=r"6 guests would be hidden at once, among 5 .* ceiling"):
        publishing.publish(sixth, staff(), reason="whatever")
    # In other years there is room, and taking back is never refused.
    withdraw(sixth)
    assert not PublicResidency.objects.filter(country="SE").exists()


@pytest.mark.parametrize("how", ["takes no guests", "left before"])
def test_nor_does_a_city_go_that_leaves_too_few_for_those_who_are_hidden(how: str) -> None:
    hosts = make_hosts(6, "NO")
    for at in range(6):
        guest(hosts[at], starts="2015", ends="2018")
    City.objects.filter(pk=hosts[5].pk).update(takes_no_guests=how == "takes no guests")
    if how == "left before":
        hosts[5].memberships.update(state="left", until=PartialDate.parse("2014"))
    with pytest.raises(publishing.Refused, match=r"6 guests would be hidden at once, among 5 .* ceiling"):
        publishing.publish(City.objects.get(pk=hosts[5].pk), staff(), reason="whatever")
    withdraw(hosts[5])


def test_a_milestone_that_names_the_city_in_its_own_language_is_news_too() -> None:
    hosts = make_hosts(5, "SE")
    City.objects.filter(pk=hosts[0].pk).update(name="Gothenburg", local_name="Göteborg")
    publish(City.objects.get(pk=hosts[0].pk))
    CityPublication.objects.update(at="2020-01-01T12:00:00Z")
    writer = make_writer("Hidden Guest", level=Level.UNNAMED, clear=())
    grant(writer, Scope.HOST_COUNTRY, residency=make_stay(writer, City.objects.get(pk=hosts[0].pk)), knowing=False)
    assert publishing.publish(writer, staff()) is not None
    make_milestone("Somebody came to Göteborg")
    assert cautions(writer) == ["news"]


def test_a_single_new_page_beside_a_new_row_is_news() -> None:
    hosts = make_hosts(5, "NO")
    for city in hosts:
        city.publications.update(at="2020-01-01T12:00:00Z")
    new = make_city("Newtown", country="NO", published=False)
    make_membership(new, since=PartialDate.parse("2010"))
    publish(new)
    writer = make_writer("Hidden Guest", level=Level.UNNAMED, clear=())
    grant(writer, Scope.HOST_COUNTRY, residency=make_stay(writer, new), knowing=False)
    assert cautions(writer) == ["news"]
    new.publications.update(at="2020-01-01T12:00:00Z")
    assert publishing.publish(Writer.objects.get(pk=writer.pk), staff()) is not None
