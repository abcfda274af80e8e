"""The history of a record in the admin: sentences, and a door to take one change back. Nothing else can be done."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from refuge.core.publishing import Refused
from refuge.office.taking_back import NEEDS, may_be_taken_back, take_back
from refuge.office.telling import following
from refuge.office.timeline import Line, Step, lines, page_of, parts_of, step_of


def _may(request: HttpRequest, verb: str, model: Any) -> bool:
    return bool(request.user.has_perm(f"{model._meta.app_label}.{verb}_{model._meta.model_name}"))


class HistoryPages:
    """Stands in for Django's history of a record."""

    model: Any
    opts: Any
    admin_site: Any

    def get_urls(self) -> list[Any]:
        """Return the admin's addresses, with the one where a change is taken back."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_take_back"
        address = "<path:object_id>/history/<str:part>/<int:number>/take-back/"
        return [
            path(address, self.admin_site.admin_view(self.take_back_view), name=name),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Answer with what happened to a record and to the rows that belong to it, newest first."""
        pk, record = self._asked_for(request, object_id)
        visible = [self.model, *(part for part, _column in parts_of(self.model)[1:] if _may(request, "view", part))]
        page = page_of(self.model, pk, visible, request.GET.get("page"))
        if record is None and not page.paginator.count:
            raise Http404
        told = lines(self.model, page.object_list)
        context = {
            **self._context(request, object_id, record),
            "title": _("History"),
            "lines": [(line, self._address(request, object_id, line)) for line in told],
            "page": page,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/record_history.html", context)

    def take_back_view(self, request: HttpRequest, object_id: str, part: str, number: int) -> HttpResponse:
        """Ask whether a change is to be taken back, and take it back."""
        pk, record = self._asked_for(request, object_id)
        step = step_of(self.model, pk, part, number)
        if step is None:
            raise Http404
        if not self._may_take_back(request, step):
            raise PermissionDenied
        (line,) = lines(self.model, [step])
        if request.method != "POST":
            context = {**self._context(request, object_id, record), "title": _("Take this change back?"), "line": line}
            return TemplateResponse(request, "admin/take_back.html", context)
        try:
            with following() as followed:
                changed = take_back(self.model, step)
            followed.show(request)
            root = changed if step.model is self.model else record
            if root is not None:
                self.log_change(request, root, "Took a change back.")  # type: ignore[attr-defined]
            self._say(request, _("The change was taken back. Nothing was published."), messages.SUCCESS)
        except Refused as refused:
            self._say(request, _("Not taken back. %(why)s") % {"why": refused}, messages.WARNING)
        return HttpResponseRedirect(
            reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_history", args=[object_id])
        )

    def _say(self, request: HttpRequest, words: str, level: int) -> None:
        self.message_user(request, words, level)  # type: ignore[attr-defined]

    def _asked_for(self, request: HttpRequest, object_id: str) -> tuple[Any, Any]:
        # Asked first, so that the answer does not tell whether there is such a record.
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        pk = self.model._meta.pk.to_python(unquote(object_id)) if unquote(object_id).isdecimal() else None
        if pk is None:
            raise Http404
        record = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        if not self.has_view_permission(request, record):  # type: ignore[attr-defined]
            raise PermissionDenied
        return pk, record

    def _context(self, request: HttpRequest, object_id: str, record: Any) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "object": record,
            "object_id": object_id,
            "module_name": self.opts.verbose_name_plural,
        }

    def _may_take_back(self, request: HttpRequest, step: Step) -> bool:
        return may_be_taken_back(self.model, step) and _may(request, NEEDS[step.row.history_type], step.model)

    def _address(self, request: HttpRequest, object_id: str, line: Line) -> str:
        if not self._may_take_back(request, line.step):
            return ""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_take_back"
        return reverse(name, args=[object_id, line.label, line.number])
