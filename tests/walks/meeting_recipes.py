"""For each URL of meetings: what its path and body name, and to whom it is closed."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from communities.scope import scope
from core.files import check_upload
from meetings.agenda.ordering import take
from meetings.agenda.proposing import Words, propose
from meetings.attendance.links import here_url
from meetings.feedback.links import feedback_url
from meetings.files.keeping import keep_series_file
from meetings.finding.links import stop_url as stop_times_url
from meetings.finding.links import tick_url
from meetings.inviting.links import answer_url, file_url
from meetings.inviting.links import stop_url as stop_invitations_url
from meetings.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    DayOff,
    Decision,
    Feedback,
    Heard,
    ItemKind,
    Meeting,
    MeetingNotes,
    NotesSection,
    Recording,
    Series,
    SeriesFile,
    SetAside,
    TimePoll,
)
from meetings.notes.links import done_url
from meetings.notes.outcomes import decide, take_on
from meetings.schedule.cancelling import cancel_meeting
from meetings.schedule.hosting import name_host
from tests.made_files import picture, upload
from tests.meetings.notes_scenes import met, section_of, writes
from tests.meetings.poll_scenes import as_poll_form, asked
from tests.meetings.scenes import as_changed, as_series_form, ended, next_week, planned
from tests.walks.recipe import (
    EVERYBODY_ELSE,
    KEEPERS,
    MAILED,
    STRANGERS,
    WRONG_ROLE,
    Recipe,
    World,
    in_community,
)


def of_series(world: World) -> Mapping[str, Any]:
    """Plan a meeting of the superintendents each week, if there is none yet."""
    with scope(world.cast.community):
        series = Series.objects.first() or planned(
            world.cast, audience=world.cast.superintendents.audience
        )
        return {"slug": world.slug, "number": series.number}


def of_meeting(world: World) -> Mapping[str, Any]:
    of_series(world)
    with scope(world.cast.community):
        return {"slug": world.slug, "number": _next_meeting().number}


def _next_meeting() -> Meeting:
    found = Meeting.objects.coming(timezone.now()).select_related("series__audience").first()
    assert found is not None
    return found


def of_past_meeting(world: World) -> Mapping[str, Any]:
    """Let the superintendents have met until an hour ago, with something that was said of it."""
    of_series(world)
    with scope(world.cast.community):
        meeting = Meeting.objects.filter(series__title="Last night").first()
        if meeting is None:
            audience = world.cast.superintendents.audience
            meeting = ended(planned(world.cast, audience=audience, title="Last night", rule=""))
            of_after_it(meeting, world)
        return {"slug": world.slug, "number": meeting.number}


def of_after_it(meeting: Meeting, world: World) -> None:
    """Let tess and somebody who is no member have been there, and said how it was."""
    cast = world.cast
    of = {"community": cast.community, "meeting": meeting}
    Attendance.objects.create(**of, member=cast.tess, way="code", by=cast.tess)
    Attendance.objects.create(**of, name="Neighbor", way="list", by=cast.fay)
    Feedback.objects.create(**of, member=cast.tess, worth="yes", change="no", words="More time.")
    Heard.objects.create(**of, words="More time for questions.", by=cast.fay)
    link = {"link": "https://video.example/1", "consent": "All said yes at the beginning."}
    Recording.objects.create(**of, **link, by=cast.fay)


def of_noted_guest(world: World) -> Mapping[str, Any]:
    args = of_past_meeting(world)
    with scope(world.cast.community):
        return {**args, "pk": Attendance.objects.get(name="Neighbor").pk}


def of_recording(world: World) -> Mapping[str, Any]:
    args = of_past_meeting(world)
    with scope(world.cast.community):
        return {**args, "pk": Recording.objects.get().pk}


def of_here_link(world: World) -> Mapping[str, Any]:
    """Sam's link that says that he is there."""
    ids = _sam_at_past_meeting(world)
    return {"token": here_url(**ids).rstrip("/").rpartition("/")[2]}


def of_feedback_link(world: World) -> Mapping[str, Any]:
    """Sam's link that marks that it was worth his time."""
    url = feedback_url("yes", **_sam_at_past_meeting(world))
    return {"said": "yes", "token": url.rstrip("/").rpartition("/")[2]}


def _sam_at_past_meeting(world: World) -> dict[str, int]:
    number = of_past_meeting(world)["number"]
    with scope(world.cast.community):
        meeting = Meeting.objects.get(number=number).pk
    return {
        "community": world.cast.community.pk,
        "member": world.cast.sam.pk,
        "meeting": meeting,
    }


def of_agenda_item(world: World) -> Mapping[str, Any]:
    """Propose the discussion for the meeting."""
    args = of_meeting(world)
    with scope(world.cast.community):
        meeting = Meeting.objects.select_related("series").get(number=args["number"])
        item = AgendaItem.objects.first()
        if item is None:
            words = Words(kind=ItemKind.QUESTION, title="Buses", topic=world.topic)
            item = propose(meeting, words, by=world.cast.tess)
    return {**args, "item_number": item.number}


def of_taken(world: World) -> Mapping[str, Any]:
    """Put it on the agenda, if it is not."""
    args = of_agenda_item(world)
    with scope(world.cast.community):
        for item in AgendaItem.objects.filter(state="proposed").select_related("meeting"):
            take(item, by=world.cast.fay)
    return args


def of_ordered(world: World) -> Mapping[str, Any]:
    """Return a meeting with something on its agenda."""
    of_taken(world)
    return of_meeting(world)


def of_talked_about(world: World) -> Mapping[str, Any]:
    """Let that meeting have begun."""
    args = of_taken(world)
    with scope(world.cast.community):
        now = timezone.now()
        coming = Meeting.objects.filter(number=args["number"], starts_at__gt=now)
        coming.update(starts_at=now - timedelta(minutes=5))
    return args


def of_notes(world: World) -> Mapping[str, Any]:
    """Let the superintendents have met, with a section of notes in which sam writes."""
    with scope(world.cast.community):
        section = NotesSection.objects.select_related("notes__meeting").first()
        if section is None:
            section = section_of(
                world.cast, met(world.cast, audience=world.cast.superintendents.audience)
            )
            writes(world.cast.sam, section, "We talked about *buses*.", base=0)
            writes(world.cast.tess, section, "And about fares.", base=0)
            decide(section, "We ask the district.", by=world.cast.sam)
            day = timezone.localdate() + timedelta(days=9)
            take_on(section, "Ask it.", owner=world.cast.sam, due_on=day, by=world.cast.sam)
        return {"slug": world.slug, "number": section.notes.meeting.number}


def of_sent_notes(world: World) -> Mapping[str, Any]:
    where = of_notes(world)
    with scope(world.cast.community):
        unsent = MeetingNotes.objects.exclude(state="sent")
        unsent.update(state="sent", sent_at=timezone.now())
    return where


def of_section(world: World) -> Mapping[str, Any]:
    return {**of_notes(world), "part": 1}


def of_aside(world: World) -> Mapping[str, Any]:
    where = of_section(world)
    with scope(world.cast.community):
        return {**where, "pk": SetAside.objects.values_list("pk", flat=True)[0]}


def of_decision(world: World) -> Mapping[str, Any]:
    where = of_notes(world)
    with scope(world.cast.community):
        return {**where, "pk": Decision.objects.values_list("pk", flat=True)[0]}


def of_action(world: World) -> Mapping[str, Any]:
    of_notes(world)
    with scope(world.cast.community):
        return {"slug": world.slug, "number": ActionItem.objects.values_list("number")[0][0]}


def of_done_link(world: World) -> Mapping[str, Any]:
    of_notes(world)
    with scope(world.cast.community):
        ids = {"community": world.cast.community.pk, "member": world.cast.sam.pk}
        url = done_url(**ids, item=ActionItem.objects.values_list("pk", flat=True)[0])
        return {"token": url.rstrip("/").rpartition("/")[2]}


def saving(_world: World) -> Mapping[str, Any]:
    key = "0b6f3a52-6d52-4a7e-9c1b-2f4b5f3f2a11"
    return {"text": "From outside.", "base": 1, "page_key": key, "title": "From outside"}


def of_changed(world: World) -> Mapping[str, Any]:
    """Return what a browser sends that leaves out on what day it meets."""
    with scope(world.cast.community):
        meeting = _next_meeting()
        return dict(as_changed(world.cast, meeting, scope="all", title="Other name").lists())


def of_cancelled(world: World) -> Mapping[str, Any]:
    """Cancel the last meeting, if it is not."""
    of_series(world)
    with scope(world.cast.community):
        meeting = Meeting.objects.select_related("series").latest("starts_at")
        cancel_meeting(meeting, by=world.cast.fay, words="Snow.")
        return {"slug": world.slug, "number": meeting.number}


def of_cancelled_series(world: World) -> Mapping[str, Any]:
    """Cancel a series of one meeting."""
    with scope(world.cast.community):
        series = Series.objects.filter(cancelled_at__isnull=False).first()
        if series is None:
            audience = world.cast.superintendents.audience
            series = planned(world.cast, audience=audience, title="Called off", rule="")
            cancel_meeting(
                Meeting.objects.select_related("series").get(series=series),
                by=world.cast.fay,
                words="Snow.",
            )
        return {"slug": world.slug, "number": series.number}


def of_asked(world: World) -> Mapping[str, Any]:
    """Return a meeting whose host is asked about it."""
    of_series(world)
    with scope(world.cast.community):
        meeting = Meeting.objects.exclude(state="cancelled").latest("starts_at")
        Meeting.objects.filter(pk=meeting.pk).update(state="asked")
        return {"slug": world.slug, "number": meeting.number}


def of_series_grant(world: World) -> Mapping[str, Any]:
    """Let tess host the series, too."""
    args = of_series(world)
    with scope(world.cast.community):
        series = Series.objects.get(number=args["number"])
        if not series.grants.exists():
            name_host(series, world.cast.tess, by=world.cast.fay)
        return {**args, "grant_id": series.grants.get().pk}


def of_day_off(world: World) -> Mapping[str, Any]:
    with scope(world.cast.community):
        day = DayOff.objects.first() or DayOff.objects.create(
            community=world.cast.community,
            name="Winter break",
            first_day=date(2030, 12, 23),
            last_day=date(2031, 1, 3),
        )
        return {"slug": world.slug, "pk": day.pk}


DAY_OFF = {"name": "Fall break", "first_day": "2030-10-01", "last_day": "2030-10-04"}


def of_time_poll(world: World) -> Mapping[str, Any]:
    """Ask the superintendents for a time, if nobody does."""
    with scope(world.cast.community):
        audience = world.cast.superintendents.audience
        poll = TimePoll.objects.open().first() or asked(world.cast, audience=audience)
        return {"slug": world.slug, "number": poll.number}


def of_time(world: World) -> Mapping[str, Any]:
    """Return the last of its times."""
    args = of_time_poll(world)
    with scope(world.cast.community):
        slot = TimePoll.objects.get(number=args["number"]).slots.latest("number")
        return {**args, "slot_number": slot.number}


def new_time(_world: World) -> dict[str, Any]:
    return {"day": next_week(20).isoformat(), "begins": "09:00"}


def of_tick_link(world: World) -> Mapping[str, Any]:
    """Sam's link to the times."""
    return {"token": tick_url(**_sam_in_poll(world)).rstrip("/").rpartition("/")[2]}


def of_stop_times_link(world: World) -> Mapping[str, Any]:
    return {"token": stop_times_url(**_sam_in_poll(world)).rstrip("/").rpartition("/")[2]}


def _sam_in_poll(world: World) -> dict[str, int]:
    number = of_time_poll(world)["number"]
    with scope(world.cast.community):
        poll = TimePoll.objects.get(number=number)
    return {
        "community": world.cast.community.pk,
        "member": world.cast.sam.pk,
        "poll": poll.pk,
    }


def of_answer_link(world: World) -> Mapping[str, Any]:
    """Sam's link that says yes to the next meeting."""
    url = answer_url("yes", **_sam_in_series(world))
    return {"said": "yes", "token": url.rstrip("/").rpartition("/")[2]}


def of_stop_link(world: World) -> Mapping[str, Any]:
    url = stop_invitations_url(**_sam_in_series(world))
    return {"token": url.rstrip("/").rpartition("/")[2]}


def _sam_in_series(world: World) -> dict[str, int]:
    number = of_series(world)["number"]
    with scope(world.cast.community):
        series = Series.objects.get(number=number)
    return {
        "community": world.cast.community.pk,
        "member": world.cast.sam.pk,
        "series": series.pk,
    }


def of_series_file(world: World) -> Mapping[str, Any]:
    """Put a picture beside the series, if there is none yet."""
    args = of_series(world)
    with scope(world.cast.community):
        series = Series.objects.get(number=args["number"])
        bus = check_upload(upload("bus.jpg", picture()))
        kept = series.files.first() or keep_series_file(series, bus, by=world.cast.fay)
        return {**args, "key": kept.key}


def of_series_with_file(world: World) -> Mapping[str, Any]:
    of_series_file(world)
    return of_series(world)


def of_mailed_file(world: World) -> Mapping[str, Any]:
    """Sam's link to it."""
    key = of_series_file(world)["key"]
    with scope(world.cast.community):
        file = SeriesFile.objects.get(key=key)
    url = file_url(community=world.cast.community.pk, member=world.cast.sam.pk, file=file.pk)
    return {"token": url.rstrip("/").rpartition("/")[2]}


MEETINGS = {
    **{
        f"meetings:{name}": Recipe(in_community, closed_to=STRANGERS)
        for name in ("list", "week", "month")
    },
    "meetings:subscriptions": Recipe(in_community, closed_to=STRANGERS),
    "meetings:calendar_key": Recipe(in_community, closed_to=STRANGERS),
    "meetings:delete_calendar_key": Recipe(in_community, closed_to=STRANGERS),
    # A key that nobody has: the calendar is not there.
    "meetings:feed": Recipe(
        lambda w: {**in_community(w), "key": "0" * 32}, closed_to=EVERYBODY_ELSE | KEEPERS
    ),
    "meetings:mine_feed": Recipe(
        lambda w: {**in_community(w), "key": "0" * 32}, closed_to=EVERYBODY_ELSE | KEEPERS
    ),
    "meetings:series_feed": Recipe(
        lambda w: {**of_series(w), "key": "0" * 32}, closed_to=EVERYBODY_ELSE | KEEPERS
    ),
    "meetings:new": Recipe(
        in_community,
        lambda world: as_series_form(world.cast),
        closed_to=STRANGERS,
        refused_to=WRONG_ROLE,
    ),
    "meetings:new_time_poll": Recipe(
        in_community,
        lambda world: as_poll_form(world.cast),
        closed_to=STRANGERS,
        refused_to=WRONG_ROLE,
    ),
    "meetings:time_poll": Recipe(of_time_poll),
    "meetings:change_time_poll": Recipe(
        of_time_poll, lambda _w: {"title": "Other", "place_name": "Hall"}
    ),
    "meetings:answer_time_poll": Recipe(of_time_poll, lambda _w: {"times": "1"}),
    "meetings:new_time": Recipe(of_time_poll, new_time),
    "meetings:delete_time": Recipe(of_time),
    "meetings:choose_time": Recipe(of_time),
    "meetings:close_time_poll": Recipe(of_time_poll, lambda _w: {"words": "Not now."}),
    "meetings:stop_time_mails": Recipe(of_time_poll),
    "meetings:time_mails_again": Recipe(of_time_poll),
    "meetings:times_by_mail": Recipe(of_tick_link, public=MAILED),
    "meetings:stop_times_by_mail": Recipe(of_stop_times_link, public=MAILED),
    "meetings:meeting": Recipe(of_meeting),
    "meetings:answer": Recipe(of_meeting, lambda _w: {"answer": "yes"}),
    **{f"meetings:{name}": Recipe(of_meeting) for name in ("agenda", "agenda_form", "deferrals")},
    "meetings:new_item": Recipe(of_meeting, lambda _w: {"title": "Fares", "kind": "show"}),
    "meetings:item": Recipe(of_agenda_item, lambda _w: {"title": "Fares", "kind": "show"}),
    **{
        f"meetings:{name}": Recipe(of_agenda_item)
        for name in (
            *("delete_item", "item_vote", "delete_vote", "item_place", "delete_place"),
            *("item_removal", "delete_removal", "item_move", "item_deferral"),
        )
    },
    "meetings:agenda_order": Recipe(of_ordered),
    "meetings:item_back": Recipe(of_talked_about, lambda _w: {"body": "The county pays."}),
    "meetings:bring_topic": Recipe(
        lambda w: {"slug": of_meeting(w)["slug"], "topic_number": w.topic.number},
        lambda w: {"meeting": str(of_meeting(w)["number"]), "kind": "show"},
    ),
    "meetings:series": Recipe(of_series),
    "meetings:answer_series": Recipe(of_series, lambda _w: {"answer": "yes"}),
    "meetings:answers": Recipe(of_meeting),
    "meetings:change": Recipe(of_meeting, of_changed),
    "meetings:cancel": Recipe(of_meeting, lambda _w: {"words": "Snow.", "scope": "this"}),
    "meetings:put_back": Recipe(of_cancelled),
    "meetings:put_series_back": Recipe(of_cancelled_series),
    "meetings:decide_on_day_off": Recipe(of_asked, lambda _w: {"decision": "leave_out"}),
    "meetings:hosts": Recipe(of_series),
    "meetings:files": Recipe(of_series_with_file),
    **{
        f"meetings:{name}": Recipe(of_series_file) for name in ("file", "small_file", "delete_file")
    },
    "meetings:file_by_mail": Recipe(of_mailed_file, public=MAILED),
    "meetings:add_host": Recipe(of_series, lambda world: {"member": world.cast.pat.pk}),
    "meetings:host": Recipe(of_series, lambda world: {"member": world.cast.tess.pk}),
    "meetings:delete_host": Recipe(of_series_grant),
    "meetings:days_off": Recipe(
        in_community, lambda _w: DAY_OFF, closed_to=STRANGERS, refused_to=WRONG_ROLE
    ),
    **{
        f"meetings:{name}": Recipe(
            of_day_off, lambda _w: DAY_OFF, closed_to=STRANGERS, refused_to=WRONG_ROLE
        )
        for name in ("day_off", "delete_day_off")
    },
    "meetings:answer_for_site": Recipe(of_meeting, lambda _w: {"member": "", "answer": "yes"}),
    "meetings:stop_mails": Recipe(of_series),
    "meetings:mails_again": Recipe(of_series),
    **{
        f"meetings:{name}": Recipe(of_notes, saving)
        for name in (
            *("notes", "begin_notes", "new_section", "sections_from_agenda"),
            *("review_notes", "delete_review", "send_notes"),
        )
    },
    "meetings:actions": Recipe(in_community, closed_to=STRANGERS),
    **{
        f"meetings:{name}": Recipe(of_action, lambda _w: {"words": "From outside."})
        for name in ("action", "action_done", "reopen_action", "drop_action")
    },
    "meetings:done_by_mail": Recipe(of_done_link, public=MAILED),
    **{
        f"meetings:{name}": Recipe(of_section, saving)
        for name in ("section", "scribe", "leave_scribe", "seen_writing", "section_versions")
    },
    "meetings:delete_aside": Recipe(of_aside),
    "meetings:delete_decision": Recipe(of_decision),
    "meetings:answer_by_mail": Recipe(of_answer_link, public=MAILED),
    "meetings:stop_by_mail": Recipe(of_stop_link, public=MAILED),
    "meetings:feedback": Recipe(of_past_meeting, lambda _w: {"worth": "yes", "change": "no"}),
    "meetings:heard": Recipe(of_past_meeting, lambda _w: {"words": "Later."}),
    "meetings:feedback_by_mail": Recipe(of_feedback_link, public=MAILED),
    **{f"meetings:{name}": Recipe(of_past_meeting) for name in ("attendance", "door")},
    "meetings:here": Recipe(of_past_meeting, lambda _w: {"code": "12345"}),
    "meetings:attendance_list": Recipe(of_past_meeting, lambda w: {"here": w.cast.sam.pk}),
    "meetings:video_list": Recipe(of_past_meeting),
    "meetings:add_person": Recipe(of_past_meeting, lambda _w: {"name": "Aunt May"}),
    "meetings:guest": Recipe(of_noted_guest, lambda w: {"member": w.cast.sam.pk}),
    "meetings:delete_guest": Recipe(of_noted_guest),
    "meetings:recordings": Recipe(
        of_past_meeting, lambda _w: {"link": "https://video.example/2", "consent": "All said yes."}
    ),
    "meetings:delete_recording": Recipe(of_recording, lambda _w: {"reason": "One said no."}),
    "meetings:here_by_mail": Recipe(of_here_link, public=MAILED),
}
