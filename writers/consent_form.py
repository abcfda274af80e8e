"""What one consent form says: what is given, refused, taken back and seen, on one basis, with one piece of evidence."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from refuge.core import publishing
from refuge.core.catalogue import fingerprint
from refuge.core.scopes import Scope
from refuge.office.citing import CitingForm
from refuge.office.models import not_in_future
from writers.consent import ALL, grid, keys_of
from writers.facts import facts_of
from writers.models import Clearance, Writer
from writers.models.clearance import THING

TICKS = ("give", "refuse", "take", "seen")


def _day(**more: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class ConsentForm(forms.Form):
    """One consent form, row by row; see `grid` for the rows."""

    basis = forms.ChoiceField(label=gettext_lazy("basis"), choices=Clearance.Basis.choices)
    granted_on = _day(
        label=gettext_lazy("decided on"),
        validators=[not_in_future],
        help_text=gettext_lazy("The day on the consent form; for what was seen, the day on which the person saw it."),
    )
    review_on = _day(
        label=gettext_lazy("ask again on"),
        required=False,
        help_text=gettext_lazy("They stay live after this day, and are a task."),
    )
    evidence = forms.CharField(
        label=gettext_lazy("evidence"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy(
            "Never public. Where the consent is kept, who was asked, when. Needed for the person's own consent and for "
            "an estate."
        ),
    )
    addresses = forms.CharField(
        label=gettext_lazy("sources, by address"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "ltr"}),
        help_text=gettext_lazy("Needed for the basis “published source”: one web address on each line."),
    )

    # What the rows spoke of when they were shown: see `digest`.
    shown = forms.CharField(required=False)

    clean_addresses = CitingForm.clean_addresses

    def __init__(self, writer: Writer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.writer, self.rows = writer, grid(writer)
        # The person was asked about what the page showed; a record that says something else by now was not.
        self.digest = fingerprint([fact.as_json() for fact in facts_of(writer)])
        self.initial.setdefault("granted_on", timezone.localdate())
        keys = [(row.key, row.label) for row in self.rows]
        for name in TICKS:
            self.fields[name] = forms.MultipleChoiceField(choices=keys, required=False)
        stays = [(row.stay, row.label) for row in self.rows if row.stay]
        self.fields["knowing"] = forms.MultipleChoiceField(choices=stays, required=False)

    @property
    def ticked(self) -> dict[str, list[str]]:
        """What is ticked in each column, for the page that shows it again."""
        if not self.is_bound:
            return {}
        return {name: list(self.data.getlist(name)) for name in (*TICKS, "knowing")}  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a form that says nothing, two things at once, or a yes without what its basis needs."""
        data = super().clean() or {}
        said = {name: set(data.get(name, ())) for name in TICKS}
        if not any(said.values()) and not self.errors:
            raise ValidationError(_("Tick what the person agrees to, refuses, takes back or has seen."))
        if said["give"] & said["take"] or said["refuse"] & (said["give"] | said["take"]):
            raise ValidationError(_("Something is ticked twice, as a yes and as a no: choose one."))
        if data.get("shown") != self.digest:
            raise ValidationError(_("The record was changed since this page was shown. Look at the rows again."))
        self._refuse_over_a_no(said, str(data.get("basis", "")))
        self._refuse_unseen(said["seen"], data)
        if said["give"]:
            self._refuse_without_ground(data)
        review = data.get("review_on")
        if review and data.get("granted_on") and review <= data["granted_on"]:
            self.add_error("review_on", _("This lies before the day on which it was granted."))
        return data

    def _refuse_without_ground(self, data: dict[str, Any]) -> None:
        if data.get("basis") == Clearance.Basis.PUBLISHED_SOURCE:
            if not data.get("addresses") and "addresses" not in self.errors:
                self.add_error("addresses", _("Give the address of the source in which it is public already."))
        elif not data.get("evidence", "").strip():
            self.add_error("evidence", _("Say where the consent is kept, who was asked, and when."))

    def _refuse_unseen(self, seen: set[str], data: dict[str, Any]) -> None:
        """Refuse that somebody else has seen what the person agreed to, or before there was anything to see."""
        day, basis = data.get("granted_on"), str(data.get("basis", ""))
        for row in Clearance.objects.live().filter(writer=self.writer).order_by("pk"):
            if not seen & {*keys_of(row)}:
                continue
            if day and day < row.granted_on:
                self.add_error("granted_on", _("It was given on %(day)s, and seen later.") % {"day": row.granted_on})
            if row.basis == Clearance.Basis.OWN_CONSENT != basis:
                self.add_error("basis", _("The person agreed themselves: only they can have seen it."))

    def _refuse_over_a_no(self, said: dict[str, set[str]], basis: str) -> None:
        """Refuse a yes to what the person refused: only they themselves take a no of theirs back."""
        if impossible := [row.label for row in self.rows if row.key in said["give"] and not row.can_be_given]:
            self.add_error("give", _("A yes is for one thing: %(what)s.") % {"what": ", ".join(impossible)})
        standing = Clearance.objects.standing().filter(writer=self.writer, refused=True)
        refused = [(set(keys_of(no)), no.basis) for no in standing]
        theirs = {key for keys, whose in refused if basis not in (Clearance.Basis.OWN_CONSENT, whose) for key in keys}
        words = _("The person refused this, and nobody else's yes overrides it: %(what)s.")
        for name in ("give", "take"):
            if over := [row.label for row in self.rows if row.key in said[name] & theirs]:
                self.add_error(name, words % {"what": ", ".join(over)})
        still = {key for keys, _whose in refused for key in keys if key.endswith(ALL)} - said["take"]
        scopes = {key.removesuffix(f":{ALL}") for key in still}
        if over := [row.label for row in self.rows if row.key in said["give"] and row.scope in scopes]:
            words = _("The person refused all of this kind: %(what)s. Have that taken back first, in the last rows.")
            self.add_error("give", words % {"what": ", ".join(over)})

    def save(self) -> dict[str, int]:
        """Write down what the form says; return how much of it was given, refused, taken back and seen, as `TICKS`."""
        said, today = {name: self.cleaned_data[name] for name in TICKS}, timezone.localdate()
        with publishing.settling():
            standing = list(Clearance.objects.standing().filter(writer=self.writer))
            ended = [row for row in standing if self._ends(row, said)]
            for row in ended:
                self._keep_the_rest(row, said)
                row.withdrawn_on = today
                row.save()
            for row in standing:
                if row not in ended and not row.refused:
                    self._answer_again(row, said)
            for key in said["give"]:
                self._decide(key, refused=False)
            for key in said["refuse"]:
                self._decide(key, refused=True)
        return {name: len(keys) for name, keys in said.items()}

    @staticmethod
    def _ends(row: Clearance, said: dict[str, list[str]]) -> bool:
        keys = {*keys_of(row)}
        if row.refused:
            # The person's own yes to this very thing ends their no to it; a no to all of it stays for the rest.
            return bool(keys & {*said["take"], *said["give"]})
        scope = {f"{row.scope}:{ALL}"}
        return bool(keys & {*said["take"], *said["refuse"]} or scope & {*said["refuse"]})

    @staticmethod
    def _keep_the_rest(row: Clearance, said: dict[str, list[str]]) -> None:
        """Keep a decision on several languages for those of which nothing is said here."""
        named = {*said["take"], *said["refuse"], *(said["give"] if row.refused else ())}
        rest = [code for code in row.languages if not named & {f"{row.scope}:{code}", f"{row.scope}:{ALL}"}]
        if rest:
            row.keep_for(rest)

    def _answer_again(self, row: Clearance, said: dict[str, list[str]]) -> None:
        keys, day = {*keys_of(row)}, self.cleaned_data["granted_on"]
        if seen := keys & {*said["seen"]}:
            row.see(day, [code for code in row.languages if f"{row.scope}:{code}" in seen] or None)
            row.save()
        if keys & {*said["give"]} and row.review_on:
            # The question has been asked again: the newer answer carries the next date.
            row.review_on = None
            row.save()

    def _decide(self, key: str, *, refused: bool) -> None:
        scope, _colon, thing = key.partition(":")
        data, column = self.cleaned_data, THING.get(Scope(scope))
        of: dict[str, Any] = {}
        if column and thing != ALL:
            of = {"languages": [thing]} if column == "languages" else {f"{column}_id": int(thing)}
        clearance = Clearance.objects.create(
            writer=self.writer,
            scope=scope,
            refused=refused,
            knowing=not refused and scope == Scope.HOST_COUNTRY and thing in data["knowing"],
            **of,
            **{name: data[name] for name in ("basis", "granted_on", "evidence")},
            review_on=None if refused else data["review_on"],
        )
        CitingForm.cite(clearance, data["addresses"])
