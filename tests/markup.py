"""Reads pages with the parser of the standard library, which shares no code with what wrote them."""

from html.parser import HTMLParser

Attributes = tuple[tuple[str, str | None], ...]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, Attributes]] = []
        self.others: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.others.append(f"comment {data}")

    def handle_decl(self, decl: str) -> None:
        self.others.append(f"declaration {decl}")

    def handle_pi(self, data: str) -> None:
        self.others.append(f"instruction {data}")

    def unknown_decl(self, data: str) -> None:
        self.others.append(f"unknown {data}")


def read(html: str) -> _Reader:
    """Return the elements of a page with their attributes, its text, and whatever is neither."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


def links(html: str) -> list[str]:
    """Return every address that a page leads to or loads."""
    holders = {"href", "src", "srcset", "action", "formaction", "poster", "data", "xlink:href", "cite", "background"}
    return [value or "" for _tag, attributes in read(html).elements for name, value in attributes if name in holders]
