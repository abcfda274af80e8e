"""What needs attention among cities, the history, the pages and the coordinators."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import City, Coordinator, Milestone, Page
from refuge.office.attention import Need, register


def register_needs() -> None:
    """Ask what there is to ask."""
    today = timezone.localdate
    register(
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
