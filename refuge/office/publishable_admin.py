"""What the admin pages of all publishable records share: buttons, actions, and what publishing would change."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from refuge.core import editions, handles, holds, publishables, publishing
from refuge.core.publishing import Refused
from refuge.office.differences import differences, in_short
from refuge.office.elsewhere import named_elsewhere, still_named
from refuge.office.forms import ReasonForm
from refuge.office.list_actions import ListActions
from refuge.office.preview import preview
from refuge.office.publish_page import PublishPage
from refuge.office.record_admin import RecordAdmin
from refuge.office.standing import last_published, sentence
from refuge.office.tools import export_selected, may_export


class StateFilter(admin.SimpleListFilter):
    """Published, withdrawn, or neither."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the states."""
        return [("public", _("published")), ("held", _("withdrawn")), ("none", _("never or no longer published"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the records in the state asked for."""
        asked = {
            "public": {"is_public": True},
            "held": {"is_held": True},
            "none": {"is_public": False, "is_held": False},
        }
        return queryset.filter(**asked.get(self.value() or "", {}))


class PublishableAdmin(PublishPage, ListActions, RecordAdmin):
    """A record that can be published: buttons, actions, and what publishing would change."""

    change_form_template = "admin/publishable_change_form.html"
    actions = ("publish_selected", "withdraw_selected", export_selected)

    def may(self, request: HttpRequest, what: str) -> bool:
        """Say whether the user may publish or withdraw this kind of record."""
        return request.user.has_perm(f"{self.opts.app_label}.{what}_{self.opts.model_name}")

    def sees_all(self, request: HttpRequest) -> bool:
        """Say whether the user may view every part of such a record, and so what publishing it would show."""
        return len(self.get_inline_instances(request)) == len(self.inlines)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Say whether the action is offered."""
        return self.may(request, "publish")

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        """Say whether the action is offered."""
        return self.may(request, "withdraw")

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Say whether the action is offered."""
        return may_export(request, self.model)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the records with what the state column needs."""
        publications, holds = (self.model._meta.get_field(name).related_model for name in ("publications", "holds"))
        of_this = {"record": OuterRef("pk")}
        return (
            super()
            .get_queryset(request)
            .annotate(
                is_public=Exists(publications.objects.filter(**of_this, standing=True)),
                is_held=Exists(holds.objects.filter(**of_this, lifted_at=None)),
            )
        )

    @admin.display(description=gettext_lazy("state"))
    def state(self, record: Any) -> str:
        """Return published, withdrawn or private."""
        if record.is_public:
            return _("published")
        return _("withdrawn") if record.is_held else _("private")

    @admin.display(description=gettext_lazy("unpublished"), ordering="unpublished", empty_value="")
    def pending(self, record: Any) -> str:
        """Say whether publishing would change what the public reads."""
        return _("changes") if record.unpublished else ""

    def get_urls(self) -> list[Any]:
        """Return the admin's addresses, with a door for each act."""
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        acts = ("publish", "withdraw", "lift", "preview", "picture")
        return [
            *(
                path(
                    f"<path:object_id>/{act}/",
                    self.admin_site.admin_view(getattr(self, f"{act}_view")),
                    name=f"{name}_{act}",
                )
                for act in acts
            ),
            *super().get_urls(),
        ]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        """Show the record with its state and what publishing would change."""
        record = self.get_object(request, object_id)
        extra: dict[str, Any] = {}
        if record is not None:
            standing, hold = editions.standing_of(record), editions.hold_on(record)
            sees_all, edition = self.sees_all(request), editions.edition_of(record)
            title = publishables.publishable(record).title_of(edition)
            extra = {
                "standing": standing,
                "says": sentence(record, standing, hold),
                "last": last_published(record),
                "picture": self._picture_of(record),
                "hold": hold,
                "sees_all": sees_all,
                "differences": differences(record, standing) if sees_all else None,
                "would_show": in_short(record, edition) if sees_all else "",
                "may_keep_address": not handles.why_not_keep(standing, title),
                "past": record.publications.select_related("by")[:10],
                "may_publish": self.may(request, "publish"),
                "objection": publishables.objection(record, edition, _user(request)),
                "may_withdraw": self.may(request, "withdraw"),
                **self.publishing_context(request, record, edition),
            }
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    def withdraw_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """Withdraw one record, after asking why."""
        record = self._asked(request, object_id, "withdraw")
        return self.withdrawn(
            request, [record], lambda reason: publishing.withdraw(record, _user(request), reason), _("Withdraw")
        )

    def withdrawn(self, request: HttpRequest, records: list[Any], act: Any, title: str, action: str = "") -> Any:
        """Withdraw records, after asking why; before and after, say where else the people are named in public."""
        places: Any = SimpleLazyObject(lambda: named_elsewhere(records, self.names_of(request, records)))
        advice = publishables.publishable(self.model).advice
        answer = self._reasoned(request, records, title, act, action, elsewhere=places, advice=advice)
        # Looked for when it is off already: that takes as long as there are publications.
        if isinstance(answer, HttpResponseRedirect) and (said := still_named(places)):
            self.message_user(request, said, messages.WARNING)
        return answer

    def names_of(self, request: HttpRequest, records: list[Any]) -> set[str]:
        """Return the names under which others may speak of whom these records are about, as far as one may know."""
        kind = publishables.publishable(self.model)
        return {name for record in records for name in kind.names_of(record)}

    def lift_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """Lift the hold on one record, after asking why."""
        record = self._asked(request, object_id, "publish")
        return self._reasoned(
            request, [record], _("Lift the hold"), lambda reason: holds.lift_hold(record, _user(request), reason)
        )

    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """Show the public page as publishing would make it."""
        if not self.sees_all(request):
            raise PermissionDenied
        record = self._seen(request, object_id)
        try:
            return preview(record, _user(request))
        except Refused as refused:
            self.message_user(request, str(refused), messages.WARNING)
            return self._back(record)

    def picture_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """Answer with the record's picture as it stands here, published or not."""
        record = self._seen(request, object_id)
        picture = self._picture_of(record)
        if picture is None:
            raise Http404
        smallest = picture.renditions.filter(format="jpeg").order_by("width")[0]
        return HttpResponse(bytes(smallest.body), content_type="image/jpeg")

    def _picture_of(self, record: Any) -> Any:
        return getattr(record, getattr(self.form, "picture_field", ""), None)

    def _found(self, request: HttpRequest, object_id: str) -> Any:
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        return record

    # Who may not is told so before it is known whether there is such a record.

    def _seen(self, request: HttpRequest, object_id: str) -> Any:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self._found(request, object_id)

    def _asked(self, request: HttpRequest, object_id: str, what: str) -> Any:
        if not self.may(request, what):
            raise PermissionDenied
        return self._found(request, object_id)

    def _try(self, request: HttpRequest, act: Any, done: str) -> None:
        try:
            act()
            self.message_user(request, done, messages.SUCCESS)
        except Refused as refused:
            self.message_user(request, str(refused), messages.WARNING)

    def _reasoned(
        self, request: HttpRequest, records: list[Any], title: str, act: Any, action: str = "", **more: Any
    ) -> Any:
        form = ReasonForm(request.POST if "reason" in request.POST else None)
        if form.is_valid():
            self._try(request, lambda: act(form.cleaned_data["reason"]), _("Done."))
            return self._back(records[0])
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "records": records,
            "form": form,
            "action": action,
            **more,
        }
        return TemplateResponse(request, "admin/reason.html", context)

    def _back(self, record: Any) -> HttpResponseRedirect:
        return HttpResponseRedirect(
            reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[record.pk])
        )


def _user(request: HttpRequest) -> Any:
    """Return who asks; the admin lets in nobody who has no account."""
    return request.user
