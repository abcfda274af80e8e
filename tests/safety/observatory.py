"""The scoring of the MDN HTTP Observatory, for one answer: our own code after its published table and rules.

Source: github.com/mdn/mdn-http-observatory, `src/grader/charts.js` (the modifiers), `src/scanner/index.js` (extra
credit counts only from 90) and `src/analyzer/tests/` (the rules), version 1.6.3 with its twelve tests. One hundred is
grade A+. Not ported: what needs a certificate or the browsers' preload list (+5 once preloaded), CSP in `<meta>` and
nonces (we have neither). What the table calls unrecognised counts here as badly as the worst of its test.
"""

import re
from html.parser import HTMLParser
from typing import Any

BASE = 100
EXTRA_CREDIT_FROM = 90
BROAD = {"*", "http:", "https:", "ftp:", "http://*", "https://*", "http://*.*", "https://*.*"}
INLINE = {"'unsafe-inline'", "data:"}
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
SIX_MONTHS = 15_768_000


def score(answer: Any, plain: Any) -> int:
    """Return the points of an answer given over https; `plain` is what the same address says over http."""
    given = modifiers(answer, plain).values()
    total = BASE + sum(points for points in given if points < 0)
    return max(0, total + (sum(points for points in given if points > 0) if total >= EXTRA_CREDIT_FROM else 0))


def modifiers(answer: Any, plain: Any) -> dict[str, int]:
    """Return what each of the twelve tests adds or takes away."""
    said = answer.headers
    return {
        "content-security-policy": _policy(_directives(said.get("Content-Security-Policy", ""))),
        "cookies": _cookies(answer.cookies.values(), "Strict-Transport-Security" in said),
        "cross-origin-embedder-policy": _one_of(said, "Cross-Origin-Embedder-Policy", "require-corp", "credentialless"),
        "cross-origin-opener-policy": _one_of(said, "Cross-Origin-Opener-Policy", "same-origin"),
        "cross-origin-resource-policy": _one_of(said, "Cross-Origin-Resource-Policy", "same-origin", "same-site"),
        "cross-origin-resource-sharing": -50 if "Access-Control-Allow-Credentials" in said else 0,
        "redirection": _redirection(answer, plain),
        "referrer-policy": _referrer(said.get("Referrer-Policy")),
        "strict-transport-security": _transport(said.get("Strict-Transport-Security", "")),
        "subresource-integrity": _scripts(answer),
        "x-content-type-options": 0 if said.get("X-Content-Type-Options") == "nosniff" else -5,
        "x-frame-options": _frames(said),
    }


def _directives(policy: str) -> dict[str, set[str]]:
    parts = [part.split() for part in policy.lower().split(";") if part.strip()]
    return {name: set(sources) or {"'none'"} for name, *sources in parts}


def _policy(policy: dict[str, set[str]]) -> int:
    if not policy:
        return -25
    default = policy.get("default-src", {"*"})
    script, style, objects = (policy.get(f"{kind}-src", default) for kind in ("script", "style", "object"))
    passive = policy.get("img-src", default) | policy.get("media-src", default)
    active = set().union(*(sources for name, sources in policy.items() if name not in ("img-src", "media-src")))
    if script & (BROAD | INLINE) or objects & BROAD or any(s.startswith(("http:", "ftp:")) for s in active):
        return -20
    if "'unsafe-eval'" in script | style or any(source.startswith(("http:", "ftp:")) for source in passive):
        return -10
    if style & (BROAD | INLINE):
        return 0
    return 10 if default == {"'none'"} and policy.get("form-action", {"*"}) <= {"'none'", "'self'"} else 5


def _cookies(cookies: Any, protected: bool) -> int:
    points = [5]
    for cookie in cookies:
        session = re.search("session|csrf", cookie.key)
        if not cookie["secure"]:
            points.append((-10 if session else -5) if protected else (-40 if session else -20))
        if session and not cookie["httponly"]:
            points.append(-30)
        if cookie["samesite"] not in ("Strict", "Lax"):
            points.append(-20 if cookie["samesite"] or "csrf" in cookie.key else 0)
    return min(points) if cookies else 0


def _one_of(said: Any, name: str, *good: str) -> int:
    value = said.get(name)
    if value is None or value in ("unsafe-none", "cross-origin"):
        return 0
    return 10 if value in good else -5


def _redirection(answer: Any, plain: Any) -> int:
    host = answer.wsgi_request.get_host() if answer.status_code != 400 else ""
    return 0 if plain.status_code == 400 or plain.headers.get("Location", "").startswith(f"https://{host}") else -20


def _referrer(value: str | None) -> int:
    if value is None:
        return 0
    return 5 if value.split(",")[-1].strip() in PRIVATE else -5


def _transport(value: str) -> int:
    age = re.search(r"max-age=(\d+)", value)
    if age is None:
        return -20
    return 0 if int(age[1]) >= SIX_MONTHS else -10


def _frames(said: Any) -> int:
    policy = _directives(said.get("Content-Security-Policy", ""))
    if not policy.get("frame-ancestors", {"*"}) & BROAD:
        return 5
    return 0 if said.get("X-Frame-Options") in ("DENY", "SAMEORIGIN") else -20


class _Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script" and dict(attrs).get("src"):
            self.found.append(dict(attrs))


def _scripts(answer: Any) -> int:
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return 0
    parser = _Scripts()
    parser.feed(answer.content.decode())
    foreign = [script for script in parser.found if re.match(r"(https?:)?//", script["src"] or "")]
    if any(not (script["src"] or "").startswith("https://") for script in foreign):
        return -20 if all(script.get("integrity") for script in foreign) else -50
    if any(not script.get("integrity") for script in foreign):
        return -5
    return 5 if any(script.get("integrity") for script in parser.found) else 0
