"""The mail that asks a site what came of something it uses. Composed inside the community's scope."""

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.quiet_hours import quiet_until
from communities.keepers import keepers_of_scope, reader_of_answers
from communities.models import Membership
from core.addresses import address
from core.timezones import zone_named
from knowledge.adaptations.links import LATER, UNUSED, outcome_url
from knowledge.models import Adaptation, Outcome
from notifications.mail_templates import fill
from notifications.outgoing import Draft, store
from notifications.reply_addresses import reply_address

KIND = "outcome_prompt"
# What answers are about, for their addresses.
ADAPTATION = "knowledge.adaptation"


def mail_asked(adaptation: Adaptation, member: Membership, *, is_reminder: bool) -> None:
    """Queue the mail to one person, in the caller's transaction."""
    user = member.user
    now = timezone.now()
    with translation.override(user.language), timezone.override(zone_named(user.time_zone)):
        mail = _draft(adaptation, member, is_reminder=is_reminder).stored()
    mail.due_at = quiet_until(user, now) or now
    store([mail])


def _draft(adaptation: Adaptation, member: Membership, *, is_reminder: bool) -> Draft:
    community, resource = member.community, adaptation.resource
    values = {"title": resource.title, "site": adaptation.site.name}
    subject = _("What came of it at %(site)s? %(title)s") % values
    if is_reminder:
        subject = _("Once more: %(question)s") % {"question": subject}
    reply_to = reply_address(member, ADAPTATION, adaptation.pk)
    keeper = reader_of_answers(keepers_of_scope(), member_id=member.pk)
    pages = [community.slug, resource.number]
    urls = {
        said: outcome_url(said, community=community.pk, member=member.pk, adaptation=adaptation.pk)
        for said in (*Outcome.values, LATER, UNUSED)
    }
    text, html = fill(
        "outcome_prompt",
        subject=subject,
        community=community,
        person=member.name,
        keeper=keeper,
        title=resource.title,
        site=adaptation.site.name,
        begun_on=adaptation.begun_on,
        different=adaptation.different,
        change=adaptation.change,
        is_reminder=is_reminder,
        reply_to=reply_to,
        answers=[(label, urls[value]) for value, label in Outcome.choices],
        later_url=urls[LATER],
        unused_url=urls[UNUSED],
        page_url=settings.SITE_URL + address("knowledge:outcome", *pages, adaptation.pk),
        resource_url=settings.SITE_URL + address("knowledge:resource", *pages),
    )
    return Draft(
        kind=KIND,
        # Asked again after "not yet", it is another mail.
        key=f"{community.pk}/{adaptation.pk}/{adaptation.ask_on}{'/again' if is_reminder else ''}",
        to=member.user.email,
        user=member.user,
        community=community,
        subject=subject,
        text=text,
        html=html,
        reply_to=reply_to or (keeper.email if keeper else ""),
        from_name=community.name,
    )
