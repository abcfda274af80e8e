"""A passkey in place of a password. It asks for a finger, a face or a PIN, so that it does both steps at once."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django_otp import login as otp_login
from django_otp_webauthn.exceptions import InvalidState, OTPWebAuthnApiError, UserDisabled
from django_otp_webauthn.utils import rewrite_exceptions
from django_otp_webauthn.views import BaseWebAuthnView
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from refuge.office.accounts import backoff, doors, factors, invitations, sessions
from refuge.office.accounts.passkeys import Helper
from refuge.office.models import Event, User, log

# Apart from those of the second step, which asks for no finger: what one began, the other cannot complete.
SIGNING_IN, ENROLLING = "passwordless_sign_in", "passwordless_enrolment"


class Strict(Helper):
    """Makes passkeys that the browser finds without a user name, and that ask who holds them."""

    def get_generate_registration_options_kwargs(self, *, user: User) -> dict[str, Any]:
        """Return what the browser is asked for; the link replaces all that was, so an older passkey may be there."""
        wanted = AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        )
        asked = super().get_generate_registration_options_kwargs(user=user)
        return {**asked, "authenticator_selection": wanted, "exclude_credentials": []}


@method_decorator(never_cache, name="dispatch")
class _Door(BaseWebAuthnView):
    """Takes what a browser sends for somebody who is not known yet, and tells nobody why it was not taken."""

    http_method_names = ("post",)

    def handle_exception(self, exc: Exception) -> JsonResponse:
        """Answer every refusal alike: an unknown passkey, one of an inactive account, a wrong or malformed answer."""
        if not isinstance(exc, OTPWebAuthnApiError | ValueError | TypeError | KeyError):
            raise exc
        log(None, Event.Verb.REFUSED, "passkey")
        return JsonResponse({}, status=403)

    def begun(self, name: str) -> dict[str, Any]:
        """Return what was begun, which is good for one try."""
        state = self.request.session.pop(name, None)
        self.request.session.save()
        if not state:
            raise InvalidState
        return {**state, "require_user_verification": True}

    def said(self, name: str) -> str:
        """Return a text that the browser sent."""
        sent: Any = self.request.data
        return str(sent.get(name) or "") if isinstance(sent, dict) else ""

    def let_in(self, user: User, device: Any, wanted: str) -> JsonResponse:
        """Let somebody in, both of whose steps are done."""
        login(self.request, user, settings.AUTHENTICATION_BACKENDS[0])
        otp_login(self.request, device)
        doors.begin(self.request, wanted)
        doors.entered(self.request, "passkey alone")
        answer = JsonResponse({"redirect_url": doors.onward(self.request)})
        doors.remember(self.request, answer)
        return answer


class BeginSignIn(_Door):
    """Asks the browser for any passkey of this site."""

    def post(self, request: HttpRequest) -> JsonResponse:
        """Return what the browser needs, whoever asks."""
        options, request.session[SIGNING_IN] = Helper(request).authenticate_begin(require_user_verification=True)
        return JsonResponse(options)


class SignIn(_Door):
    """Lets the owner of a passkey in."""

    def post(self, request: HttpRequest) -> JsonResponse:
        """Take the passkey, or slow down who tries."""
        state = self.begun(SIGNING_IN)
        key = backoff.key_of("passkey", self.said("id"))
        if not backoff.admit("passkey", key):
            return JsonResponse({}, status=429)
        with transaction.atomic(), rewrite_exceptions():
            device: Any = Helper(request).authenticate_complete(user=None, state=state, data=request.data)  # type: ignore[attr-defined]
            if not (device.confirmed and device.user.is_active):
                raise UserDisabled
        backoff.forgive(key)
        return self.let_in(device.user, device, doors.own_path(self.said("next")))


class _Invited(_Door):
    """Knows its owner by the link of an invitation."""

    def owner(self, name: str, token: str, *, lock: bool = False) -> User:
        """Return the owner of a link that is still good."""
        user = invitations.owner_of(name, token, lock=lock)
        if user is None:
            raise InvalidState
        return user


class BeginEnrolment(_Invited):
    """Asks the browser of an invited person for a new passkey."""

    def post(self, request: HttpRequest, name: str, token: str) -> JsonResponse:
        """Return what the browser needs."""
        user = self.owner(name, token)
        options, state = Strict(request).register_begin(user=user)
        request.session[ENROLLING] = {**state, "user": user.pk}
        return JsonResponse(options)


class Enrolment(_Invited):
    """Puts a passkey in place of all that the owner of a link had."""

    def post(self, request: HttpRequest, name: str, token: str) -> JsonResponse:
        """Use the link up, and let its owner in; if the passkey is not sound, nothing has happened."""
        state = self.begun(ENROLLING)
        with transaction.atomic(), rewrite_exceptions():
            user = self.owner(name, token, lock=True)
            if state["user"] != user.pk:
                raise InvalidState
            # Another password, if only one that nobody has: by it the link is used up.
            user.set_unusable_password()
            user.save(update_fields=["password"])
            factors.remove_all(user)
            sessions.end(user)
            device = Strict(request).register_complete(user=user, state=state, data=request.data)  # type: ignore[attr-defined]
            log(user, Event.Verb.ACCOUNT, f"{user.get_username()}: used an enrolment link, for a passkey alone")
        request.session.flush()
        return self.let_in(user, device, "")
