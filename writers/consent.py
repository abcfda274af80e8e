"""What a writer decided, at one glance: a row for each scope and each thing, in the order in which a form asks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from refuge.core import languages
from refuge.core.scopes import OF_A_STAY, OF_ONE_THING, Scope
from writers.facts import outgrown
from writers.kinds import OWN_LANGUAGE
from writers.models import Clearance, Writer
from writers.wording import stay_words

STATES = {
    "live": gettext_lazy("live"),
    "past": gettext_lazy("live, past review"),
    "waits": gettext_lazy("live; the person has not seen what the record says now"),
    "vague": gettext_lazy("given, but not said for which: clears nothing"),
    "refused": gettext_lazy("refused"),
    "gone": gettext_lazy("withdrawn"),
    "later": gettext_lazy("not yet"),
    "none": gettext_lazy("not given"),
}
# Of everything in a scope, also of what comes later: it can be refused, and given for one thing only.
ALL = "*"


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """One scope, and one thing where it has such, with the decision that tells most of it.

    `key` is the scope, or `scope:thing`; `group` is the heading under which the form asks.
    """

    key: str
    label: str
    group: str
    clearance: Clearance | None
    state: str

    @property
    def state_words(self) -> str:
        """The state in words."""
        return str(STATES[self.state])

    @property
    def scope(self) -> str:
        """The scope alone."""
        return self.key.partition(":")[0]

    @property
    def stay(self) -> str:
        """The id of the stay whose country this row is about; empty for any other row."""
        thing = self.key.partition(":")[2]
        return thing if self.scope == Scope.HOST_COUNTRY and thing != ALL else ""

    @property
    def can_be_given(self) -> bool:
        """Whether a yes would clear anything."""
        return not self.key.endswith(ALL)

    @property
    def stands(self) -> bool:
        """Whether there is something to take back."""
        return self.state in ("live", "past", "waits", "vague", "refused")


def grid(writer: Writer) -> list[ScopeRow]:
    """Return one row for each scope and thing, in the order in which a consent form asks."""
    today = timezone.localdate()
    decisions: dict[str, list[Clearance]] = {}
    for clearance in Clearance.objects.filter(writer=writer).order_by("granted_on", "pk"):
        for key in keys_of(clearance):
            decisions.setdefault(key, []).append(clearance)
    waiting = {f"{scope}:{thing}" for scope, thing in outgrown(writer)}
    return [_row(key, label, group, decisions.get(key, []), today, waiting) for group, key, label in _asked(writer)]


def _row(key: str, label: str, group: str, of_this: list[Clearance], today: date, waiting: set[str]) -> ScopeRow:
    # A no that stands says more than any yes, one that stands more than one that was taken back, the latest more
    # than those before it.
    ranks = ("none", "gone", "later", "past", "live", "refused")
    shown, state = None, "none"
    for clearance in of_this:
        found = state_of(clearance, today)
        if ranks.index(found) >= ranks.index(state):
            shown, state = clearance, found
    if state in ("live", "past") and key.endswith(ALL):
        state = "vague"
    elif state in ("live", "past") and key in waiting:
        state = "waits"
    return ScopeRow(key, label, group, shown, state)


def _asked(writer: Writer) -> Iterator[tuple[str, str, str]]:
    person = _("The person")
    for scope in Scope:
        if scope not in OF_ONE_THING:
            yield person, scope.value, str(scope.label)
    if writer.portrait_id:
        yield person, f"{Scope.PORTRAIT}:{writer.portrait_id}", _("The portrait in the record now")
    for name in writer.names.all():
        yield _("Other forms of the name"), f"{Scope.OTHER_NAME}:{name.pk}", str(name)
    spoken = {OWN_LANGUAGE, *writer.texts.values_list("language", flat=True)}
    for code in sorted(spoken):
        yield _("Biography"), f"{Scope.BIOGRAPHY}:{code}", _in_language(code)
    for stay in writer.residencies.select_related("city"):
        for scope in (Scope.HOST_COUNTRY, Scope.HOST_CITY, Scope.DATES):
            yield _("Stay: %(where)s") % {"where": stay_words(stay)}, f"{scope}:{stay.pk}", str(scope.label)
    for scope in (*sorted(OF_A_STAY), Scope.PORTRAIT, Scope.BIOGRAPHY, Scope.OTHER_NAME):
        label = str(Scope(scope).label)
        yield _("All of a kind, also what comes later"), f"{scope}:{ALL}", label


def _in_language(code: str) -> str:
    language = languages.name(code)
    if code == OWN_LANGUAGE:
        return _("%(language)s, with the sentence about the person and the road") % {"language": language}
    return language


def keys_of(clearance: Clearance) -> list[str]:
    """Return the keys of the rows that a decision is about."""
    if clearance.scope not in OF_ONE_THING:
        return [clearance.scope]
    things: list[Any] = [clearance.name_id or clearance.residency_id or clearance.picture_id]
    if clearance.scope == Scope.BIOGRAPHY:
        things = list(clearance.languages)
    return [f"{clearance.scope}:{thing}" for thing in filter(None, things)] or [f"{clearance.scope}:{ALL}"]


def state_of(clearance: Clearance, today: date) -> str:
    """Return in one word whether a decision counts on a day; see `STATES`."""
    if clearance.withdrawn_on and clearance.withdrawn_on <= today:
        return "gone"
    if clearance.granted_on > today:
        return "later"
    if clearance.refused:
        return "refused"
    return "past" if clearance.review_on and clearance.review_on < today else "live"
