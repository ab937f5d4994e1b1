"""Who is asked what happened at his site, when, and how often."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from communities.leaving import Words, leave_for_good
from communities.membership_changes import leave
from communities.models import Community, DueWork, Membership, Role, Site
from communities.scope import scope
from forums.actions import open_topic
from forums.models import Form
from forums.models.forum import Kind
from site_updates.actions import Wish, ask_no_more, ask_sites, decline_prompt, save_plan
from site_updates.models import NotAsked, UpdatePlan, UpdatePrompt, UpdateRound
from tests.cast import Cast, make_forum, make_member, make_user
from tests.mailroom.letters import HOST, arrive, letter, reply_to
from tests.notifications.notice_scenes import work
from tests.opened_mail import opened, text_of
from tests.site_updates.scenes import (
    a_month_later,
    all_asked,
    asked,
    let_a_week_pass,
    let_the_day_come,
    prompt_of,
    turn_on,
)

pytestmark = pytest.mark.django_db


def test_people_with_such_a_role_are_asked_about_their_site(asking: Cast) -> None:
    # pat is a principal; gus, ada and fay belong to no site.
    assert all_asked() == {"sam", "tess", "rosa"}
    (mail,) = asked(asking.sam)
    question = prompt_of(asking, asking.sam).round.period.question("Northbank")
    assert opened(mail)["Subject"] == question
    assert f"{question} Just answer this mail." in text_of(mail)
    assert reply_to(mail).endswith(f"@{HOST}")
    assert "/?form=update" in text_of(mail)
    assert "All who see that forum can read your words and your name." in text_of(mail)
    (spanish,) = asked(asking.rosa)
    assert "Basta con responder a este correo." in text_of(spanish)


def test_where_no_mail_comes_in_the_page_is_named(cast: Cast, settings: Settings) -> None:
    settings.INBOUND_HOST = ""
    turn_on(cast)
    let_the_day_come(cast)
    (mail,) = asked(cast.sam)
    assert "Tell it on the page." in text_of(mail)
    assert "If you answer this mail, Fay Moua of Four Rivers Network will read it." in text_of(mail)


def test_nothing_is_asked_before_the_day_and_the_next_one_is_to_come(cast: Cast) -> None:
    turn_on(cast)
    (row,) = DueWork.objects.filter(kind="ask_sites")
    assert row.due_at > timezone.now()
    DueWork.objects.update(due_at=timezone.now())
    work()
    assert all_asked() == set()
    let_the_day_come(cast)
    with scope(cast.community):
        plan = UpdatePlan.objects.select_related("community").get()
    row.refresh_from_db()
    assert row.due_at == plan.next_at
    assert row.due_at > timezone.now()


def test_whoever_is_interrupted_everybody_is_asked_once(cast: Cast) -> None:
    turn_on(cast)
    with scope(cast.community):
        UpdatePlan.objects.update(next_day=timezone.now().date() - timedelta(days=1))
        plan = UpdatePlan.objects.get()
        with transaction.atomic():
            ask_sites(plan.pk)
            transaction.set_rollback(True)
    assert all_asked() == set()
    let_the_day_come(cast)
    let_the_day_come(cast)
    assert [len(asked(m)) for m in (cast.sam, cast.tess, cast.rosa)] == [1, 1, 1]


def test_whose_mail_is_stopped_or_who_is_paused_or_gone_is_not_asked(cast: Cast) -> None:
    cast.sam.user.mails_paused_until = timezone.now().date() + timedelta(days=9)
    cast.sam.user.save()
    cast.tess.user.mail_stopped_for = cast.tess.user.email
    cast.tess.user.save()
    with scope(cast.community):
        leave(cast.rosa)
        pat = Membership.objects.get(pk=cast.pat.pk)
        pat.paused_until = timezone.now() + timedelta(days=2)
        pat.save()
    turn_on(cast, roles=("superintendent", "resident leader", "principal"))
    let_the_day_come(cast)
    assert all_asked() == set()


def test_where_nothing_came_one_reminder_follows(asking: Cast) -> None:
    arrive(letter(reply_to(asked(asking.rosa)[0]), "Leímos.", sender="rosa@example.org"))
    let_a_week_pass()
    let_a_week_pass()
    # Somebody of Eastgate wrote: tess hears nothing more.
    assert [len(asked(m)) for m in (asking.sam, asking.tess, asking.rosa)] == [2, 1, 1]
    again = asked(asking.sam)[1]
    assert opened(again)["Subject"].startswith("Once more: What happened at Northbank")
    assert "After this mail we do not ask again." in text_of(again)
    assert reply_to(again) == reply_to(asked(asking.sam)[0])


def test_what_is_written_on_the_page_counts(asking: Cast) -> None:
    with scope(asking.community):
        open_topic(asking.families, by=asking.pat, title="Club", body="New.", form=Form.UPDATE)
    let_a_week_pass()
    assert len(asked(asking.sam)) == 1
    assert len(asked(asking.tess)) == 2


def test_who_said_not_this_time_is_not_reminded(asking: Cast) -> None:
    with scope(asking.community):
        decline_prompt(prompt_of(asking, asking.tess))
        ask_no_more(prompt_of(asking, asking.sam))
    let_a_week_pass()
    assert [len(asked(m)) for m in (asking.sam, asking.tess, asking.rosa)] == [1, 1, 2]
    a_month_later(asking)
    let_the_day_come(asking)
    assert [len(asked(m)) for m in (asking.sam, asking.tess, asking.rosa)] == [1, 2, 3]


def test_a_mail_shows_what_the_site_told_last_and_what_others_did(asking: Cast) -> None:
    sam, tess = (reply_to(asked(member)[0]) for member in (asking.sam, asking.tess))
    arrive(letter(sam, "The *bus* is on time.", sender="sam@example.org"))
    arrive(letter(tess, "We read aloud.", sender="tess@example.org"))
    a_month_later(asking)
    let_the_day_come(asking)
    text = text_of(asked(asking.sam)[1])
    assert text.index("What Northbank told in") < text.index("The bus is on time.")
    assert text.index("What others told:") < text.index("Eastgate: We read aloud.")


def test_what_the_reader_may_not_see_is_not_shown(asking: Cast) -> None:
    tess = reply_to(asked(asking.tess)[0])
    arrive(letter(tess, "Only for superintendents.", sender="tess@example.org"))
    with scope(asking.community):
        topic = asking.families.topics.get()
        topic.forum = asking.superintendents
        topic.save()
    a_month_later(asking)
    let_the_day_come(asking)
    assert "Only for superintendents." in text_of(asked(asking.sam)[1])
    assert "Only for superintendents." not in text_of(asked(asking.rosa)[1])


def test_who_is_erased_is_named_by_no_prompt(asking: Cast) -> None:
    leave_for_good(asking.sam, Words.NAMELESS)
    with scope(asking.community):
        assert not UpdatePrompt.objects.filter(member=asking.sam).exists()
        assert not NotAsked.objects.exists()


def _community(people: int) -> None:
    community = Community.objects.create(name=f"{people} people", slug=f"c{people}")
    with scope(community):
        role = Role.objects.create(community=community, key="r", singular="r", plural="rs")
        forum = make_forum(community, "All", kind=Kind.EVERYONE)
        for number in range(people):
            site = Site.objects.create(community=community, name=f"S{number}", slug=f"s{number}")
            by = make_member(community, make_user(f"P{people}x{number} X"), roles=[role], site=site)
        wish = Wish(is_on=True, every=1, day=25, forum=forum, roles=[role])
        save_plan(wish, by=by)
        UpdatePlan.objects.update(next_day=timezone.now().date() - timedelta(days=1))


def test_as_many_queries_for_twelve_people_as_for_two() -> None:
    counts = []
    for people in (2, 12):
        _community(people)
        community = Community.objects.get(slug=f"c{people}")
        with scope(community), CaptureQueriesContext(connection) as captured:
            ask_sites(UpdatePlan.objects.get().pk)
            assert UpdateRound.objects.get().prompts.count() == people
        counts.append(len(captured))
    assert counts[0] == counts[1]
