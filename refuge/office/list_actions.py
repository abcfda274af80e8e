"""What can be done to several records of a list at once: publish what a summary showed, withdraw."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from refuge.core import editions, publishing
from refuge.core.publishing import Refused
from refuge.office.cautioning import told_cautions
from refuge.office.differences import Difference, differences, digest

# A summary that nobody can read is none.
MOST_AT_ONCE = 100


@dataclass(frozen=True)
class Summary:
    """What publishing one record would do: what changes, or why it is refused; the digest of what was shown."""

    record: Any
    changes: list[Difference]
    refusal: str
    digest: str
    picture: Any


class ListActions:
    """The actions of a list of publishable records."""

    @admin.action(description=gettext_lazy("Publish the chosen"), permissions=["publish"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase | None:
        """Show what would change; then publish exactly what was shown."""
        if queryset.count() > MOST_AT_ONCE:
            self.message_user(  # type: ignore[attr-defined]
                request, _("Choose at most %(n)d at once.") % {"n": MOST_AT_ONCE}, messages.WARNING
            )
            return None
        summaries = [self.summary(record, request.user) for record in queryset]
        if "confirmed" in request.POST:
            self._publish_shown(request, summaries)
            return None
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "title": _("What publishing will change"),
            "ready": [summary for summary in summaries if summary.changes and not summary.refusal],
            "refused": [summary for summary in summaries if summary.refusal],
            "same": [summary for summary in summaries if not summary.changes and not summary.refusal],
        }
        return TemplateResponse(request, "admin/publish_selected.html", context)

    def summary(self, record: Any, by: Any) -> Summary:
        """Return what publishing this record now would do, if this account did it."""
        standing, after = editions.standing_of(record), editions.edition_of(record)
        refusal = publishing.refusal(record, after, by)
        if not refusal and not after:
            refusal = _("Nothing of it may be public: check its level, its name and its clearances.")
        refusal = refusal or self._needs_reason(record, after, by)
        changes = [] if refusal else differences(record, standing)
        picture = self._picture_of(record)  # type: ignore[attr-defined]
        return Summary(record, changes, refusal, digest(record), picture)

    @staticmethod
    def _needs_reason(record: Any, edition: Any, by: Any) -> str:
        """Return what speaks against publishing the record with others, one sentence each; empty where nothing does."""
        try:
            found = told_cautions(by, record, edition)
        except Refused as refused:
            return str(refused)
        said = [": ".join(filter(None, (caution.where, caution.says))) for caution in found]
        return " ".join([_("It needs a reason, on its own page:"), *said]) if said else ""

    def _publish_shown(self, request: HttpRequest, summaries: list[Summary]) -> None:
        done = 0
        # The order in which a city is published may change what its guests' editions say: what was shown is checked
        # before the first is written.
        for shown in summaries:
            if shown.digest != request.POST.get(f"shown-{shown.record.pk}"):
                self._warn(request, shown.record, _("It has changed since the summary was shown; look again."))
                continue
            try:
                done += publishing.publish(shown.record, request.user) is not None  # type: ignore[arg-type]
            except Refused as refused:
                self._warn(request, shown.record, str(refused))
        self.message_user(  # type: ignore[attr-defined]
            request, _("%(n)d published.") % {"n": done}, messages.SUCCESS
        )

    def _warn(self, request: HttpRequest, record: Any, why: str) -> None:
        self.message_user(request, f"{record}: {why}", messages.WARNING)  # type: ignore[attr-defined]

    @admin.action(description=gettext_lazy("Withdraw the chosen"), permissions=["withdraw"])
    def withdraw_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase | None:
        """Withdraw each record, after asking why once."""
        records = list(queryset)
        if not records:
            # Somebody deleted them since the list was shown.
            return None

        def act(reason: str) -> None:
            for record in records:
                publishing.withdraw(record, request.user, reason)  # type: ignore[arg-type]

        answer = self.withdrawn(  # type: ignore[attr-defined]
            request, records, act, _("Withdraw"), action="withdraw_selected"
        )
        return None if isinstance(answer, HttpResponseRedirect) else answer
