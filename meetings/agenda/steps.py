"""The parts of a meeting that has a form."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AgendaStep(models.TextChoices):
    """Those of a peer consult are called as in the forums (forums.models.consult)."""

    WELCOME = "welcome", pgettext_lazy("step of a meeting", "Welcome")
    PRESENT = "present", _("Present")
    CLARIFY = "clarify", _("Clarify")
    ADVISE = "advise", _("Advise")
    COMMIT = "commit", _("Commit")
    ASK = "ask", pgettext_lazy("step of a meeting", "Ask")
    ANSWER = "answer", pgettext_lazy("step of a meeting", "Answer")
    CLOSE = "close", pgettext_lazy("step of a meeting", "Close")
