"""Who hosts a series: its host, who hosts it beside him, and passing it on."""

from collections.abc import Callable

import pytest
from django.test import Client

from communities.models import Membership
from communities.scope import scope
from meetings.models import Series
from meetings.schedule.hosting import name_host
from moderation.models import Act
from tests.cast import Cast
from tests.meetings.scenes import meetings_of, planned

pytestmark = pytest.mark.django_db
type SignIn = Callable[[Membership], Client]


def test_the_host_names_somebody_who_hosts_it_too(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        series = planned(cast, host=cast.tess, audience=cast.superintendents.audience)
        first = meetings_of(series)[0]
    rosa, tess = as_member(cast.rosa), as_member(cast.tess)
    assert rosa.get(series.get_absolute_url()).status_code == 404
    url = f"{series.get_absolute_url()}hosts/"
    page = tess.post(f"{url}new/", {"member": cast.rosa.pk}, follow=True).content.decode()
    assert f"{cast.rosa.name} hosts it, too, now." in page
    assert rosa.get(f"{first.get_absolute_url()}change/").status_code == 200
    with scope(cast.community):
        grant = Series.objects.get().grants.get()
    tess.post(f"{url}{grant.pk}/delete/")
    assert rosa.get(series.get_absolute_url()).status_code == 404
    with scope(cast.community):
        acts = list(Act.objects.filter(act__startswith="host_").order_by("pk"))
        assert [(one.act, one.note) for one in acts] == [
            ("host_named", cast.rosa.name),
            ("host_dismissed", cast.rosa.name),
        ]


def test_the_host_passes_it_on(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        series = planned(cast, host=cast.tess)
        name_host(series, cast.sam, by=cast.tess)
    url = f"{series.get_absolute_url()}host/"
    as_member(cast.tess).post(url, {"member": cast.sam.pk})
    with scope(cast.community):
        found = Series.objects.get()
        assert found.host_id == cast.sam.pk
        assert not found.grants.exists()
    assert as_member(cast.tess).post(url, {"member": cast.tess.pk}).status_code == 403
    page = as_member(cast.tess).get(series.get_absolute_url()).content.decode()
    assert f"Host: {cast.sam.name}." in page


def test_a_guest_or_a_stranger_hosts_nothing(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        series = planned(cast)
    for nobody in (cast.gus.pk, cast.lee.pk, 0, ""):
        for door in ("hosts/new/", "host/"):
            given = {"member": nobody}
            answer = as_member(cast.fay).post(f"{series.get_absolute_url()}{door}", given)
            assert answer.status_code == 422
    assert as_member(cast.sam).get(f"{series.get_absolute_url()}hosts/").status_code == 403
