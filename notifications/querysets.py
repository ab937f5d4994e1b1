"""Every query on outgoing mail worth a name."""

from collections.abc import Sequence
from datetime import datetime
from typing import Self

from django.db.models import Func, TextField, Value
from django.db.models.functions import Lower

from core.orm import M_co, PeerQuerySet


class OutgoingMailQuerySet(PeerQuerySet[M_co]):
    def to_send(self, now: datetime) -> Self:
        """Keep what waits and whose time has come, the oldest first."""
        return self.filter(state="waiting", due_at__lte=now).order_by("due_at", "pk")

    def but_to(self, domains: Sequence[str]) -> Self:
        """Leave out what goes to an address of one of these domains, in lower case."""
        if not domains:
            return self
        domain = Func(
            Lower("to"), Value("@"), Value(2), function="split_part", output_field=TextField()
        )
        return self.alias(domain=domain).exclude(domain__in=domains)

    def left_behind(self, now: datetime) -> Self:
        """Keep what somebody began to send so long ago that he must have been killed."""
        return self.filter(state="sending", due_at__lte=now).order_by("due_at", "pk")

    def with_old_bodies(self, before: datetime) -> Self:
        """Keep what was settled, was made before that time, and still has its body."""
        return self.filter(
            state__in=["sent", "refused", "held"], created_at__lt=before, content__isnull=False
        )
