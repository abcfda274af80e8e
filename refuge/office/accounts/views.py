"""Signing in, in two steps, and signing out."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME, authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django_otp import login as otp_login
from django_otp.plugins.otp_static.models import StaticDevice

from refuge.office.accounts import backoff, browsers, doors, factors, workplaces
from refuge.office.accounts.forms import CodeForm, SignInForm
from refuge.office.models import Event, User, log

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


def page(request: HttpRequest, name: str, title: str, status: int = 200, **context: Any) -> HttpResponse:
    """Return a page of the office that shows nothing of it to somebody who is not in yet."""
    site, is_in = admin.site, doors.may_enter(request)
    shown = {
        "site_header": site.site_header,
        "site_title": site.site_title,
        "title": title,
        "is_office": True,
        "is_demo": settings.REFUGE_DEMO,
        "is_in": is_in,
        "has_permission": is_in,
        "workplace": workplaces.of(doors.who(request)) if is_in else None,
        **context,
    }
    return render(request, f"account/{name}.html", shown, status=status)


@sensitive_post_parameters("password")
@read_or_send
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Ask for the password. What is wrong, and whether there is such an account, nobody is told."""
    wanted = doors.own_path(request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME))
    if doors.may_enter(request) and request.method != "POST":
        request.session[doors.ONWARD] = wanted
        return HttpResponseRedirect(doors.onward(request))
    form = SignInForm(request.POST or None)
    status = 200
    if form.is_valid():
        username, password = form.cleaned_data["username"], form.cleaned_data["password"]
        key = backoff.key_of("password", User.normalize_username(username), browsers.known(request, username))
        if not backoff.admit("password", key):
            status = _wait(form)
        elif user := authenticate(request, username=username, password=password):
            backoff.forgive(key)
            login(request, user)
            doors.begin(request, wanted)
            return _after_password(request)
        else:
            log(User.objects.filter(username=username).first(), Event.Verb.REFUSED, "password")
            form.add_error(None, _("The user name or the password is wrong."))
    return page(request, "sign_in", _("Sign in"), status, form=form, wanted=wanted)


def _wait(form: Any) -> int:
    form.add_error(None, _("There were too many tries. Wait a few minutes, then try again."))
    return 429


def _after_password(request: HttpRequest) -> HttpResponse:
    if not settings.REFUGE_DEMO:
        return HttpResponseRedirect(doors.next_step(request))
    return _let_in(request, "password")


def _let_in(request: HttpRequest, how: str) -> HttpResponse:
    doors.entered(request, how)
    answer = HttpResponseRedirect(doors.onward(request))
    doors.remember(request, answer)
    return answer


@read_or_send
@doors.after_first_step
def second(request: HttpRequest) -> HttpResponseBase:
    """Ask for the second factor."""
    user = doors.who(request)
    if doors.may_enter(request):
        return HttpResponseRedirect(doors.onward(request))
    if not factors.has_any(user):
        return HttpResponseRedirect(reverse("account:enrol"))
    form = CodeForm(request.POST or None)
    status = 200
    if form.is_valid():
        if not backoff.admit("code", doors.key_of_code(request)):
            status = _wait(form)
        elif device := factors.check(user, form.cleaned_data["code"]):
            otp_login(request, device)
            return _let_in(request, "recovery code" if isinstance(device, StaticDevice) else "app")
        else:
            log(user, Event.Verb.REFUSED, "code")
            form.add_error(None, _("This code is wrong, or it was used already."))
    return page(request, "second", _("Second step"), status, form=form, has_passkey=factors.has_passkey(user))


@read_or_send
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """End this session."""
    if request.method == "POST":
        logout(request)
        return HttpResponseRedirect(reverse("account:sign-in"))
    return page(request, "sign_out", _("Sign out"))
