"""The demonstration is made from its files, once."""

from django.core.management import call_command

from communities.models import Community, Invitation, Membership
from communities.scope import scope
from forums.models import (
    Acknowledgement,
    Attachment,
    Consult,
    Draft,
    Flag,
    ForumProposal,
    HeldPost,
    Mention,
    PollVote,
    Post,
    PostRevision,
    PostTranslation,
    Reaction,
    Topic,
    TopicFacet,
)
from forums.models.form import Form
from notifications.models import Subscription


def test_the_demonstration_is_made_once(db: None) -> None:
    call_command("seed_demo", verbosity=0)
    counts = demo_counts()
    assert counts["four-rivers"]["members"] == 64
    assert counts["four-rivers"]["posts"] >= 250
    assert counts["lakes-region"]["members"] == 10
    call_command("seed_demo", verbosity=0)
    assert demo_counts() == counts
    with scope(Community.objects.get(slug="four-rivers")):
        assert not Invitation.objects.filter(status="waiting").exists()
        # Nothing is written in the future, and topics are numbered as they came.
        topics = list(Topic.objects.order_by("number"))
        assert topics == sorted(topics, key=lambda t: t.created_at)
        # Somebody who does not see the forum is not called by a mention there.
        for mention in Mention.objects.select_related("post__topic__forum", "member"):
            assert mention.post.topic.forum.audience_id in mention.member.audience_ids
        every_feature_is_there()
        nobody_acts_where_he_sees_nothing()
    call_command("check_counters")


def every_feature_is_there() -> None:
    assert set(Topic.objects.values_list("form", flat=True)) == set(Form.values)
    kinds = [Acknowledgement, Attachment, Consult, Draft, Flag, ForumProposal, HeldPost, PollVote]
    for kind in [*kinds, PostRevision, PostTranslation, Reaction, Subscription, TopicFacet]:
        assert kind._default_manager.exists(), kind
    assert Topic.objects.filter(accepted_post__isnull=False).count() >= 5
    assert Topic.objects.filter(name_hidden=True, posts__shown_role__isnull=False).exists()
    assert Topic.objects.filter(pinned_until__isnull=False).exists()
    assert Topic.objects.filter(locked_at__isnull=False).exists()
    assert Post.objects.filter(removed_at__isnull=False).exists()
    assert Post.objects.filter(reply_to__isnull=False).exists()
    assert Reaction.objects.filter(name_hidden=True).exists()
    assert Reaction.objects.filter(introduce=True).exists()


def nobody_acts_where_he_sees_nothing() -> None:
    acts = [
        *Reaction.objects.values_list("member", "post__topic__forum__audience"),
        *PollVote.objects.values_list("member", "option__poll__topic__forum__audience"),
        *Acknowledgement.objects.values_list("member", "topic__forum__audience"),
        *PostTranslation.objects.values_list("by", "post__topic__forum__audience"),
        *Draft.objects.values_list("member", "topic__forum__audience"),
    ]
    sees = {member.pk: set(member.audience_ids) for member in Membership.objects.all()}
    names = {member.pk: str(member.user) for member in Membership.objects.select_related("user")}
    assert [names[member] for member, audience in acts if audience not in sees[member]] == []


def demo_counts() -> dict[str, dict[str, int]]:
    counts = {}
    for community in Community.objects.all():
        with scope(community):
            counts[community.slug] = {
                "members": Membership.objects.count(),
                "topics": Topic.objects.count(),
                "posts": Post.objects.count(),
            }
    return counts
