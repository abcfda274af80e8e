"""What speaks against publishing, and a publisher may go on with after saying why: cautions.

Rooms register what finds them: one function for each kind, called with a record and the facts that would be public of
it. What a publisher went on with is kept with the publication: which caution, who, why. It holds for that caution
alone; a finder whose ground comes anew (a clearance was given once more, and ended) makes another key of it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.crypto import salted_hmac

from refuge.core.facts import Fact
from refuge.core.publishables import Facts, Publication, PublishableModel

KEY = 32  # symbols of a key


@dataclass(frozen=True, slots=True)
class Link:
    """A page of the office that a caution is about."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Caution:
    """Something that publishing a record now would do, and that needs a reason.

    `kind` is one word for the machine, `says` a sentence for staff, and `where` the field it is about; `part` is the
    kind of that field, which names nobody and so is kept. `around` are the words before, the word, and the words
    after, where it is about a word in a text. `fact` is the fact that leaves a standing edition by itself where nobody
    went on; None where nothing leaves. `readers` is the permission without which nobody is told more than that there
    is something, and where.
    """

    kind: str
    key: str
    says: str
    where: str = ""
    part: str = ""
    around: tuple[str, str, str] | None = None
    links: tuple[Link, ...] = ()
    fact: Fact | None = None
    readers: str = ""

    def told_to(self, may: Callable[[str], bool]) -> "Caution":
        """Return what of it somebody may know who has these permissions."""
        return self if not self.readers or may(self.readers) else replace(self, around=None, links=())


Finder = Callable[[PublishableModel, Facts], Iterable[Caution]]


@dataclass(frozen=True, slots=True)
class _Registered:
    find: Finder
    narrows: bool
    watches: bool
    readers: str
    keeps: Callable[[], bool]


_finders: list[_Registered] = []


def register(
    find: Finder,
    *,
    narrows: bool = False,
    watches: bool = False,
    readers: str = "",
    keeps: Callable[[], bool] = lambda: True,
) -> None:
    """Ask this function for cautions before anything is published. Called in `AppConfig.ready()`.

    With `narrows` it is asked whenever a record is narrowed, too: what it finds in the standing facts leaves. With
    `watches` it is asked about what stands, and what it finds there is a task for a publisher. `readers` is the
    permission of those who alone may know some of what it answers from, while it `keeps` anything of that sort.
    """
    if find not in [known.find for known in _finders]:
        _finders.append(_Registered(find, narrows, watches, readers, keeps))


def key_of(*parts: Any) -> str:
    """Return a key made of everything that a caution rests on; nobody can read from it of what it was made."""
    return salted_hmac("caution", repr(parts), algorithm="sha256").hexdigest()[:KEY]


def cautions(record: PublishableModel, facts: Facts) -> list[Caution]:
    """Return what speaks against making these facts public."""
    return [found for finder in _finders for found in finder.find(record, facts)]


def left_standing(record: PublishableModel, facts: Facts, publication: Publication) -> list[Caution]:
    """Return what a publication of these facts says that must not be read, and nobody went on with."""
    return not_accepted((c for known in _finders if known.watches for c in known.find(record, facts)), publication)


def not_accepted(found: Iterable[Caution], publication: Publication | None) -> list[Caution]:
    """Return the cautions with which nobody went on in a publication."""
    known = {entry["key"] for entry in publication.accepted} if publication else set()
    return [caution for caution in found if caution.key not in known]


def still_open(record: PublishableModel, facts: Facts, standing: Publication | None) -> list[Caution]:
    """Return what speaks against making these facts public, and nobody has given a reason for as it stands."""
    return not_accepted(cautions(record, facts), standing)


def without(record: PublishableModel, facts: Facts, publication: Publication) -> Facts:
    """Return what of a publication's facts is left when those leave that must not be read and nobody went on with."""
    found = [caution for known in _finders if known.narrows for caution in known.find(record, facts)]
    gone = [id(caution.fact) for caution in not_accepted(found, publication) if caution.fact]
    return tuple(fact for fact in facts if id(fact) not in gone) if gone else facts


def entries(
    found: Iterable[Caution], accepted: Sequence[Mapping[str, Any]], *, by: Any, why: str, at: datetime
) -> list[dict[str, Any]]:
    """Return what is kept with a publication: of each caution which it is, who went on with it, and why.

    No word of what it is about: that may be what must not be read.
    """
    kept = {entry["key"]: dict(entry) for entry in accepted}
    said = {"by": by.pk, "why": why, "at": at.isoformat(timespec="seconds")}
    return [kept.get(c.key) or {"key": c.key, "kind": c.kind, "part": c.part, **said} for c in found]


def guarded_by() -> set[str]:
    """Return the permissions of those who alone may know some of what the finders answer from now."""
    return {known.readers for known in _finders if known.readers and known.keeps()}


def readers() -> set[str]:
    """Return the permissions of those who alone may ever know some of what the finders answer from."""
    return {known.readers for known in _finders} - {""}
