"""Draws what a person decided: each yes and no, about which thing, when, and what was read to them before it."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from refuge.core.scopes import Scope
from tests.safety import drawing

# When it is made, and whether it still stands. "ended": it stood when the person was first published, and no longer;
# "over": it ended long before; "late": it was made since; "ending" and "tomorrow": it ends, or begins, tomorrow.
STATES = ("never", "stands", "ended", "late", "over", "ending", "tomorrow")
OF_A_STAY = (Scope.HOST_COUNTRY, Scope.HOST_CITY, Scope.DATES)
OF_ONE_THING = (*OF_A_STAY, Scope.OTHER_NAME, Scope.PORTRAIT, Scope.BIOGRAPHY)
PLACE, SPAN = ("city", "country"), ("starts", "ends")


@dataclass
class Decision:
    """A yes, or a no.

    `thing` is the place of a stay or a name among those of the person, the word of a picture, or the languages of a
    biography; None for a scope without such things, and for a decision that does not say. `read` is what was read to
    the person: where and when a stay was, or the biographies by language.
    """

    scope: str
    state: str
    thing: Any = None
    refused: bool = False
    knowing: bool = False
    read: Any = None


def things(version: Any) -> Iterator[tuple[str, Any]]:
    """Yield each scope with each thing that a version of the record has for it."""
    yield from ((scope, None) for scope in Scope if scope not in OF_ONE_THING)
    yield from ((Scope.OTHER_NAME, at) for at in range(len(version.names)))
    yield from ((scope, at) for at in range(len(version.stays)) for scope in OF_A_STAY)
    yield Scope.BIOGRAPHY, drawing.TONGUES
    if version.fields["portrait"]:
        yield Scope.PORTRAIT, version.fields["portrait"]


def everything(version: Any, *scopes: str) -> list[Decision]:
    """Return a yes to everything, or to these scopes, as the version says it."""
    wanted = [(scope, thing) for scope, thing in things(version) if scope in (scopes or tuple(Scope))]
    return [Decision(scope, "stands", thing, read=said(version, scope, thing)) for scope, thing in wanted]


def said(version: Any, scope: str, thing: Any) -> Any:
    """Return what a version of the record says of that which a decision is about, as far as it can outgrow it."""
    if scope in OF_A_STAY and thing is not None:
        stay = version.stays[thing]
        return {name: stay[name] for name in (*PLACE, *SPAN)}
    if scope == Scope.BIOGRAPHY:
        return {row["language"]: row["text"] for row in version.texts if row["language"] in (thing or ())}
    return None


def decisions(rng: Random, version: Any, cities: list[Any]) -> list[Decision]:
    """Draw what a person decided about all that a version of the record says."""
    likely = rng.choice((0.5, 0.85, 0.97))
    made = []
    for scope, thing in things(version):
        # Three in four have a name that stands, or most worlds would show nobody.
        sure = scope == Scope.NAME and rng.random() < 0.75
        made.append(_decision(rng, version, scope, thing, cities, 1.0 if sure else likely))
        if not sure and rng.random() < 0.2:
            made.append(_decision(rng, version, scope, thing, cities, 0.2, refused=rng.random() < 0.4))
    if rng.random() < 0.4:
        # One of those that do not say of what they are: as a yes it is old and clears nothing, as a no it is to all.
        made.append(Decision(rng.choice(OF_ONE_THING), rng.choice(STATES), refused=rng.random() < 0.3))
    return made


def _decision(
    rng: Random, version: Any, scope: str, thing: Any, cities: list[Any], likely: float, *, refused: bool = False
) -> Decision:
    if scope == Scope.BIOGRAPHY and rng.random() < 0.2:
        thing = (rng.choice(drawing.TONGUES),)
    if scope == Scope.PORTRAIT and rng.random() < 0.1:
        thing = drawing.word(rng)
    state = "stands" if rng.random() < likely else rng.choice(STATES)
    read = said(version, scope, thing)
    if rng.random() < 0.25:
        read = _otherwise(rng, scope, read, cities)
    knowing = scope == Scope.HOST_COUNTRY and not refused and rng.random() < 0.5
    return Decision(scope, state, thing, refused, knowing, read)


def _otherwise(rng: Random, scope: str, read: Any, cities: list[Any]) -> Any:
    """Return what was read, where it was not what the record says."""
    if scope == Scope.BIOGRAPHY:
        return {language: _retold(rng, text) for language, text in read.items() if rng.random() < 0.8}
    if scope == Scope.DATES:
        return {**read, "starts": _redated(rng, read["starts"]), "ends": _redated(rng, read["ends"])}
    if scope in OF_A_STAY:
        at = rng.choice((None, *range(len(cities))))
        return {**read, "city": at, "country": rng.choice(drawing.COUNTRIES) if at is None else cities[at].country}
    return read


def _retold(rng: Random, text: str) -> str:
    sentences = text.split(" ")
    if rng.random() < 0.5:
        sentences.pop(rng.randrange(len(sentences)))
    else:
        sentences.insert(0, f"{drawing.word(rng).capitalize()}.")
    return " ".join(sentences)


def _redated(rng: Random, typed: str) -> str:
    """Return a date that is coarser, or no date, or a somewhat earlier or later one."""
    if not typed or rng.random() < 0.2:
        return rng.choice(("", "2009", "2024-06"))
    if rng.random() < 0.5 and "-" in typed:
        return typed.rpartition("-")[0]
    year = int(typed.removeprefix("about ")[:4])
    return rng.choice((f"{year}", f"about {year}", f"{year - 1}", f"{year + 1}", f"{year}-06"))
