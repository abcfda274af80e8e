"""A page as a tree of elements, made with what the standard library has."""

from collections.abc import Iterator
from html.parser import HTMLParser

EMPTY = frozenset("area base br col embed hr img input link meta source track wbr path rect circle use".split())


class Element:
    """One element: its name, its attributes, and what stands in it, texts and elements in order."""

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name, self.attributes = name, attributes
        self.inside: list[Element | str] = []

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def all(self, name: str = "", of_class: str = "", **attributes: str) -> Iterator["Element"]:
        """Yield the elements in this one, however deep, that have this name, class and attributes."""
        for part in self.inside:
            if isinstance(part, str):
                continue
            if (
                (not name or part.name == name)
                and (not of_class or of_class in part.classes)
                and all(part.attributes.get(key.replace("_", "-")) == value for key, value in attributes.items())
            ):
                yield part
            yield from part.all(name, of_class, **attributes)

    def first(self, name: str = "", of_class: str = "", **attributes: str) -> "Element | None":
        return next(self.all(name, of_class, **attributes), None)

    def lines(self) -> list[str]:
        """Return the texts in this element, each by itself, without what is only drawn."""
        found: list[str] = []
        for part in self.inside:
            if isinstance(part, str):
                text = " ".join(part.split())
                found += [text] if text else []
            elif part.attributes.get("aria-hidden") != "true":
                found += part.lines()
        return found

    @property
    def text(self) -> str:
        return " ".join(self.lines())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in EMPTY:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].inside.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self.open) - 1, 0, -1):
            if self.open[depth].name == tag:
                del self.open[depth:]
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def page(body: bytes) -> Element:
    """Return a page, or a feed, as a tree."""
    reader = _Reader()
    reader.feed(body.decode())
    return reader.root
