"""The pages of the office where spreadsheets come in and go out, and the report for those who pay."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from cities.models import City
from refuge.office.models import Event, log
from refuge.office.telling import following
from refuge.office.tools import Tool, add_exporter, add_tool
from writers import exporting
from writers.importing import proposals
from writers.importing.sheets import LARGEST_FILE, NAMES
from writers.importing.undo import CannotUndo
from writers.models import Import, Writer
from writers.report import Span, report_of

EXPORT = "writers.export_records"
SHOWN = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    widget = _Files

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return all files, of which there is at least one."""
        files = data if isinstance(data, list | tuple) else [data]
        return [super(_FilesField, self).clean(file, initial) for file in files or [None]]


class UploadForm(forms.Form):
    """Asks for spreadsheets."""

    upload = _FilesField(
        label=gettext_lazy("Files"),
        allow_empty_file=True,
        help_text=gettext_lazy(
            "One workbook (.xlsx) whose sheets are named like the tables, or one or several CSV files. At most 10 MB "
            "and 20,000 rows each."
        ),
    )
    table = forms.ChoiceField(
        label=gettext_lazy("Table"),
        required=False,
        choices=[("", gettext_lazy("as the file is named")), *((file, name) for name, file in NAMES.items())],
        help_text=gettext_lazy("Only for a CSV file whose name does not say what is in it."),
    )


class ExportForm(forms.Form):
    """Asks in which form records go out."""

    shape = forms.ChoiceField(
        label=gettext_lazy("Form"),
        widget=forms.RadioSelect,
        initial="xlsx",
        choices=[
            ("xlsx", gettext_lazy("one workbook (.xlsx), for a spreadsheet program")),
            ("zip", gettext_lazy("a ZIP of CSV files, for another program")),
        ],
    )


def add_tools() -> None:
    """Put these pages into the office."""
    add_tool(
        Tool(
            gettext_lazy("Import spreadsheets"),
            gettext_lazy("See first what would change; undo it as one step."),
            "writers.import_records",
            (
                ("import/", "import", import_view),
                ("import/<int:pk>/", "import_one", one_import_view),
                ("import/<int:pk>/confirm/", "import_confirm", require_POST(confirm_view)),
                ("import/<int:pk>/discard/", "import_discard", require_POST(discard_view)),
                ("import/<int:pk>/undo/", "import_undo", require_POST(undo_view)),
            ),
        )
    )
    add_tool(
        Tool(
            gettext_lazy("Export records"),
            gettext_lazy("The private record as a workbook that can be imported again."),
            EXPORT,
            (("export/", "export", export_view),),
        )
    )
    add_tool(
        Tool(
            gettext_lazy("Report for funders"),
            gettext_lazy("Residencies by year, origin, programme and host. No names."),
            "writers.view_residency",
            (("report/", "report", report_view),),
        )
    )
    add_exporter(Writer, EXPORT, export_writers)
    add_exporter(City, EXPORT, export_cities)


def import_view(request: HttpRequest) -> HttpResponseBase:
    """Take spreadsheets, and lead to what they would do."""
    proposals.expire()
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        files = [(file.name, file.read(LARGEST_FILE + 1)) for file in form.cleaned_data["upload"]]
        return _to(proposals.propose(files, request.user, form.cleaned_data["table"]))
    past = Import.objects.select_related("by").defer("sheets", "report", "snapshot")[:10]
    return _page(request, "import", _("Import spreadsheets"), form=form, past=past, names=NAMES)


def one_import_view(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show what an import would do, or did."""
    one = Import.objects.select_related("by", "ended_by").filter(pk=pk).first()
    if one is None:
        raise Http404
    return _page(request, "import_one", _("Import"), **_shown(request, one))


def confirm_view(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Import what was proposed, if it is still what was shown."""
    try:
        with following() as followed:
            one = proposals.confirm(pk, request.user)
    except proposals.Ended:
        return _ended(request, pk)
    if one.state == Import.State.COMMITTED:
        followed.show(request)
        messages.success(request, _("Imported. Nothing of it is public until somebody publishes it."))
    else:
        messages.warning(
            request, _("Records were changed meanwhile, and the import would do something else now. Look again.")
        )
    return _to(one)


def discard_view(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Forget a proposal."""
    try:
        proposals.discard(pk, request.user)
    except proposals.Ended:
        return _ended(request, pk)
    messages.success(request, _("Discarded. Nothing was written."))
    return HttpResponseRedirect(reverse("admin:import"))


def undo_view(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Undo an import, or show why that cannot be."""
    try:
        with following() as followed:
            one = proposals.undo(pk, request.user)
    except proposals.Ended:
        return _ended(request, pk)
    except CannotUndo as refusal:
        one = Import.objects.select_related("by", "ended_by").get(pk=pk)
        reasons = list(dict.fromkeys(refusal.reasons))
        more = {"reasons": reasons[:SHOWN], "more_reasons": max(len(reasons) - SHOWN, 0)}
        return _page(request, "import_one", _("Import"), **_shown(request, one), **more)
    followed.show(request)
    messages.success(request, _("Undone. Every record is as it was before."))
    return _to(one)


def export_view(request: HttpRequest) -> HttpResponseBase:
    """Answer with all records, in the form that is asked for."""
    form = ExportForm(request.POST or None)
    if form.is_valid():
        return _export(request, exporting.everything(), form.cleaned_data["shape"])
    return _page(request, "export", _("Export records"), form=form)


def export_writers(request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase:
    """Answer with the chosen writers and what surrounds them."""
    return _export(request, exporting.of_writers(queryset.values_list("pk", flat=True)), "xlsx")


def export_cities(request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase:
    """Answer with the chosen cities and their memberships."""
    return _export(request, exporting.of_cities(queryset.values_list("pk", flat=True)), "xlsx")


def report_view(request: HttpRequest) -> HttpResponseBase:
    """Show the report, or answer with it as a CSV file."""
    span = Span.asked(request.GET)
    report = report_of(span)
    if request.GET.get("format") == "csv":
        content = exporting.csv_of([_("table"), _("row"), _("stays"), _("writers")], report.rows())
        return _file(content, "text/csv; charset=utf-8", "residencies.csv")
    return _page(request, "report", _("Residencies: report for funders"), report=report, span=span)


def _export(request: HttpRequest, records: Any, shape: str) -> HttpResponseBase:
    sheets = exporting.rows_of(records)
    try:
        content = exporting.workbook(sheets) if shape == "xlsx" else exporting.archive(sheets)
    except exporting.TooLong:
        messages.error(request, _("A text is too long for a cell of a workbook. Choose the ZIP of CSV files instead."))
        return HttpResponseRedirect(reverse("admin:export"))
    counts = ", ".join(f"{len(rows)} {file.removesuffix('.csv')}" for file, (_head, rows) in sheets.items() if rows)
    log(request.user, Event.Verb.EXPORTED, counts or "nothing")
    day = timezone.localdate().isoformat()
    return _file(content, XLSX if shape == "xlsx" else "application/zip", f"records-{day}.{shape}")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)


def _shown(request: HttpRequest, one: Import) -> dict[str, Any]:
    counts = one.counts
    page = Paginator(one.report, SHOWN).get_page(request.GET.get("page"))
    kinds = sorted({*counts.get("added", {}), *counts.get("changed", {})})
    return {
        "import": one,
        "page": page,
        "refused": counts.get("refused", 0),
        "table": [(kind, counts["added"].get(kind, 0), counts["changed"].get(kind, 0)) for kind in kinds],
        "absent": sorted(counts.get("absent", {}).items()),
        "may_confirm": one.state == Import.State.PROPOSED and kinds and not counts["refused"],
        "may_undo": one.state == Import.State.COMMITTED,
        "rows": ngettext("%(n)d row", "%(n)d rows", len(one.report)) % {"n": len(one.report)},
    }


def _page(request: HttpRequest, name: str, title: str, **more: Any) -> HttpResponseBase:
    context = {**admin.site.each_context(request), "title": title, **more}
    return TemplateResponse(request, f"admin/exchange/{name}.html", context)


def _to(one: Import) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:import_one", args=[one.pk]))


def _ended(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    messages.warning(request, _("This import has ended meanwhile."))
    return HttpResponseRedirect(reverse("admin:import"))
