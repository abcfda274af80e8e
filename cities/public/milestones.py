"""The movement's history in the order in which it is read, and the anchors that lead into it."""

import re
from collections.abc import Iterable, Iterator
from itertools import count

from cities.public.models import PublicMilestone
from refuge.core.catalogue import fingerprint


def milestones() -> list[PublicMilestone]:
    """Return all of them, the earliest first. What is read decides between those of one date, and nothing else."""
    return sorted(PublicMilestone.objects.all(), key=_read)


def _read(milestone: PublicMilestone) -> tuple[str, ...]:
    date = milestone.date.stored if milestone.date else ""
    return date, milestone.title, milestone.text, fingerprint(milestone.sources)


def anchored(ordered: Iterable[PublicMilestone]) -> Iterator[tuple[str, PublicMilestone]]:
    """Yield each with its anchor: the date, and its place among those of one date (`1993-07`, `1993-07-2`).

    Never a word of the title, which would be read long after the title was corrected.
    """
    taken: set[str] = set()
    for milestone in ordered:
        date = "-".join(re.findall(r"\d+", milestone.date.typed)) if milestone.date else "undated"
        anchor = next(each for at in count(1) if (each := date if at == 1 else f"{date}-{at}") not in taken)
        taken.add(anchor)
        yield anchor, milestone
