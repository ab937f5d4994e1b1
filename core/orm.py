"""The base of every model: what a list forgot to fetch is fetched for the whole list at once."""

from typing import Any, TypeVar

from django.db import models
from django.db.models.fetch_modes import FETCH_PEERS

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class PeerQuerySet(models.QuerySet[M_co]):
    """A queryset whose rows fetch a missing relation together (Django 6.1 fetch modes)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._fetch_mode = FETCH_PEERS
