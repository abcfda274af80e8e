"""What a coordinator may reach. One place decides it; whatever lies beyond is not there, for her as for a stranger."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from cities.coordinators import cities_of
from cities.models import City, CityPublication
from refuge.office.accounts import doors
from refuge.office.models import User
from writers.models import Residency
from writers.public.vocabulary import Standing

View = Callable[..., HttpResponseBase]


def editable_by(user: User) -> QuerySet[Residency]:
    """Return the stays that this account may see and edit today: those in its own cities, claims of others left out.

    Every page asks this, and nothing else: a writer is reached through a stay of theirs, never by a number.
    """
    return Residency.objects.filter(city__in=cities_of(user), standing=Standing.ACCEPTED)


def city_of(user: User, pk: int) -> City:
    """Return a city that this account looks after today; raises Http404 for every other number."""
    acts = CityPublication.objects.filter(record=OuterRef("pk"), kind=CityPublication.Kind.PUBLISHED)
    return _one(cities_of(user).annotate(published_last=Subquery(acts.order_by("-at").values("at")[:1])), pk)


def stay_of(user: User, pk: int) -> Residency:
    """Return a stay that this account may edit today; raises Http404 for every other number."""
    return _one(editable_by(user).select_related("writer", "city", "programme"), pk)


def _one(rows: QuerySet[Any], pk: int) -> Any:
    try:
        return rows.get(pk=pk)
    except (rows.model.DoesNotExist, OverflowError) as error:
        raise Http404 from error


def entered_only(view: View) -> View:
    """Show a view to those who did both steps; others are sent to the door, whatever they asked for."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if doors.may_enter(request):
            return view(request, *args, **kwargs)
        if doors.who(request).is_authenticated:
            return HttpResponseRedirect(doors.next_step(request))
        onward = urlencode({REDIRECT_FIELD_NAME: reverse("my-city:home")})
        return HttpResponseRedirect(f"{reverse('account:sign-in')}?{onward}")

    return asked


def page(request: HttpRequest, name: str, status: int = 200, **context: Any) -> HttpResponse:
    """Return one of these pages."""
    return render(request, f"my_city/{name}.html", {"is_demo": settings.REFUGE_DEMO, **context}, status=status)
