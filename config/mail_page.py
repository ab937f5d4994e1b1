"""The development-only page `/mail/`: every message that was sent, newest first.

Messages are the files that config.embedded.mail_sink keeps in MAIL_DIR. Nothing here
is reachable in production: the URLs are included only where that folder is set.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import make_msgid, parseaddr
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.csp import CSP
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from mailroom.models import Door
from mailroom.receiving import is_ours, receive

type Policy = Mapping[str, Collection[str]]

SHOWN = 200
HEADERS = (
    "Subject",
    "From",
    "To",
    "Cc",
    "Reply-To",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Auto-Submitted",
    "Content-Language",
)
PAGE_POLICY: Policy = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
# What a mail program lets an HTML mail do: its own styles and pictures, no script, no form.
# The links open in a tab of their own, outside the sandbox.
BODY_POLICY: Policy = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "https:"],
    "frame-ancestors": [CSP.SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}
LINKS_OPEN_A_TAB = '<base target="_blank">'


@dataclass(frozen=True)
class Kept:
    """One message that was sent."""

    name: str
    message: EmailMessage

    @property
    def received(self) -> datetime:
        return datetime.fromtimestamp(int(self.name.split("-")[0]) / 1e9, tz=UTC)

    @property
    def subject(self) -> str:
        return str(self.message.get("Subject", ""))

    @property
    def sender(self) -> str:
        return str(self.message.get("From", ""))

    @property
    def recipient(self) -> str:
        return str(self.message.get("To", ""))

    @property
    def headers(self) -> list[tuple[str, str]]:
        """The headers that say who, about what, and how to unsubscribe."""
        return [(name, str(value)) for name in HEADERS for value in self.message.get_all(name, [])]

    def part(self, kind: str) -> str | None:
        """Return the text of the part `plain` or `html`, None when there is none."""
        found = self.message.get_body(preferencelist=(kind,))
        return str(found.get_content()) if found is not None else None

    @property
    def answers_to(self) -> str:
        """Where an answer to it goes, if that is an address of ours; else empty."""
        address = parseaddr(str(self.message.get("Reply-To", "")))[1]
        return address if is_ours(address) else ""

    @property
    def text(self) -> str | None:
        return self.part("plain")

    @property
    def attachments(self) -> list[str]:
        return [part.get_filename() or "?" for part in self.message.iter_attachments()]


def mail_folder() -> Path:
    """Return the folder of kept messages.

    Raises Http404 where mail is not kept (in production).
    """
    folder = getattr(settings, "MAIL_DIR", None)
    if not folder:
        raise Http404
    return Path(folder)


def read(file: Path) -> Kept:
    with file.open("rb") as handle:
        return Kept(file.stem, BytesParser(policy=policy.default).parse(handle))


def load(name: str) -> Kept:
    """Return the kept message of that name; raises Http404 when there is none."""
    try:
        return read(mail_folder() / f"{name}.eml")
    except FileNotFoundError as error:
        raise Http404 from error


@require_safe
@never_cache
@csp_override(PAGE_POLICY)
def mail_list(request: HttpRequest) -> HttpResponse:
    files = sorted(mail_folder().glob("*.eml"), reverse=True)
    messages = [read(file) for file in files[:SHOWN]]
    context = {"messages_kept": messages, "total": len(files), "shown": len(messages)}
    return render(request, "dev/mail_list.html", context)


@require_safe
@never_cache
@csp_override(PAGE_POLICY)
def mail_detail(request: HttpRequest, name: str) -> HttpResponse:
    kept = load(name)
    context = {
        "kept": kept,
        "has_html": kept.part("html") is not None,
        "sent": "sent" in request.GET,
    }
    return render(request, "dev/mail_detail.html", context)


@require_safe
@never_cache
@xframe_options_sameorigin
@csp_override(BODY_POLICY)
def mail_html(_request: HttpRequest, name: str) -> HttpResponse:
    """Return the HTML part as it was sent, but that its links open a tab."""
    body = load(name).part("html")
    if body is None:
        raise Http404
    shown, found = re.subn(
        r"(<head\b[^>]*>)", rf"\1{LINKS_OPEN_A_TAB}", body, count=1, flags=re.IGNORECASE
    )
    return HttpResponse(shown if found else LINKS_OPEN_A_TAB + body)


@require_safe
@never_cache
def mail_source(_request: HttpRequest, name: str) -> HttpResponse:
    """Return the message byte for byte, to be read as text."""
    load(name)
    content = (mail_folder() / f"{name}.eml").read_bytes()
    return HttpResponse(content, content_type="text/plain; charset=utf-8")


@require_POST
def mail_answer(request: HttpRequest, name: str) -> HttpResponse:
    """Answer a mail as the program of the person who got it does."""
    kept = load(name)
    if not kept.answers_to:
        raise Http404
    answer = EmailMessage()
    answer["From"] = kept.recipient
    answer["To"] = kept.answers_to
    answer["Subject"] = kept.subject if kept.subject.startswith("Re:") else f"Re: {kept.subject}"
    answer["Message-ID"] = make_msgid(domain="localhost")
    answer["In-Reply-To"] = str(kept.message.get("Message-ID", ""))
    quoted = "\n".join(f"> {line}" for line in (kept.text or "").splitlines())
    answer.set_content(f"{request.POST.get('text', '')}\n\n{quoted}\n")
    receive(
        answer.as_bytes(),
        recipients=[kept.answers_to],
        sender=parseaddr(kept.recipient)[1],
        door=Door.COMMAND,
    )
    return redirect(f"{reverse('dev_mail_detail', args=[name])}?sent=1")


urlpatterns = [
    path("", mail_list, name="dev_mail_list"),
    path("<slug:name>/", mail_detail, name="dev_mail_detail"),
    path("<slug:name>/answer/", mail_answer, name="dev_mail_answer"),
    path("<slug:name>/html/", mail_html, name="dev_mail_html"),
    path("<slug:name>/source/", mail_source, name="dev_mail_source"),
]
