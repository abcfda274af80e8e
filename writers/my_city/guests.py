"""What a coordinator is shown of a guest: names the person cleared, what is public now, and the stay in her city."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from refuge.core import languages
from refuge.core.editions import kept_facts
from refuge.core.facts import Fact
from refuge.core.partial_dates import PartialDate
from refuge.core.projection import every, one
from refuge.core.scopes import Scope
from writers import kinds
from writers.facts import decided
from writers.models import Clearance, Residency, WriterPublication
from writers.public.vocabulary import EndState, NameKind
from writers.reminders import events


@dataclass(frozen=True)
class Guest:
    """One stay as its city sees it."""

    stay: Residency
    name: str
    own_name: str
    own_name_tag: str
    facts: tuple[Fact, ...]
    due: bool

    @property
    def title(self) -> str:
        """Return the name, or words for a guest whose name is not shown here."""
        return self.name or _("A guest whose name is not shown")

    @property
    def line(self) -> str:
        """Return the stay in one or two sentences."""
        stay = self.stay
        said = [_stay_words(stay.starts, stay.planned_end, stay.ends, stay.end_state)]
        if stay.confirmed_on:
            said.append(_("Last confirmed on %(day)s.") % {"day": PartialDate.from_date(stay.confirmed_on).words()})
        return " ".join(said)

    @property
    def public(self) -> str:
        """Return in a sentence what is public of the guest now."""
        if not self.facts:
            return _("Nothing about this guest is public.")
        city = self.shows_city
        if self.shows_name:
            return _("Name and city are public.") if city else _("The name is public, the city is not.")
        return _("The city is public, the name is not.") if city else _("Neither name nor city is public.")

    @property
    def shows_name(self) -> bool:
        """Say whether the public reads the name."""
        return any(fact.kind is kinds.NAME for fact in self.facts)

    @property
    def shows_city(self) -> bool:
        """Say whether the public reads that the guest is, or was, in this city."""
        return any(fact.kind is kinds.STAY_CITY and fact.of == str(self.stay.pk) for fact in self.facts)

    @property
    def is_over(self) -> bool:
        """Say whether the stay has ended, as far as the record says."""
        return self.stay.end_state == EndState.ENDED


def _stay_words(starts: Any, planned: Any, ends: Any, state: str) -> str:
    said: dict[str, Any] = {"start": starts and starts.words(), "end": (ends or planned) and (ends or planned).words()}
    if state == EndState.ENDED:
        if ends:
            return _("Here from %(start)s to %(end)s.") % said if starts else _("Here until %(end)s.") % said
        return _("Here from %(start)s; over, nobody knows since when.") % said if starts else _("Over.")
    if starts and planned:
        return _("Here from %(start)s, planned to end %(end)s.") % said
    if starts:
        return _("Here from %(start)s, with no planned end.") % said
    return _("Planned to end %(end)s.") % said if planned else _("No dates are known.")


def is_due(stay: Residency, today: date) -> bool:
    """Say whether the stay needs a word: the very events of which its coordinator is reminded by mail."""
    return stay.end_state != EndState.ENDED and bool(events(stay, today))


def guests_of(stays: QuerySet[Residency]) -> list[Guest]:
    """Return the guests of these stays, those that need a word first; a fixed number of queries."""
    today = timezone.localdate()
    acts = WriterPublication.objects.filter(record=OuterRef("writer"), kind=WriterPublication.Kind.PUBLISHED)
    of_names = Clearance.objects.filter(scope__in=(Scope.NAME, Scope.OTHER_NAME))
    rows = list(
        stays.annotate(published_last=Subquery(acts.order_by("-at").values("at")[:1]))
        .select_related("writer", "city", "programme")
        .prefetch_related(
            "writer__names",
            Prefetch("writer__clearances", of_names, to_attr="decisions_on_names"),
            Prefetch("writer__publications", WriterPublication.objects.filter(standing=True), to_attr="standing_now"),
        )
        .order_by("starts", "pk")
    )
    found = [_guest(stay, today) for stay in rows]
    return sorted(found, key=lambda guest: not guest.due)


def _guest(stay: Residency, today: date) -> Guest:
    writer: Any = stay.writer
    writer.published_last = stay.published_last  # type: ignore[attr-defined]  # annotated above
    facts = kept_facts(writer.standing_now[0]) if writer.standing_now else ()
    name, own, tag = _public_names(facts) if facts else _cleared_names(writer, today)
    return Guest(
        stay=stay,
        name=name,
        own_name=own,
        own_name_tag=tag,
        facts=facts,
        due=is_due(stay, today),
    )


def _public_names(facts: tuple[Fact, ...]) -> tuple[str, str, str]:
    """Return the name, that in own script, and its tag, as the public reads them: not as staff may be changing them."""
    own = next((form for form in every(facts, kinds.OTHER_NAME) if form["kind"] == NameKind.OWN_SCRIPT), None)
    name = one(facts, kinds.NAME, {}).get("name", "")
    return name, own["text"] if own else "", languages.tag(own["language"], own["script"]) if own else ""


def _cleared_names(writer: Any, today: date) -> tuple[str, str, str]:
    """Return the same of a guest who is not public, both only where the person has cleared that they may be."""
    decisions = decided(writer.level, writer.decisions_on_names).on(today)
    if not decisions.of(Scope.NAME, ""):
        return "", "", ""
    forms = (name for name in writer.names.all() if name.kind == NameKind.OWN_SCRIPT)
    own = next((name for name in forms if decisions.of(Scope.OTHER_NAME, str(name.pk))), None)
    return writer.name, own.text if own else "", languages.tag(own.language, own.script) if own else ""
