"""The texts no such site can do without, as they come with the software: shown until staff publish their own."""

from pathlib import Path

from cities.public.models import PublicPage


def _supplied(path: Path) -> PublicPage:
    page, _, language = path.stem.partition(".")
    first, _, text = path.read_text(encoding="utf-8").partition("\n")
    title = first.removeprefix("# ")
    return PublicPage(slug=path.stem, page=page, language=language, title=title, text=text.strip())


# No rows: read once, with the code, and part of it.
SUPPLIED = tuple(_supplied(path) for path in sorted((Path(__file__).parent / "texts").glob("*.md")))
