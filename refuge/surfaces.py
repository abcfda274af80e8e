"""What every answer carries, and the guard round every public one."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed

from refuge.core.guard import guarded
from refuge.core.surface import is_office

GetResponse = Callable[[HttpRequest], HttpResponseBase]

POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
OFFICE_POLICY = POLICY.replace("img-src", "script-src 'self'; connect-src 'self'; img-src")
HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
}


class HeadersMiddleware:
    """Sets the headers that every answer carries."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the headers of the surface."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        office = is_office(request)
        if office:
            # Under "no-referrer" a browser names no origin when it sends a form, and the CSRF check refuses that.
            response.setdefault("Referrer-Policy", "same-origin")
        response.setdefault("Content-Security-Policy", OFFICE_POLICY if office else POLICY)
        response.setdefault("Cache-Control", "no-store" if office else "no-cache")
        return response


class GuardMiddleware:
    """Answers every public request, rendering included, inside the guard. GET and HEAD only."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a public request inside the guard, an office request outside it."""
        if is_office(request):
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        with guarded():
            response = self.get_response(request)
            if not isinstance(response, HttpResponse):
                # A streamed answer would read the database after the guard is gone.
                raise TypeError("The public surface streams nothing.")
            return response
