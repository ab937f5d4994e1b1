"""Mails that no program should send: made to hurt, broken on the way, or only odd.

Each maker returns bytes. `{to}` and `{from}` are where the mail is sent and by whom.
"""

import base64
import secrets
from collections.abc import Iterator
from email.message import EmailMessage

from hypothesis import strategies as st

HEAD = b"From: %(from)s\r\nTo: %(to)s\r\nSubject: Re: Buses\r\n"
MIME = b"MIME-Version: 1.0\r\n"


def by_hand(to: str, sender: str) -> Iterator[tuple[str, bytes]]:
    """Yield names and mails."""
    head = HEAD % {b"from": sender.encode(), b"to": to.encode()}
    for name, rest in {**_headers(), **_parts(), **_texts(), **_encodings(), **_machines()}.items():
        yield name, head + rest
    yield from _without_a_head(to, sender)


def _headers() -> dict[str, bytes]:
    long = b"x" * 900
    return {
        "no body": b"",
        "no blank line": b"Thank you",
        "only blank lines": b"\r\n" * 5_000,
        "a header bomb": b"".join(b"X-%d: a\r\n" % n for n in range(30_000)) + b"\r\nHello",
        "one header of a megabyte": b"X-Long: " + b"a" * 1_000_000 + b"\r\n\r\nHello",
        "folded without end": b"X-Fold: a\r\n" + b" b\r\n" * 50_000 + b"\r\nHello",
        "ten subjects": b"".join(b"Subject: %d\r\n" % n for n in range(10)) + b"\r\nHello",
        "ten senders": b"".join(b"From: a%d@x.example\r\n" % n for n in range(10)) + b"\r\nHello",
        "a list of a thousand senders": b"From: "
        + b", ".join(b"a%d@x.example" % n for n in range(1_000))
        + b"\r\n\r\nHello",
        "a group as sender": b"From: undisclosed:;\r\n\r\nHello",
        "addresses in brackets in brackets": b"Cc: " + b"<" * 5_000 + b">" * 5_000 + b"\r\n\r\nHi",
        "comments in comments": b"Cc: " + b"(" * 20_000 + b"\r\n\r\nHi",
        "quotes that never close": b'Cc: "' + b"a\\" * 20_000 + b"\r\n\r\nHi",
        "encoded words without end": b"Subject: " + b"=?utf-8?q?a?= " * 10_000 + b"\r\n\r\nHi",
        "an encoded word in no charset": b"Subject: =?x-klingon?b?////?=\r\n\r\nHi",
        "a subject with line ends inside": b"Subject: =?utf-8?q?a=0D=0ABcc:_x@y.example?=\r\n\r\nHi",
        "a subject of zeros": b"Subject: =?utf-8?b?AAAA?=\r\n\r\nHi",
        "a date in no year": b"Date: Tue, 99 Foo 999999 99:99:99 +9999\r\n\r\nHi",
        "a thousand references": b"References: "
        + b" ".join(b"<%d@x.example>" % n for n in range(1_000))
        + b"\r\n\r\nHi",
        "a message id of 900 letters": b"Message-ID: <" + long + b"@x.example>\r\n\r\nHi",
        "a message id with line ends": b"Message-ID: <a\r\n b@x.example>\r\n\r\nHi",
        "raw bytes in headers": b"Subject: \xff\xfe\x80\x81\r\nX-\xe9: \xe9\r\n\r\nHi",
        "zeros in headers": b"Subject: a\x00b\r\n\r\nHi",
        "headers without names": b": nothing\r\n:\r\n\r\nHi",
        "a hundred times received": b"Received: from a by b; now\r\n" * 100 + b"\r\nHi",
        "spaces before colons": b"Subject : a\r\nFrom : b@x.example\r\n\r\nHi",
        "bare carriage returns": b"Subject: a\rX-B: c\r\r\n\r\nHi\rthere\r",
        "bare line feeds": b"\n\nHi\n.\nthere",
        "a mailbox line first": b">From x Mon Jan 1\r\n\r\nHi",
    }


def _multipart(body: bytes, *, kind: bytes = b"mixed", boundary: bytes = b"b") -> bytes:
    return MIME + b'Content-Type: multipart/%s; boundary="%s"\r\n\r\n' % (kind, boundary) + body


def _nested(depth: int) -> bytes:
    opened = b"".join(
        b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (n, n + 1)
        for n in range(depth)
    )
    return _multipart(opened + b"--b%d\r\n\r\nHello" % depth, boundary=b"b0")


def _parts() -> dict[str, bytes]:
    part = b"--b\r\n\r\nx\r\n"
    picture = b"--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return {
        "ten thousand parts": _multipart(part * 10_000 + b"--b--\r\n"),
        "a thousand parts inside each other": _nested(1_000),
        "twenty parts inside each other": _nested(20),
        "no boundary": MIME + b"Content-Type: multipart/mixed\r\n\r\nHello",
        "an empty boundary": _multipart(b"--\r\n\r\nHello\r\n----\r\n", boundary=b""),
        "a boundary that never comes": _multipart(b"Hello"),
        "a boundary of a thousand letters": _multipart(b"Hello", boundary=b"b" * 1_000),
        "a boundary that is a pattern": _multipart(b"--(a+)+$\r\n\r\nHi", boundary=b"(a+)+$"),
        "one part that never ends": _multipart(b"--b\r\n\r\nHello"),
        "ended before it began": _multipart(b"--b--\r\n--b\r\n\r\nHello"),
        "two boundaries alike": _multipart(
            b"--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHi\r\n--b--\r\n"
        ),
        "an alternative without any": _multipart(b"--b--\r\n", kind=b"alternative"),
        "a mail in a mail in a mail": MIME
        + b"Content-Type: message/rfc822\r\n\r\n" * 300
        + b"Hello",
        "no part but a picture that is none": _multipart(picture + b"aGVsbG8=\r\n--b--\r\n"),
        "a picture of broken letters": _multipart(picture + b"!!!!\xff\r\n--b--\r\n"),
        "a thousand pictures": _multipart((picture + b"aGk=\r\n") * 1_000 + b"--b--\r\n"),
        "a name out of the folder": _multipart(
            b'--b\r\nContent-Type: text/csv; name="../../etc/passwd"\r\n\r\na,b\r\n--b--\r\n'
        ),
        "a name of dots": _multipart(
            b'--b\r\nContent-Disposition: attachment; filename=".."\r\n\r\nx\r\n--b--\r\n'
        ),
        "a name of zeros": _multipart(
            b"--b\r\nContent-Disposition: attachment; filename*=utf-8''%00%0A.pdf\r\n\r\nx\r\n--b--"
        ),
        "a name of a megabyte": _multipart(
            b'--b\r\nContent-Disposition: attachment; filename="%s.pdf"\r\n\r\nx\r\n--b--'
            % (b"n" * 1_000_000)
        ),
        "a calendar that is none": MIME
        + b"Content-Type: text/calendar; method=REPLY\r\n\r\nMETHOD:",
        "a report without a report": _multipart(b"", kind=b"report"),
        "a type that is no type": MIME + b"Content-Type: ;;;=\r\n\r\nHello",
        "types without end": MIME + b"Content-Type: text/plain" + b"; a=b" * 20_000 + b"\r\n\r\nHi",
        "continued parameters": MIME
        + b"Content-Type: text/plain;"
        + b"".join(b" charset*%d=u;" % n for n in range(2_000))
        + b"\r\n\r\nHi",
        "a signed mail": _multipart(
            b"--b\r\n\r\nHello\r\n--b\r\nContent-Type: application/pgp-signature\r\n\r\nx\r\n--b--",
            kind=b"signed",
        ),
        "an encrypted mail": _multipart(
            b"--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--b--",
            kind=b"encrypted",
        ),
        "what Outlook wraps": MIME
        + b"Content-Type: application/ms-tnef; name=winmail.dat\r\n\r\n\x78\x9f\x3e\x22",
    }


def _texts() -> dict[str, bytes]:
    said = {
        "nothing but quotation": b"> Which bus?\r\n" * 20,
        "quoted a thousand deep": b">" * 1_000 + b" Which bus?\r\n",
        "a line of a megabyte": b"a" * 1_000_000,
        "a hundred thousand lines": b"a\r\n" * 100_000,
        "a hundred thousand quoted lines": b"> a\r\n" * 100_000,
        "introductions without end": b"On Mon, Ana <a@x.example> wrote:\r\n" * 5_000,
        "heads without end": b"From: Ana\r\nSent: Monday\r\nTo: Sam\r\nSubject: x\r\n\r\n" * 5_000,
        "signatures without end": b"-- \r\nSam\r\n" * 10_000,
        "rules without end": b"_" * 40 + b"\r\n" + b"________________________________\r\n" * 10_000,
        "fences without end": b"```\r\n" * 10_000,
        "brackets": b"[" * 20_000,
        "a table without end": b"|a|b|\r\n|-|-|\r\n" + b"|x|y|\r\n" * 5_000,
        "mentions without end": b"@Tess @Sam @superintendents " * 700,
        "links without end": b"http://a.example/ " * 1_000,
        "raw html": b"<script>alert(1)</script><img src=x onerror=alert(1)>",
        "a template": b"{{ user.password }}{% load admin %}${7*7}",
        "too long for a post": b"word " * 10_000,
        "one dot": b".\r\n",
        "spaces": b" \t \r\n" * 500,
        "control characters": bytes(range(32)) + b"\x7f",
        "zeros": b"Hello\x00\x00World",
        "words from right to left": "مرحبا \u202eabc\u202c \u200b".encode(),
        "letters on letters": ("a" + "\u0300" * 5_000).encode(),
        "half a letter": b"caf\xc3",
        "a thousand families": "👩‍👩‍👧‍👦".encode() * 1_000,
    }
    return {name: b"\r\n" + text for name, text in said.items()}


def _encodings() -> dict[str, bytes]:
    def typed(kind: str, body: bytes, *, encoding: str = "8bit") -> bytes:
        head = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
        return MIME + head.encode() + body

    html = "text/html; charset=utf-8"
    return {
        "base64 that is none": typed("text/plain", b"Hello, world!!", encoding="base64"),
        "base64 cut short": typed("text/plain", b"SGVsbG8gd29ybG", encoding="base64"),
        "base64 of a zip bomb's size": typed(
            "text/plain", base64.b64encode(b"\0" * 3_000_000), encoding="base64"
        ),
        "quoted-printable that is none": typed(
            "text/plain", b"=ZZ=\r\n=", encoding="quoted-printable"
        ),
        "an encoding that is not known": typed("text/plain", b"Hello", encoding="x-uuencode"),
        "a charset that is not known": typed("text/plain; charset=klingon", b"Hello \xff"),
        "a charset of a file's name": typed("text/plain; charset=../../etc", b"Hello"),
        "utf-7": typed("text/plain; charset=utf-7", b"+ADw-script+AD4-"),
        "utf-16 of odd length": typed("text/plain; charset=utf-16", b"\xff\xfeH\x00i"),
        "idna as a charset": typed("text/plain; charset=idna", b"xn--a" * 5_000),
        "rot13 as a charset": typed("text/plain; charset=rot13", b"Uryyb"),
        "windows letters called ASCII": typed("text/plain; charset=us-ascii", b"\x93Hi\x94 \x80"),
        "tags that never close": typed(html, b"<div>" * 20_000 + b"Hello"),
        "tables in tables": typed(html, b"<table><tr><td>" * 5_000 + b"Hello"),
        "lists in lists": typed(html, b"<ul><li>" * 5_000 + b"Hello"),
        "quotes in quotes": typed(html, b"<blockquote>" * 5_000 + b"Hello"),
        "a tag that never ends": typed(html, b"<a href='" + b"a" * 200_000),
        "entities without end": typed(html, b"&#x41;&amp;&lt;" * 30_000),
        "a comment that never ends": typed(html, b"<!-- " * 20_000),
        "styles": typed(html, b"<style>" + b"p{}" * 50_000 + b"</style>Hello"),
        "an svg": typed(
            html, b"<svg onload=alert(1)><math><mi//xlink:href='javascript:alert(1)'>Hi"
        ),
        "html that is empty": typed(html, b"<html><body></body></html>"),
        "flowed without end": typed("text/plain; format=flowed; delsp=yes", b"a \r\n" * 50_000),
    }


def _machines() -> dict[str, bytes]:
    return {
        "an absence": b"Auto-Submitted: auto-replied\r\n\r\nI am away.",
        "a list's mail": b"List-Id: <x.example>\r\nPrecedence: list\r\n\r\nNews",
        "our own list's": b"List-Id: <maple.porchlight.example>\r\nX-Porchlight-Hops: 9\r\n\r\nNews",
        "hops that are no number": b"X-Porchlight-Hops: lots\r\n\r\nHi",
        "a bounce of nothing": MIME
        + b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        + b"--b\r\nContent-Type: message/delivery-status\r\n\r\nStatus: 5.1.1\r\n\r\n--b--",
        "a complaint of nothing": MIME
        + b"Content-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n"
        + b"--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n\r\n--b--",
        "a report of ten thousand": MIME
        + b"Content-Type: message/delivery-status\r\n\r\n"
        + b"Final-Recipient: rfc822; a@x.example\r\nAction: failed\r\n\r\n" * 10_000,
        "results that lie": b"Authentication-Results: mx.x.example; dmarc=pass\r\n" * 500
        + b"\r\nHi",
    }


def _without_a_head(to: str, sender: str) -> Iterator[tuple[str, bytes]]:
    yield "nothing at all", b""
    yield "a zero", b"\0"
    yield "no mail but noise", secrets.token_bytes(20_000)
    yield "a program", b"\x7fELF" + bytes(5_000)
    yield "only line ends", b"\r\n\r\n"
    yield "in UTF-16", f"From: {sender}\r\nTo: {to}\r\n\r\nHello".encode("utf-16")
    whole = EmailMessage()
    whole["From"], whole["To"], whole["Subject"] = sender, to, "Hi"
    whole.set_content("Hello")
    for length in (10, 40, 80):
        yield f"cut after {length} bytes", whole.as_bytes()[:length]


_PIECES = st.sampled_from(
    [
        b"\r\n",
        b"\n",
        b"\r\n\r\n",
        b"--b\r\n",
        b"--b--\r\n",
        b"Content-Type: multipart/mixed; boundary=b\r\n",
        b"Content-Type: multipart/alternative; boundary=b\r\n",
        b"Content-Type: text/html; charset=utf-8\r\n",
        b"Content-Type: text/plain; charset=\r\n",
        b"Content-Type: message/rfc822\r\n",
        b"Content-Type: text/calendar; method=REPLY\r\n",
        b"Content-Transfer-Encoding: base64\r\n",
        b"Content-Transfer-Encoding: quoted-printable\r\n",
        b"Content-Disposition: attachment; filename=",
        b"Subject: =?utf-8?b?",
        b"Auto-Submitted: ",
        b"In-Reply-To: <",
        b"> On Mon, Ana wrote:\r\n",
        b"-- \r\n",
        b"<blockquote>",
        b"<img src=cid:1>",
        b"\xff\x00",
        "Gracias, ¿qué bus?\r\n".encode(),
    ]
)


@st.composite
def at_random(draw: st.DrawFn) -> bytes:
    """Return a mail put together from what breaks readers, after a head that may be whole."""
    head = b"From: sam@example.org\r\nTo: x@y.example\r\nSubject: Re: Buses\r\n"
    whole = draw(st.booleans())
    pieces = draw(st.lists(_PIECES | st.binary(max_size=80), max_size=30))
    return (head if whole else head[: draw(st.integers(0, 40))]) + b"".join(pieces)
