"""The parameters of /writers/: what they mean, and the counts beside each option."""

from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.public.models import PublicCity
from refuge.core import countries, languages
from refuge.core.listing import CodesFilter, Facet, ListFilter, SearchFilter, YearFilter, facet
from writers.public.models import NEWEST_FIRST, PublicResidency, PublicTag, PublicWriter
from writers.public.vocabulary import Role, Tag

NOW, PAST = "now", "past"
STATUSES = ((NOW, gettext_lazy("In residence now")), (PAST, gettext_lazy("Residency completed")))
# Conditions on one and the same stay: hosted in Bergen *and* there now, not hosted in Bergen and elsewhere now.
OF_A_STAY = ("city", "country", "status", "from", "to")


def _cities() -> list[tuple[str, str]]:
    return [(city.slug, city.label) for city in PublicCity.objects.only("slug", "name", "fictional")]


def now_on(today: date) -> Q:
    """Return the condition for a stay that lasts on this day."""
    return Q(now_from__lte=today, now_until__gte=today)


def past_on(today: date) -> Q:
    """Return the condition for a stay that is over by this day."""
    return Q(past_from__lte=today)


class StayFilter(CodesFilter):
    """A facet of the stay: applied in `WriterFilter.stays`, where all of them meet."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        """Return the rows as they are."""
        return qs


class TagFilter(CodesFilter):
    """A facet whose values a writer may have several of."""

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        """Return the writers with any of the values."""
        tags = PublicTag.objects.filter(writer_id=OuterRef("slug"), facet=self.field_name, value__in=value)
        return qs.filter(Exists(tags))


class StayYearFilter(YearFilter):
    """A year of arrival: applied in `WriterFilter.stays` too."""

    def filter(self, qs: QuerySet[Any], value: int) -> QuerySet[Any]:
        """Return the rows as they are."""
        return qs


class WriterFilter(ListFilter):
    """The list of writers: repeated keys are OR within a facet, facets are AND."""

    q = SearchFilter(label=gettext_lazy("Search"))
    origin = CodesFilter(label=gettext_lazy("Country of origin"), vocabulary=countries.choices)
    city = StayFilter(label=gettext_lazy("Host city"), vocabulary=_cities)
    country = StayFilter(label=gettext_lazy("Host country"), vocabulary=countries.choices)
    status = StayFilter(label=gettext_lazy("Status"), vocabulary=lambda: STATUSES)
    role = TagFilter(label=gettext_lazy("Role"), field_name=Tag.ROLE, vocabulary=lambda: Role.choices)
    language = TagFilter(
        label=gettext_lazy("Language of writing"), field_name=Tag.LANGUAGE, vocabulary=languages.choices
    )

    sorts = {
        "name": (gettext_lazy("Name"), ("sort_key", "slug")),
        "recent": (gettext_lazy("Newest first"), NEWEST_FIRST),
        "country": (gettext_lazy("Country of origin"), ("origin", "sort_key", "slug")),
    }

    class Meta:
        model = PublicWriter
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first, last = self.chosen.get("from"), self.chosen.get("to")
        if first and last and first > last:
            self.messages.append(_("Years of arrival: %(a)d comes after %(b)d.") % {"a": first, "b": last})
            del self.chosen["from"], self.chosen["to"]
        self.today = timezone.localdate()

    def stays(self, *, leave_out: str = "") -> QuerySet[PublicResidency]:
        """Return the accepted stays that meet every condition on a stay but one."""
        chosen = {name: value for name, value in self.chosen.items() if name != leave_out}
        found = PublicResidency.objects.accepted()
        if cities := chosen.get("city"):
            found = found.filter(city__in=cities)
        if hosts := chosen.get("country"):
            found = found.filter(country__in=hosts)
        if statuses := chosen.get("status"):
            conditions = {NOW: now_on(self.today), PAST: past_on(self.today)}
            wanted = Q()
            for status in statuses:
                wanted |= conditions[status]
            found = found.filter(wanted)
        # A date that is only known as “before” or “after” has one end alone; it is found as long as it may fit.
        if first := chosen.get("from"):
            known = Q(arrived_latest__isnull=True, arrived_earliest__isnull=False)
            found = found.filter(Q(arrived_latest__gte=date(first, 1, 1)) | known)
        if last := chosen.get("to"):
            known = Q(arrived_earliest__isnull=True, arrived_latest__isnull=False)
            found = found.filter(Q(arrived_earliest__lte=date(last, 12, 31)) | known)
        return found

    def rows(self, *, leave_out: str = "") -> QuerySet[Any]:
        """Return the writers that match every filter but one."""
        found = super().rows(leave_out=leave_out)
        if any(name in self.chosen and name != leave_out for name in OF_A_STAY):
            found = found.filter(Exists(self.stays(leave_out=leave_out).filter(writer_id=OuterRef("slug"))))
        return found

    def ordered(self) -> QuerySet[Any]:
        """Return the matching writers in the order asked for."""
        return self.rows().order_by(*self.sorts[self.sort][1])

    def facets(self) -> list[Facet]:
        """Return every facet, each counted with all other filters on; one query for each."""
        return [self._facet(name, self._counts(name)) for name in self.labels]

    def _facet(self, name: str, counts: dict[str, int]) -> Facet:
        return facet(name, str(self.filters[name].label), counts, self.labels[name], self.chosen.get(name, ()))

    def _counts(self, name: str) -> dict[str, int]:
        if name == "origin":
            found = self.rows(leave_out=name).order_by().values_list("origin").annotate(n=Count("pk"))
        elif name in ("role", "language"):
            tags = PublicTag.objects.filter(facet=name, writer__in=self.rows(leave_out=name).order_by())
            found = tags.order_by().values_list("value").annotate(n=Count("writer_id", distinct=True))
        else:
            return self._stay_counts(name)
        return dict(found)

    def _stay_counts(self, name: str) -> dict[str, int]:
        writers = super().rows().order_by()
        stays = self.stays(leave_out=name).filter(writer__in=writers).order_by()
        if name == "status":
            conditions = {NOW: now_on(self.today), PAST: past_on(self.today)}
            return stays.aggregate(
                **{key: Count("writer_id", distinct=True, filter=when) for key, when in conditions.items()}
            )
        column = "city_id" if name == "city" else "country"
        return dict(stays.values_list(column).annotate(n=Count("writer_id", distinct=True)))


# `from` is a word of Python's, so this filter cannot be declared like the others.
WriterFilter.base_filters["from"] = StayYearFilter(label=gettext_lazy("Arrived from"), field_name="from")
WriterFilter.base_filters["to"] = StayYearFilter(label=gettext_lazy("until"), field_name="to")
