"""What the person decided, and what nobody may ever publish."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.core.redaction import Scope
from refuge.office.models import Source, not_in_future
from refuge.office.records import Record, RecordQuerySet
from writers.models.life import Name
from writers.models.writer import Writer, WriterChild


class ClearanceQuerySet(RecordQuerySet):
    """Clearances by whether they count."""

    def live(self) -> "ClearanceQuerySet":
        """Return those that stand today."""
        today = timezone.localdate()
        return self.filter(granted_on__lte=today).filter(Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=today))


class Clearance(WriterChild):
    """A person's dated, revocable decision that one kind of fact may be public."""

    class Basis(models.TextChoices):
        """On what the decision rests."""

        OWN_CONSENT = "own-consent", _("the person's own consent")
        PUBLISHED_SOURCE = "published-source", _("a published source: it is public already")
        ESTATE = "estate", _("the estate of a person who has died")

    writer = models.ForeignKey(Writer, models.CASCADE, related_name="clearances", verbose_name=_("writer"))
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
    knowing = models.BooleanField(
        _("knows that the country names the city"),
        default=False,
        help_text=_(
            "Only for the host country. Where a country has fewer than three listed cities, it gives the city away; "
            "then it is shown only if the person knows this and agrees."
        ),
    )
    basis = models.CharField(_("basis"), max_length=20, choices=Basis.choices, default=Basis.OWN_CONSENT)
    granted_on = models.DateField(_("granted on"), default=timezone.localdate, validators=[not_in_future])
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
        _("evidence"), blank=True, help_text=_("Never public. Where the consent is kept, who was asked, when.")
    )
    sources = models.ManyToManyField(
        Source,
        blank=True,
        related_name="+",
        verbose_name=_("sources"),
        help_text=_("For the basis “published source”."),
    )

    objects = ClearanceQuerySet.as_manager()  # type: ignore[misc]  # narrower than the base's

    class Meta(WriterChild.Meta):
        ordering = ("writer", "scope", "pk")
        constraints = (
            *WriterChild.Meta.constraints,
            models.CheckConstraint(
                condition=Q(scope=Scope.OTHER_NAME, name__isnull=False)
                | (~Q(scope=Scope.OTHER_NAME) & Q(name__isnull=True)),
                name="writers_clearance_says_which_name",
                violation_error_message=_("Choose a name where another form of the name is cleared, and only there."),
            ),
            models.CheckConstraint(
                condition=Q(knowing=False) | Q(scope=Scope.HOST_COUNTRY),
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

    def clean(self) -> None:
        """Refuse a name of another writer."""
        if self.name and self.name.writer_id != self.writer_id:
            raise ValidationError({"name": _("This is a name of another writer.")})


class Dossier(Record):
    """What must never be published: nothing leads from here to a fact, and nothing leads here from a writer."""

    writer = models.OneToOneField(Writer, models.PROTECT, related_name="+", verbose_name=_("writer"))
    legal_name = models.CharField(_("legal name"), max_length=200, blank=True)
    contact = models.TextField(_("contact"), blank=True)
    address = models.TextField(_("address"), blank=True)
    risks = models.TextField(_("risks"), blank=True)

    # History says that somebody changed these and when, never what they said.
    unrecorded = ("legal_name", "contact", "address", "risks")

    class Meta(Record.Meta):
        default_permissions = ("add", "change", "delete", "view")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
