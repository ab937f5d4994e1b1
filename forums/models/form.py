"""What a topic is: the same words mean something else as a question and as a site's news."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Form(models.TextChoices):
    DISCUSSION = "discussion", _("Discussion")
    QUESTION = "question", _("Question")
    CONSULT = "consult", _("Peer consult")
    REFLECTION = "reflection", _("Reflection")
    UPDATE = "update", _("Site update")
    ANNOUNCEMENT = "announcement", _("Announcement")


# Nobody is asked for anything in these: without a reply they do not wait for one.
TELLING = (Form.REFLECTION, Form.UPDATE, Form.ANNOUNCEMENT)
