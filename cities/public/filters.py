"""The parameters of /cities/: what they mean, and the counts beside each option."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy

from cities.public.models import PublicCity, PublicMembership
from cities.public.vocabulary import MembershipState
from refuge.core import countries
from refuge.core.listing import CodesFilter, Facet, ListFilter, SearchFilter, facet
from refuge.core.scopes import Level

# Guests whose stay the network holds for true, and who are shown at all.
ACCEPTED = Q(residencies__standing="accepted", residencies__writer__level__gte=Level.UNNAMED)
OF_A_MEMBERSHIP = ("network", "status")


def _networks() -> list[tuple[str, str]]:
    rows = PublicMembership.objects.order_by("network_name").values_list("network", "network_name")
    return list(rows.distinct())


class GuestFilter(CodesFilter):
    """The cities that host, or hosted, somebody from one of the countries."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        """Return those cities."""
        hosts = PublicCity.objects.filter(ACCEPTED, residencies__writer__origin__in=value)
        return qs.filter(slug__in=hosts.order_by().values("slug"))


class MembershipFilter(CodesFilter):
    """A condition on a membership: applied in `CityFilter.memberships`, where both meet in one and the same."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        """Return the rows as they are."""
        return qs


class CityFilter(ListFilter):
    """The list of cities: repeated keys are OR within a facet, facets are AND."""

    q = SearchFilter(label=gettext_lazy("Search"))
    country = CodesFilter(label=gettext_lazy("Country"), vocabulary=countries.choices)
    origin = GuestFilter(label=gettext_lazy("Origin of its guests"), vocabulary=countries.choices)
    network = MembershipFilter(label=gettext_lazy("Network"), vocabulary=_networks)
    status = MembershipFilter(label=gettext_lazy("Membership"), vocabulary=lambda: MembershipState.choices)

    page_size = 120

    class Meta:
        model = PublicCity
        fields: list[str] = []

    def memberships(self, *, leave_out: str = "") -> QuerySet[PublicMembership]:
        """Return the memberships that meet every condition on a membership but one."""
        found = PublicMembership.objects.order_by()
        for name, column in (("network", "network"), ("status", "state")):
            if name != leave_out and (value := self.chosen.get(name)):
                found = found.filter(**{f"{column}__in": value})
        return found

    def rows(self, *, leave_out: str = "") -> QuerySet[Any]:
        """Return the cities that match every filter but one."""
        found = super().rows(leave_out=leave_out)
        if any(name in self.chosen and name != leave_out for name in OF_A_MEMBERSHIP):
            found = found.filter(Exists(self.memberships(leave_out=leave_out).filter(city_id=OuterRef("slug"))))
        return found

    def facets(self) -> list[Facet]:
        """Return every facet, each counted with all other filters on; one query for each."""
        return [
            facet(name, str(self.filters[name].label), self._counts(name), labels, self.chosen.get(name, ()))
            for name, labels in self.labels.items()
        ]

    def _counts(self, name: str) -> dict[str, int]:
        if name in OF_A_MEMBERSHIP:
            column = "network" if name == "network" else "state"
            members = self.memberships(leave_out=name).filter(city__in=super().rows().order_by())
            return dict(members.values_list(column).annotate(n=Count("city_id", distinct=True)))
        rows = self.rows(leave_out=name).order_by()
        if name == "country":
            return dict(rows.values_list("country").annotate(n=Count("pk")))
        hosts = PublicCity.objects.filter(ACCEPTED, slug__in=rows.values("slug")).order_by()
        return dict(hosts.values_list("residencies__writer__origin").annotate(n=Count("pk", distinct=True)))
