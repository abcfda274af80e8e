"""What a hostile or broken client may send: values, headers, methods, and the odd ends of addresses."""

from urllib.parse import quote

WORD = b"\x1aWORD\x1a"  # stands for the word of a pair, see fuzz.py
METHODS = [*"HEAD POST PUT PATCH DELETE OPTIONS TRACE CONNECT PROPFIND BREW get".split(), "GET\x00", ""]
# As they stand in a query, percent signs and all.
VALUES: list[bytes] = [
    value if isinstance(value, bytes) else quote(value, safe="").encode()
    for value in (
        "", " ", "0", "1", "2", "-1", "+1", "1.0", "1e3", "0x10", "007", "99999999", "9" * 40, "9" * 5000, "NaN",
        "Infinity", "2003", "1900", "1899", "2100", "2101", "20 03", "2003-05", "٢٠٠٣", "２００３", "²", "½", "IR",
        "ir", "XX", "I", "IRR", "NO", "en", "fa", "zz", "now", "past", "NOW", "poet", "name", "recent", "country",
        "-name", "²⁰⁰³",
        "name,slug", "?", "random", "None", "null", "undefined", "true", "[]", "{}", "*", "%", "_", "%%", "\\", "'",
        '"', "`", "';--", "' OR '1'='1", '") OR 1=1--', "1;SELECT pg_sleep(9)", "${7*7}", "{{ 7*7 }}", "{% debug %}",
        "%s", "%(x)s", "{0.__class__}", "<script>alert(1)</script>", '"><img src=x>', "&lt;", "javascript:x",
        "../../../etc/passwd", "..\\..", "/", "//x", "http://evil.example/", "\r\nX: y", "\n", "\t", "\x00", "a\x00b",
        "\x01", "\x1b", "\x7f", "\x85", "\u2028", "\u202e", "\u200b", "\ufeff", "\ufffd", "\uffff", "\U0001f3f3",
        "e\u0301", "ﷺ" * 20, "ß", "ŉ", "İ", "ﬁ", "Å", "منیرو", "高尔泰", "и" * 300, "a" * 199, "a" * 200, "a" * 201,
        "a" * 9000, "a " * 2000, "\u0301" * 500, b"%", b"%f", b"%zz", b"%u0041", b"%ff", b"%c0%af", b"%ed%a0%80",
        b"%f4%90%80%80", b"%e2%82", b"\xff\xfe", b"a%26b%3Dc", b"%2527", b"a+b", b"%2b", b"a;b=c", b"=", b"==", b"%00",
        b"%0d%0a", b"%EF%BC%9Cscript%EF%BC%9E",
    )
]  # fmt: skip
LISTS: dict[bytes, tuple[bytes, ...]] = {
    b"/writers/": tuple(b"q origin city country status role language from to sort page".split()),
    b"/cities/": (b"q", b"country", b"origin", b"network", b"status", b"page", b"sort"),
}
FREE = {b"q", b"from", b"to", b"page"}  # anything may be typed here; elsewhere stands a code, or nothing that counts
UNKNOWN = tuple(b" x Q q[] q__contains writer__name level id pk format %00 %ff __class__".split(b" "))
HEADERS: dict[str, list[bytes]] = {
    "HTTP_HOST": [
        b"localhost", b"LOCALHOST", b"localhost:80", b"localhost:99999", b"localhost.", b"localhost:", b"127.0.0.1",
        b"[::1]", b"",
        b"evil.example", b"localhost, evil.example", b"evil.example@localhost", b"localhost/x", b"localhost\x00",
        b"\xff", b"a" * 300,
    ],
    "HTTP_ACCEPT_LANGUAGE": [
        b"fa", b"fa;q=0.1,en", b"*", b"", b"xx", b"en;q=x", b"en;q=1e999", b"../../x", b"fa," * 3000, b"\xff",
        b"en-" + b"a" * 600,
    ],
    "HTTP_ACCEPT": [b"*/*", b"application/json", b"text/html;q=x", b"", b"\x00", b"a/b," * 500],
    "HTTP_ACCEPT_ENCODING": [b"gzip", b"br", b"identity;q=0", b"*;q=0", b"\xff"],
    "HTTP_IF_NONE_MATCH": [b"*", b'"x"', b'W/"x"', b'"', b"x", b'"x",' * 500, b"\xff", b""],
    "HTTP_IF_MATCH": [b"*", b'"x"', b"\xff"],
    "HTTP_IF_MODIFIED_SINCE": [
        b"Thu, 01 Jan 1970 00:00:00 GMT", b"Fri, 31 Dec 9999 23:59:59 GMT", b"Fri, 31 Feb 2024 00:00:00 GMT",
        b"yesterday", b"",
        b"Thu, 01 Jan 0000 00:00:00 GMT", b"99999999999999999999", b"\xff",
    ],
    "HTTP_IF_UNMODIFIED_SINCE": [b"Thu, 01 Jan 1970 00:00:00 GMT", b"x"],
    "HTTP_RANGE": [b"bytes=0-0", b"bytes=-1", b"bytes=5-1", b"bytes=0-,0-", b"bytes=99999999999-", b"x", b"\xff"],
    "HTTP_COOKIE": [
        b"session=x", b"__Host-session=x; csrf=y", b"=", b";;;", b"a=\x00", b"\xff=\xff", b"a=b; " * 2000,
        b"django_language=fa", b"messages=x",
    ],
    "HTTP_X_FORWARDED_PROTO": [b"https", b"http", b"https,http", b"javascript", b"\xff", b""],
    "HTTP_X_FORWARDED_HOST": [b"evil.example", b"\xff"],
    "HTTP_X_FORWARDED_FOR": [b"127.0.0.1", b"'; DROP", b"\xff"],
    "HTTP_X_FORWARDED_PORT": [b"22", b"x"],
    "HTTP_FORWARDED": [b"for=x;host=evil.example;proto=https"],
    "HTTP_X_HTTP_METHOD_OVERRIDE": [b"DELETE", b"POST"],
    "HTTP_X_ORIGINAL_URL": [b"/admin/"],
    "HTTP_X_REWRITE_URL": [b"/admin/"],
    "HTTP_X_REQUESTED_WITH": [b"XMLHttpRequest"],
    "HTTP_AUTHORIZATION": [b"Basic x", b"Basic \xff", b"Bearer " + b"a" * 5000, b""],
    "HTTP_REFERER": [b"https://evil.example/", b"\xff", b"javascript:x"],
    "HTTP_ORIGIN": [b"null", b"https://evil.example"],
    "HTTP_USER_AGENT": [b"", b"\xff", b"() { :;};", b"${jndi:x}", b"a" * 9000],
    "HTTP_EXPECT": [b"100-continue"],
    "HTTP_TRANSFER_ENCODING": [b"chunked", b"chunked, chunked"],
    "HTTP_CONNECTION": [b"upgrade", b"close, x"],
    "HTTP_PROXY": [b"http://evil.example/"],
    "CONTENT_LENGTH": [b"", b"0", b"-1", b"5", b"99999999999999999999", b"x", b"5, 5", b"0x5", "٣".encode()],
    "CONTENT_TYPE": [
        b"", b"text/html", b"multipart/form-data", b"multipart/form-data; boundary=\xff",
        b"application/x-www-form-urlencoded; charset=x",
        b"application/json", b"\xff", b"text/html; charset=utf-7", b"a" * 5000,
    ],
    "SCRIPT_NAME": [b"", b"/x"],
}  # fmt: skip
# What is put before, into or after a path.
ENDS = [
    b"", b"/", b"//", b"/.", b"/..", b"/../", b"/./", b"%2f", b"%2F..", b"%5c", b"%00", b"%00.html", b"%0a",
    b"%0d%0aX:y", b"%20", b"%09", b"+",
    b"%ff", b"%c0%af", b"%ed%a0%80", b"%e2%80%ae", b"%e2%80%8b", b"%d9%a1", b"%ef%bc%91", b"%cc%81", b".html",
    b".json", b".webp", b"~", b".bak",
    b";x=1", b":80", b"@evil.example", b"\\", b"%25", b"%2500", b"%", b"%zz", b"'", b'"', b"<x>", b"*", b"-", b"_",
    b"a" * 60, b"a" * 3000,
    b"/change/", b"/edit", b"/feed/", b"/x/../", b"%3f", b"%23", b"?", b"??", b"?next=//evil.example", b"#x", b"&",
    b"=",
]  # fmt: skip
STARTS = [b"", *b"/ // /./ /../ /%2e%2e/ /%2f ///evil.example/ /\\evil.example/ http://evil.example/ * /%00/".split()]
BODIES = [b"", b"a=b", b"a=b&" * 3000, b"\xff" * 100, b"--x\r\n", b'{"a": ', b"<?xml?>", b"a" * 100_000]
PLACES = [
    "/writers/%s/",
    "/cities/%s/",
    "/cities/%s/feed.atom",
    "/about/%s/",
    "/images/%s.webp",
    "/images/%s.jpeg",
    "/%s/",
    "/%s",
]
PLAIN = [
    "/",
    "/writers/",
    "/cities/",
    "/history/",
    "/about/",
    "/healthz",
    "/robots.txt",
    "/sitemap.xml",
    "/feed.atom",
    "/images/",
    "/static/",
    "/favicon.ico",
]
