"""How the record of acts tells what was done to posts and topics."""

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Membership
from core.addresses import address
from forums.bylines import name_with
from forums.models import Forum, ForumProposal, HeldPost, Post, Topic
from moderation.words import Described, register_acts


def posts(reader: Membership, ids: Collection[int]) -> dict[int, Described]:
    """Return those of these posts that stand in a forum the reader sees."""
    found = (
        Post.objects.with_removed_for(reader)
        .filter(pk__in=ids)
        .select_related("topic", "author__user")
    )
    slug = reader.community.slug
    return {
        post.pk: Described(
            _("Post %(number)s by %(name)s in “%(title)s”")
            % {"number": post.number, "name": name_with(post), "title": post.topic.title},
            address("forums:post", slug, post.topic.number, post.number),
            {"removed": address("forums:restore_post", slug, post.topic.number, post.number)}
            if post.removed_at and post.removed_by_id != post.author_id
            else {},
        )
        for post in found
    }


def topics(reader: Membership, ids: Collection[int]) -> dict[int, Described]:
    """Return those of these topics that stand in a forum the reader sees."""
    slug = reader.community.slug
    return {
        topic.pk: Described(
            topic.title,
            # Of one that was merged, the page on which this is undone.
            address(
                "forums:merge_topic" if topic.merged_into_id else "forums:topic", slug, topic.number
            ),
            {
                act: address(f"forums:{name}_topic", slug, topic.number)
                for act, name, is_so in (
                    ("locked", "unlock", topic.locked_at),
                    ("pinned", "unpin", topic.is_pinned),
                    ("merged", "unmerge", topic.merged_into_id),
                )
                if is_so
            },
        )
        for topic in Topic.objects.with_removed_for(reader).filter(pk__in=ids)
    }


def members(reader: Membership, ids: Collection[int]) -> dict[int, Described]:
    """Return these members of the reader's community by name."""
    found = Membership.objects.filter(community_id=reader.community_id, pk__in=ids)
    slug = reader.community.slug
    return {
        member.pk: Described(
            member.name,
            address("communities:person", slug, member.pk) if member.is_active else "",
            {"paused": address("moderation:delete_pause", slug, member.pk)}
            if member.is_active and member.is_paused
            else {},
        )
        for member in found.select_related("user")
    }


def forums(reader: Membership, ids: Collection[int]) -> dict[int, Described]:
    """Return those of these forums that the reader sees."""
    slug = reader.community.slug
    found = Forum.objects.visible_to(reader).filter(pk__in=ids)
    return {f.pk: Described(f.label, address("forums:keepers", slug, f.slug)) for f in found}


def proposals(reader: Membership, ids: Collection[int]) -> dict[int, Described]:
    """Return these proposed forums, to a facilitator."""
    if not reader.is_facilitator:
        return {}
    url = address("forums:proposals", reader.community.slug)
    return {p.pk: Described(p.name, url) for p in ForumProposal.objects.filter(pk__in=ids)}


def held_posts(reader: Membership, ids: Collection[int]) -> dict[int, Described]:
    """Return these posts that waited, of forums that the reader sees."""
    found = HeldPost.objects.filter(
        pk__in=ids, forum__in=Forum.objects.visible_to(reader)
    ).select_related("author__user", "topic")
    slug = reader.community.slug
    return {
        held.pk: Described(
            _("%(name)s in “%(title)s”") % {"name": name_with(held), "title": held.label},
            address("forums:held_post", slug, held.pk),
        )
        for held in found
    }


def register() -> None:
    """Hand the words over; called from AppConfig.ready()."""
    register_acts(
        "forums.post",
        posts,
        {
            "removed": gettext_lazy("%(name)s removed a post."),
            "flags_kept": gettext_lazy("%(name)s kept a post that was reported."),
            "flags_warned": gettext_lazy("%(name)s kept a post that was reported, with a warning."),
            "restored": gettext_lazy("%(name)s restored a post."),
            "trial_removed": gettext_lazy("%(name)s took away what somebody said they tried."),
            "looked_up": gettext_lazy("%(name)s looked up who is behind a hidden name."),
            "language_said": gettext_lazy("%(name)s said which language a post is in."),
            "untranslated": gettext_lazy("%(name)s removed the translation of a post."),
        },
    )
    register_acts(
        "forums.topic",
        topics,
        {
            "locked": gettext_lazy("%(name)s closed a topic to replies."),
            "unlocked": gettext_lazy("%(name)s opened a topic to replies again."),
            "pinned": gettext_lazy("%(name)s pinned a topic."),
            "unpinned": gettext_lazy("%(name)s took away the pin of a topic."),
            "slowed": gettext_lazy("%(name)s switched slow mode on in a topic."),
            "unslowed": gettext_lazy("%(name)s switched slow mode off in a topic."),
            "moved": gettext_lazy("%(name)s moved a topic to another forum."),
            "said_about": gettext_lazy("%(name)s changed what a topic is about."),
            "answer_accepted": gettext_lazy("%(name)s marked the answer of a question."),
            "answer_taken_back": gettext_lazy("%(name)s took back the answer of a question."),
            "poll_closed": gettext_lazy("%(name)s closed a poll."),
            "poll_taken_away": gettext_lazy("%(name)s took a poll away."),
            "split": gettext_lazy("%(name)s made a new topic of some posts."),
            "merged": gettext_lazy("%(name)s merged a topic into another."),
            "unmerged": gettext_lazy("%(name)s made two topics of merged ones again."),
        },
    )
    register_acts(
        "communities.membership",
        members,
        {
            "warned": gettext_lazy("%(name)s warned a member."),
            "paused": gettext_lazy("%(name)s paused a member."),
            "pause_ended": gettext_lazy("%(name)s ended the pause of a member."),
            "changed": gettext_lazy("%(name)s changed role, site, circle or standing of a member."),
            "ended": gettext_lazy("%(name)s removed a member from the community."),
        },
    )
    register_acts(
        "forums.forum",
        forums,
        {
            "opened": gettext_lazy("%(name)s opened a forum."),
            "slowed": gettext_lazy("%(name)s switched slow mode on in a forum."),
            "unslowed": gettext_lazy("%(name)s switched slow mode off in a forum."),
            "reworded": gettext_lazy("%(name)s changed what a forum says of itself."),
            "audience_changed": gettext_lazy("%(name)s changed who sees a forum."),
            "keeper_named": gettext_lazy("%(name)s named somebody who keeps a forum going."),
            "keeper_dismissed": gettext_lazy("%(name)s dismissed somebody who kept a forum going."),
            "guest_named": gettext_lazy("%(name)s named a guest of a forum."),
            "guest_dismissed": gettext_lazy("%(name)s dismissed a guest of a forum."),
        },
    )
    register_acts(
        "forums.forumproposal",
        proposals,
        {
            "proposal_opened": gettext_lazy("%(name)s opened a forum that was proposed."),
            "proposal_declined": gettext_lazy("%(name)s declined a forum that was proposed."),
        },
    )
    register_acts(
        "forums.heldpost",
        held_posts,
        {
            "approved": gettext_lazy("%(name)s let a post be shown that waited."),
            "declined": gettext_lazy("%(name)s declined a post that waited."),
            "looked_up": gettext_lazy("%(name)s looked up who is behind a hidden name."),
        },
    )
