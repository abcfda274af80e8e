"""Turns the Markdown of biographies and pages into HTML that can hold nothing but text, lists, headings and links."""

import re
from collections.abc import Sequence

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

# A page has its h1 and the section its h2 already.
FIRST_HEADING = 3
TAGS = set("a blockquote br code em h2 h3 h4 h5 h6 hr li ol p pre strong ul".split())
ATTRIBUTES = {"a": {"href", "rel", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https"}
# Rendering takes time in proportion to the length, about a second for twice this on a slow machine.
LONGEST = 50_000
# Another site, named plainly: no password, no name before an @ that looks like the site's.
WEB = re.compile(r"https?://[\w.-]+(:\d+)?(?=[/?#]|$)", re.IGNORECASE)
# A place on this site. Browsers take "//host" and "/\\host" for another site.
HERE = re.compile(r"/(?!/|%5C)|#", re.IGNORECASE)


def is_web_address(url: str) -> bool:
    """Say whether an address is one of a page on the web, and so may become a link."""
    return bool(WEB.match(url))


def web_address(url: str) -> str:
    """Return the address of a page; empty for anything else, such as javascript:, data: or ftp:."""
    return url if is_web_address(url) else ""


def render_markdown(text: str, first_heading: int = FIRST_HEADING) -> SafeString:
    """CommonMark as safe HTML. Raw HTML is shown as text, pictures are not loaded, headings start at h2 or h3.

    Links go to http, https or an address on this site that begins with / or #; anything else stays the text it was.
    """
    html = PARSER.render(text, {"first": first_heading})
    html = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None)
    return mark_safe(html)  # noqa: S308 -- nh3 has just cleaned it


def _may_link(url: str) -> bool:
    return is_web_address(url) or bool(HERE.match(url))


def _lower_headings(state: StateCore) -> None:
    """Make the highest heading of the text an h2 or h3, whatever it was, so that no level is skipped."""
    headings = [token for token in state.tokens if token.type in ("heading_open", "heading_close")]
    highest = min((int(token.tag[1:]) for token in headings), default=1)
    for token in headings:
        level = int(token.tag[1:]) - highest + state.env["first"]
        token.tag = f"h{min(6, level)}"


def _link_open(
    renderer: RendererProtocol, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    """Tell another site neither where its reader came from nor that we vouch for it."""
    if is_web_address(str(tokens[index].attrGet("href"))):
        tokens[index].attrSet("rel", "noreferrer noopener nofollow")
    return renderer.renderToken(tokens, index, options, env)  # type: ignore[attr-defined]


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).disable("image")
    parser.validateLink = _may_link  # type: ignore[method-assign]
    parser.core.ruler.push("lower_headings", _lower_headings)
    parser.add_render_rule("link_open", _link_open)
    return parser


PARSER = _parser()
