"""Who looks after which city on a day: asked anew each time, so that access ends with the term."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.models import City, Coordinator
from refuge.core import countries
from refuge.office.accounts import workplaces
from refuge.office.models import Event, log

# Of the floor above, known by its name alone.
MY_CITY = "my-city:home"


def running(today: date | None = None) -> QuerySet[Coordinator]:
    """Return the terms that run on this day, of accounts that are active."""
    day = today or timezone.localdate()
    return Coordinator.objects.filter(_not_over(day), since__lte=day, user__is_active=True)


def cities_of(user: Any, today: date | None = None) -> QuerySet[City]:
    """Return the cities that somebody looks after on this day; none for nobody."""
    return City.objects.filter(pk__in=running(today).filter(user=user.pk).values("city"))


def _not_over(day: date) -> Q:
    return Q(until__isnull=True) | Q(until__gte=day)


def overlap(one: Coordinator, other: Coordinator) -> bool:
    """Say whether one person looks after one city twice on some day."""
    same = (one.user_id, one.city_id) == (other.user_id, other.city_id)
    return same and one.since <= (other.until or date.max) and other.since <= (one.until or date.max)


def full_name(city: City) -> str:
    """Return the name of a city by which it is told from another of the same name."""
    return f"{city.name} ({countries.name(city.country)})"


def note(by: Any, term: Coordinator, done: str) -> None:
    """Say in the log what was done with a term: the account, the city and the days, and nothing of its guests."""
    days = f"from {term.since}" + (f", last day {term.until}" if term.until else "")
    log(by, Event.Verb.ACCOUNT, f"{term.user.get_username()}: {term.city.name}, term {done}, {days}")


def _in_care_of(user: Any) -> list[str]:
    today = timezone.localdate()
    terms = Coordinator.objects.filter(_not_over(today), user=user.pk).select_related("city").order_by("city__name")
    return [
        term.city.name
        if term.since <= today
        else _("%(city)s, from %(day)s") % {"city": term.city.name, "day": date_format(term.since)}
        for term in terms
    ]


def register_workplace() -> None:
    """Say where coordinators work."""
    workplaces.register(
        workplaces.Workplace(
            reverse_lazy(MY_CITY), gettext_lazy("My city"), lambda user: cities_of(user).exists(), _in_care_of
        )
    )
