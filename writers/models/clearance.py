"""What the person decided."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from refuge.core import languages
from refuge.core.facts import Fact
from refuge.core.publishables import publishable
from refuge.core.scopes import OF_A_STAY, Scope
from refuge.office.fields import CodesField
from refuge.office.models import Picture, Source, identity_of, not_in_future, renditions_of
from refuge.office.notices import tell
from refuge.office.records import RecordQuerySet
from writers.models.life import Name, Residency
from writers.models.writer import Writer, WriterChild

# The column that says of which thing a clearance is, for the scopes that have one.
THING = {
    Scope.OTHER_NAME: "name",
    Scope.PORTRAIT: "picture",
    Scope.BIOGRAPHY: "languages",
    **dict.fromkeys(OF_A_STAY, "residency"),
}
WHICH = {
    "name": _("Choose the name: each other form of it has a clearance of its own."),
    "picture": _("A clearance of the portrait is of one picture: put the picture into the record first."),
    "languages": _("Name the languages in which the person has read the biography."),
    "residency": _("Choose the stay: what is given for one says nothing of the next."),
}


class ClearanceQuerySet(RecordQuerySet):
    """Clearances by whether they count."""

    def live(self) -> "ClearanceQuerySet":
        """Return every yes that stands today."""
        return self.standing().filter(refused=False)

    def standing(self) -> "ClearanceQuerySet":
        """Return every decision that stands today, yes or no."""
        today = timezone.localdate()
        return self.filter(granted_on__lte=today).filter(Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=today))

    def of_stay(self, stay: Residency) -> "ClearanceQuerySet":
        """Return every yes that stands for a stay."""
        return self.live().filter(residency=stay).order_by("pk")

    def read_elsewhere(self, stay: Residency) -> "ClearanceQuerySet":
        """Return those of which another city was read than the stay's of now: somebody emptied it first, and moved."""
        known = str(stay.city_id or "")
        read = {row.pk: {fact.get("city", "") for fact in row.read} - {"", known} for row in self}
        return self.filter(pk__in=[pk for pk, others in read.items() if known and others])

    def end_for(self, why: str) -> None:
        """End each, since what it was given for is no more, and tell whoever is saving."""
        rows = list(self)
        for row in rows:
            row.withdrawn_on = timezone.localdate()
            row.save()
        if rows:
            ended = ", ".join(sorted({str(row) for row in rows}))
            tell(_now("%(why)s What was given for the old one has ended: %(ended)s.") % {"why": why, "ended": ended})

    def see_place_anew(self) -> None:
        """Note that what was read is the place as it is spelled now; the dates are those that were read."""
        for row in self.exclude(scope=Scope.DATES):
            row.see(row.seen_on or row.granted_on)
            row.save()


class Clearance(WriterChild):
    """A person's dated, revocable decision: a yes, or a no, to one kind of fact about one thing."""

    class Basis(models.TextChoices):
        """On what the decision rests."""

        OWN_CONSENT = "own-consent", _("the person's own consent")
        PUBLISHED_SOURCE = "published-source", _("a published source: it is public already")
        ESTATE = "estate", _("the estate of a person who has died")

    writer = models.ForeignKey(Writer, models.CASCADE, related_name="clearances", verbose_name=_("writer"))
    refused = models.BooleanField(
        _("refused"),
        default=False,
        help_text=_("A no. While it stands no other basis overrides it; without a thing named it is a no to all."),
    )
    scope = models.CharField(_("what is cleared"), max_length=15, choices=Scope.choices)
    name = models.ForeignKey(
        Name,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="clearances",
        verbose_name=_("which name"),
        help_text=_("Only where another form of the name is cleared."),
    )
    residency = models.ForeignKey(
        Residency,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="clearances",
        verbose_name=_("which stay"),
        help_text=_("Only for host country, host city and dates: what is given for one stay says nothing of the next."),
    )
    picture = models.ForeignKey(
        Picture,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("which picture"),
        help_text=_("Only for the portrait."),
    )
    languages = CodesField(
        _("in which languages"),
        vocabulary=languages.choices,
        help_text=_("Only for the biography: the languages in which the person has read it."),
    )
    knowing = models.BooleanField(
        _("knows that the country names the city"),
        default=False,
        help_text=_(
            "Only for the host country of a stay. Where a country has few listed cities, it gives the city away; "
            "then it is shown only if the person knows this and agrees."
        ),
    )
    basis = models.CharField(_("basis"), max_length=20, choices=Basis.choices, default=Basis.OWN_CONSENT)
    granted_on = models.DateField(
        _("decided on"),
        default=timezone.localdate,
        validators=[not_in_future],
        help_text=_("The day of the yes, or no."),
    )
    review_on = models.DateField(
        _("ask again on"), null=True, blank=True, help_text=_("The clearance stays live after this day, and is a task.")
    )
    withdrawn_on = models.DateField(
        _("withdrawn on"),
        null=True,
        blank=True,
        validators=[not_in_future],
        help_text=_("From this day on it no longer counts, and what it cleared leaves the public site at once."),
    )
    evidence = models.TextField(
        _("evidence"),
        blank=True,
        help_text=_(
            "Never public. Where the consent is kept, who was asked, when. Needed for consent and for estates."
        ),
    )
    sources = models.ManyToManyField(
        Source,
        blank=True,
        related_name="+",
        verbose_name=_("sources"),
        help_text=_("Needed for the basis “published source”."),
    )

    # What was read to the person, as facts, and on which day they saw it last.
    read = models.JSONField(default=list, blank=True, editable=False)
    seen_on = models.DateField(_("seen on"), null=True, blank=True, editable=False)

    objects = ClearanceQuerySet.as_manager()  # type: ignore[misc]  # narrower than the base's

    class Meta(WriterChild.Meta):
        ordering = ("writer", "scope", "pk")
        constraints = (
            *WriterChild.Meta.constraints,
            models.CheckConstraint(
                condition=Q(scope=Scope.OTHER_NAME) | Q(name__isnull=True),
                name="writers_clearance_says_which_name",
                violation_error_message=_(
                    "A name is chosen where another form of the name is cleared, and only there."
                ),
            ),
            models.CheckConstraint(
                condition=Q(scope__in=sorted(OF_A_STAY)) | Q(residency__isnull=True),
                name="writers_clearance_says_which_stay",
                violation_error_message=_("A stay is chosen for host country, host city and dates, and only there."),
            ),
            models.CheckConstraint(
                condition=Q(scope=Scope.PORTRAIT) | Q(picture__isnull=True),
                name="writers_clearance_says_which_picture",
                violation_error_message=_("A picture is chosen for the portrait, and only there."),
            ),
            models.CheckConstraint(
                condition=Q(knowing=False) | Q(scope=Scope.HOST_COUNTRY, refused=False),
                name="writers_clearance_knowing_is_for_country",
                violation_error_message=_("“Knows that the country names the city” belongs to the host country alone."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("granted_on")),
                name="writers_clearance_in_order",
                violation_error_message=_("It was withdrawn before it was granted."),
            ),
        )

    def __str__(self) -> str:
        return self.get_scope_display()

    def save(self, **kwargs: Any) -> None:
        """Save; a yes to something new keeps what the record says of it now, as read to the person."""
        if not self.refused and (things := self._new_things()):
            self.see(self.granted_on, things)
        super().save(**kwargs)

    def see(self, day: date, things: Iterable[str] | None = None, facts: Iterable[Fact] | None = None) -> None:
        """Note that the person has seen, on this day, what the record says now of these things. Does not save.

        Without `things`, of all that it is of. `facts` are those of the record, where they have been read already. What
        was read before stays read: it may be what is public.
        """
        seen = self.things() if things is None else list(things)
        before = self._read_before()
        now = list(publishable(Writer).facts_of(self.writer) if facts is None else facts)
        read = [fact.as_json() for thing in self.things() for fact in self._about(thing, before)]
        new = (fact.as_json() for thing in seen for fact in self._about(thing, now))
        self.read = [*read, *(fact for fact in new if fact not in read)]
        self.seen_on = day

    def _new_things(self) -> list[str]:
        """Return what it is of and was not of before, and of which it does not bring along what was read."""
        if self._state.adding and self.seen_on:
            return []
        stored = type(self)._base_manager.filter(pk=self.pk).first() if self.pk else None
        was_of = stored.things() if stored and stored.scope == self.scope and not stored.refused else []
        before = self._read_before()
        return [thing for thing in self.things() if thing not in was_of and not self._about(thing, before)]

    def _read_before(self) -> tuple[Fact, ...]:
        return publishable(Writer).schema.read(self.read).facts

    def _about(self, thing: str, facts: Iterable[Fact]) -> tuple[Fact, ...]:
        return publishable(Writer).schema.asked_under(self.scope, thing, facts)

    def keep_for(self, languages: list[str]) -> None:
        """Save the same decision once more, for some of its languages, with what was read of these."""
        left = ("id", "import_key", "imported", "version")
        columns = [column.attname for column in self._meta.concrete_fields if column.name not in left]
        kept = type(self)(**{name: getattr(self, name) for name in columns})
        kept.languages, kept.seen_on = languages, self.seen_on or self.granted_on
        kept.read = [fact.as_json() for thing in languages for fact in self._about(thing, self._read_before())]
        kept.save()
        kept.sources.set(self.sources.all())

    def things(self) -> list[str]:
        """Return the ids, as facts have them, of what it is of: none where it does not say, several for languages."""
        match self.scope:
            case Scope.OTHER_NAME:
                return [str(self.name_id)] if self.name_id else []
            case Scope.PORTRAIT:
                return [identity_of(renditions_of(self.picture_id))] if self.picture_id else []
            case Scope.HOST_COUNTRY | Scope.HOST_CITY | Scope.DATES:
                return [str(self.residency_id)] if self.residency_id else []
            case Scope.BIOGRAPHY:
                return list(self.languages)
        return [""]

    def clean(self) -> None:
        """Refuse a yes that does not say of what, or that lacks its evidence, and a thing of another writer."""
        for column in ("name", "residency"):
            thing: Any = getattr(self, column)
            if thing and thing.writer_id != self.writer_id and self._differs((f"{column}_id", "writer_id")):
                raise ValidationError({column: _("This belongs to another writer.")})
        self._refuse_over_a_no()
        self._refuse_elsewhere()
        if self.refused or self.withdrawn_on or not self._says_more_than_stored():
            return
        thing_column = THING.get(Scope(self.scope)) if self.scope in Scope.values else None
        if thing_column and not getattr(self, thing_column):
            raise ValidationError({thing_column: WHICH[thing_column]})
        if self.basis != self.Basis.PUBLISHED_SOURCE and not self.evidence.strip():
            raise ValidationError({"evidence": _("Say where the consent is kept, who was asked, and when.")})

    def _refuse_over_a_no(self) -> None:
        """Refuse to end or to turn round, on another ground than their own, what the person refused."""
        no = Clearance.objects.standing().filter(pk=self.pk, refused=True).first() if self.pk else None
        stands = self.refused and self.withdrawn_on is None and not self._is_of_something_new()
        if no and not stands and self.basis not in (self.Basis.OWN_CONSENT, no.basis):
            raise ValidationError({"basis": _("The person refused this, and nobody else's yes overrides it.")})

    def _refuse_elsewhere(self) -> None:
        """Refuse to give anew what ended, and was read of another city than the stay's of now."""
        ended = Clearance.objects.filter(pk=self.pk, withdrawn_on__isnull=False).exists() if self.pk else False
        anew = ended and self.withdrawn_on is None and not self.refused
        if anew and self.residency and Clearance.objects.filter(pk=self.pk).read_elsewhere(self.residency).exists():
            raise ValidationError({"withdrawn_on": _("It was given for another place. Ask for this one, and give it.")})

    @property
    def is_standing_no(self) -> bool:
        """Say whether it is a no that stands: it is ended with its day, and not deleted."""
        return self.refused and (self.withdrawn_on is None or self.withdrawn_on > timezone.localdate())

    def _says_more_than_stored(self) -> bool:
        """Say whether this is another yes than the one that is kept: what is old stays live, and is a task."""
        return self._differs(("basis", "evidence", "withdrawn_on")) or self._is_of_something_new()

    def _is_of_something_new(self) -> bool:
        return self._differs(("refused", "scope", "name_id", "residency_id", "picture_id", "languages"))

    def _differs(self, columns: Iterable[str]) -> bool:
        stored = type(self)._base_manager.filter(pk=self.pk).first() if self.pk else None
        return stored is None or any(getattr(stored, name) != getattr(self, name) for name in columns)


def without_object(clearances: QuerySet[Any]) -> QuerySet[Any]:
    """Return every yes that stands and does not say of what it is, so that it clears nothing."""
    missing = Q()
    for scope, column in THING.items():
        missing |= Q(scope=scope) & (Q(languages=[]) if column == "languages" else Q(**{f"{column}__isnull": True}))
    return clearances.filter(missing, pk__in=Clearance.objects.live().values("pk"))


def unproven(clearances: QuerySet[Any]) -> QuerySet[Any]:
    """Return every yes that stands without what its basis needs: evidence, or a source."""
    basis = Clearance.Basis
    told = Q(basis__in=(basis.OWN_CONSENT, basis.ESTATE), evidence="")
    cited = Exists(Clearance.sources.through.objects.filter(clearance=OuterRef("pk")))
    bare = told | (Q(basis=basis.PUBLISHED_SOURCE) & ~cited)
    return clearances.filter(bare, pk__in=Clearance.objects.live().values("pk"))
