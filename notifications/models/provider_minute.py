"""How many mails were handed over for each large provider in the present minute."""

from django.db import models


class ProviderMinute(models.Model):
    """One row a provider, of the minute in which mail was last claimed for it. Global: counts only."""

    provider = models.CharField(max_length=12, unique=True)
    minute = models.DateTimeField()
    handed_over = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.provider}: {self.handed_over}"
