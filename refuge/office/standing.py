"""Says in one sentence what the public sees of a record now."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from refuge.core import editions
from refuge.core.partial_dates import PartialDate
from refuge.office.differences import in_short
from refuge.office.models import Publication


def sentence(record: Any, standing: Any, hold: Any) -> str:
    """Return what the public sees now: that of the standing publication, nothing, or why nothing."""
    if hold:
        said = {"day": day(hold.at), "by": hold.by, "reason": hold.reason}
        if standing is None:
            return _("Withdrawn on %(day)s by %(by)s: %(reason)s") % said
        less = {**said, "shown": in_short(record, editions.kept_facts(standing))}
        return _("Held since %(day)s by %(by)s: %(reason)s What is left is public: %(shown)s.") % less
    if standing is None:
        return _("Nothing of this record is public.")
    last = last_published(record)
    shown = in_short(record, editions.kept_facts(standing))
    said = {"day": day(last.at), "by": last.by, "shown": shown}
    words = (
        _("Public since %(day)s, published by %(by)s: %(shown)s.")
        if shown
        else _("Public since %(day)s, published by %(by)s.")
    ) % said
    if standing.kind == Publication.Kind.NARROWED:
        words += " " + _("Less of it since %(day)s, when something was taken back.") % {"day": day(standing.at)}
    return words


def last_published(record: Any) -> Any:
    """Return the last publication that somebody made, standing or not; None where there was none."""
    return record.publications.filter(kind=Publication.Kind.PUBLISHED).select_related("by").first()


def day(moment: Any) -> str:
    """Return the day of a moment as it reads."""
    return PartialDate.from_date(timezone.localdate(moment)).words()
