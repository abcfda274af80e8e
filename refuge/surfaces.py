"""What every answer carries, and the guard round every public one."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed

from refuge.core.guard import guarded
from refuge.core.surface import POLICY, is_office

GetResponse = Callable[[HttpRequest], HttpResponseBase]

EVERYWHERE = {
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "X-Content-Type-Options": "nosniff",
    "X-DNS-Prefetch-Control": "off",
    "X-Frame-Options": "DENY",
}
# Whatever the page says, so that no header tells a page that is there from one that is not.
PUBLIC = {
    **EVERYWHERE,
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noarchive",
}
OFFICE = {
    **EVERYWHERE,
    "Content-Security-Policy": POLICY.replace("img-src", "script-src 'self'; connect-src 'self'; img-src"),
    # Under "no-referrer" a browser names no origin when it sends a form, and the CSRF check refuses that.
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


class HeadersMiddleware:
    """Sets the headers that every answer carries. Stands outermost: static files and early refusals carry them too."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the headers of the surface."""
        response = self.get_response(request)
        office = is_office(request)
        # A preview carries its pictures inside, so it brings a policy of its own.
        policy = response.get("Content-Security-Policy") if office else None
        for name, value in (OFFICE if office else PUBLIC).items():
            response[name] = value
        if policy:
            response["Content-Security-Policy"] = policy
        response.setdefault("Cache-Control", "no-store" if office else "no-cache")
        # A date says when something was done here. Whoever asks again has the ETag.
        del response["Last-Modified"]
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
