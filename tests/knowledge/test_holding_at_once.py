"""Two say at the same moment that it still holds: one version, and no fault for the second.

Both requests run on connections of their own; a third one holds the row until both wait for it.
"""

import threading

import pytest
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone

from communities.models import Membership
from communities.scope import scope
from knowledge.dates import in_a_year
from knowledge.models import Resource, ResourceRevision
from knowledge.telling.holding_links import holding_path
from tests.cast import make_cast
from tests.knowledge.scenes import published
from tests.locks import until_waiting

pytestmark = pytest.mark.django_db(databases=["default", "owner"], transaction=True)


@pytest.mark.parametrize("by_link", [True, False], ids=["links", "page"])
def test_two_who_say_it_at_once_make_one_version(db: None, by_link: bool) -> None:
    cast = make_cast()
    with scope(cast.community):
        resource = published(cast, cast.sam, review_by=timezone.localdate())
    pages: list[tuple[int, bool]] = []

    def press(member: Membership) -> None:
        client = Client(raise_request_exception=False)
        path = holding_path(cast.community.pk, member.pk, resource.pk)
        if not by_link:
            client.force_login(member.user, backend="accounts.backend.SessionBackend")
            path = f"/c/four-rivers/library/{resource.number}/still-holds/"
        try:
            page = client.post(path, {"version": "1"}, follow=True)
            pages.append((page.status_code, b"Thank you" in page.content))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=[one]) for one in (cast.sam, cast.fay)]
    with transaction.atomic(using="owner"):
        Resource.objects.using("owner").select_for_update().get(pk=resource.pk)
        for thread in threads:
            thread.start()
        until_waiting(2)
    for thread in threads:
        thread.join()
    # On the page, each is thanked; by a link, the second reads that it is said.
    assert sorted(pages) == [(200, not by_link), (200, True)]
    with scope(cast.community):
        assert Resource.objects.get(pk=resource.pk).review_by == in_a_year()
        assert ResourceRevision.objects.filter(resource=resource).count() == 2
