"""Two people look at a portrait before the public does: what it shows, no program finds."""

from django.db.models import Model
from django.utils.translation import gettext as _

from refuge.core import publishing
from refuge.core.projection import one
from refuge.office.models import User
from writers import kinds
from writers.models import Writer

# So many colleagues are named.
NAMED = 3


def objection(writer: Writer, by: Model) -> str:
    """Return why this account should not publish the writer's portrait; empty where it may.

    A street sign, a view or a school uniform tells where somebody is, and whoever chose a picture has stopped seeing
    it. So the one who put it in does not publish it, where the network has another publisher. Administrators are not
    counted: they keep the machine, and may not know the person.
    """
    if writer.portrait_id is None or _put_in_by(writer) != by.pk or not _is_new(writer):
        return ""
    publishers = User.objects.with_perm("writers.publish_writer", include_superusers=False).order_by("username")
    others = [person.get_full_name() or person.username for person in publishers.exclude(pk=by.pk)[:NAMED]]
    if not others:
        return ""
    return _(
        "You put in this portrait yourself. Ask somebody else to look at what it shows (a street sign, a view, a "
        "school, other people) and to publish: %(others)s."
    ) % {"others": ", ".join(others)}


def _put_in_by(writer: Writer) -> int | None:
    first = writer.history.filter(portrait_id=writer.portrait_id).order_by("history_date", "history_id").first()
    return first.history_user_id if first else None


def _is_new(writer: Writer) -> bool:
    """Say whether publishing would show a picture that the public does not see now."""
    standing = publishing.standing_of(writer)
    seen = one(publishing.kept_facts(standing), kinds.PORTRAIT, {}) if standing else {}
    shown = one(publishing.edition_of(writer), kinds.PORTRAIT, {})
    return bool(shown) and shown["renditions"] != seen.get("renditions")
