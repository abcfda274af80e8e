"""What a person decided: grants and refusals, each of one scope and one thing, and how high each stay may be told."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from refuge.core.facts import Fact
from refuge.core.scopes import OF_ONE_THING, Level, Rung, Scope


def is_live(since: date | None, until: date | None, today: date) -> bool:
    """Say whether a decision stands on this day: given by then, and not taken back by then."""
    return (since is None or since <= today) and (until is None or until > today)


@dataclass(frozen=True, slots=True)
class Grant:
    """One yes: to a scope, and in a scope `OF_ONE_THING` to the thing `of`, whose id that is.

    `read` holds the facts as they were read to the person: what says more than these is not covered.
    `knowing` goes with a stay's country: the person knows that it may name the city.
    """

    scope: str
    of: str = ""
    granted_on: date | None = None
    withdrawn_on: date | None = None
    knowing: bool = False
    read: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """One no. Without `of` it is a no to everything of the scope. While it stands nothing overrides it."""

    scope: str
    of: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Clearances:
    """A person's decisions: one level for everything, yes and no by scope and thing, and the ceiling of each stay.

    `person` is the record's id.
    """

    level: int = Level.NOTHING
    grants: tuple[Grant, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    ceilings: Mapping[str, int] = field(default_factory=dict)
    person: str = ""

    def up_to(self, level: int) -> "Clearances":
        """Return the same decisions for somebody of whom no more than this level is to be shown."""
        return replace(self, level=min(self.level, level))

    def on(self, today: date) -> "Decisions":
        """Return what counts on one day."""
        refused = {(no.scope, no.of) for no in self.refusals if is_live(no.since, no.until, today)}
        grants: dict[tuple[str, str], list[Grant]] = {}
        for grant in self.grants:
            thing = grant.of if grant.scope in OF_ONE_THING else ""
            if is_live(grant.granted_on, grant.withdrawn_on, today) and not refused & {
                (grant.scope, thing),
                (grant.scope, ""),
            }:
                grants.setdefault((grant.scope, thing), []).append(grant)
        return Decisions(self.level, grants, self.ceilings, self.person)


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions that count on one day."""

    level: int
    grants: Mapping[tuple[str, str], list[Grant]]
    ceilings: Mapping[str, int]
    person: str = ""

    def of(self, scope: str, thing: str) -> list[Grant]:
        """Return the grants of a scope, of one thing where it has such; none to a name below that level."""
        if scope == Scope.NAME and self.level < Level.NAMED:
            return []
        return self.grants.get((scope, thing if scope in OF_ONE_THING else ""), [])

    def covers(self, fact: Fact) -> bool:
        """Say whether every scope of a fact is cleared."""
        return self.level >= fact.kind.least and all(self.of(scope, fact.object) for scope in fact.kind.scopes)

    def as_read(self, fact: Fact) -> Fact | None:
        """Return a covered fact cut down to what was read to the person; None where nothing of it was."""
        if fact.kind.fit is None:
            return fact
        grants = self.of(fact.kind.asked_under, fact.object)
        reads = [read for grant in grants for read in grant.read if read.kind is fact.kind and read.of == fact.of]
        return fact.kind.fit(fact, reads)

    def ceiling(self, stay: str) -> int:
        """Return the highest rung that may be used for a stay."""
        return self.ceilings.get(stay, Rung.CITY)

    def knows(self, country: Fact) -> bool:
        """Say whether the person knows that this very country of a stay may name its city, and agreed."""
        return any(grant.knowing and country in grant.read for grant in self.of(Scope.HOST_COUNTRY, country.of))


# Cities, milestones and pages are nobody's secret: their facts need no scope, and no name has to be cleared.
NOT_A_PERSON = Clearances(level=Level.UNNAMED)
