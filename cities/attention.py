"""What needs attention among cities, the history, the pages and the coordinators."""

from datetime import UTC, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import City, Coordinator, Milestone, Page
from refuge.office.attention import Need, register, says_too_much
from refuge.office.models import Publication
from refuge.office.timeline import parts_of

NEVER = datetime(1, 1, 1, tzinfo=UTC)


def changed_by_cities(records: QuerySet[Any]) -> QuerySet[Any]:
    """Return those of these records that a coordinator has changed since they were last published, parts included."""
    acts = records.model._meta.get_field("publications").related_model._base_manager
    last = acts.filter(record=OuterRef("pk"), kind=Publication.Kind.PUBLISHED).order_by("-at").values("at")[:1]
    changed = Q()
    for part, column in parts_of(records.model):
        by_a_city = Q(history_user__in=Coordinator.objects.values("user"), history_date__gt=OuterRef("_published"))
        changed |= Q(Exists(part.history.model.objects.filter(by_a_city, **{column: OuterRef("pk")})))  # type: ignore[attr-defined]
    return records.filter(unpublished=True).annotate(_published=Coalesce(Subquery(last), Value(NEVER))).filter(changed)


def register_needs() -> None:
    """Ask what there is to ask."""
    today = timezone.localdate
    register(
        says_too_much(City, _("cities whose pages say what must not be read")),
        says_too_much(Milestone, _("milestones that say what must not be read")),
        says_too_much(Page, _("pages that say what must not be read")),
        Need(City, "from-cities", _("cities changed by their coordinators"), changed_by_cities, True),
        Need(City, "unpublished", _("cities with unpublished changes"), lambda all: all.filter(unpublished=True), True),
        Need(
            Milestone,
            "unpublished",
            _("milestones with unpublished changes"),
            lambda all: all.filter(unpublished=True),
            True,
        ),
        Need(Page, "unpublished", _("pages with unpublished changes"), lambda all: all.filter(unpublished=True), True),
        Need(
            Coordinator,
            "never-signed-in",
            _("coordinators who never signed in"),
            lambda all: all.filter(Q(until=None) | Q(until__gte=today()), user__last_login=None),
        ),
    )
