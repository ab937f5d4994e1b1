"""What becomes of the text of a file."""

from django.db import models


class Reading(models.TextChoices):
    """What became of it."""

    WAITING = "waiting", "waiting"
    READ = "read", "read"
    PART = "part", "part"
    NONE = "none", "none"
    LOCKED = "locked", "locked"
    BROKEN = "broken", "broken"


UNREADABLE = (Reading.LOCKED, Reading.BROKEN)
