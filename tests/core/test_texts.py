"""Markdown: what a biography may hold, and what it may not."""

import re
from time import process_time
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from refuge.core.text_fields import refuse_other_addresses, refuse_too_long
from refuge.core.texts import ATTRIBUTES, LONGEST, TAGS, render_markdown, web_address
from tests.markup import links, read


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Born in *Jiangsu*.", "<p>Born in <em>Jiangsu</em>.</p>"),
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. c", '<ol start="3">\n<li>c</li>\n</ol>'),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("منیرو", "<p>منیرو</p>"),
        ("", ""),
    ],
)
def test_render_markdown_keeps_plain_prose(text: str, html: str) -> None:
    assert render_markdown(text).strip() == html


@pytest.mark.parametrize(
    ("text", "tags"),
    [("# a\n## b", ["h3", "h4"]), ("## a\n### b", ["h3", "h4"]), ("###### a", ["h3"]), ("# a\n##### b", ["h3", "h6"])],
)
def test_headings_start_at_h3(text: str, tags: list[str]) -> None:
    assert re.findall(r"<(h\d)>", render_markdown(text)) == tags


def test_links_to_other_sites_vouch_for_nothing() -> None:
    html = render_markdown('[a](https://example.org/x?a=1&b=2 "title") <http://example.org> [b](/about/) [c](#top)')
    assert html.count('rel="noreferrer noopener nofollow"') == 2
    assert '<a href="https://example.org/x?a=1&amp;b=2" title="title" rel="noreferrer noopener nofollow">a</a>' in html
    assert '<a href="/about/">b</a>' in html
    assert '<a href="#top">c</a>' in html


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java&#x09;script:alert(1)", "data:text/html,x", "vbscript:x",
        "mailto:a@example.org", "ftp://example.org", "//example.org", "/\\example.org", "http://[bad",
        "https://example.org@example.net", "https:example.org", "about",
    ],
)  # fmt: skip
def test_links_elsewhere_stay_text(url: str) -> None:
    assert "<a" not in render_markdown(f"[a](<{url}>)")
    assert "<a" not in render_markdown(f"[a][1]\n\n[1]: <{url}>")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "a <b onclick=x>b</b>",
        "![a](https://example.org/a.png)",
        "<https://example.org/\"onmouseover='x'>",
        "[a](https://example.org/'\"><script>)",
        "```<script>\n</code><script>\n```",
    ],
)
def test_html_and_pictures_are_never_loaded(text: str) -> None:
    html = render_markdown(text)
    assert not re.search(r"<(script|img|b)\b", html)
    assert set(re.findall(r"<[^>]*?\s([a-z]+)=", html)) <= {"href", "rel", "title"}


# What a hostile or unlucky text is made of. Joined at random, with nothing between them or with plain words.
FRAGMENTS = [
    "<script>", "</script>", "<script src=//x>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>",
    "<iframe srcdoc='", "<a href=javascript:alert(1)>", "<style>*{}", "<!--", "-->", "--!>", "<![CDATA[", "]]>",
    "<?php", "?>", "<!DOCTYPE x>", "<b onclick=x>", "</p>", "<math><mtext>", "<noscript><p title='</noscript>",
    "<textarea>", "<title>", "<plaintext>", "javascript:", "JaVaScRiPt:", "data:text/html;base64,", "vbscript:",
    "java\tscript:", "java&Tab;script:", "&#x6A;avascript:", "javascript&colon;alert(1)", "%6aavascript:",
    "\x01javascript:", "file:///", "//evil.example", "/\\evil.example", "https://example.org", "http://[::1]",
    "https://a@b", "/about/", "#top", "&lt;script&gt;", "&#60;script&#62;", "&#x3c;", "&quot;", "&amp;quot;",
    "&nbsp;", "&#0;", "&#xD800;", "&notanentity;", "[", "]", "(", ")", "](", "[a](", "[a](<", ">)", "![", "![a](",
    "[[", "]]", "[a][b]", "[b]: ", "\n\n[b]: javascript:x", "\n\n[b]: <data:x> 'y'", "\n[b]: /x (\"onload='y'\")",
    " \"t\"", " 't' onclick=x", " (t", "<https://", "<javascript:x>", "<mailto:a@b.c>",
    "<https://example.org/\"onmouseover=\"x>", "*", "**", "***", "_", "__", "`", "``", "```", "~~~", "\n```html\n",
    "\\", "\\<", "\\[", "# ", "\n# ", "\n###### ", "\n---\n", "\n===\n", "\n> ", "> > > ", "\n- ", "\n1. ",
    "\n999999999. ", "\n    ", "\t", "\n", "\r\n", "\r", "  \n", "|", "\u202e", "\u2066", "\u2028", "\u200b",
    "\ufeff", "\x00", "\x0b", "\ud7ff", "\uffff", "\U000e0041", "منیرو", "高", "é", "=", "\"", "'", "{{ x }}",
    "{% load x %}", "${x}",
]  # fmt: skip
nasty = st.lists(st.sampled_from(FRAGMENTS) | st.sampled_from(["a", "b c", " "]), max_size=30).map("".join)


def refuse_anything_but_prose(html: str) -> None:
    page = read(html)
    assert page.others == []
    for tag, attributes in page.elements:
        assert tag in TAGS
        assert len({name for name, _value in attributes}) == len(attributes)
        assert {name for name, _value in attributes} <= ATTRIBUTES.get(tag, set())
    for address in links(html):
        # As a browser reads it: control characters and blanks in front or within a scheme do not count.
        bare = re.sub(r"[\x00-\x20]", "", address).lower()
        assert re.match(r"https?://[^/\\@]+([/?#]|$)|/(?![/\\])|#|$", bare)
        assert urlsplit(bare).scheme in ("", "http", "https")


@settings(max_examples=600)
@given(nasty)
def test_no_text_gives_anything_but_prose(text: str) -> None:
    refuse_anything_but_prose(render_markdown(text))


@settings(max_examples=200)
@given(st.sampled_from(FRAGMENTS), st.sampled_from(FRAGMENTS), st.sampled_from(FRAGMENTS))
def test_no_link_gives_anything_but_prose(words: str, address: str, title: str) -> None:
    for text in (
        f"[{words}]({address}x)",
        f"[{words}](<{address}> '{title}')",
        f'[{words}]({address} "{title}")',
        f"[{words}][r]\n\n[r]: {address}x ({title})",
        f"<{address}{title}>",
    ):
        refuse_anything_but_prose(render_markdown(text))


def test_the_reader_of_these_tests_sees_what_must_not_be_there() -> None:
    """Else nothing above could fail."""
    for html in ("<script>", "<p onclick=x>", "<a href='javascript:x'>", "<!-- x -->", "<a href='java\tscript:x'>"):
        with pytest.raises(AssertionError):
            refuse_anything_but_prose(html)


BLOW_UPS = {
    "brackets": "[" * LONGEST,
    "pictures": "![[](" * (LONGEST // 5),
    "links": "[a](" * (LONGEST // 4),
    "references": "[x][" * (LONGEST // 4),
    "definitions": "".join(f"[a{n}]: /b\n[a{n}]\n\n" for n in range(LONGEST // 20))[:LONGEST],
    "unclosed titles": '[a](/b "' * (LONGEST // 8),
    "quotes": "> " * (LONGEST // 2),
    "lists": "- " * (LONGEST // 2) + "a",
    "deep lists": "\n".join("  " * depth + "- a" for depth in range(int(LONGEST**0.5))),
    "stairs": "\n".join(">" * depth + " a" for depth in range(int(LONGEST**0.5))),
    "emphasis": "*a _b" * (LONGEST // 5),
    "stars": "*" * (LONGEST // 2) + "a" + "*" * (LONGEST // 2),
    "backticks": "".join("`" * n + "a" for n in range(1, int((2 * LONGEST) ** 0.5))),
    "entities": "&" * LONGEST,
    "angles": "<" * LONGEST,
    "headings": "# a\n" * (LONGEST // 4),
}


def test_the_longest_text_is_rendered_in_bounded_time() -> None:
    """Nesting does not exhaust the stack, and nothing is quadratic: that would be 64 times the time."""
    for name, text in BLOW_UPS.items():
        spent = []
        for length in (len(text) // 8, len(text)):
            began = process_time()
            render_markdown(text[:length])
            spent.append(process_time() - began)
        assert spent[1] < max(24 * spent[0], 1.5), name
        assert spent[1] < 5, name


def test_a_text_that_is_too_long_is_refused_in_the_form() -> None:
    refuse_too_long("a" * LONGEST)
    with pytest.raises(ValidationError, match="50001 characters"):
        refuse_too_long("a" * (LONGEST + 1))


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "JAVASCRIPT:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)",
        "data:text/html,x", "vbscript:x", "ftp://example.org/", "//example.org/", "mailto:a@example.org",
        "https:/example.org", "https://me:word@example.org/", "https://example.org\\@example.net", "/about/", "#", "",
        "x",
    ],
)  # fmt: skip
def test_an_address_that_is_no_page_is_never_one(url: str) -> None:
    assert web_address(url) == ""
    with pytest.raises(ValidationError, match="begins with http:// or https://"):
        refuse_other_addresses(url)


@pytest.mark.parametrize("url", ["https://example.org", "HTTP://Example.org:8000/a?b=c#d", "https://köln.example/ä"])
def test_an_address_of_a_page_is_kept(url: str) -> None:
    assert web_address(url) == url
    refuse_other_addresses(url)
