"""From news to the words and headers of one mail, in the language that is active."""

from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings
from django.utils.html import linebreaks
from django.utils.translation import ngettext

from communities.keepers import keepers_of_scope, reader_of_answers
from communities.models import Membership
from core.markdown.text import cut
from notifications.command_addresses import command_address, list_headers
from notifications.kinds import News
from notifications.levels import COMMUNITY
from notifications.links import level_url, stop_url
from notifications.mail_templates import fill
from notifications.message import site_host, thread_id, via
from notifications.outgoing import Draft

KIND = "notices"
LISTED = 12
# Gmail cuts a mail off at 102 KB: bytes of HTML that may go to what people wrote, so that text and
# HTML, encoded, stay under 90 KB.
ROOM = 26_000
# An escaped letter has six bytes at most, and its place among paragraphs.
BYTES_A_LETTER = 8
PREHEADER = 140


def draft(member: Membership, news: Sequence[News], *, key: str) -> Draft:
    """Return the mail that tells a member these things."""
    community, first = member.community, news[0]
    one_thread = len({item.thread for item in news}) == 1
    senders = {item.sender for item in news}
    kind, object_id = first.about if one_thread else (COMMUNITY, community.pk)
    keeper = reader_of_answers(keepers_of_scope(), member_id=member.pk)
    subject = first.subject if one_thread else _several(news, community.name)
    # Answers to several discussions at once would not say which is meant.
    reply_to = first.reply_to if one_thread else ""
    room = ROOM // min(len(news), LISTED)
    text, html = fill(
        "notices",
        subject=subject,
        community=community,
        home_url=settings.SITE_URL + community.get_absolute_url(),
        news=[_fitted(item, room) for item in news[:LISTED]],
        more=max(len(news) - LISTED, 0),
        preheader=cut(" ".join(first.text.split()), PREHEADER),
        because=first.because if len({item.because for item in news}) == 1 else "",
        keeper=keeper,
        reply_to=reply_to,
        without_name=first.without_name,
        topic=first.title if one_thread else "",
        level_url=level_url(member, kind, object_id),
        stop_url=stop_url(member),
    )
    return Draft(
        kind=KIND,
        key=key,
        to=member.user.email,
        user=member.user,
        community=community,
        subject=subject,
        text=text,
        html=html,
        reply_to=reply_to or (keeper.email if keeper else ""),
        from_name=via(first.sender, community) if len(senders) == 1 else community.name,
        headers=_list_headers(member, reply_to)
        | (_thread_headers(first.thread) if one_thread else {}),
    )


def _several(news: Sequence[News], community: str) -> str:
    return ngettext(
        "%(count)d new post for you in %(community)s",
        "%(count)d new posts for you in %(community)s",
        len(news),
    ) % {"count": len(news), "community": community}


def _fitted(item: News, room: int) -> News:
    """Return the item with as much of what was written as there is room for, in bytes of HTML."""
    if len(item.html.encode()) <= room:
        return item
    text = cut(item.text, room // BYTES_A_LETTER)
    return replace(item, text=text, html=linebreaks(text, autoescape=True), is_cut=True)


def _thread_headers(thread: str) -> dict[str, str]:
    root = thread_id(thread)
    return {"In-Reply-To": root, "References": root}


def _list_headers(member: Membership, reply_to: str) -> dict[str, str]:
    return list_headers(
        list_id=f"notices.{member.community.slug}.{site_host()}",
        stop_url=stop_url(member),
        stop_address=command_address("quiet", member.user_id, member.community_id),
        help_address=command_address("help", member.user_id, member.community_id),
        post_address=reply_to,
    )
