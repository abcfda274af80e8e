"""Markdown: what a biography may hold, and what it may not."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refuge.core.texts import TAGS, render_markdown


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


@given(st.text(alphabet="abc <>&\"'()[]!#*_`-:/\\\n1.|~=x\x00", max_size=80))
def test_any_text_gives_only_known_tags(text: str) -> None:
    tags = set(re.findall(r"</?([a-zA-Z0-9]+)", render_markdown(text)))
    assert tags <= TAGS
