"""A forum as an Atom feed (RFC 4287), for one member's feed reader."""

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from communities.models import Community, Membership
from communities.models.membership import Status
from core.addresses import address
from core.markdown import excerpt
from forums.bylines import name_with
from forums.models import FeedKey, Forum, Post, PostTranslation

NEWEST = 30
EXCERPT = 500


def member_with_key(community: Community, key: str) -> Membership:
    """Return the active member whose key this is; raise Http404 when there is none."""
    found = (
        FeedKey.objects.filter(
            community=community,
            key=key,
            member__status=Status.ACTIVE,
            member__user__is_active=True,
        )
        .select_related("member__user")
        .first()
    )
    if found is None:
        raise Http404
    found.member.community = community
    return found.member


def forum_feed(forum: Forum, *, member: Membership) -> Atom1Feed:
    """Return the forum's newest posts that the member may see, as excerpts: two queries."""
    base = settings.SITE_URL
    feed = Atom1Feed(
        title=f"{forum.label} · {forum.community.name}",
        link=base + forum.get_absolute_url(),
        description=forum.about,
        language=member.user.language,
    )
    translated = PostTranslation.objects.filter(
        post=OuterRef("pk"), language=member.user.language
    ).values("html")
    posts = Post.objects.visible_to(member).filter(topic__forum=forum)
    posts = posts.annotate(in_his_language=Subquery(translated[:1]))
    posts = posts.select_related("topic", "author__user").prefetch_related("attachments")
    for post in posts.order_by("-created_at", "-pk")[:NEWEST]:
        post.topic.community = forum.community
        url = base + post.get_absolute_url()
        title = post.topic.shown_title
        feed.add_item(
            title=title if post.number == 1 else _("Reply to: %(title)s") % {"title": title},
            link=url,
            unique_id=url,
            # An Atom summary of this kind holds HTML: the plain excerpt is escaped into it.
            description=escape(excerpt(post.in_his_language or post.html, EXCERPT)) + _files(post),
            author_name=name_with(post),
            pubdate=post.created_at,
            updateddate=post.edited_at or post.created_at,
        )
    return feed


def _files(post: Post) -> str:
    """Return the files of a post as links in HTML; who follows one signs in first."""
    found = sorted(post.attachments.all(), key=lambda file: file.pk)
    links = ", ".join(
        f'<a href="{settings.SITE_URL}{address("forums:file", post.topic.community.slug, file.key)}">'
        f"{escape(file.name)}</a>"
        for file in found
    )
    label = escape(_("Files"))
    return f"<p>{label}: {links}</p>" if links else ""
