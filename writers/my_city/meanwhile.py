"""Two people at one stay: the later one is told what has changed since, of what a city may see, and by whom never."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from refuge.core.partial_dates import PartialDate
from refuge.office.forms import RecordForm
from writers.models import Residency

COLUMNS = ("starts", "planned_end", "ends", "end_state", "confirmed_on")


class StayForm(RecordForm):
    """A form of a stay that carries what was read, in words; the words go back to the one who read them, no further."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = "|".join(_words(self.instance))

    def _what_changed(self, stored: Any, data: dict[str, Any]) -> str:
        before, now = str(data.get("seen", "")).split("|"), _words(stored)
        if len(before) != len(now):
            before = now
        changed = [
            _("%(what)s: “%(old)s” has become “%(new)s”")
            % {"what": stored._meta.get_field(name).verbose_name, "old": old or _("empty"), "new": new or _("empty")}
            for name, old, new in zip(COLUMNS, before, now, strict=True)
            if old != new
        ]
        return _(
            "Somebody else changed this while you were reading. What changed: %(changed)s. "
            "Nothing of yours has been saved yet: look again, and save again if you are right."
        ) % {"changed": "; ".join(changed) or _("nothing that is shown here")}

    def _see(self, stored: Any) -> None:
        super()._see(stored)
        data: Any = self.data
        data[self.add_prefix("seen")] = "|".join(_words(stored))


def _words(stay: Residency) -> list[str]:
    """Return the columns that a city may see, as they read."""
    confirmed = PartialDate.from_date(stay.confirmed_on) if stay.confirmed_on else None
    dates = [date.words() if date else "" for date in (stay.starts, stay.planned_end, stay.ends)]
    return [*dates, str(stay.get_end_state_display()), confirmed.words() if confirmed else ""]
