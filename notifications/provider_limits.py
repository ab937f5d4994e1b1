"""How much of a batch the large providers take now: so many mails a minute each, by a setting.

Those who send them much at once are slowed down or refused (421, 4.7.28). What is over waits where
it is, without a try counted, and is found by the next look; mail to others goes past it.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from notifications.models import OutgoingMail, ProviderMinute

# Whose servers stand behind which names; the national ones of the people we serve among them.
DOMAINS: dict[str, tuple[str, ...]] = {
    "gmail": ("gmail.com", "googlemail.com"),
    "outlook": (
        *("outlook.com", "hotmail.com", "live.com", "msn.com"),
        *("outlook.es", "hotmail.es", "live.com.mx", "hotmail.com.mx"),
    ),
    "yahoo": (
        *("yahoo.com", "ymail.com", "rocketmail.com", "aol.com"),
        *("yahoo.es", "yahoo.com.mx"),
    ),
    "icloud": ("icloud.com", "me.com", "mac.com"),
}
_PROVIDERS = {domain: name for name, domains in DOMAINS.items() for domain in domains}


def provider_of(address: str) -> str:
    """Return whose server takes mail to an address; empty for all that are not limited."""
    return _PROVIDERS.get(address.rpartition("@")[2].lower(), "")


class Room:
    """What each provider still takes in this minute; in the transaction that claims, two queries.

    Its rows are locked, so that two senders at once do not take the same room.
    """

    def __init__(self, now: datetime) -> None:
        self.minute = now.replace(second=0, microsecond=0)
        self.limited = settings.MAILS_A_MINUTE_TO_ONE_PROVIDER > 0
        self._handed: Counter[str] = Counter()
        if self.limited:
            rows = ProviderMinute.objects.select_for_update().order_by("provider")
            self._handed.update(
                {row.provider: row.handed_over for row in rows if row.minute == self.minute}
            )

    @property
    def closed_domains(self) -> list[str]:
        """Return the names to which nothing goes before the next minute."""
        full = [name for name in DOMAINS if self.limited and self._left(name) <= 0]
        return [domain for name in full for domain in DOMAINS[name]]

    def take(self, mails: Sequence[OutgoingMail]) -> list[OutgoingMail]:
        """Return those of these mails that there is room for, and count them."""
        if not self.limited:
            return list(mails)
        taken = []
        for mail in mails:
            provider = provider_of(mail.to)
            if not provider or self._left(provider) > 0:
                taken.append(mail)
                self._handed[provider] += 1
        del self._handed[""]
        ProviderMinute.objects.bulk_create(
            [
                ProviderMinute(provider=name, minute=self.minute, handed_over=count)
                for name, count in sorted(self._handed.items())
            ],
            update_conflicts=True,
            unique_fields=["provider"],
            update_fields=["minute", "handed_over"],
        )
        return taken

    def _left(self, provider: str) -> int:
        return settings.MAILS_A_MINUTE_TO_ONE_PROVIDER - self._handed[provider]
