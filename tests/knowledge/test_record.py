"""What somebody decides for others in the library stands in the record of acts."""

from collections.abc import Callable

from django.test import Client

from communities.models import Membership
from communities.scope import scope
from forums.actions import open_topic
from knowledge.commenting import comment_on
from moderation.models import Act
from tests.cast import Cast
from tests.knowledge.adaptation_scenes import uses
from tests.knowledge.scenes import asked_for, published

AsMember = Callable[[Membership], Client]
HOME = "/c/four-rivers/"


def test_what_one_decides_for_others_is_in_the_record_and_ones_own_is_not(
    cast: Cast, as_member: AsMember
) -> None:
    fay, ada, sam = as_member(cast.fay), as_member(cast.ada), as_member(cast.sam)
    with scope(cast.community):
        topic = open_topic(cast.families, by=cast.sam, title="Buses", body="How?")
        resource = published(cast, cast.sam, licence="cc-by")
        said = [comment_on(resource, by=cast.sam, body="A.", anchor="", quote="") for _n in "ab"]
        asked_for(cast, resource, by=cast.sam)
        used = uses(resource, cast.tess)
        Act.objects.all().delete()
    page = f"{HOME}library/{resource.number}/"
    fay.post(f"{page}comments/{said[0].pk}/delete/")
    sam.post(f"{page}comments/{said[1].pk}/delete/")
    fay.post(f"{HOME}library/harvest/{topic.number}/dismissal/")
    fay.post(f"{page}adaptations/{used.pk}/delete/")
    sam.post(f"{page}release/delete/")
    rules = {"silence": "named", "days": "14", "removed": "out"}
    for _twice in range(2):
        fay.post(f"{HOME}library/quoting/", rules)
    settings = {"name": "Four Rivers Network", "joining": "request", "language": "en"}
    settings |= {"time_zone": "America/New_York", "may_publish": "on"}
    ada.post(f"{HOME}settings/", settings)
    with scope(cast.community):
        acts = list(Act.objects.order_by("pk").values_list("act", "note"))
    assert [act for act, _note in acts] == [
        *("comment_deleted", "not_harvested", "use_deleted", "release_taken_back", "changed"),
        "publishing_allowed",
    ]
    assert acts[0][1] == "Sam Ortiz"
    html = ada.get(f"{HOME}moderation/record/").text
    for words in (
        "Fay Moua deleted what somebody said in the library.",
        "Fay Moua said that a topic is not for the library.",
        "Fay Moua took back that a site uses something of the library.",
        "Sam Ortiz asks no more that something of the library is read elsewhere.",
        "Fay Moua changed the rules on who is quoted.",
        "is quoted without a name · 14 days · is taken out → is quoted with the name",
        "Ada King allowed parts of the library on the public web.",
    ):
        assert words in html
