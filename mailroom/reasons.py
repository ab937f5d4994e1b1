"""Why a message is held or was answered, in words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    DUPLICATE = "duplicate", _("It came twice; the first one counts.")
    LOOP = "loop", _("It is a mail of ours that came back.")
    AUTOMATIC = "automatic", _("A program wrote it, not a person: a note of absence, say.")
    BOUNCE = "bounce", _("Another mail server could not deliver a mail of ours.")
    COMPLAINT = "complaint", _("Its reader wants no more mail from us.")
    NO_SUCH_ADDRESS = "no_such_address", _("It was sent to an address that is not in use.")
    NOT_A_MEMBER = "not_a_member", _("Its sender is not a member any more.")
    NOT_HIS_ADDRESS = "not_his_address", _("It came from an address that is not this person's.")
    FORGED = "forged", _("Our mail server could not confirm that it comes from this address.")
    UNCLEAR = "unclear", _("What was written could not be told from what it answers.")
    REFUSED = "refused", _("What it asks for cannot be done; its sender was told why.")
    FLOOD = "flood", _("More mails came to the community within an hour than are taken.")
    COMMAND = "command", _("It was a word to us, such as STOP or WEEKLY, and was done.")
    PASSED_ON = "passed_on", _("An answer to an invitation; who invited him has it by mail.")
    SHOWN_IN = (
        "shown_in",
        _("Its sender does not belong to the community, and was told how to join."),
    )
    FAULT = "fault", _("It could not be read, three times.")
