"""What every template needs to put codes, partial dates, links and texts into the reader's language."""

from urllib.parse import quote, urlsplit

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from refuge.core import countries, languages
from refuge.core.addresses import public_address
from refuge.core.characters import plain_text
from refuge.core.partial_dates import PartialDate, span_words
from refuge.core.texts import is_web_address, render_markdown

register = template.Library()

register.filter("country", lambda code: countries.name(code) if code else "")
register.filter("language", lambda code: languages.name(code) if code else "")
register.filter("plain_text", plain_text)
register.filter("public_address", public_address)
register.filter("region", lambda key: countries.region_name(key) if key else "")


@register.filter
def partial(date: PartialDate | str | None) -> str:
    """A partial date, or its stored text, in words; empty for none."""
    known = _date_of(date)
    return known.words() if known else ""


@register.filter
def span(starts: PartialDate | str | None, ends: PartialDate | str | None) -> str:
    """Two partial dates as one span: `{{ stay.starts|span:stay.ends }}`."""
    return span_words(_date_of(starts), _date_of(ends))


@register.filter
def markdown(text: str | None, first_heading: int = 3) -> SafeString:
    """Markdown as safe HTML; headings start at h3, or where told: `{{ text|markdown:2 }}`."""
    return render_markdown(text or "", first_heading)


@register.filter
def langtag(language: str, script: str = "") -> str:
    """The `lang` of a text: `<bdi lang="{{ name.language|langtag:name.script }}">`.

    A romanised name gets none on a page in Latin letters, where it sets well as it is; elsewhere it counts as English,
    so that the page's own language does not claim its letters.
    """
    tag = languages.tag(language or "", script or "")
    if tag or languages.usual_script(get_language() or "en") == "Latn":
        return tag
    return "en" if script == "Latn" else ""


@register.filter
def direction(tag: str | None) -> str:
    """The `dir` of a text in a language or under a tag: rtl or ltr."""
    return "rtl" if languages.is_rtl(tag or "") else "ltr"


@register.filter
def host(url: str | None) -> str:
    """The name of the site a link leads to, without `www.`; empty for what is no link."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


@register.filter
def contact_link(contact: str) -> str:
    """The link to write to somebody: a page as it is, an e-mail address as mailto:, in which it can start no header."""
    return contact if is_web_address(contact) else f"mailto:{quote(contact, safe='@')}"


def _date_of(date: PartialDate | str | None) -> PartialDate | None:
    return PartialDate.from_stored(date) if isinstance(date, str) and date else date or None
