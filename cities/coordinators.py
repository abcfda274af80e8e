"""Who looks after which city on a day: asked anew each time, so that access ends with the term."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from cities.models import City, Coordinator


def running(today: date | None = None) -> QuerySet[Coordinator]:
    """Return the terms that run on this day, of accounts that are active."""
    day = today or timezone.localdate()
    lasting = Q(until__isnull=True) | Q(until__gte=day)
    return Coordinator.objects.filter(lasting, since__lte=day, user__is_active=True)


def cities_of(user: Any, today: date | None = None) -> QuerySet[City]:
    """Return the cities that somebody looks after on this day; none for nobody."""
    return City.objects.filter(pk__in=running(today).filter(user=user.pk).values("city"))
