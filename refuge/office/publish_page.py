"""The page of publishing one record: what it would change, what speaks against it, and what must be said to go on."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from refuge.core import catalogue, editions, publishing
from refuge.core.publishing import Refused
from refuge.office.cautioning import GoOnForm, told_cautions
from refuge.office.differences import differences, digest

NOT_SHOWN = gettext_lazy(
    "Nothing was published: nobody was shown what it would change. "
    "Look at what would change, and press “Publish” there."
)
NOT_AS_SHOWN = gettext_lazy(
    "Nothing was published: the record has changed since this page was shown. See what would change now."
)
GO_ON = "go-on-%s"  # the ids of the fields, apart from those of the record's own form


class PublishPage:
    """Publishes one record as its page showed it."""

    def publishing_context(self, request: HttpRequest, record: Any, edition: Any) -> dict[str, Any]:
        """Return what speaks against publishing, for who may publish; nobody else is answered."""
        if not self.may(request, "publish"):  # type: ignore[attr-defined]
            return {}
        try:
            found = told_cautions(request.user, record, edition) if edition else []
        except Refused as refused:
            return {"unanswered": str(refused)}
        return {"cautions": found, "go_on": GoOnForm(auto_id=GO_ON) if found else None, "digest": digest(record)}

    def publish_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """Publish one record as its page showed it, after asking why where something speaks against it. POST only."""
        record = self._asked(request, object_id, "publish")  # type: ignore[attr-defined]
        if request.method == "POST":
            try:
                if (page := self._publish_as_shown(request, record)) is not None:
                    return page
                messages.success(request, _("Published."))
            except Refused as refused:
                messages.warning(request, str(refused))
        return self._back(record)  # type: ignore[attr-defined]

    def _publish_as_shown(self, request: HttpRequest, record: Any) -> HttpResponseBase | None:
        """Publish, and return None; or the page that asks why."""
        user: Any = request.user
        shown, form = request.POST.get("shown", "").strip(), GoOnForm(request.POST, auto_id=GO_ON)
        with transaction.atomic():
            catalogue.locked_edition()
            record.refresh_from_db()
            edition = editions.edition_of(record)
            if why := publishing.refusal(record, edition, user):
                raise Refused(why)
            found = told_cautions(user, record, edition)
            if shown != digest(record):
                raise Refused(str(NOT_AS_SHOWN if shown else NOT_SHOWN))
            if found and not form.is_valid():
                return self._asks_why(request, record, form, found)
            reason = form.cleaned_data["reason"] if found else ""
            publishing.publish(record, user, keep_address="keep_address" in request.POST, reason=reason)
        return None

    def _asks_why(self, request: HttpRequest, record: Any, form: GoOnForm, found: Any) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "title": _("Publish"),
            "record": record,
            "differences": differences(record, editions.standing_of(record)),
            "cautions": found,
            "go_on": form,
            "digest": digest(record),
            "keeps_address": "keep_address" in request.POST,
        }
        return TemplateResponse(request, "admin/publish.html", context)
