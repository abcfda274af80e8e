"""Through which doors somebody comes in: who may pass, what is remembered and logged, and where it goes on."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from refuge.core.surface import OFFICE_PREFIXES
from refuge.office.accounts import backoff, browsers, factors, sessions, workplaces
from refuge.office.middleware import SIGNED_IN_AT
from refuge.office.models import Event, log

ONWARD, CODES = "onward", "codes"
View = Callable[..., HttpResponseBase]


def who(request: HttpRequest) -> Any:
    """Return the account that asks."""
    return request.user


def may_enter(request: HttpRequest) -> bool:
    """Say whether both steps are done; the demonstration asks for one."""
    user = who(request)
    return bool(user.is_authenticated and (settings.REFUGE_DEMO or user.is_verified()))


def after_first_step(view: View) -> View:
    """Show a view to those whose password was right, and send others to the beginning."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if who(request).is_authenticated:
            return view(request, *args, **kwargs)
        return HttpResponseRedirect(reverse("account:sign-in"))

    return asked


def entered_only(view: View) -> View:
    """Show a view to those who did both steps, and send others to the step that is missing."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs) if may_enter(request) else HttpResponseRedirect(next_step(request))

    return asked


def next_step(request: HttpRequest) -> str:
    """Return the page where somebody goes on who is not in yet."""
    user = who(request)
    if not user.is_authenticated:
        return reverse("account:sign-in")
    return reverse("account:second" if factors.has_any(user) else "account:enrol")


def own_path(address: str | None) -> str:
    """Return the address if it is a page of this office, else nothing."""
    sound = url_has_allowed_host_and_scheme(address, allowed_hosts=None) and str(address).startswith(OFFICE_PREFIXES)
    return str(address) if sound else ""


def onward(request: HttpRequest) -> str:
    """Return the page that somebody wanted when they were asked to sign in, or where their work is."""
    user, wanted = who(request), own_path(request.session.pop(ONWARD, ""))
    office = reverse("admin:index")
    if not user.is_staff:
        place = workplaces.of(user)
        begins = str(place.address) if place else reverse("account:home")
        return wanted if wanted and not wanted.startswith(office) else begins
    return wanted or office


def begin(request: HttpRequest, wanted: str) -> None:
    """Note when the session began, and what was wanted."""
    request.session[SIGNED_IN_AT] = timezone.now().timestamp()
    if wanted:
        request.session[ONWARD] = wanted


def key_of_code(request: HttpRequest) -> str:
    """Return the line on which wrong codes are counted."""
    user = who(request)
    return backoff.key_of("code", str(user.pk), browsers.known(request, user.get_username()))


def entered(request: HttpRequest, how: str) -> None:
    """Let somebody in whose steps are all done."""
    request.session.cycle_key()
    backoff.forgive(key_of_code(request))
    log(who(request), Event.Verb.SIGNED_IN, how)


def remember(request: HttpRequest, answer: HttpResponse) -> None:
    """Know this browser again."""
    browsers.remember(request, answer, who(request))


def added_factor(request: HttpRequest, kind: str, *, first: bool) -> str:
    """End the account's other sessions, and return where it goes on: with the first factor come recovery codes."""
    user = who(request)
    log(user, Event.Verb.ACCOUNT, f"{user.get_username()}: added {kind}")
    if first:
        entered(request, kind)
        request.session[CODES] = factors.new_codes(user)
    sessions.end(user, keep=request)
    return reverse("account:codes" if first else "account:home")
