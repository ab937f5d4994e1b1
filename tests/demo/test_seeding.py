"""The demonstration is made from its files, once."""

from django.core.management import call_command

from communities.models import Community, Invitation, Membership
from communities.scope import scope
from forums.models import Mention, Post, Topic


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
