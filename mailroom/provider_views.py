"""Where a mail provider calls: one address for what became of our mails, one for mails to us."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt

from mailroom.provider import note_event, store_mail

# Anymail's, by the name in MAIL_PROVIDER. Only that one is loaded, with its first call: all of them
# together take some 20 MB in each process.
_MODULES = {
    "amazon_ses": "anymail.webhooks.amazon_ses.AmazonSES",
    "mailgun": "anymail.webhooks.mailgun.Mailgun",
    "postmark": "anymail.webhooks.postmark.Postmark",
}
# Mailgun sends a mail as it came to addresses that end with "mime", and else in pieces.
_ENDS = {"tracking": "Tracking", "inbound": "Inbound", "inbound_mime": "Inbound"}


@csrf_exempt  # A provider has no cookie; its signature or password is checked by anymail's view.
def hook(request: HttpRequest, what: str) -> HttpResponseBase:
    """Hand the call to the view of the provider that is in use; without one there is nothing here."""
    module, end = _MODULES.get(settings.MAIL_PROVIDER), _ENDS.get(what)
    if module is None or end is None:
        raise Http404
    _listen()
    view: Any = import_string(f"{module}{end}WebhookView").as_view()
    answer: HttpResponseBase = view(request)
    return answer


def _listen() -> None:
    from anymail.signals import inbound, tracking  # noqa: PLC0415

    # The same twice is one.
    tracking.connect(note_event, dispatch_uid="porchlight")
    inbound.connect(store_mail, dispatch_uid="porchlight")
