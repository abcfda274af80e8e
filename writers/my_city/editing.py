"""What she sends: an answer, a correction, a new guest, a work, a note. It changes the record; staff publish."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cities.models import City
from refuge.core import editions, holds, publishing
from refuge.core.publishables import publishable
from refuge.office.accounts import doors
from refuge.office.addresses import absolute
from refuge.office.differences import differences
from refuge.office.mentions import public_mentions
from refuge.office.models import Event, log
from refuge.office.records import StaleRecord
from writers.models import Note, Residency, Waypoint, Work, Writer
from writers.my_city.boundaries import city_of, entered_only, page, stay_of
from writers.my_city.forms import (
    OFF,
    AnswerForm,
    CityForm,
    DatesForm,
    NoteForm,
    ProposalForm,
    WaypointForm,
    WorkForm,
    propose,
)
from writers.my_city.lately import because
from writers.my_city.letters import tell_staff
from writers.my_city.pages import city_page, guest_of, remember
from writers.taking_off import What, take_off

ask_or_send = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
@entered_only
def answer(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take her word on a guest. What goes off the public site is off when this returns."""
    user = doors.who(request)
    stay = stay_of(user, pk)
    form = AnswerForm(request.POST, instance=stay, auto_id=f"g{pk}-%s")
    if form.is_valid():
        said = form.cleaned_data["answer"]
        if said == OFF:
            return _take_off(request, stay, form.cleaned_data["what"] or What.EVERYTHING)
        if _saved(request, form, said):
            return remember(request, kind=said, stay=pk, **_way_back(stay))
    # It may have been moved meanwhile; every stay within her reach has a city.
    there: Any = stay_of(user, pk).city_id
    return city_page(request, city_of(user, there), form)


def _saved(request: HttpRequest, form: Any, why: str) -> bool:
    """Save the record of a form; False, with what changed in the form, where somebody else was faster by a moment."""
    try:
        with transaction.atomic(), publishing.settling():
            because(form.instance, why)
            form.save()
            for said in form.left_out:
                messages.warning(request, said)
            return True
    except StaleRecord:
        # It may be out of her reach by now, or gone.
        again = city_of if isinstance(form.instance, City) else stay_of
        form.refuse_stale(again(doors.who(request), form.instance.pk))
        return False


def _way_back(record: Any) -> dict[str, Any]:
    """Return what leads to the row of the history that was written just now; nothing where nothing changed."""
    if record._unchanged:
        return {}
    row = type(record).history.model.objects.filter(id=record.pk).latest("history_id")
    return {"part": record._meta.label_lower, "number": row.history_id}


def _take_off(request: HttpRequest, stay: Residency, what: str) -> HttpResponse:
    user = doors.who(request)
    said = {"city": stay.city, "what": What(what).label}
    with transaction.atomic():
        hold = take_off(stay, user, what, _("Taken off by a coordinator of %(city)s: %(what)s.") % said)
        log(user, Event.Verb.TOOK_OFF, what)
    elsewhere = len(public_mentions([stay.writer], publishable(Writer).names_of(stay.writer)))
    tell_staff(absolute(reverse("admin:writers_writer_changelist") + "?needs=taken-off"), elsewhere)
    part = "hold" if holds.may_undo(hold, user) else ""
    return remember(request, kind="off", what=what, stay=stay.pk, part=part, number=hold.pk, elsewhere=elsewhere)


def _about_guest(request: HttpRequest, pk: int, form_of: Any, why: str, title: str) -> HttpResponse:
    """Ask for something about a guest, or save what was sent; `form_of` makes the form from the stay."""
    stay = stay_of(doors.who(request), pk)
    form = form_of(stay)
    if form.is_valid() and _saved(request, form, why):
        return remember(request, kind="saved", stay=pk, **_way_back(form.instance))
    return _asked(request, stay, form, title)


@ask_or_send
@entered_only
def dates(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Correct the dates of a stay."""
    sent = request.POST or None
    return _about_guest(request, pk, lambda stay: DatesForm(sent, instance=stay), "dates", _("Correct the dates"))


@ask_or_send
@entered_only
def add_work(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Add a book or another work of a guest."""

    def form_of(stay: Residency) -> WorkForm:
        return WorkForm(request.POST or None, instance=Work(writer=stay.writer))

    return _about_guest(request, pk, form_of, "work", _("Add a book or another work"))


@ask_or_send
@entered_only
def add_waypoint(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Add a stop on a guest's road."""

    def form_of(stay: Residency) -> WaypointForm:
        return WaypointForm(request.POST or None, instance=Waypoint(writer=stay.writer))

    return _about_guest(request, pk, form_of, "waypoint", _("Add a stop on the road"))


@ask_or_send
@entered_only
def note_of_guest(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Write to staff about a guest."""
    stay: Any = stay_of(doors.who(request), pk)
    form = NoteForm(request.POST or None)
    if form.is_valid():
        Note.objects.create(city=stay.city, stay=stay, by=doors.who(request), text=form.cleaned_data["text"])
        return remember(request, kind="note", stay=pk)
    return _asked(request, stay, form, _("Write to the staff"))


@ask_or_send
@entered_only
def note_of_city(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Write to staff about a city."""
    shown = city_of(doors.who(request), pk)
    form = NoteForm(request.POST or None)
    if form.is_valid():
        Note.objects.create(city=shown, by=doors.who(request), text=form.cleaned_data["text"])
        return remember(request, kind="note", city=pk)
    return _asked(request, shown, form, _("Write to the staff"))


@ask_or_send
@entered_only
def propose_guest(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Propose a new guest, of whom nothing is public until staff publish it."""
    shown = city_of(doors.who(request), pk)
    form = ProposalForm(request.POST or None)
    if form.is_valid():
        with publishing.settling():
            stay = propose(shown, doors.who(request), form.cleaned_data)
        return remember(request, kind="proposed", stay=stay.pk)
    return _asked(request, shown, form, _("Add a new guest"))


@ask_or_send
@entered_only
def edit_city(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Edit what the public reads of a city."""
    shown = city_of(doors.who(request), pk)
    form = CityForm(request.POST or None, request.FILES or None, instance=shown)
    with transaction.atomic():
        if form.is_valid() and _saved(request, form, "city"):
            return remember(request, kind="saved", city=pk, **_way_back(shown))
        # Nothing of a refused form is kept: not the sound picture that came with it either.
        transaction.set_rollback(request.method == "POST")
    fresh = city_of(doors.who(request), pk)
    waiting = differences(fresh, editions.standing_of(fresh))
    picture = reverse("my-city:photograph", args=[pk]) if fresh.photograph_id else ""
    return _asked(request, fresh, form, _("Edit the city’s page"), waiting=waiting, picture=picture)


@require_safe
@entered_only
def photograph(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Answer with the city's photograph as it stands in the record, published or not."""
    picture = city_of(doors.who(request), pk).photograph
    if picture is None:
        raise Http404
    smallest = picture.renditions.filter(format="jpeg").order_by("width")[0]
    return HttpResponse(bytes(smallest.body), content_type="image/jpeg")


def _asked(request: HttpRequest, of: City | Residency, form: Any, title: str, **more: Any) -> HttpResponse:
    """Return the page of a form; with its errors where it was sent."""
    # What was typed and refused is on the instance by now, and somebody may have moved it: so it is read anew.
    guest = guest_of(request, of.pk) if isinstance(of, Residency) else None
    shown = guest.stay.city if guest else of
    status = 422 if form.is_bound else 200
    return page(request, "form", status, title=title, form=form, city=shown, guest=guest, **more)
