"""Who besides the forums must know when others come to see a forum: a higher app registers itself.

Called in the transaction of the change, after it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from communities.models import Community, Membership

type Watch = Callable[[Community, int], None]
# The audience, who is in it no more, and who is new in it: ids of memberships.
type PeopleWatch = Callable[[Community, int, frozenset[int], frozenset[int]], None]

_watchers: list[Watch] = []
_people_watchers: list[PeopleWatch] = []


def register_audience_watcher(watch: Watch) -> None:
    """Be told the id of an audience that has more people in it; called from AppConfig.ready()."""
    _watchers.append(watch)


def register_people_watcher(watch: PeopleWatch) -> None:
    """Be told who lost an audience, and who gained it; called from AppConfig.ready()."""
    _people_watchers.append(watch)


def audience_widened(community: Community, audience_id: int) -> None:
    for watch in _watchers:
        watch(community, audience_id)


@contextmanager
def people_watched(community: Community, audience_id: int) -> Iterator[None]:
    """Tell who watches whom the change within takes out of an audience, and whom it brings in."""
    before = _people_in(audience_id)
    yield
    after = _people_in(audience_id)
    if before != after:
        for watch in _people_watchers:
            watch(community, audience_id, before - after, after - before)


def _people_in(audience_id: int) -> frozenset[int]:
    return frozenset(Membership.objects.in_audience(audience_id).values_list("pk", flat=True))
