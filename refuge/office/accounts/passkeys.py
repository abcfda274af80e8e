"""Passkeys: django-otp-webauthn's views for this site's own host, under our back-off, with our log."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django_otp_webauthn.helpers import WebAuthnHelper
from django_otp_webauthn.views import CompleteCredentialAuthenticationView, CompleteCredentialRegistrationView

from refuge.office.accounts import doors, factors


def domain(request: HttpRequest) -> str:
    """Return the host that a passkey belongs to; ALLOWED_HOSTS has checked it."""
    return request.get_host().rpartition(":")[0] or request.get_host()


class Helper(WebAuthnHelper):
    """Accepts a passkey from pages of the very origin that is asked, and no other."""

    def get_allowed_origins(self) -> list[str]:
        """Return the request's own origin."""
        return [f"{self.request.scheme}://{self.request.get_host()}"]


class Enrol(CompleteCredentialRegistrationView):
    """Adds a passkey to the account."""

    def post(self, *args: Any, **kwargs: Any) -> JsonResponse:
        """Add it, end the account's other sessions, and say where to go on."""
        first = not factors.has_any(self.request.user)
        super().post(*args, **kwargs)
        return JsonResponse({"redirect_url": doors.added_factor(self.request, "passkey", first=first)})


class Use(CompleteCredentialAuthenticationView):
    """Takes a passkey as the second factor."""

    def complete_auth(self, device: Any) -> Any:
        """Let the owner in."""
        super().complete_auth(device)
        doors.entered(self.request, "passkey")

    def get_success_data(self, device: Any) -> dict[str, Any]:
        """Return where to go on."""
        return {"redirect_url": doors.onward(self.request)}

    def post(self, *args: Any, **kwargs: Any) -> Any:
        """Take it, and remember the browser."""
        answer = super().post(*args, **kwargs)
        doors.remember(self.request, answer)
        return answer
