"""Who besides the forums must know when a post changes: a higher app registers itself.

Called in the transaction of the change; whoever watches notes what is due, and does it later.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from communities.models import Community

type Watch = Callable[[Community, Collection[int]], None]


@dataclass(frozen=True, slots=True)
class Watcher:
    """Is told the ids of posts that say something else, or are removed, and of topics that moved."""

    posts: Watch
    topics: Watch


_watchers: list[Watcher] = []


def register_watcher(watcher: Watcher) -> None:
    """Be told of changes; called from AppConfig.ready()."""
    _watchers.append(watcher)


def posts_changed(community: Community, ids: Collection[int]) -> None:
    for watcher in _watchers:
        watcher.posts(community, ids)


def topics_moved(community: Community, ids: Collection[int]) -> None:
    """Tell of topics that stand in another forum, or whose posts stand in another topic."""
    for watcher in _watchers:
        watcher.topics(community, ids)
