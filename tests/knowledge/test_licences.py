"""What may be made of a copy, and how it is let out again with whose it was first."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from communities.models import Membership
from communities.scope import scope
from knowledge.actions.life import publish
from knowledge.actions.writing import change_resource
from knowledge.commons.licences import licences_after, licences_of, not_released_on
from knowledge.commons.releasing import withdraw
from knowledge.content import content_of
from knowledge.kinds import Licence, Reach
from knowledge.models import Adaptation, CommonsCopy, CommonsEntry, Resource
from tests.cast import Cast
from tests.knowledge.adaptation_scenes import uses
from tests.knowledge.scenes import as_form, let_out, released_by_lakes

AsMember = Callable[[Membership], Client]
OTHERS = "/c/four-rivers/library/others/"


@pytest.mark.parametrize(
    ("came_with", "allowed"),
    [
        ([], set(Licence)),
        (["cc0"], set(Licence)),
        (["cc-by"], {"ours", "cc-by", "cc-by-sa", "cc-by-nc", "cc-by-nd"}),
        (["cc-by-nc"], {"ours", "cc-by-nc"}),
        (["cc-by-sa"], {"cc-by-sa"}),
        (["cc-by-nd"], {"cc-by-nd"}),
        (["cc-by", "cc-by-sa"], {"cc-by-sa"}),
        (["cc-by-nc", "cc-by-sa"], set()),
    ],
)
def test_what_licence_may_follow(came_with: list[str], allowed: set[str]) -> None:
    assert set(licences_after(came_with)) == allowed


def copied(cast: Cast, as_member: AsMember, **fields: str) -> Resource:
    """Return sam's copy of what Lakes released; call outside the scope."""
    entry = released_by_lakes(cast, **fields)
    as_member(cast.sam).post(f"{OTHERS}{entry.pk}/copy/")
    with scope(cast.community):
        found = Resource.objects.with_labels().select_related("audience").get()
    found.community = cast.community
    return found


def test_what_was_made_of_a_copy_goes_out_with_whose_it_was(
    cast: Cast, as_member: AsMember
) -> None:
    mine = copied(cast, as_member, licence="cc-by-sa")
    sam, edit = as_member(cast.sam), f"{mine.get_absolute_url()}edit/"
    assert "keeps this licence" in sam.get(edit).content.decode()
    typed = {**as_form(cast.sam, body="We walk on the ice."), "began_from": "1"}
    assert sam.post(edit, {**typed, "licence": "cc-by"}).status_code == 422
    with scope(cast.community):
        publish(mine, by=cast.fay)
        assert "It says what its source says" in not_released_on(mine, Reach.PLATFORM)[0]
        content = replace(content_of(mine), title="On ice", body="We walk on the ice.")
        change_resource(mine, content, by=cast.sam, began_from=1)
        mine.refresh_from_db()
        assert not_released_on(mine, Reach.PLATFORM) == []
        assert "is not on the public web" in not_released_on(mine, Reach.PUBLIC)[0]
        entry = let_out(cast, mine)
    lakes = CommonsEntry.objects.get(community=cast.other)
    assert entry.after_id == lakes.pk
    olga = as_member(cast.olga)
    html = olga.get(f"/c/lakes/library/others/{entry.pk}/").content.decode()
    assert "“Ice fishing”</a> of Lakes Network (CC BY-SA), with changes." in html
    # Its source left the web: nobody reads the title of what is not there.
    cast.community.may_publish = True
    cast.community.save()
    CommonsEntry.objects.filter(pk=entry.pk).update(reach="public", public_at=entry.released_at)
    html = Client().get(entry.get_absolute_url()).content.decode()
    assert "After a text of Lakes Network, with changes." in html
    assert "Ice fishing" not in html
    with scope(cast.other):
        source = Resource.objects.select_related("community").get()
        withdraw(source, by=cast.olga, words="No.")
    with scope(cast.community):
        assert "was withdrawn" in not_released_on(mine, Reach.PLATFORM)[0]


def test_of_what_may_not_be_changed_comes_no_text_of_ones_own(
    cast: Cast, as_member: AsMember
) -> None:
    mine = copied(cast, as_member, licence="cc-by-nd")
    with scope(cast.community):
        publish(mine, by=cast.fay)
        one = uses(mine, cast.sam)
        assert licences_of(mine) == (Licence.BY_ND,)
        assert "forbids changes" in not_released_on(mine, Reach.PLATFORM)[0]
    sam = as_member(cast.sam)
    html = sam.get(mine.get_absolute_url()).content.decode()
    assert "Write it down as your own" not in html
    url = f"{mine.get_absolute_url()}adaptations/{one.pk}/resource/"
    assert sam.post(url).status_code == 403
    with scope(cast.community):
        assert Adaptation.objects.get().became is None
    # Copied before we kept the licence.
    CommonsCopy.objects.update(licence="")
    assert sam.post(url).status_code == 403
