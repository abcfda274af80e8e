"""What a coordinator is asked. All of it edits the record only; staff publish."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.models import City
from refuge.core.fields import PartialDateFormField
from refuge.core.partial_dates import PartialDate
from refuge.office.forms import PictureForm, RecordForm
from writers.models import Note, Residency, Waypoint, Work, Writer
from writers.models.life import refuse_reversed
from writers.my_city.lately import because
from writers.my_city.meanwhile import StayForm
from writers.public.vocabulary import EndState
from writers.taking_off import What

AS_KNOWN = gettext_lazy("As far as you know it: 2026-03-17, 2026-03 or 2026.")
HERE, EXTENDED, ENDED, OFF = "here", "extended", "ended", "off"
ANSWERS = (
    (HERE, gettext_lazy("Yes, still here"), gettext_lazy("Nothing changes; we note that you checked today")),
    (EXTENDED, gettext_lazy("Extended"), gettext_lazy("Give the new planned end below")),
    (ENDED, gettext_lazy("The residency has ended"), gettext_lazy("Give the last day below, as far as you know it")),
    (OFF, gettext_lazy("Take it off the public site now"), gettext_lazy("Works at once, before staff look at it")),
)


class AnswerForm(StayForm):
    """“Is this still right?” and its four answers."""

    answer = forms.ChoiceField(
        choices=[row[:2] for row in ANSWERS], initial=HERE, error_messages={"required": gettext_lazy("Choose one.")}
    )
    what = forms.ChoiceField(label=gettext_lazy("What to take off"), choices=What.choices, required=False)
    day = forms.CharField(label=gettext_lazy("Day"), max_length=2, required=False)
    month = forms.ChoiceField(label=gettext_lazy("Month"), choices=[("", ""), *MONTHS.items()], required=False)
    year = forms.CharField(label=gettext_lazy("Year"), max_length=4, required=False)

    class Meta:
        model = Residency
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("day", "year"):
            self.fields[name].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def clean(self) -> dict[str, Any]:
        """Put the answer into the record. What takes something off the public site never waits for anything."""
        if self.cleaned_data.get("answer") == OFF:
            for name in set(self.errors) - {"answer", "what"}:
                del self.errors[name]
            return self.cleaned_data
        data = super().clean()
        stay, today = self.instance, timezone.localdate()
        if stay.end_state == EndState.ENDED and data.get("answer") in (HERE, EXTENDED):
            self.add_error("answer", _("The stay is recorded as over. If it is not, correct the dates."))
        match data.get("answer"):
            case "here":
                stay.confirmed_on = today
            case "extended":
                if end := self._date(data, stay, _("Give the new planned end: at least the year.")):
                    self._refuse_past(end)
                    stay.planned_end, stay.confirmed_on = end, today
            case "ended":
                if end := self._date(data, stay, _("Give the last day: at least the year.")):
                    self._refuse_future(end)
                    stay.ends, stay.end_state = end, EndState.ENDED
        return data

    def _date(self, data: dict[str, Any], stay: Residency, missing: str) -> PartialDate | None:
        """Return the date of the three boxes; a day or a month that is not known stays empty."""
        day, month, year = (str(data.get(name) or "").strip() for name in ("day", "month", "year"))
        if not year:
            self.add_error("year", missing)
        elif day and not month:
            self.add_error("month", _("Choose the month, or leave the day empty too."))
        else:
            try:
                found = PartialDate.parse("-".join(part for part in (year, month, day) if part))
                refuse_reversed(stay.starts, found, "year")
                return found
            except ValidationError as error:
                self.add_error("year", error.messages)
        return None

    def _refuse_past(self, end: PartialDate) -> None:
        if end.latest and end.latest < timezone.localdate():
            self.add_error("year", _("This day is past. If the stay is over, choose “The residency has ended”."))

    def _refuse_future(self, end: PartialDate) -> None:
        if end.earliest and end.earliest > timezone.localdate():
            self.add_error("year", _("This day has not come yet. If it is the planned end, choose “Extended”."))

    def _post_clean(self) -> None:
        # What was answered is checked above; what else stands in the record is not her question now.
        pass


class DatesForm(StayForm):
    """The dates of a stay, corrected."""

    class Meta:
        model = Residency
        fields = ("starts", "planned_end", "ends", "end_state")
        help_texts = dict.fromkeys(("starts", "planned_end", "ends"), AS_KNOWN)


class CityForm(PictureForm):
    """What the public reads of a city."""

    picture_field = "photograph"
    field_order = (
        "text",
        "host_organisation",
        "website",
        "upload",
        "photograph_credit",
        "photograph_licence",
        "photograph_alt",
        "remove",
    )

    class Meta:
        model = City
        fields = (
            "text",
            "host_organisation",
            "website",
            "photograph_credit",
            "photograph_licence",
            "photograph_alt",
            "shows_unnamed_guests",
            "always_dark",
        )
        labels = {
            "photograph_credit": gettext_lazy("Who took the photograph"),
            "photograph_licence": gettext_lazy("Licence of the photograph"),
            "photograph_alt": gettext_lazy("What the photograph shows"),
        }
        help_texts = {
            "text": gettext_lazy(
                "Public. What a visitor should know, never an address. An empty line begins a paragraph."
            ),
            "photograph_credit": gettext_lazy("Public. Needed with a photograph: “Photo: Ana Pérez”."),
            "photograph_licence": gettext_lazy("Public. “CC BY 4.0”, or empty."),
            "photograph_alt": gettext_lazy("Public, for those who cannot see it. Needed with a photograph."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upload"].label = _("New photograph")
        self.fields["remove"].label = _("Remove the photograph")
        self.fields["text"].widget.attrs["rows"] = 8
        self.fields["website"].widget.attrs["dir"] = "ltr"
        if not self.instance.photograph_id:
            del self.fields["remove"]


class ProposalForm(forms.Form):
    """A new guest. The name may be left out; whether somebody is recorded already, nobody is told here."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Leave it empty if it is safer. It becomes public only if the guest agrees."),
    )
    starts = PartialDateFormField(label=gettext_lazy("First day"), required=False, help_text=AS_KNOWN)
    planned_end = PartialDateFormField(label=gettext_lazy("Planned end"), required=False, help_text=AS_KNOWN)
    note = forms.CharField(
        label=gettext_lazy("What staff should know"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Never public. No address, please: staff will ask for what they need."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "note"):
            self.fields[name].widget.attrs["dir"] = "auto"

    def clean_name(self) -> str:
        """Return the name as its column takes it; refuses what nobody sees."""
        return str(Writer._meta.get_field("name").clean(self.cleaned_data["name"], None))

    def clean(self) -> dict[str, Any]:
        """Refuse a stay that ends before it begins."""
        data = super().clean() or {}
        refuse_reversed(data.get("starts"), data.get("planned_end"), "planned_end")
        return data


class WorkForm(RecordForm):
    """A book or another work of a guest."""

    class Meta:
        model = Work
        fields = (
            "title",
            "original_title",
            "translated_title",
            "language",
            "kind",
            "year",
            "publisher",
            "translators",
        )
        help_texts = {
            "title": gettext_lazy("As it was first published."),
            "original_title": gettext_lazy("If that is not the Latin one."),
            "translated_title": gettext_lazy("If it has one: “Blue and Red”."),
            "translators": gettext_lazy("“Nina Zandjani”."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = True


class WaypointForm(RecordForm):
    """A stop on a guest's road."""

    class Meta:
        model = Waypoint
        fields = ("place", "country", "starts", "ends", "kind", "note")
        labels = {"kind": gettext_lazy("What it was")}
        help_texts = {
            **dict.fromkeys(("starts", "ends"), AS_KNOWN),
            "place": gettext_lazy("A town on the way: “Barcelona”. Never an address."),
            "note": gettext_lazy("A sentence for the public, or nothing."),
        }


class NoteForm(forms.Form):
    """A word to staff."""

    sends = True

    text = forms.CharField(
        label=gettext_lazy("Your note"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=gettext_lazy("Only the staff of the network read it."),
    )


def propose(city: City, by: Any, data: dict[str, Any]) -> Residency:
    """Record a new guest of a city, of whom nothing is public; return the stay."""
    writer = Writer.objects.create(name=data["name"])
    stay = Residency(
        writer=writer,
        city=city,
        starts=data["starts"],
        planned_end=data["planned_end"],
        end_state=EndState.ONGOING,
        confirmed_on=timezone.localdate(),
    )
    because(stay, "proposed").save()
    if data["note"].strip():
        Note.objects.create(city=city, stay=stay, by=by, text=data["note"])
    return stay
