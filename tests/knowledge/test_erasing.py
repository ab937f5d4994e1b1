"""What is left in the library of somebody who leaves."""

from communities.leaving import Words, leave_for_good
from communities.scope import scope
from forums.actions import open_topic
from forums.models import Post
from knowledge.actions.life import publish
from knowledge.actions.writing import change_resource
from knowledge.adaptations.actions import add_words
from knowledge.models import Adaptation, Consent, QuotedPerson, Resource, ResourceRevision
from knowledge.search_documents import RESOURCE
from search.models import Entry
from tests.cast import Cast
from tests.knowledge.adaptation_scenes import uses
from tests.knowledge.scenes import content, published, quoting


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


def test_what_two_told_together_stays_whoever_wrote_last(cast: Cast) -> None:
    with scope(cast.community):
        one = uses(published(cast, cast.sam), cast.tess)
        add_words(one, "Ten come.", by=cast.rosa)
        add_words(one, "Twenty now.", by=cast.tess)
    leave_for_good(cast.tess, Words.ERASED)
    with scope(cast.community):
        left = Adaptation.objects.get()
        assert (left.change, left.happened) == ("", "Ten come.\n\nTwenty now.")
    leave_for_good(cast.rosa, Words.ERASED)
    with scope(cast.community):
        assert Adaptation.objects.get().happened == ""


def test_what_he_quoted_of_himself_is_found_no_more(cast: Cast) -> None:
    with scope(cast.community):
        asked = open_topic(cast.superintendents, by=cast.sam, title="Buses", body="Ask at zebras.")
        words = {Post.objects.get(topic=asked).pk: "Ask at zebras."}
        resource = quoting(cast, words, authors=(cast.sam.pk, cast.tess.pk))
        QuotedPerson.objects.update(consent=Consent.NAMED)
        publish(resource, by=cast.fay)
        entry = Entry.objects.filter(kind=RESOURCE)
        assert "zebra" in str(entry.get().vector)
    leave_for_good(cast.sam, Words.ERASED)
    with scope(cast.community):
        assert "zebra" not in str(entry.get().vector)
