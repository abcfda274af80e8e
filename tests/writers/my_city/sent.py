"""What a browser reads from the pages of a city, and sends back."""

import re
from html.parser import HTMLParser
from typing import Any

# What is drawn anew for each answer and says nothing.
DRAWN = re.compile(rb'(name="csrfmiddlewaretoken" value=|nonce[-=]"?)[^">\' ]+')


class _Fields(HTMLParser):
    """Collects the fields of the forms of a page, by the address each form is sent to."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, str]] = {}
        self.here: dict[str, str] = {}
        self.name = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said: dict[str, Any] = dict(attrs)
        name, value = said.get("name") or "", said.get("value") or ""
        if tag == "form":
            self.here = self.forms.setdefault((said.get("action") or "").partition("#")[0], {})
        elif tag == "select":
            self.name = name
        elif tag == "option" and self.name and ("selected" in said or self.name not in self.here):
            self.here[self.name] = value
        elif tag == "input" and name and (said.get("type") not in ("radio", "checkbox", "file") or "checked" in said):
            self.here[name] = value or ("on" if said.get("type") == "checkbox" else "")
        elif tag == "textarea":
            self.name = name
            self.here[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag in ("select", "textarea"):
            self.name = ""

    def handle_data(self, data: str) -> None:
        if self.name and self.lasttag == "textarea":
            self.here[self.name] += data


def filled(page: Any, address: str = "") -> dict[str, str]:
    """Return what a browser would send from the form of a page that goes to this address (or to the page itself)."""
    reader = _Fields()
    reader.feed(page.content.decode())
    return dict(reader.forms[address])


def undo_of(page: str) -> dict[str, str]:
    """Return what the first button for undoing on a page sends."""
    found = re.search(r'name="part" value="([^"]+)"><input type="hidden" name="number" value="([0-9]+)"', page)
    assert found, page
    return {"part": found[1], "number": found[2]}


def told(answer: Any) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
    """Return an answer whole: status, headers, body; without what is drawn anew each time."""
    headers = {name: DRAWN.sub(rb"\1", value.encode()).decode() for name, value in answer.headers.items()}
    # A token of a form has one length, but its cookie dies at another second.
    headers["Set-Cookie"] = str(sorted(answer.cookies))
    # The admin's answers are stale the second they are made.
    headers.pop("Expires", None)
    return answer.status_code, tuple(sorted(headers.items())), DRAWN.sub(rb"\1", answer.content)
