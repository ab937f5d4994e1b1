"""The parts of a meeting that has a form."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AgendaStep(models.TextChoices):
    """Those of a peer consult are called as in the forums (forums.models.consult)."""

    WELCOME = "welcome", _("Welcome")
    PRESENT = "present", _("Present")
    CLARIFY = "clarify", _("Clarify")
    ADVISE = "advise", _("Advise")
    COMMIT = "commit", _("Commit")
    ASK = "ask", _("Ask")
    ANSWER = "answer", _("Answer")
    CLOSE = "close", _("Close")
