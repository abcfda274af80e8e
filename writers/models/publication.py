"""What was made public of a writer, and what keeps a writer from being published."""

from django.db import models
from django.db.models import Q

from refuge.core.hiding import ToldStay, When
from refuge.core.scopes import Level, Scope
from refuge.office.models import Hold, Publication
from writers.models.clearance import Clearance
from writers.models.writer import Writer

# What a publication keeps of the place of a stay that it tells.
WHERE = ("of", "city", "country", "region", "known")


class WriterPublication(Publication):
    """A publication of a writer. One with a name stands on the clearance of that name, and the database knows it."""

    record = models.ForeignKey(Writer, models.PROTECT, related_name="publications")
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    name_clearance = models.ForeignKey(Clearance, models.PROTECT, null=True, related_name="+")
    # ",DE,NO,": the countries whose listed cities decide what of this edition may show.
    host_countries = models.CharField(max_length=300, blank=True)
    # Where and when it tells each accepted stay to have been: what may be told of others' stays follows from it.
    stays = models.JSONField(default=list)

    class Meta(Publication.Meta):
        constraints = (
            *Publication.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(level=Level.NAMED) | Q(name_clearance__isnull=False),
                name="writers_writerpublication_name_is_cleared",
            ),
        )

    def told_stays(self) -> list[ToldStay]:
        """Return what it tells of each accepted stay."""
        return [
            ToldStay(str(self.record_id), when=When.of(stay), **{name: stay[name] for name in WHERE})
            for stay in self.stays
        ]

    def name_is_cleared(self) -> bool:
        """Say whether the clearance is live on which somebody last published this name."""
        # Not the clearance of a narrowing: that is whichever was live by then, and nobody was asked.
        said = WriterPublication.objects.filter(record=self.record_id, title=self.title, kind=self.Kind.PUBLISHED)
        clearances = Clearance.objects.live().filter(writer=self.record_id, scope=Scope.NAME)
        return clearances.filter(pk=said.values("name_clearance")[:1]).exists()


class WriterHold(Hold):
    """Keeps a writer from being published."""

    record = models.ForeignKey(Writer, models.CASCADE, related_name="holds")
    ended = models.ForeignKey(WriterPublication, models.SET_NULL, null=True, related_name="+")
    # The clearances that were ended together with it, each with the version that left: [[pk, version], ...].
    clearances = models.JSONField(default=list)
