"""Letters to somebody whose words or whose membership a facilitator acted upon, with the reason."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communities.models import Membership
from notifications.member_mail import mail_member

KIND = "moderation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is said, in the reader's language."""

    subject: str
    sentence: str
    reason: str = ""
    # What he wrote himself: nothing of it is lost.
    own_words: str = ""
    # A page of the community, without the host.
    path: str = ""
    button: str = ""
    # Why he gets it; empty where it is about himself.
    because: str = ""


def send_letter(to: Membership, write: Callable[[], Letter], *, key: str) -> None:
    """Queue a letter in the caller's transaction; `write` is called with his language active.

    `key` names what happened: "post/7".
    """
    with translation.override(to.user.language):
        letter = write()
        mail_member(
            to,
            "moderation",
            kind=KIND,
            # The same may happen again, and is a letter of its own then.
            key=f"{key}/{timezone.now().isoformat()}",
            subject=letter.subject,
            letter=letter,
            url=settings.SITE_URL + letter.path if letter.path else "",
        )


def tell_paused(member: Membership) -> None:
    """Queue the letter to a member who is paused now, or not any more."""

    def letter() -> Letter:
        community = {"community": member.community.name}
        if not member.is_paused:
            return Letter(
                subject=_("You can write again in %(community)s") % community,
                sentence=_("Facilitators ended your pause in %(community)s. You can write again.")
                % community,
            )
        day = date_format(timezone.localtime(member.paused_until), "DATE_FORMAT")
        return Letter(
            subject=_("You are paused in %(community)s") % community,
            sentence=_(
                "Facilitators of %(community)s paused you until the end of %(day)s. Until then you "
                "read everything and get the digest, and cannot write. Their reason:"
            )
            % {**community, "day": day},
            reason=member.pause_reason,
        )

    send_letter(member, letter, key=f"paused/{member.pk}")


def tell_warned(member: Membership, reason: str, title: str, own_words: str) -> None:
    """Queue the letter to a member who was warned."""

    def letter() -> Letter:
        community = {"community": member.community.name}
        if title:
            sentence = _("A facilitator asks you to mind this, after your post in “%(title)s”:") % {
                "title": title
            }
        else:
            sentence = _("A facilitator of %(community)s asks you to mind this:") % community
        return Letter(
            subject=_("A warning from %(community)s") % community,
            sentence=sentence,
            reason=reason,
            own_words=own_words,
        )

    send_letter(member, letter, key=f"warned/{member.pk}")
