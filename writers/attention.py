"""What needs attention among writers, their stays and what they cleared."""

from datetime import date, timedelta
from typing import Any

from django.contrib.admin.models import LogEntry
from django.db.models import CharField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Replace, Substr
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.attention import changed_by_cities
from cities.models import City, CityPublication, Coordinator
from refuge.office.attention import Need, register, says_too_much
from refuge.office.duplicates import pairs
from writers.models import Clearance, Note, Residency, Text, Writer, WriterHold
from writers.models.clearance import unproven, without_object
from writers.public.vocabulary import EndState, TextKind
from writers.status import CONFIRMED_MONTHS, months_after
from writers.unsure_hosts import unsure_hosts

SILENT_MONTHS = 6
MOST_DUPLICATES = 500


def _unconfirmed(stays: QuerySet[Any]) -> QuerySet[Any]:
    since = months_after(timezone.localdate(), -CONFIRMED_MONTHS)
    open_stays = stays.exclude(end_state=EndState.ENDED)
    return open_stays.filter(Q(confirmed_on=None) | Q(confirmed_on__lt=since))


def past_planned_end(stays: QuerySet[Any]) -> QuerySet[Any]:
    """Return the stays that should be over by their own plan, and nobody said whether they are."""
    today = timezone.localdate()
    # In the stored text an unknown month or day is 00: at its latest it is after every one that is known.
    parts = _unconfirmed(stays).annotate(
        _last=Replace(Substr("planned_end", 1, 10), Value("-00"), Value("-99")),
        _meant=Substr("planned_end", 11, 1),
        _second=Substr("planned_end", 12, 4),
    )
    return parts.filter(
        Q(_meant__in="=~", _last__lt=today.isoformat())
        | Q(_meant="<", planned_end__lte=f"{today.isoformat()}=0000")
        | Q(_meant="/", _second__lt=str(today.year))
    )


def presumed_completed(stays: QuerySet[Any]) -> QuerySet[Any]:
    """Return the stays without a planned end that lasted longer than their programme does, unconfirmed."""
    today = timezone.localdate()
    year, month, day, second = (Cast(Substr("starts", at, length), IntegerField()) for at, length in _PLACES)
    begun = _unconfirmed(stays).filter(planned_end="", programme__usual_months__isnull=False).exclude(starts="")
    # The month in which the usual time is over; an unknown month or day is the last there is.
    usual = F("programme__usual_months")
    whole = begun.annotate(
        _meant=Substr("starts", 11, 1),
        _month=month,
        _day=day,
        _over=year * 12 + month + usual,
        _second=second * 12 + 12 + usual,
    )
    this = today.year * 12 + today.month
    return whole.filter(
        Q(_meant__in="=~", _month=0, _over__lt=this - 12)
        | Q(_meant__in="=~", _month__gt=0, _over__lt=this)
        | Q(_meant__in="=~", _month__gt=0, _over=this, _day__gt=0, _day__lt=today.day)
        | Q(_meant="<", _over__lt=this)
        | Q(_meant="/", _second__lt=this)
    )


_PLACES = ((1, 4), (6, 2), (9, 2), (12, 4))


def _without_biography(writers: QuerySet[Any]) -> QuerySet[Any]:
    return writers.filter(~Exists(Text.objects.filter(writer=OuterRef("pk"), kind=TextKind.BIOGRAPHY)))


def _without_source(writers: QuerySet[Any]) -> QuerySet[Any]:
    return writers.filter(~Exists(Writer.sources.through.objects.filter(writer=OuterRef("pk"))))


def _bare_portraits(writers: QuerySet[Any]) -> QuerySet[Any]:
    bare = Q(portrait_credit="") | Q(portrait_alt="") | Q(portrait_licence="")
    return writers.filter(bare, portrait__isnull=False)


def duplicates(writers: QuerySet[Any]) -> QuerySet[Any]:
    """Return the writers of whom there may be two records."""
    return writers.filter(pk__in=[pk for pair in duplicate_pairs() for pk in pair])


def _count_duplicates() -> int:
    return len({pk for pair in duplicate_pairs() for pk in pair})


def duplicate_pairs() -> list[tuple[int, int]]:
    """Return the pairs of writers who may be one person, the first few hundred; one query."""
    names = set()
    for pk, name, other in Writer.objects.order_by().values_list("pk", "name", "names__text"):
        names |= {(pk, name), (pk, other or "")}
    return sorted(pairs(names))[:MOST_DUPLICATES]


def _silent(cities: QuerySet[Any]) -> QuerySet[Any]:
    since = months_after(timezone.localdate(), -SILENT_MONTHS)
    moment = timezone.now() - timedelta(days=SILENT_MONTHS * 30)
    of_city = {"content_type__app_label": "cities", "content_type__model": "city"}
    changes = LogEntry.objects.filter(**of_city, object_id=Cast(OuterRef("pk"), CharField()), action_time__gte=moment)
    return cities.filter(
        ~Exists(Residency.objects.filter(city=OuterRef("pk"), confirmed_on__gte=since)),
        ~Exists(CityPublication.objects.filter(record=OuterRef("pk"), at__gte=moment)),
        ~Exists(changes),
    )


def _taken_off(writers: QuerySet[Any]) -> QuerySet[Any]:
    by_cities = WriterHold.objects.filter(
        record=OuterRef("pk"), lifted_at=None, by__in=Coordinator.objects.values("user")
    )
    return writers.filter(Exists(by_cities))


def _today() -> date:
    return timezone.localdate()


def register_needs() -> None:
    """Ask what there is to ask."""
    register(
        says_too_much(Writer, _("writers whose pages say what must not be read")),
        Need(Writer, "taken-off", _("writers taken off by a city, for a publisher to look at"), _taken_off, True),
        Need(Note, "unread", _("notes from cities"), lambda all: all.filter(read_on=None), True),
        Need(Writer, "from-cities", _("writers changed by a city"), changed_by_cities, True),
        Need(
            Writer, "unpublished", _("writers with unpublished changes"), lambda all: all.filter(unpublished=True), True
        ),
        Need(
            Clearance,
            "review",
            _("clearances to ask about again"),
            lambda all: all.filter(review_on__lt=_today(), withdrawn_on=None),
            True,
        ),
        Need(
            Clearance,
            "withdrawn",
            _("clearances withdrawn"),
            lambda all: all.filter(withdrawn_on__lte=_today()),
            True,
        ),
        Need(
            Clearance,
            "without-object",
            _("clearances that do not say of which stay, picture or language they are"),
            without_object,
            True,
        ),
        Need(
            Clearance,
            "unproven",
            _("clearances without evidence or source"),
            unproven,
            True,
        ),
        Need(Residency, "past-planned-end", _("stays past their planned end"), past_planned_end, True),
        Need(Residency, "presumed", _("stays presumed completed, unconfirmed"), presumed_completed),
        Need(
            City,
            "years-would-hide",
            _("cities that would hide a guest if the years of their membership were known"),
            lambda all: all.filter(pk__in=unsure_hosts()),
        ),
        Need(City, "silent", _("cities silent for six months"), _silent),
        Need(Writer, "source", _("writers without a source"), _without_source),
        Need(Writer, "biography", _("writers without a biography"), _without_biography),
        Need(Writer, "portrait", _("portraits without credit, licence or description"), _bare_portraits),
        Need(Writer, "duplicates", _("writers who may be entered twice"), duplicates, count=_count_duplicates),
        Need(Text, "review", _("texts nobody has reviewed"), lambda all: all.filter(review=Text.Review.UNREVIEWED)),
    )
