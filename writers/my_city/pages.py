"""The pages: whom she looks after, what was done and how to undo it, and what is public of one guest."""

from collections import Counter
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cities.coordinators import cities_of
from cities.models import City
from refuge.core import editions
from refuge.core.partial_dates import PartialDate
from refuge.core.publishing import Refused
from refuge.office.accounts import doors
from refuge.office.differences import lines_of
from refuge.office.elsewhere import PublicPlace, named_in_public
from refuge.office.models import Event, User, log
from writers import kinds
from writers.models import Residency
from writers.my_city.boundaries import city_of, editable_by, entered_only, page, stay_of
from writers.my_city.forms import ANSWERS, AnswerForm
from writers.my_city.guests import Guest, guests_of
from writers.my_city.lately import lately, undo
from writers.taking_off import What, put_back

DONE = "my_city_done"


@require_safe
@entered_only
def home(request: HttpRequest) -> HttpResponseBase:
    """Lead to the one city she looks after, or show all of them."""
    cities = list(cities_of(doors.who(request)))
    if len(cities) == 1:
        return HttpResponseRedirect(reverse("my-city:city", args=[cities[0].pk]))
    waiting = Counter(guest.stay.city_id for guest in guests_of(editable_by(doors.who(request))) if guest.due)
    return page(request, "home", cities=[(each, waiting[each.pk]) for each in cities])


@require_safe
@entered_only
def city(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show a city with a card for each guest."""
    return city_page(request, city_of(doors.who(request), pk))


def city_page(request: HttpRequest, shown: City, answered: AnswerForm | None = None) -> HttpResponse:
    """Return the page of a city; the card that was answered with a mistake says so."""
    user = doors.who(request)
    guests = guests_of(editable_by(user).filter(city=shown))
    # A card that was answered stays, though somebody else said meanwhile that the stay is over.
    here = [guest for guest in guests if not guest.is_over or (answered and answered.instance.pk == guest.stay.pk)]
    cards = [(guest, _form_for(guest, answered)) for guest in here]
    standing = editions.standing_of(shown)
    confirmed = [guest.stay.confirmed_on for guest in guests if guest.stay.confirmed_on]
    context = {
        "city": shown,
        "due": [card for card in cards if card[0].due],
        "fine": [card for card in cards if not card[0].due],
        "past": [guest for guest in guests if guest not in here],
        "answers": ANSWERS,
        "standing": standing,
        "several": cities_of(user).count() > 1,
        "lately": lately(user, shown, guests),
        "confirmed": PartialDate.from_date(max(confirmed)).words() if confirmed else "",
    }
    return page(request, "city", 422 if answered else 200, **context)


def _form_for(guest: Guest, answered: AnswerForm | None) -> AnswerForm:
    if answered is not None and answered.instance.pk == guest.stay.pk:
        return answered
    form = AnswerForm(instance=guest.stay, auto_id=f"g{guest.stay.pk}-%s")
    form.fields["what"].initial = What.EVERYTHING
    return form


@require_safe
@entered_only
def guest(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show one guest: the stay, what is public now, and what else can be added."""
    stay = stay_of(doors.who(request), pk)
    return page(request, "guest", city=stay.city, guest=guest_of(request, pk), whats=What.choices, **_public(stay))


def guest_of(request: HttpRequest, pk: int) -> Guest:
    """Return the guest of a stay that is within her reach at this moment; raises Http404 for every other."""
    found = guests_of(editable_by(doors.who(request)).filter(pk=pk))
    if not found:
        raise Http404
    return found[0]


def _public(stay: Residency) -> dict[str, Any]:
    """Return what the public reads now, line by line: nothing that only the record says."""
    standing = editions.standing_of(stay.writer)
    facts = editions.kept_facts(standing) if standing else ()
    # The days on which a status changes are no words of the public page: they would tell of plans elsewhere.
    said = lines_of(stay.writer, tuple(fact for fact in facts if fact.kind not in (kinds.STAY_STATUS, kinds.PORTRAIT)))
    there = {fact.kind for fact in facts}
    return {
        "lines": said,
        "portrait": kinds.PORTRAIT in there,
        "slug": standing.slug if standing and kinds.NAME in there else "",
    }


def remember(request: HttpRequest, **done: Any) -> HttpResponseRedirect:
    """Lead to the page that says what happens next."""
    request.session[DONE] = done
    return HttpResponseRedirect(reverse("my-city:done"))


@require_safe
@entered_only
def done(request: HttpRequest) -> HttpResponseBase:
    """Say what was done and what happens next, with undo for an hour."""
    said = request.session.get(DONE)
    if not said:
        return HttpResponseRedirect(reverse("my-city:home"))
    user = doors.who(request)
    # The term may have ended since.
    stay = stay_of(user, said["stay"]) if said.get("stay") else None
    shown = stay.city if stay else city_of(user, said["city"])
    context = {
        **said,
        "city": shown,
        "guest": guest_of(request, stay.pk) if stay else None,
        "waits": _waits(stay or shown),
        "places": _places(stay) if stay and said["kind"] == "off" else (),
    }
    return page(request, "done", **context)


def _places(stay: Residency) -> list[PublicPlace]:
    """Return the other public pages that name the guest as the public knew them.

    Of those that have a name which was never public, only staff are told.
    """
    last = stay.writer.publications.first()
    facts = editions.kept_facts(last) if last else ()
    names = {fact.value["name"] for fact in facts if fact.kind is kinds.NAME}
    names |= {fact.value["text"] for fact in facts if fact.kind is kinds.OTHER_NAME}
    return named_in_public(stay.writer, names)


def _waits(root: Any) -> bool:
    record = root.writer if isinstance(root, Residency) else root
    return bool(record.unpublished)


@require_POST
@entered_only
def undo_guest(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Undo one thing she did about a guest."""
    user = doors.who(request)
    stay = stay_of(user, pk)
    if request.POST.get("part") == "hold":
        return _undone(request, stay.city, lambda: _put_back(stay, user))
    return _undone(request, stay.city, lambda: undo(user, stay, *_which(request)))


@transaction.atomic
def _put_back(stay: Residency, user: User) -> None:
    put_back(stay.writer, user)
    log(user, Event.Verb.PUT_BACK)


@require_POST
@entered_only
def undo_city(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Undo a change of the city's page."""
    user = doors.who(request)
    shown = city_of(user, pk)
    return _undone(request, shown, lambda: undo(user, shown, *_which(request)))


def _which(request: HttpRequest) -> tuple[str, int]:
    try:
        return request.POST.get("part", ""), int(request.POST.get("number", ""))
    except ValueError as error:
        raise Http404 from error


def _undone(request: HttpRequest, shown: Any, act: Any) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        return page(request, "undone", 422, city=shown, refused=str(refused))
    request.session.pop(DONE, None)
    return page(request, "undone", city=shown)
