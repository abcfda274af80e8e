"""Records that may be the same person: names that are equal or nearly so once folded and written in Latin letters."""

from collections import defaultdict
from collections.abc import Iterable

from anyascii import anyascii
from rapidfuzz.fuzz import ratio

from refuge.core.folding import fold

NEAR = 90
# In the order of the alphabet a near spelling is a near neighbour, whether the change is at the front or at the end.
NEIGHBOURS = 4


def pairs(names: Iterable[tuple[int, str]]) -> set[tuple[int, int]]:
    """Return the pairs of ids of which some name of one is nearly some name of the other."""
    owners: dict[str, set[int]] = defaultdict(set)
    for owner, name in names:
        if key := " ".join(sorted(latin_words(name))):
            owners[key].add(owner)
    found = {(one, other) for same in owners.values() for one in same for other in same if one < other}
    for order in (sorted(owners), sorted(owners, key=lambda key: key[::-1])):
        for place, key in enumerate(order):
            for near in order[place + 1 : place + 1 + NEIGHBOURS]:
                if ratio(key, near, score_cutoff=NEAR):
                    found |= {
                        (min(one, other), max(one, other))
                        for one in owners[key]
                        for other in owners[near]
                        if one != other
                    }
    return found


def latin_words(name: str) -> list[str]:
    """Return the words of a name in any script, folded and in Latin letters, in the order written."""
    return fold(anyascii(fold(name))).split()
