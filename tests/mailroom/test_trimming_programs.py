"""What the mail programs we know put below an answer, each in its own way."""

import pytest

from mailroom.reading import read
from mailroom.trimming import trim

BELOW = [
    "\n\n--------------------------------------------\nOn Mon, 2/1/16, Ana <ana@x.example> wrote:\n\n Subject: Re: Walk\n To: luis@x.example\n Date: Monday, February 1, 2016, 4:58 AM\n \n Who?\n",
    "\n\nDate: Tue, 2 Feb 2016 10:00:00 +0000\nFrom: ana@x.example\nTo: luis@x.example\nSubject: Walk\n\nWho?\n",
    "\n\n> Date: Tue, 2 Feb 2016 10:00:00 +0000\n> From: ana@x.example\n> To: luis@x.example\n\n> Who?\n",
    "\n\nOn Mon, Feb 1, 2016 at 4:58 AM, Ana <a@x.example> wrote:\n\n> Who?\n>\n> To respond, reply to this email or visit https://x.example/a/very/long/address/that/goes/on in\nyour browser.\n>\n> Bye\n",
    "\n\nFrom: Ana [mailto:ana@x.example] \nSent: Monday\nTo: Luis\nSubject: Walk\n\nWho?\n\n",
    "\n\n\nVan: Ana <ana@x.example>\nBeantwoorden - Aan: Ana\nDatum: maandag 1 februari 2016 04:58\nAan: Luis\nOnderwerp: Walk\n\nWho?\n",
    "\n\n________________________________\nVon: Ana <ana@x.example>\nGesendet: Montag, 1. Februar 2016 04:58:00\nAn: Luis\nBetreff: Walk\n\nWho?\n",
    "\n\nPå mån, feb 1, 2016 at 4:58 AM, Ana <a@x.example> skrev:\n\n> Who?\n",
    '\n\nOn Feb 1, 2016 4:58 AM, "Ana" <a@x.example>\nwrote:\n>\n> Who?\n>\n> Bye\n',
    "\n\nOn Feb 1, 2016, at 4:58 AM, Ana <a@x.example<mailto:a@x.example>> wrote:\n\nWho?\n",
    "\n\nAna wrote on 02/01/2016 04:58:00 AM:\n\n> From: Ana\n> To: Luis\n> Who?\n",
    "\n\nSent from my Verizon 4G LTE smartphone\n\n-------- Original message --------\nFrom: Ana <a@x.example> \nDate:02/01/2016 4:58 AM (GMT-05:00) \nTo: Luis \nSubject: Walk \n\nWho?\n",
    "\n\nSent from my Windows Phone\n________________________________\nFrom: Ana<mailto:a@x.example>\nSent: \u200e1/\u200e2/\u200e2016 4:58\nTo: Luis<mailto:l@x.example>\nSubject: Walk\n\nWho?",
    "\n\n---\nLuis Ortega\nTel. +1 555 0100\n\nOn Mon, Feb 1, 2016 at 4:58 AM Ana <a@x.example> wrote:\n> Who?\n",
    '\n\nLe 1 févr. 2016 04:58, "Ana" <a@x.example> a\nécrit :\n\n> Who?\n',
    "\n\nEl 1 de febrero de 2016, 4:58, Ana<\na@x.example> escribió:\n\n> Who?\n",
    "\n\nAna\n<a@x.example>于2016年2月1日周一 上午4:58写道：\n\n> Who?\n",
    "\n\n发件人： Ana\n发送时间： 2016-02-01 04:58\n收件人： luis@x.example\n主题： Walk\n\nWho?\n",
    '\n\n------------------&nbsp;原始邮件&nbsp;------------------\n发件人:&nbsp;"Ana"\n\nWho?',
    "\n\nAm Montag, 1. Februar 2016, 04:58:00 schrieb Ana:\n> Who?\n",
    "\n\nOn 1 Feb 2016 at 04:58:00, Ana (a@x.example) wrote:\n\nWho?\n",
    "\n\nAna @ 2016-02-01 04:58 CET:\n\n> Who?\n",
    "\n\nAna <a@x.example> à écrit le 1 févr. 2016 à 04:58 :\n\nWho?\n",
    '\n\nMessage du 01/02/16 04:58\nDe : "Ana" <a@x.example>\nA : luis@x.example\nCopie à : \nObjet : Walk\n\nWho?\n',
    '\n\n\n> Message du 01/02/16 04:58\n> De : "Ana" <a@x.example>\n> A : luis@x.example\n>\n> Who?\n',
    "\n\nOn Mon, 1 Feb 2016, 4:58 AM Ana, <a@x.example> wrote:\n\n> Who?\n",
    "\n\n2016-02-01 4:58 GMT+01:00, Ana <a@x.example>:\n> Who?\n",
    "\n\nDe: Ana\nEnviado: 01/02/2016 04:58\nPara: Luis\nAsunto: Walk\n\nWho?\n",
    "\n\n‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nOn Monday, February 1st, 2016 at 4:58 AM, Ana <a@x.example> wrote:\n\n> Who?\n",
    "\n\nSent with Proton Mail secure email.\n\nOn Monday, February 1st, 2016 at 4:58 AM, Ana <a@x.example> wrote:\n\n> Who?\n",
    "\n\nOn Mon, Feb 01, 2016 at 04:58:00AM -0500, Ana wrote:\n> Who?\n",
    "\n\nOn Monday 01 February 2016 04:58:00 Ana wrote:\n> Who?\n",
]


@pytest.mark.parametrize("below", BELOW)
def test_what_a_program_puts_below_goes(below: str) -> None:
    assert trim(f"Works{below}").written == "Works"
    assert trim(f"Works.\n\nThanks,\nLuis{below}").written == "Works.\n\nThanks,\nLuis"


GMAIL = """<div dir="ltr"><div>Works.</div><div><br></div><div>1. one</div><div>2. two</div>
<div><div><br></div>-- <br><div dir="ltr" class="gmail_signature"><div>Luis Ortega<div>Maple</div>
</div></div></div></div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, Feb 1,
2016 at 4:58 AM Ana via Maple &lt;<a href="mailto:reply+x@in.example">reply+x@in.example</a>&gt; wrote:
<br></div><blockquote class="gmail_quote"><div>Who walks?</div></blockquote></div>"""
OUTLOOK = """<html><head><style>p{}</style></head><body><div class="WordSection1"><p>Works.<o:p></o:p></p>
<p><o:p>&nbsp;</o:p></p><p>1. one</p><p>2. two</p><div><div><p><b>From:</b> Ana &lt;ana@x.example&gt; <br>
<b>Sent:</b> Monday, February 1, 2016 4:58 AM<br><b>To:</b> Luis<br><b>Subject:</b> Walk</p></div></div>
<p>Who walks?</p></div></body></html>"""
OUTLOOK_ON_THE_WEB = """<div>Works.</div><div><br></div><div>1. one<br>2. two</div>
<div id="appendonsend"></div><hr tabindex="-1"><div id="divRplyFwdMsg"><font><b>From:</b> Ana
&lt;ana@x.example&gt;<br><b>Sent:</b> Monday, February 1, 2016 4:58 AM<br><b>To:</b> Luis<br>
<b>Subject:</b> Walk</font><div>&nbsp;</div></div><div>Who walks?</div>"""
PHONE = """<html><body>Works.<br><br>1. one<br>2. two<br><br><div dir="ltr">Enviado desde mi iPhone</div>
<div dir="ltr"><br><blockquote type="cite">El 1 feb 2016, a las 4:58, Ana &lt;ana@x.example&gt; escribió:
<br><br></blockquote></div><blockquote type="cite"><div>¿Quién?</div></blockquote></body></html>"""


@pytest.mark.parametrize("html", [GMAIL, OUTLOOK, OUTLOOK_ON_THE_WEB, PHONE])
def test_mail_in_html_is_trimmed_like_any_other(html: str) -> None:
    mail = read(f"Content-Type: text/html; charset=utf-8\n\n{html}".encode())
    written = trim(mail.text).written
    assert [line for line in written.split("\n") if line] == ["Works.", "1. one", "2. two"]
