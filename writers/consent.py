"""The clearances of a writer at one glance, and set from one consent form in one step."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from refuge.core import publishing
from refuge.core.scopes import Scope
from refuge.office.citing import CitingForm
from refuge.office.models import not_in_future
from writers.models import Clearance, Writer


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """One scope, or one other form of the name, with the clearance that tells most of it."""

    key: str
    label: str
    clearance: Clearance | None
    state: str

    @property
    def state_words(self) -> str:
        """Return the state in words."""
        return {
            "live": _("live"),
            "past": _("live, past review"),
            "gone": _("withdrawn"),
            "later": _("not yet"),
            "none": _("not given"),
        }[self.state]


def grid(writer: Writer) -> list[ScopeRow]:
    """Return one row for each scope, in the order in which a consent form asks."""
    today = timezone.localdate()
    clearances = list(Clearance.objects.filter(writer=writer).order_by("granted_on", "pk"))
    keys = [(scope.value, str(scope.label)) for scope in Scope if scope != Scope.OTHER_NAME]
    names = [(f"{Scope.OTHER_NAME}:{name.pk}", _("Name: %(name)s") % {"name": name}) for name in writer.names.all()]
    keys[1:1] = names
    rows = []
    for key, label in keys:
        # A live one says more than one that was taken back, the latest more than those before it.
        of_this = [clearance for clearance in clearances if key_of(clearance) == key]
        shown = max(of_this, key=lambda clearance: _state(clearance, today) in ("live", "past"), default=None)
        for clearance in of_this:
            if shown is not None and _state(clearance, today) == _state(shown, today):
                shown = clearance
        rows.append(ScopeRow(key, label, shown, _state(shown, today) if shown else "none"))
    return rows


def key_of(clearance: Clearance) -> str:
    """Return what a clearance is about: a scope, or one name."""
    return f"{clearance.scope}:{clearance.name_id}" if clearance.name_id else clearance.scope


def _state(clearance: Clearance, today: date) -> str:
    if clearance.withdrawn_on and clearance.withdrawn_on <= today:
        return "gone"
    if clearance.granted_on > today:
        return "later"
    return "past" if clearance.review_on and clearance.review_on < today else "live"


class ConsentForm(forms.Form):
    """What one consent form says: scopes given and taken back, on one basis, with one piece of evidence."""

    basis = forms.ChoiceField(label=gettext_lazy("basis"), choices=Clearance.Basis.choices)
    granted_on = forms.DateField(
        label=gettext_lazy("granted on"),
        validators=[not_in_future],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("The day on the consent form."),
    )
    review_on = forms.DateField(
        label=gettext_lazy("ask again on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("They stay live after this day, and are a task."),
    )
    knowing = forms.BooleanField(
        label=gettext_lazy("knows that the country names the city"),
        required=False,
        help_text=gettext_lazy("Counts for the host country alone, if that is ticked above."),
    )
    evidence = forms.CharField(
        label=gettext_lazy("evidence"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("Never public. Where the consent is kept, who was asked, when."),
    )
    addresses = forms.CharField(
        label=gettext_lazy("sources, by address"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "ltr"}),
        help_text=gettext_lazy("For the basis “published source”: one web address on each line."),
    )

    clean_addresses = CitingForm.clean_addresses

    def __init__(self, writer: Writer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.writer, self.rows = writer, grid(writer)
        self.initial.setdefault("granted_on", timezone.localdate())
        keys = [(row.key, row.label) for row in self.rows]
        for name in ("give", "take"):
            self.fields[name] = forms.MultipleChoiceField(choices=keys, required=False)

    @property
    def given(self) -> list[str]:
        """Return what is ticked to be given, for the page that shows it again."""
        return list(self.data.getlist("give")) if self.is_bound else []  # type: ignore[attr-defined]

    @property
    def taken(self) -> list[str]:
        """Return what is ticked to be taken back."""
        return list(self.data.getlist("take")) if self.is_bound else []  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a form that says nothing, or two things at once."""
        data = super().clean() or {}
        give, take = set(data.get("give", ())), set(data.get("take", ()))
        if not give | take and not self.errors:
            raise ValidationError(_("Tick what the person agrees to, or what they take back."))
        if give & take:
            raise ValidationError(_("Something is ticked as given and as taken back: choose one."))
        review = data.get("review_on")
        if review and data.get("granted_on") and review <= data["granted_on"]:
            self.add_error("review_on", _("This lies before the day on which it was granted."))
        return data

    def save(self) -> tuple[int, int]:
        """Create what is given and end what is taken back; return how many of each."""
        today, data = timezone.localdate(), self.cleaned_data
        with publishing.settling():
            live = [c for c in Clearance.objects.filter(writer=self.writer) if _state(c, today) in ("live", "past")]
            ended = [clearance for clearance in live if key_of(clearance) in data["take"]]
            for clearance in ended:
                clearance.withdrawn_on = today
                clearance.save()
            for clearance in live:
                # The question has been asked again: the newer answer carries the next date.
                if key_of(clearance) in data["give"] and clearance.review_on:
                    clearance.review_on = None
                    clearance.save()
            for key in data["give"]:
                self._give(key)
        return len(data["give"]), len(ended)

    def _give(self, key: str) -> None:
        scope, _colon, name = key.partition(":")
        data = self.cleaned_data
        clearance = Clearance.objects.create(
            writer=self.writer,
            scope=scope,
            name_id=int(name) if name else None,
            knowing=data["knowing"] and scope == Scope.HOST_COUNTRY,
            **{column: data[column] for column in ("basis", "granted_on", "review_on", "evidence")},
        )
        CitingForm.cite(clearance, data["addresses"])
