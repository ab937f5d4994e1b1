"""One mail to whom meetings are open from now on: what is to come, each with its answers."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.quiet_hours import quiet_until
from communities.due_work import due_at_each
from communities.keepers import keepers_of_scope, reader_of_answers
from communities.models import Community, DueWork, Membership
from core.addresses import address
from core.timezones import zone_named
from meetings.inviting.called_off import LAST
from meetings.inviting.links import answer_url
from meetings.inviting.mail_words import facts_of, times_of
from meetings.inviting.people import SERIES, wanting
from meetings.inviting.promises import INVITE, NEWCOMER
from meetings.inviting.telling import KIND as INVITED
from meetings.models import Answer, Meeting, Rsvp, Series, StandingAnswer
from notifications.mail_templates import fill
from notifications.models import Level, OutgoingMail, Subscription
from notifications.outgoing import Draft, store

KIND = "meeting_newcomer"
# A facilitator may say more of who came in: what his role is, where he works.
WAIT = timedelta(hours=1)
# So many stand in the mail; the others on the page to which it leads.
SHOWN = 6


def greet_soon(member: Membership) -> None:
    """Have a member told, in an hour, of the meetings that are open to him from now on."""
    greet_all_soon(member.community, [member.pk])


def greet_all_soon(community: Community, member_ids: Collection[int]) -> None:
    """Have these members told so."""
    coming = Meeting.objects.filter(community=community).standing()
    if member_ids and coming.coming(timezone.now()).exists():
        at = timezone.now() + WAIT
        due_at_each(NEWCOMER, dict.fromkeys(sorted(member_ids), at), community=community)


def tell_newcomer(member_id: int) -> None:
    """Write the mail, unless there is nothing of which he has not heard."""
    there = Membership.objects.active().filter(pk=member_id).select_related("user", "community")
    found = there.first()
    if found is None:
        return
    member = wanting(there, found.community, about=(SERIES, 0)).first()
    if member is None:
        return
    first = _first_meetings(member)
    if first:
        user = member.user
        with translation.override(user.language), timezone.override(zone_named(user.time_zone)):
            mail = _draft(member, first).stored()
        now = timezone.now()
        mail.due_at = quiet_until(user, now) or now
        store([mail])


def _first_meetings(member: Membership) -> list[Meeting]:
    """Return the next meeting of each series that he has not heard of, the soonest first."""
    mine = Series.objects.filter(
        community=member.community_id,
        audience_id__any_of=member.audience_ids,
        cancelled_at=None,
    )
    stopped = Subscription.objects.filter(member=member, kind=SERIES, level=Level.NOTHING)
    answered = Rsvp.objects.filter(member=member).values("meeting__series")
    always = StandingAnswer.objects.filter(member=member).values("series")
    # Whoever planned it just now invites him as everybody.
    planned = DueWork.objects.filter(kind=INVITE, community=member.community_id)
    mine = (
        mine.exclude(pk__in=stopped.values("object_id"))
        .exclude(pk__in=answered)
        .exclude(pk__in=always)
        .exclude(pk__in=planned.values("object_id"))
    )
    known = _told_of(member)
    series = {one.pk: one for one in mine if one.uid not in known}
    coming = Meeting.objects.filter(series__in=series).standing().coming(timezone.now())
    found: dict[int, Meeting] = {}
    for meeting in coming:
        meeting.series = series[meeting.series_id]
        meeting.community = meeting.series.community = member.community
        found.setdefault(meeting.series_id, meeting)
    return list(found.values())


def _told_of(member: Membership) -> set[str]:
    """Return the UIDs of the series that stood in a mail to him, and not last in one that took them back."""
    mails = OutgoingMail.objects.filter(to=member.user.email, community=member.community_id)
    found = mails.filter(kind__in=[INVITED, KIND]).order_by("pk").values_list("kind", "key")
    uids = dict(Series.objects.filter(community=member.community_id).values_list("pk", "uid"))
    told: set[str] = set()
    for kind, key in found:
        if kind == KIND:
            told |= {uids[int(one)] for one in key.split("-") if int(one) in uids}
        elif LAST in key:
            told.discard(key.partition("/")[0])
        else:
            told.add(key.partition("/")[0])
    return told


def _draft(member: Membership, first: list[Meeting]) -> Draft:
    community, shown = member.community, first[:SHOWN]
    more = len(first) - len(shown)
    keeper = reader_of_answers(keepers_of_scope(), member_id=member.pk)
    subject = _("Meetings to come: %(community)s") % {"community": community.name}
    text, html = fill(
        "meetings_to_come",
        subject=subject,
        community=community,
        person=member.name,
        meetings=[_item(meeting, member) for meeting in shown],
        more=ngettext("%(count)s more is planned.", "%(count)s more are planned.", more)
        % {"count": more}
        if more
        else "",
        list_url=settings.SITE_URL + address("meetings:list", community.slug),
        calendar_url=settings.SITE_URL + address("meetings:subscriptions", community.slug),
        keeper=keeper,
    )
    return Draft(
        kind=KIND,
        key="-".join(str(meeting.series_id) for meeting in shown),
        to=member.user.email,
        user=member.user,
        community=community,
        subject=subject,
        text=text,
        html=html,
        reply_to=keeper.email if keeper else "",
        from_name=community.name,
    )


def _item(meeting: Meeting, member: Membership) -> dict[str, Any]:
    series = meeting.series
    one = None if series.recurs else meeting
    page: Meeting | Series = one or series
    return {
        **times_of(series, one, [meeting]),
        "where": facts_of(series, one)["where"],
        "url": settings.SITE_URL + page.get_absolute_url(),
        "answers": list(_answers(series, one, member)),
    }


def _answers(
    series: Series, meeting: Meeting | None, member: Membership
) -> Iterable[tuple[str, str]]:
    shown = (
        (pgettext("answer to an invitation", "Yes"), Answer.YES),
        (pgettext("answer to an invitation", "Maybe"), Answer.MAYBE),
        (pgettext("answer to an invitation", "No"), Answer.NO),
    )
    ids = {"community": member.community_id, "member": member.pk, "series": series.pk}
    for label, said in shown:
        yield label, answer_url(said, **ids, meeting=meeting.pk if meeting else 0)
