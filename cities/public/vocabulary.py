"""The words in which a city's record is kept and shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CityKind(models.TextChoices):
    """What hosts a writer is not always a city."""

    CITY = "city", _("City")
    REGION = "region", _("Region")
    INSTITUTION = "institution", _("Institution")


class MembershipState(models.TextChoices):
    """Where a city stands with a network."""

    DECIDED = "decided", _("decided to join")
    ACTIVE = "active", _("active member")
    PAUSED = "paused", _("paused")
    LEFT = "left", _("left")
    ANNULLED = "annulled", _("annulled")
    UNKNOWN = "unknown", _("not known")
