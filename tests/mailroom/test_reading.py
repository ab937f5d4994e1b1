import base64
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailroom.reading import Fault, ReadMail, read
from tests.costs import takes_at_most


def mail(headers: str, body: str | bytes = "Hello.\n") -> bytes:
    content = body if isinstance(body, bytes) else body.encode()
    return headers.strip("\n").encode() + b"\n\n" + content


def parts(*inside: str, kind: str = "mixed") -> bytes:
    body = "".join(f"--b\n{part}\n" for part in inside) + "--b--\n"
    return mail(f"From: ana@maple.example\nContent-Type: multipart/{kind}; boundary=b", body)


def test_who_what_and_when() -> None:
    found = read(
        mail(
            """
From: =?utf-8?q?Ana_Ruiz?= <Ana@Maple.example>
To: "Maple, Street" <reply+abc@in.example>, luis@oak.example
Cc: Bo <bo@oak.example>
Delivered-To: reply+abc@in.example
X-Original-To: REPLY+abc@in.example
Subject: =?utf-8?b?wr9RdWnDqW4gY2FtaW5hPw==?=
 =?iso-8859-1?q?_S=ED?=
Date: Mon, 1 Feb 2016 04:58:00 -0500
Message-ID: <1@maple.example>
In-Reply-To: <0@in.example>
References: <a@in.example>
 <0@in.example>
"""
        )
    )
    assert found.sender == ("Ana Ruiz", "ana@maple.example")
    assert found.to == (("Maple, Street", "reply+abc@in.example"), ("", "luis@oak.example"))
    assert found.cc == (("Bo", "bo@oak.example"),)
    assert found.delivered_to == ("reply+abc@in.example",)
    assert found.subject == "¿Quién camina? Sí"
    assert found.date == datetime(2016, 2, 1, 9, 58, tzinfo=UTC)
    assert found.message_id == "<1@maple.example>"
    assert found.in_reply_to == ("<0@in.example>",)
    assert found.references == ("<a@in.example>", "<0@in.example>")
    assert found.text == "Hello."
    assert not found.faults


def test_of_alternatives_the_plain_text_is_read() -> None:
    found = read(
        parts(
            "Content-Type: text/plain\n\nplain",
            "Content-Type: text/html\n\n<p>rich</p>",
            kind="alternative",
        )
    )
    assert found.text == "plain"
    assert found.html == "<p>rich</p>"
    assert found.attachments == ()


def test_an_empty_plain_text_gives_way_to_the_html() -> None:
    found = read(
        parts(
            "Content-Type: text/plain\n\n \n",
            "Content-Type: text/html\n\n<p>rich</p>",
            kind="alternative",
        )
    )
    assert found.text == "rich"


def test_text_above_and_below_a_picture_is_one_text() -> None:
    found = read(
        parts(
            "\nabove",
            "Content-Type: image/png; name=a.png\nContent-ID: <p1>\n"
            "Content-Transfer-Encoding: base64\n\niVBORw==",
            "\nbelow",
        )
    )
    assert found.text == "above\n\n[cid:p1]\n\nbelow"
    picture = found.attachments[0]
    assert (picture.name, picture.content_type) == ("a.png", "image/png")
    assert (picture.content, picture.content_id, picture.inline) == (b"\x89PNG", "p1", True)


def test_an_attachments_name_may_be_encoded_in_any_way() -> None:
    for header in (
        "filename*=utf-8''a%C3%B1o.txt",
        "filename==?utf-8?q?a=C3=B1o.txt?=",
        "filename*0*=utf-8''a%C3; filename*1*=%B1o.txt",
    ):
        found = read(
            parts(f"Content-Type: text/plain\nContent-Disposition: attachment; {header}\n\nx")
        )
        assert found.attachments[0].name == "año.txt"
        assert not found.attachments[0].inline
        assert found.text == ""


def test_an_invitation_is_no_attachment() -> None:
    found = read(parts("\nsee", "Content-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR"))
    assert found.calendars[0].content == b"BEGIN:VCALENDAR"
    assert found.attachments == ()


HTML = """<html><head><title>no</title><style>p {}</style></head><body>
<p>Hello&nbsp;<b>all</b>,<br>we walk <a href="https://x.example/a">together</a>
 and see <a href="https://x.example/">x.example</a>.</p>
<ul><li>one<li>two<ol><li>a</li><li>b</li></ol></ul>
<p><img src="cid:p1" alt="map"><img src="https://t.example/pixel.gif"></p>
<div>On Mon, Feb 1, 2016 at 4:58 AM, Ana &lt;<a href="mailto:a@b.c">a@b.c</a>&gt; wrote:<br></div>
<blockquote><p>Who?</p><blockquote>Older</blockquote></blockquote>
<pre>a  b
 c</pre></body></html>"""


def test_html_becomes_the_text_that_a_person_sees() -> None:
    found = read(mail("Content-Type: text/html; charset=utf-8", HTML))
    assert found.text.split("\n") == [
        "Hello all,",
        "we walk [together](https://x.example/a) and see https://x.example/.",
        "",
        "- one",
        "- two",
        "",
        "   1. a",
        "   2. b",
        "",
        "![map](cid:p1)",
        "",
        "On Mon, Feb 1, 2016 at 4:58 AM, Ana <a@b.c> wrote:",
        "",
        "> Who?",
        ">",
        ">> Older",
        "",
        "a  b",
        " c",
    ]


def test_broken_html_still_says_what_it_says() -> None:
    for html in ("<head><p>Yes", "<head><body>Yes", "Yes<![if", "<p <b>Yes", "</p></x>Yes<"):
        assert "Yes" in read(mail("Content-Type: text/html", html)).text


def test_flowed_text_is_joined() -> None:
    flowed = "We walk \ntogether.\n\n> Who \n> walks?\n>> Old\n-- \nAna\n"
    found = read(mail("Content-Type: text/plain; format=flowed", flowed))
    assert found.text == "We walk together.\n\n> Who walks?\n>> Old\n-- \nAna"


def test_flowed_text_without_its_spaces_is_joined() -> None:
    found = read(mail("Content-Type: text/plain; format=flowed; delsp=yes", "走 \n路\n"))
    assert found.text == "走路"


@pytest.mark.parametrize(
    ("charset", "content", "text"),
    [
        ("utf-8", "sí".encode(), "sí"),
        ("iso-8859-1", "sí".encode("latin-1"), "sí"),
        ("iso-8859-1", "sí “no”".encode("cp1252"), "sí “no”"),
        ("iso-8859-1", "sí".encode(), "sí"),
        ("us-ascii", "sí".encode(), "sí"),
        ("us-ascii", "sí".encode("latin-1"), "sí"),
        ("utf-8", "sí".encode("latin-1"), "sí"),
        ("x-no-such", "sí".encode(), "sí"),
        ("base64", b"plain", "plain"),
        ("utf-7", b"a+2AA-b", "a\ufffdb"),
        ("punycode", b"plain-", "plain-"),
        ("gb2312", "中文".encode("gb18030"), "中文"),
        ("ks_c_5601-1987", "한글".encode("cp949"), "한글"),
        ("koi8-r", "Да".encode("koi8-r"), "Да"),
        ("", ("Привет, мы ходим вместе каждый день. " * 5).encode("cp1251"), None),
    ],
)
def test_wrong_and_odd_charsets_survive(charset: str, content: bytes, text: str | None) -> None:
    found = read(mail(f"Content-Type: text/plain; charset={charset}", content))
    if text is None:
        assert "мы ходим вместе" in found.text
    else:
        assert found.text == text


@pytest.mark.parametrize(
    ("encoding", "content", "text"),
    [
        ("base64", base64.encodebytes("sí, más".encode()), "sí, más"),
        ("base64", b"c8OtLCBt=C3", "sí, "),
        ("base64", b"This is not base64, is it? No!", "This is not base64, is it? No!"),
        ("quoted-printable", b"s=C3=AD=\n, m=E1s=ZZ", None),
        ("8bit", "sí".encode(), "sí"),
        ("x-no-such", "sí".encode(), "sí"),
        ("x-uuencode", b"begin 644 a\n#86)C\n`\nend\n", "abc"),
    ],
)
def test_wrong_and_odd_transfer_encodings_survive(
    encoding: str, content: bytes, text: str | None
) -> None:
    found = read(
        mail(
            f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}",
            content,
        )
    )
    assert found.text.startswith("sí, m" if text is None else text)


@pytest.mark.parametrize(
    "header",
    [
        "From: <<<>>>,,;:@@",
        "From: " + "(" * 5000,
        'From: "' + "\\" * 5000,
        "To: a:b:c;d@e, <f@>",
        "Date: Foo, 99 Bar 99999 99:99:99 +9999999",
        "Date: Mon, 1 Jan 0001 00:00:00 +1400",
        "Subject: =?utf-8?b?/?= =?x?y?z?= =?utf-8?q?=?=",
        "Message-ID: <[a@b",
        "Content-Type: ;;;===",
        "Content-Type: text/plain; charset*=x'y",
        "Content-Type: multipart/mixed; boundary*0=a; boundary*x=b",
        "Content-Transfer-Encoding: =?utf-8?q?base64?=",
        "Content-Type: multipart/mixed",
        "no header at all",
        ": nameless",
        "Subject: \udcff\udcfe\x00\x1b",
    ],
)
def test_malformed_headers_raise_nothing(header: str) -> None:
    raw = header.encode("utf-8", "surrogateescape")
    found = read(raw + b"\n\nHello.\n")
    assert "Hello." in found.text


def test_a_mail_without_headers_is_all_text() -> None:
    assert read(b"Hello all,\nwe walk.\n").text == "Hello all,\nwe walk."
    assert read(b"").text == ""
    assert read(b"Subject: only").subject == "only"


def test_old_line_ends_are_line_ends() -> None:
    found = read(b"Subject: a\r\rHello.\rBye.\r")
    assert (found.subject, found.text) == ("a", "Hello.\nBye.")


def nested(depth: int) -> bytes:
    mails = [
        f"Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n"
        for level in range(depth)
    ]
    return ("".join(mails) + "\nHello.\n").encode()


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (nested(5000), Fault.DEPTH),
        (parts(*["\nx"] * 10_000), Fault.PARTS),
        (mail("\n".join(f"X-{at}: y" for at in range(100_000))), Fault.HEADERS),
        (mail("Subject: " + "x" * 5_000_000), Fault.HEADERS),
        (mail("Subject: " + "\n x" * 1_000_000), Fault.HEADERS),
        (mail("Content-Type: text/plain" + ";" * 250_000), None),
        (mail('Content-Type: text/plain; a="' + ';"' * 120_000), None),
        (mail(("Subject: " + "=?a?q?" * 2_600 + "\n") * 15), None),
        (mail(("From: " + "<a@b>," * 2_600 + "\n") * 15), None),
        (mail(("To: " + '"' * 15_000 + "\n") * 15), None),
        (parts(*["X-Y: z\n" * 20_000 + "\nx"] * 150), Fault.HEADERS),
        (mail("Subject: x", b"x" * 8_000_000), Fault.TEXT),
        (mail("Content-Type: text/html", b"<b>" * 3_000_000), Fault.TEXT),
        (mail("Content-Type: text/html", b"<" * 5_000_000), Fault.TEXT),
        (mail("Content-Type: text/html", b"<a href=http://x>y<br>" * 50_000), Fault.TEXT),
        (mail("Content-Type: text/html", b"<!-" * 300_000), Fault.TEXT),
        (mail("Content-Type: text/html", b"<a b='" * 300_000), Fault.TEXT),
        (mail("Content-Type: text/html", b"<![x" * 300_000), Fault.TEXT),
        (mail("Content-Type: text/html", b"&#x" * 300_000), Fault.TEXT),
        (mail("Content-Type: text/html", b"<blockquote><ul><li>x" * 300_000), Fault.TEXT),
    ],
)
def test_what_is_over_a_bound_is_said_and_takes_little_time(
    data: bytes, fault: Fault | None
) -> None:
    found = read(data)
    assert fault is None or fault in found.faults
    # Some four seconds.
    assert takes_at_most(130, partial(read, data))


def test_what_is_within_the_bounds_is_at_fault_for_nothing() -> None:
    assert not read(nested(10)).faults
    assert read(nested(10)).text == "Hello."
    assert len(read(parts(*["\nx"] * 150)).text.split()) == 150


def can_be_kept(found: ReadMail) -> None:
    """Fail if PostgreSQL could not store what was read."""
    said = [found.text, found.html, found.subject, found.message_id, *found.sender]
    said += [part.name for part in found.attachments]
    said += [value for values in found.headers.values() for value in values]
    assert "\x00" not in "".join(said)
    "".join(said).encode()


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_can_be_read(data: bytes) -> None:
    can_be_kept(read(data))


def whole() -> bytes:
    made = EmailMessage()
    made["From"] = "Ana Ruiz <ana@maple.example>"
    made["Subject"] = "¿Quién camina?"
    made["Message-ID"] = "<1@maple.example>"
    made.set_content("Hola,\n\ncaminamos.\n")
    made.add_alternative("<p>Hola,</p><ul><li>caminamos</ul>", subtype="html")
    made.add_attachment(b"\x89PNG", "image", "png", filename="a.png")
    return made.as_bytes()


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_mangled_mail_can_be_read(data: st.DataObject) -> None:
    raw = bytearray(whole())
    for _time in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(raw) - 1))
        length = data.draw(st.integers(0, 40))
        raw[at : at + length] = data.draw(
            st.one_of(
                st.binary(max_size=20),
                st.sampled_from(
                    [b"\n", b"\r", b"--", b"=?utf-8?b?", b"\n\n", b"<blockquote>", b""]
                ),
            )
        )
    can_be_kept(read(bytes(raw)))
