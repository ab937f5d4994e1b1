"""What is left of somebody in the forums once he is erased: places without words.

The title of a discussion, and a poll, in which others took part stay: they are what the others
answered. So do words of others in which his name stands.
"""

from django.utils import translation
from django.utils.translation import gettext as _

from communities.models import Membership
from forums.actions.removal import remove_post
from forums.models import (
    Attachment,
    Draft,
    FeedKey,
    Flag,
    ForumProposal,
    HeldPost,
    MailRest,
    Mention,
    Post,
    PostRevision,
    PostTranslation,
    Reaction,
    Topic,
    TopicReading,
)
from forums.search_translations import refresh_translations, translation_ids
from search.actions import forget_words
from search.words import file_words


def erase_begun(member: Membership) -> None:
    """Take away what nobody else has read, of somebody who leaves without his name."""
    Draft.objects.filter(member=member).delete()
    FeedKey.objects.filter(member=member).delete()


def erase_words(member: Membership) -> None:
    """Take away what the member wrote, sent and began, everywhere it is kept."""
    HeldPost.objects.filter(author=member).delete()
    TopicReading.objects.filter(member=member).delete()
    Mention.objects.filter(member=member).delete()
    Reaction.objects.filter(member=member).update(what_happened="")
    Flag.objects.filter(by=member).update(words="")
    ForumProposal.objects.filter(proposer=member, status=ForumProposal.Status.WAITING).delete()
    mine = Post.objects.filter(author=member)
    files = Attachment.objects.filter(uploaded_by=member)
    own_names = map(file_words, files.values_list("name", flat=True))
    said = files.exclude(text="").values_list("text", flat=True)
    forget_words(member.community, [*mine.values_list("body", flat=True), *own_names, *said])
    for post in mine.filter(removed_at=None, moved_to=None).select_related("topic", "author__user"):
        post.topic.community = member.community
        remove_post(post, by=member)
    # Its row of what is found goes before the row itself.
    translated = translation_ids(post__in=mine.values("pk"))
    PostTranslation.objects.filter(post__in=mine.values("pk")).delete()
    refresh_translations(member.community, translated)
    PostRevision.objects.filter(post__in=mine.values("pk")).delete()
    MailRest.objects.filter(post__in=mine.values("pk")).delete()
    # When a row goes, its file goes: a trigger sees to it.
    files.delete()
    mine.update(
        body="", html="", file_count=0, translated_into=[], shown_role=None, has_mail_rest=False
    )
    with translation.override(member.community.language):
        unseen = Topic.objects.filter(author=member).exclude(removed_at=None)
        forget_words(member.community, unseen.values_list("title", flat=True))
        unseen.update(title=_("Erased"), titles={})
