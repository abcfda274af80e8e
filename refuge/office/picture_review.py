"""Two people look at a picture before the public does: what it shows, no program finds."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise

from refuge.core import editions
from refuge.core.facts import Kind
from refuge.core.projection import one
from refuge.core.publishables import Facts, Publishable, R
from refuge.office.models import User, identity_of, renditions_of

# So many colleagues are named.
NAMED = 3


@dataclass(frozen=True, slots=True)
class PictureReview:
    """The rule for the pictures of one kind of record.

    `column` is where the record has its picture, `kind` the kind of fact that shows it. `refusal` is said to who put
    it in, with the names of colleagues for %(others)s.
    """

    column: str
    kind: Kind
    refusal: Promise

    def still_there(self, record: Any, facts: Facts) -> Facts:
        """Return the facts without the picture, where that is no longer the record's."""
        shown = one(facts, self.kind, {}).get("renditions")
        stored = getattr(record, f"{self.column}_id")
        there = shown and stored and identity_of(shown) == identity_of(renditions_of(stored))
        return tuple(fact for fact in facts if there or fact.kind is not self.kind)

    def objection(self, record: Any, facts: Facts, by: Model) -> str:
        """Return why this account should not publish the record's picture; empty where it may.

        A street sign, a view or a school uniform tells where somebody is, and whoever chose a picture has stopped
        seeing it. So the one who put it in, here or on the pages of a city, does not publish it, where the network
        has another publisher. Administrators are not counted: they keep the machine, and may not know the person.
        """
        if getattr(record, f"{self.column}_id") is None or self._put_in_by(record) != by.pk:
            return ""
        if not self._is_new(record, facts):
            return ""
        may_publish = f"{record._meta.app_label}.publish_{record._meta.model_name}"
        publishers = User.objects.with_perm(may_publish, include_superusers=False).order_by("username")
        others = [person.get_full_name() or person.username for person in publishers.exclude(pk=by.pk)[:NAMED]]
        return str(self.refusal) % {"others": ", ".join(others)} if others else ""

    def _put_in_by(self, record: Any) -> int | None:
        same = {f"{self.column}_id": getattr(record, f"{self.column}_id")}
        first = record.history.filter(**same).order_by("history_date", "history_id").first()
        return first.history_user_id if first else None

    def _is_new(self, record: Any, facts: Facts) -> bool:
        """Say whether publishing these facts would show a picture that the public does not see now."""
        standing = editions.standing_of(record)
        seen = one(editions.kept_facts(standing), self.kind, {}) if standing else {}
        shown = one(facts, self.kind, {})
        return bool(shown) and shown["renditions"] != seen.get("renditions")


class PublishableWithPicture(Publishable[R]):
    """A kind of record with a picture that two people look at."""

    picture: PictureReview

    def still_there(self, record: R, facts: Facts) -> Facts:
        """Return those facts whose row, or picture, is still the record's."""
        return super().still_there(record, self.picture.still_there(record, facts))

    def objection(self, record: R, facts: Facts, by: Model) -> str:
        """Return why an account should leave the picture to another."""
        return self.picture.objection(record, facts, by)
