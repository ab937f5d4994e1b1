"""Who besides the forums must know when others come to see a forum: a higher app registers itself.

Called in the transaction of the change, after it.
"""

from collections.abc import Callable

from communities.models import Community

type Watch = Callable[[Community, int], None]

_watchers: list[Watch] = []


def register_audience_watcher(watch: Watch) -> None:
    """Be told the id of an audience that has more people in it; called from AppConfig.ready()."""
    _watchers.append(watch)


def audience_widened(community: Community, audience_id: int) -> None:
    for watch in _watchers:
        watch(community, audience_id)
