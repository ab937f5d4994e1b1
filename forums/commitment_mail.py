"""What somebody said he would do comes back to him. Composed inside the community's scope."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core.markdown import excerpt
from forums.models import Consult
from notifications.member_mail import mail_member

KIND = "commitment"
EXCERPT = 600


def return_commitment(consult_id: int) -> None:
    """Queue the mail, unless its author has reported already, took it back or sees the topic no more."""
    consult = (
        Consult.objects.filter(pk=consult_id, report=None, commitment__removed_at=None)
        .exclude(commitment=None)
        .select_related(
            "commitment",
            "topic__author__user",
            "topic__author__community",
            "topic__forum",
            "community",
        )
        .first()
    )
    if consult is None:
        return
    author = consult.topic.author
    if author.is_active and consult.topic.forum.audience_id in author.audience_ids:
        with translation.override(author.user.language):
            _queue(consult)


def _queue(consult: Consult) -> None:
    topic, community, post = consult.topic, consult.community, consult.commitment
    if post is None:
        return
    place = [community.slug, topic.number]
    mail_member(
        topic.author,
        "commitment",
        kind=KIND,
        key=f"{consult.pk}",
        subject=_("What came of it? %(title)s") % {"title": topic.title},
        title=topic.title,
        commitment=excerpt(post.html, EXCERPT),
        topic_url=settings.SITE_URL + reverse("forums:topic", args=place),
        report_url=settings.SITE_URL + reverse("forums:report", args=place),
    )
