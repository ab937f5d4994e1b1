"""What is left in the library of somebody who leaves."""

from communities.leaving import Words, leave_for_good
from communities.scope import scope
from knowledge.actions import change_resource
from knowledge.models import Resource, ResourceRevision
from search.models import Entry
from tests.cast import Cast
from tests.knowledge.scenes import content, published


def test_what_he_alone_wrote_goes_and_what_others_wrote_too_stays_without_his_name(
    cast: Cast,
) -> None:
    with scope(cast.community):
        published(cast, cast.sam, title="Alone")
        shared = published(cast, cast.sam, title="Shared", authors=(cast.sam.pk, cast.tess.pk))
        joint = content(cast.sam, title="Shared", authors=(cast.sam.pk, cast.tess.pk), what="More.")
        change_resource(shared, joint, by=cast.tess, began_from=1)
    leave_for_good(cast.sam, Words.ERASED)
    with scope(cast.community):
        assert [one.title for one in Resource.objects.all()] == ["Shared"]
        assert [str(one) for one in shared.credits.all()] == ["Tess Bell"]
        assert list(ResourceRevision.objects.values_list("number", flat=True)) == [2]
        assert list(Entry.objects.values_list("object_id", flat=True)) == [shared.pk]


def test_without_his_name_it_stays_as_a_former_members(cast: Cast) -> None:
    with scope(cast.community):
        resource = published(cast, cast.sam)
    leave_for_good(cast.sam, Words.NAMELESS)
    with scope(cast.community):
        [credit] = resource.credits.select_related("member__user")
        assert str(credit) == "Former member"
