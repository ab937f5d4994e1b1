"""What was cut off a mail, kept beside its post."""

import re

from django.conf import settings

from forums.models import HeldPost, MailRest, Post

MOST = 20_000
"""Characters that are kept; the mail itself is kept whole for 30 days."""


def keep_rest(target: Post | HeldPost, text: str) -> None:
    """Keep what was cut off a post's mail, without links and addresses that are one person's.

    With a post that waits for a facilitator it waits too.
    """
    kept = _without_ours(text)[:MOST].strip()
    if not kept:
        return
    if isinstance(target, HeldPost):
        HeldPost.objects.filter(pk=target.pk).update(mail_rest=kept)
    else:
        MailRest.objects.create(community=target.community, post=target, text=kept)
        Post.objects.filter(pk=target.pk).update(has_mail_rest=True)


def hand_over_rest(held: HeldPost, post: Post) -> None:
    """Give a post what waited with it."""
    keep_rest(post, held.mail_rest)
    HeldPost.objects.filter(pk=held.pk).update(mail_rest="")


def _without_ours(text: str) -> str:
    """Return the text without links to this site and addresses at its host for mail.

    Mail programs wrap long lines, so what follows on the next line without a blank goes too.
    """
    hosts = [re.escape(settings.SITE_URL) + "/"]
    if settings.INBOUND_HOST:
        hosts.append(r"[\w.+=-]{1,100}@" + re.escape(settings.INBOUND_HOST))
    return re.sub(rf"(?:{'|'.join(hosts)})[^\s<>\"]*(?:=?\n[>\s]*[\w/:.=-]{{20,}})*", "…", text)
