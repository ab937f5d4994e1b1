"""What the demonstration's sites told when they were asked last: demo/happenings.toml."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from communities.models import Community, Membership, Role
from core.timezones import local_instant, zone_named
from forums.actions import open_topic
from forums.models import Form, Forum
from site_updates.actions import Wish, save_plan
from site_updates.models import HOUR, SiteUpdate, UpdatePrompt, UpdateRound
from site_updates.people import people_asked
from site_updates.periods import last_asking, next_asking, period_asked_on
from site_updates.told import title_of


def tell_site_updates(
    entry: Mapping[str, Any], community: Community, forum: Forum, members: Mapping[str, Membership]
) -> None:
    """Have the sites asked from now on, and let some have answered; call inside the scope."""
    roles = list(Role.objects.filter(key__in=entry["roles"]))
    wish = Wish(is_on=True, every=1, day=entry["day"], forum=forum, roles=roles)
    save_plan(wish, by=members[entry["by"]])
    asked = _asked_last(community, forum, entry["day"])
    for answer in entry["answers"]:
        by = members[answer["who"]]
        assert by.site is not None  # noqa: S101  (for mypy)
        topic = open_topic(
            forum,
            by=by,
            title=title_of(community, by.site, asked.period),
            body=answer["body"].strip(),
            form=Form.UPDATE,
        )
        SiteUpdate.objects.create(community=community, round=asked, site=by.site, topic=topic)


def _asked_last(community: Community, forum: Forum, day: int) -> UpdateRound:
    """Let those who would be asked now have been asked on the last such day before today."""
    zone = zone_named(community.time_zone)
    yesterday = timezone.now().astimezone(zone).date() - timedelta(days=1)
    first = next_asking(yesterday - timedelta(days=62), day=day, months=1)
    asked_on = last_asking(first, yesterday, day=day, months=1)
    period = period_asked_on(asked_on, 1)
    asked = UpdateRound.objects.create(
        community=community,
        last_month=period.last,
        months=period.months,
        forum=forum,
        asked_at=local_instant(asked_on, HOUR, zone),
    )
    UpdatePrompt.objects.bulk_create(
        UpdatePrompt(
            community=community,
            round=asked,
            site=member.site,
            member=member,
            asked_at=asked.asked_at,
        )
        for member in people_asked(community, forum).select_related("site")
        if member.site
    )
    return asked
