"""Whether the attacker wins a world: her claims beside the truth, which the harness alone knows."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from math import sqrt

from tests.safety.attacker.claims import Claim, claims, dated, fine_dates, links
from tests.safety.attacker.reading import unnamed
from tests.safety.attacker.reasoning import Attacker, Reading
from tests.safety.hidden_play import ORIGINS, Play, Where
from tests.safety.hidden_worlds import World

ENOUGH = 3


@dataclass
class Score:
    """What the attacker found out, over one or several worlds."""

    won: list[str] = field(default_factory=list)
    guessed: int = 0
    hit: int = 0
    dated: int = 0
    dated_right: int = 0

    def add(self, play: Play) -> None:
        """Add what is found out of one world."""
        found = _claims(play)
        self.won += [
            *_told(play),
            *(f"city: {claim}" for claim in found if _is_won(play, claim)),
            *(f"link: {link}" for link in _linked(play)),
            *(f"name: {word}" for word in sorted(play.sites[-1].words() & play.truths[-1].secret)),
            *(f"{leak.kind}: {leak}" for leak in fine_dates(*play.sites) if leak.who not in play.acted[-1]),
            *(f"{leak.kind}: {leak}" for site in play.sites for leak in site.leaks),
        ]
        for guess, where in _guesses(play, found):
            self.guessed += 1
            self.hit += guess == where
        days = play.truths[-1].days
        for claim in dated(play.sites[-1]):
            if claim.who in days:
                self.dated += 1
                self.dated_right += claim.first <= days[claim.who] <= claim.last

    def lost(self) -> list[str]:
        """Return what a register must not let happen; empty where nobody could be worked out."""
        found = list(self.won)
        # One in three, and what chance alone would add to it.
        if self.hit > self.guessed / 3 + 3 * sqrt(self.guessed * 2 / 9) + 1:
            found.append(f"guesses: {self.hit} of {self.guessed}")
        if self.dated >= 5 and self.dated_right == self.dated:
            found.append(f"order: {self.dated} days of lines without a name")
        return found


def _claims(play: Play) -> list[Claim]:
    """Return what both looks together leave, and each by itself, of stays that neither tells."""
    both = list(claims(Attacker(play.sites, play.world.k, play.publisher.opened)))
    hidden = {(claim.who, claim.region) for claim in both}
    for site in play.sites:
        alone = claims(Attacker([site], play.world.k, play.publisher.opened))
        both += [claim for claim in alone if (claim.who, claim.region) in hidden]
    return both


def _where(play: Play, who: str, region: str) -> list[Where]:
    told = [(page, there) for truth in play.truths for page, there in truth.stays]
    regions = {region} if region else {there for page, there in told if page == who}
    return [where for truth in play.truths for there in regions for where in truth.stays.get((who, there), [])]


def _is_won(play: Play, claim: Claim) -> bool:
    """Say whether a stay is left with too few places, the true one among them."""
    truth = _where(play, claim.who, claim.region)
    # Who agreed that the country may name the city told it.
    if claim.areas >= ENOUGH or any(where.knowing for where in truth):
        return False
    return any(where.city in claim.cities for where in truth)


def _told(play: Play) -> Iterator[str]:
    """Yield the cities that were told outright and may not be."""
    for site, truth in zip(play.sites, play.truths, strict=True):
        for stay in site.stays:
            for where in truth.stays.get((stay.who, stay.region), []) if stay.city and not stay.disputed else ():
                if where.city == stay.city and not where.told:
                    yield f"told: {stay}"


def _linked(play: Play) -> Iterator[tuple[str, str, str]]:
    before, after = play.sites
    pages = play.truths[-1].pages
    for page, other, mark in links(before, after):
        if pages.get(page) == pages.get(other):
            yield page, other, mark


def _guesses(play: Play, found: list[Claim]) -> Iterator[tuple[str, str]]:
    """Yield one guess for each stay, of the reading that leaves the fewest cities, and where it is."""
    best: dict[tuple[str, str], Claim] = {}
    for claim in found:
        key = claim.who, claim.region
        if claim.cities and (key not in best or len(claim.cities) < len(best[key].cities)):
            best[key] = claim
    for (who, region), claim in best.items():
        truth = _where(play, who, region)
        if truth and not any(where.knowing for where in truth):
            yield claim.guess, truth[-1].city


def redrawn(play: Play) -> World | None:
    """Return the same world with one hidden host in another city where it could be; None where there is nobody."""
    reading = Reading(certain=True, ceilings=False)
    for claim in claims(Attacker(play.sites, play.world.k, play.publisher.opened)):
        if claim.reading != reading or claim.areas < ENOUGH:
            continue
        for at, person in enumerate(play.world.people):
            if claim.who not in (unnamed(ORIGINS[person.origin]), *play.pages_of(at)):
                continue
            world = _moved(play, at, claim)
            if world:
                return world
    return None


def _moved(play: Play, at: int, claim: Claim) -> World | None:
    world = deepcopy(play.world)
    if any(act.which == at and act.what in ("grant", "return", "publish") for act in world.acts):
        # What is cleared later was not said of the other city.
        return None
    for stay in world.people[at].stays:
        here = world.cities[stay.city]
        others = [
            number
            for number, city in enumerate(world.cities)
            if city.name.lower() in claim.cities and city.country == here.country and city is not here
        ]
        if here.name.lower() in claim.cities and "city" not in stay.scopes and not stay.disputed and others:
            stay.city = others[0]
            return world
    return None
