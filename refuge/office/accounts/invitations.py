"""Links with which somebody chooses how to sign in: sent by mail, good for three days and for one use."""

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from refuge.office.accounts import doors, factors, sessions, workplaces
from refuge.office.accounts.views import page, read_or_send
from refuge.office.models import Event, User, log


class _Tokens(PasswordResetTokenGenerator):
    """A token dies with its use, which sets another password, with a later sign-in, and with another address."""

    key_salt = "refuge.office.accounts.invitations"


tokens = _Tokens()


def path_for(user: User) -> str:
    """Return the address of a new link."""
    name = urlsafe_base64_encode(str(user.pk).encode())
    return reverse("account:invitation", args=[name, tokens.make_token(user)])


def send(user: User, link: str) -> None:
    """Mail the link, and what it is for, in its owner's language; raises OSError where the server does not take it."""
    with translation.override(user.language or settings.LANGUAGE_CODE):
        place, care = workplaces.promised_to(user)
        begins = urljoin(link, str(place.address)) if place else ""
        text = render_to_string("account/invitation.txt", {"user": user, "link": link, "care": care, "begins": begins})
        subject = _("Your account in the back office")
    send_mail(subject, text, None, [user.email])


def owner_of(name: str, token: str, *, lock: bool = False) -> User | None:
    """Return the account of a link that is still good."""
    users = User.objects.select_for_update() if lock else User.objects.all()
    try:
        user = users.get(pk=int(urlsafe_base64_decode(name)), is_active=True)
    except (ValueError, OverflowError, User.DoesNotExist):
        return None
    return user if tokens.check_token(user, token) else None


@sensitive_post_parameters()
@read_or_send
def invitation(request: HttpRequest, name: str, token: str) -> HttpResponseBase:
    """Let the owner of a link set a password, in place of all they had; then they add a second step."""
    with transaction.atomic():
        user = owner_of(name, token, lock=True)
        if user is None:
            return page(request, "link_gone", _("This link is not good any more"), status=404)
        form: Any = SetPasswordForm(user, request.POST or None)
        if not form.is_valid():
            return page(request, "invitation", _("Welcome"), form=form, owner=user, link=(name, token))
        form.save()
        factors.remove_all(user)
        sessions.end(user)
        log(user, Event.Verb.ACCOUNT, f"{user.get_username()}: used an enrolment link")
    request.session.flush()
    login(request, user)
    doors.begin(request, "")
    return HttpResponseRedirect(reverse("account:enrol"))
