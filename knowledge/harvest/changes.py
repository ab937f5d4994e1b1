"""Who else must know when what is quoted changes, or may be quoted no more: registered."""

from collections.abc import Callable

from knowledge.models import Resource

type Watcher = Callable[[Resource], None]
_watchers: list[Watcher] = []


def register_quotation_watcher(watcher: Watcher) -> None:
    """Call this in the transaction of each change; called from AppConfig.ready()."""
    _watchers.append(watcher)


def quotations_changed(resource: Resource) -> None:
    """Say that a resource quotes other words, fewer, or words that somebody said no to."""
    for watcher in _watchers:
        watcher(resource)
