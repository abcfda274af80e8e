"""Sessions, accounts, messages and CSRF tokens, for the office alone: a public request passes them by."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import timezone, translation
from django_otp.middleware import OTPMiddleware
from simple_history.middleware import HistoryRequestMiddleware

from refuge.core.surface import is_office

# When the session's owner signed in, in seconds.
SIGNED_IN_AT = "signed_in_at"


class _OfficeOnly:
    """Lets a public request pass by a middleware as if it were not there."""

    get_response: Any

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Run the middleware for the office alone."""
        if is_office(request):
            return super().__call__(request)  # type: ignore[misc]  # the middleware this is mixed into
        return self.get_response(request)


class OfficeSessionMiddleware(_OfficeOnly, SessionMiddleware):
    """Sessions, in the office only."""


class OfficeAuthenticationMiddleware(_OfficeOnly, AuthenticationMiddleware):
    """Users, in the office only."""


class OfficeOtpMiddleware(_OfficeOnly, OTPMiddleware):
    """Whether the second factor was given, in the office only."""


class SessionAgeMiddleware:
    """Ends a session twelve hours after its owner signed in, however busy it was."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, without the session if it is too old."""
        if is_office(request) and SESSION_KEY in request.session:
            now = timezone.now().timestamp()
            if now - request.session.setdefault(SIGNED_IN_AT, now) >= settings.SESSION_COOKIE_AGE:
                request.session.flush()
        return self.get_response(request)


class OfficeMessageMiddleware(_OfficeOnly, MessageMiddleware):
    """Messages to staff, in the office only."""


class OfficeCsrfMiddleware(_OfficeOnly, CsrfViewMiddleware):
    """Cross-site request forgery protection; the public surface has no unsafe method to forge."""

    def process_view(self, request: HttpRequest, callback: Any, args: Any, kwargs: Any) -> Any:
        """Check office requests."""
        return super().process_view(request, callback, args, kwargs) if is_office(request) else None


class OfficeLanguageMiddleware:
    """Speaks to each member of the office in the language of the account."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer an office request in the owner's language, where the account names one."""
        language = getattr(request.user, "language", "") if is_office(request) else ""
        with translation.override(language) if language else nullcontext():
            return self.get_response(request)


class OfficeHistoryMiddleware:
    """Lets the history of records know who asks, in the office only."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response
        self.known = HistoryRequestMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> Any:
        """Answer an office request as somebody's."""
        return self.known(request) if is_office(request) else self.get_response(request)
