"""One's own account: factors, recovery codes, password, sessions."""

from typing import Any

import qrcode
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe
from django_otp import login as otp_login
from qrcode.image.svg import SvgPathFillImage

from refuge.office.accounts import doors, factors, sessions
from refuge.office.accounts.forms import CodeForm, LanguageForm
from refuge.office.accounts.views import page, read_or_send
from refuge.office.models import Event, log


def _back(request: HttpRequest, said: str = "") -> HttpResponse:
    if said:
        messages.success(request, said)
    return HttpResponseRedirect(reverse("account:home"))


@require_safe
@doors.entered_only
def home(request: HttpRequest) -> HttpResponseBase:
    """Show one's own factors, sessions and language."""
    user = doors.who(request)
    return page(
        request,
        "home",
        _("My account"),
        factors=factors.of(user),
        codes_left=factors.codes_left(user),
        form=LanguageForm(instance=user),
        stays=sessions.of(user, request),
    )


def _may_enrol(request: HttpRequest) -> bool:
    # The first factor comes with the password alone; any further one only with one that is there already.
    return doors.may_enter(request) or not factors.has_any(doors.who(request))


@read_or_send
@doors.after_first_step
def enrol(request: HttpRequest) -> HttpResponseBase:
    """Add a code app, or show the button that adds a passkey."""
    user = doors.who(request)
    if not _may_enrol(request):
        return HttpResponseRedirect(doors.next_step(request))
    first = not factors.has_any(user)
    app = factors.new_app(user)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        if factors.confirm(app, form.cleaned_data["code"]):
            app.refresh_from_db()
            otp_login(request, app)
            answer = HttpResponseRedirect(doors.added_factor(request, "app", first=first))
            doors.remember(request, answer)
            return answer
        form.add_error(None, _("This code is wrong. Is the clock of the telephone right?"))
    return page(request, "enrol", _("Add a second step"), form=form, first=first, secret=factors.secret_of(app))


@require_safe
@doors.after_first_step
def picture(request: HttpRequest) -> HttpResponseBase:
    """Answer with the picture that a code app reads."""
    if not _may_enrol(request):
        raise Http404
    made = qrcode.make(factors.new_app(doors.who(request)).config_url, image_factory=SvgPathFillImage)
    return HttpResponse(made.to_string(), content_type="image/svg+xml")


@read_or_send
@doors.entered_only
def codes(request: HttpRequest) -> HttpResponseBase:
    """Show new recovery codes once, or make them."""
    user = doors.who(request)
    if request.method == "POST":
        request.session[doors.CODES] = factors.new_codes(user)
        log(user, Event.Verb.ACCOUNT, f"{user.get_username()}: new recovery codes")
        sessions.end(user, keep=request)
        return HttpResponseRedirect(reverse("account:codes"))
    made = request.session.pop(doors.CODES, None)
    if not made:
        return _back(request)
    return page(request, "codes", _("Recovery codes"), codes=made, onward=doors.onward(request))


@require_POST
@doors.entered_only
def remove_factor(request: HttpRequest, kind: str, number: int) -> HttpResponseBase:
    """Remove a code app or a passkey, but the last."""
    user = doors.who(request)
    if not factors.remove(user, kind, number):
        messages.warning(request, _("The last second step cannot be removed. Add another one first."))
        return _back(request)
    log(user, Event.Verb.ACCOUNT, f"{user.get_username()}: removed {kind}")
    sessions.end(user, keep=request)
    return _back(request, _("Removed. Every other session was ended."))


@sensitive_post_parameters()
@read_or_send
@doors.entered_only
def password(request: HttpRequest) -> HttpResponseBase:
    """Change one's password, or choose one beside the passkey that stands in for it."""
    user = doors.who(request)
    form: Any = (PasswordChangeForm if user.has_usable_password() else SetPasswordForm)(user, request.POST or None)
    if form.is_valid():
        form.save()
        update_session_auth_hash(request, form.user)
        sessions.end(user, keep=request)
        log(user, Event.Verb.ACCOUNT, f"{user.get_username()}: changed the password")
        return _back(request, _("The password was changed. Every other session was ended."))
    return page(request, "password", _("Change password"), form=form)


@require_POST
@doors.entered_only
def language(request: HttpRequest) -> HttpResponseBase:
    """Choose the language of one's pages and mails."""
    user = doors.who(request)
    if LanguageForm(request.POST, instance=user).is_valid():
        user.save(update_fields=["language"])
        return _back(request, _("Pages and mails to you are in this language from now on."))
    return _back(request)


@require_POST
@doors.entered_only
def end_sessions(request: HttpRequest) -> HttpResponseBase:
    """End one of one's other sessions, or all."""
    sessions.end(doors.who(request), name=request.POST.get("session", ""), keep=request)
    return _back(request, _("Ended."))
