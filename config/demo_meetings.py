"""When the demonstration's people meet: demo/meetings.toml."""

import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.utils import timezone

from communities.models import Audience, Community, Membership
from config.demo_agenda import put_on_agenda, use_parts
from forums.audience_choices import EVERYONE, audience_chosen
from forums.models import Forum
from meetings.actions import Plan, Reply, answer_meeting, plan_series
from meetings.finding.answering import answer_poll
from meetings.finding.asking import Question, ask_for_time
from meetings.models import (
    ActionState,
    Answer,
    Attendance,
    DayOff,
    Feedback,
    Heard,
    Meeting,
    MeetingNotes,
    Noted,
    Recording,
    Series,
    Way,
)
from meetings.notes.beginning import add_section, begin_notes
from meetings.notes.outcomes import decide, settle_item, take_on
from meetings.notes.reviewing import begin_review, seen_of, send_notes
from meetings.notes.scribing import leave_section, save_section
from meetings.recurrence.choices import week_of_month
from meetings.recurrence.grammar import WEEKDAYS
from meetings.recurrence.rules import checked_rule

type Entry = dict[str, Any]


def plan_meetings(community: Community, folder: Path) -> None:
    """Put the file's series into the schedule, with what people answered to the first of each."""
    told = tomllib.loads((folder / "meetings.toml").read_text())
    if told["community"] != community.slug:
        return
    members = {m.user.display_name: m for m in Membership.objects.select_related("user")}
    for member in members.values():
        member.community = community
    for entry in told["days_off"]:
        _day_off(community, entry)
    for entry in told.get("met", []):
        _met(community, entry, members)
    for entry in told["series"]:
        answers, agenda = entry.pop("answers", []), entry.pop("agenda", [])
        uses_form, after = entry.pop("uses_form", False), entry.pop("after", None)
        host = members[entry.pop("host")]
        series = plan_series(_plan(community, entry, host), by=host)
        first = Meeting.objects.filter(series=series).select_related("series").earliest("starts_at")
        _answer(first, answers, members)
        put_on_agenda(first, agenda, members)
        if uses_form:
            use_parts(first, by=host)
        if after:
            _after(series, after, members)
    for entry in told["time_polls"]:
        _find_a_time(community, entry, members)


def _met(community: Community, entry: Entry, members: dict[str, Membership]) -> None:
    """Let people have met so many days ago, with notes that were sent, and what they took on."""
    host = members[entry["host"]]
    ago = timedelta(days=entry["days_ago"])
    plan = _plan(community, {**entry["plan"], "in_days": 1}, host)
    series = plan_series(plan, by=host)
    first_on = series.first_on
    meeting = Meeting.objects.get(series=series)
    back = timezone.localdate() - ago - first_on
    meeting.starts_at, meeting.ends_at = meeting.starts_at + back, meeting.ends_at + back
    meeting.slot = f"{first_on + back:%Y%m%d}{meeting.slot[8:]}"
    meeting.save(update_fields=["starts_at", "ends_at", "slot"])
    Series.objects.filter(pk=series.pk).update(first_on=first_on + back)
    meeting.series, meeting.community = series, community
    notes = begin_notes(meeting)
    for told in entry["sections"]:
        _section(notes, told, members)
    begin_review(notes)
    send_notes(notes, by=host, seen=seen_of(notes))


def _section(notes: MeetingNotes, told: Entry, members: dict[str, Membership]) -> None:
    scribe = members[told["scribe"]]
    section = add_section(notes, told["title"], by=scribe)
    section.notes, section.community = notes, notes.community
    save_section(section, told["text"], by=scribe, base=0, page_key=uuid4())
    leave_section(section, by=scribe)
    for words in told.get("decisions", []):
        decide(section, words, by=scribe)
    for item in told.get("items", []):
        due_on = timezone.localdate() + timedelta(days=item["in_days"])
        taken = take_on(
            section, item["words"], owner=members[item["owner"]], due_on=due_on, by=scribe
        )
        if said := item.get("done"):
            settle_item(taken, ActionState.DONE, by=members[item["owner"]], said=said)


def _plan(community: Community, entry: Entry, host: Membership) -> Plan:
    first_on = _next(entry.pop("weekday"), timezone.localdate() + timedelta(entry.pop("in_days")))
    rule = entry.pop("rule", "")
    if "%s" in rule:
        rule %= f"{week_of_month(first_on)}{WEEKDAYS[first_on.weekday()]}"
    first = datetime.combine(first_on, entry["begins"])
    values: Entry = {"language": community.language, "reminders": [7 * 24 * 60, 24 * 60]} | entry
    values.pop("forum", None)
    return Plan(
        **values,
        audience=_audience(community, entry.get("forum")),
        host=host,
        first_on=first_on,
        time_zone=community.time_zone,
        rule=checked_rule(rule, first=first) if rule else "",
    )


def _audience(community: Community, forum: str | None) -> Audience:
    if forum is None:
        return audience_chosen(community, EVERYONE)
    return Forum.objects.select_related("audience").get(key=forum).audience


def _answer(first: Meeting, answers: list[Entry], members: dict[str, Membership]) -> None:
    for said in answers:
        member = members[said["who"]]
        reply = Reply(Answer(said["answer"]), said.get("guests", 0), said.get("words", ""))
        answer_meeting(first, member, reply, way=Way.PAGE, by=member)


def _after(series: Series, told: Entry, members: dict[str, Membership]) -> None:
    """Say who was there, how it was for them, and what came of that."""
    meeting = Meeting.objects.select_related("series").get(series=series)
    of = {"community": series.community, "meeting": meeting}
    for name in told["came"]:
        Attendance.objects.create(**of, member=members[name], way=Noted.CODE, by=members[name])
    for name in told["guests"]:
        Attendance.objects.create(**of, name=name, way=Noted.LIST, by=series.host)
    for said in told["feedback"]:
        Feedback.objects.create(**of, member=members[said.pop("who")], **said)
    Heard.objects.create(**of, words=told["heard"].strip(), by=series.host)
    Recording.objects.create(**of, **told["recording"], by=series.host)


def _find_a_time(community: Community, entry: Entry, members: dict[str, Membership]) -> None:
    today = timezone.localdate()
    host, answers = members[entry.pop("host")], entry.pop("answers")
    times = [datetime.combine(today + timedelta(days), hour) for days, hour in entry.pop("times")]
    audience = _audience(community, entry.pop("forum", None))
    answer_by = today + timedelta(entry.pop("answer_in_days"))
    values: Entry = {"language": community.language} | entry
    question = Question(
        **values,
        audience=audience,
        host=host,
        time_zone=community.time_zone,
        answer_by=answer_by,
    )
    poll = ask_for_time(question, times, by=host)
    for said in answers:
        words = said.get("words", "")
        answer_poll(poll, members[said["who"]], said["suits"], words=words, way=Way.PAGE)


def _day_off(community: Community, entry: Entry) -> None:
    today = timezone.localdate()
    first = date(today.year, entry["month"], entry["day"])
    if first < today:
        first = first.replace(year=today.year + 1)
    last = first + timedelta(days=entry["days"] - 1)
    DayOff.objects.create(community=community, name=entry["name"], first_day=first, last_day=last)


def _next(weekday: int, day: date) -> date:
    """Return the first such weekday from a day on; Monday is 0."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)
