"""What a digest tells to whom, and what it leaves out."""

from datetime import timedelta

import pytest
from guardian.shortcuts import assign_perm

from accounts.models import User
from communities.models import Membership
from communities.models.membership import Pace, Status
from communities.scope import scope
from core.files import check_upload
from digests import ranking
from digests.models import DigestEntry, DigestMark, DigestRun, Outcome
from forums.actions import attach_files, keep_file, mark_read
from forums.models import TopicReading
from forums.models.forum import Kind
from notifications.models import OutgoingMail
from tests.cast import Cast, make_forum, make_member, make_user
from tests.digests.scenes import (
    DAY,
    MONDAY,
    TUESDAY,
    answer,
    ask,
    mails,
    message,
    only_mail,
    part,
    send,
    settle_in,
)
from tests.made_files import PDF, upload

HOUR = timedelta(hours=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def settled(cast: Cast) -> Cast:
    settle_in(cast.community, cast.other)
    return cast


def test_an_answer_to_my_question_is_told_first_and_in_the_subject(settled: Cast) -> None:
    ask(settled.families, settled.pat, "Something else")
    question = ask(settled.superintendents, settled.sam, "How do you count attendance?")
    answer(question, settled.tess, "We count **each morning** at nine.")
    send()
    mail = only_mail(settled.sam)
    text = part(mail)
    assert message(mail)["Subject"] == (
        "Tess Bell answered you, and 1 more new thing in Four Rivers Network"
    )
    assert text.index("How do you count attendance?") < text.index("Something else")
    assert "We count each morning at nine." in text
    assert "Role-alike: Superintendents" in text
    assert f"http://localhost:8000/c/four-rivers/topics/{question.number}/posts/2/" in text
    assert f"/c/four-rivers/topics/{question.number}/posts/2/" in part(mail, "html")


def test_files_are_named_with_the_post_they_stand_beside(settled: Cast) -> None:
    topic = ask(settled.families, settled.pat, "The bus plan", body="Here it is.")
    with scope(settled.community):
        checked = check_upload(upload("plan.pdf", PDF))
        attach_files(topic.posts.get(), [keep_file(checked, by=settled.pat)])
    send()
    assert "Here it is. (With it: plan.pdf)" in " ".join(part(only_mail(settled.sam)).split())


def test_somebody_who_is_called_by_name_is_told_so(settled: Cast) -> None:
    ask(settled.families, settled.pat, "Buses", body="What do you think, @Tess Bell?")
    send()
    assert "Pat Lund mentioned you." in part(only_mail(settled.tess))
    assert "mentioned you" not in part(only_mail(settled.sam))


def test_role_alike_comes_before_mixed_roles(settled: Cast) -> None:
    ask(settled.superintendents, settled.tess, "Alike", at=MONDAY - 3 * DAY)
    ask(settled.families, settled.pat, "Mixed", at=MONDAY - DAY)
    send()
    text = part(only_mail(settled.sam))
    assert text.index("Alike") < text.index("Mixed")


def test_nobody_is_told_of_what_he_wrote_himself(settled: Cast) -> None:
    ask(settled.superintendents, settled.sam, "My own question")
    send()
    assert mails(settled.sam) == []
    assert "My own question" in part(only_mail(settled.tess))


def test_nobody_is_told_of_forums_he_may_not_see(settled: Cast) -> None:
    ask(settled.superintendents, settled.sam, "Among ourselves")
    send()
    for name in ("pat", "rosa", "ada", "gus", "lee", "olga"):
        assert mails(settled.members[name]) == []
    assert "Among ourselves" in part(only_mail(settled.fay))  # by her grant


def test_what_was_read_is_not_told(settled: Cast) -> None:
    topic = ask(settled.families, settled.pat, "Read already")
    with scope(settled.community):
        mark_read(topic, member=settled.sam, through=1)
    send()
    assert mails(settled.sam) == []
    assert mails(settled.tess) != []


def test_a_digest_repeats_nothing_but_tells_what_came_after(settled: Cast) -> None:
    topic = ask(settled.families, settled.pat, "Buses")
    send()
    send(TUESDAY)
    assert len(mails(settled.sam)) == 1
    answer(topic, settled.rosa, "They are late.", at=TUESDAY)
    send(TUESDAY + DAY)
    second = mails(settled.sam)[1]
    assert "They are late." in part(second)
    assert "1 new reply, by Rosa Peña." in part(second)


def test_what_is_over_fourteen_days_old_is_no_news(settled: Cast) -> None:
    ask(settled.families, settled.pat, "Old", at=MONDAY - 15 * DAY)
    send()
    assert not OutgoingMail.objects.exists()


def test_nothing_new_makes_no_mail_and_is_not_looked_for_again_that_day(settled: Cast) -> None:
    assert send().empty > 0
    assert not OutgoingMail.objects.exists()
    assert set(DigestRun.objects.values_list("outcome", flat=True)) == {Outcome.EMPTY}
    assert send(MONDAY + timedelta(minutes=5)).people == 0
    assert send(TUESDAY).empty > 0


def test_more_than_five_are_counted_by_forum(settled: Cast) -> None:
    for number in range(8):
        ask(
            settled.families,
            settled.pat,
            f"Topic {number}",
            at=MONDAY - DAY - timedelta(hours=number),
        )
    send()
    text = part(only_mail(settled.sam))
    assert "Topic 4" in text
    assert "Topic 5" not in text
    assert "and 3 more in Family engagement: http://localhost:8000/c/four-rivers/forums/" in text
    assert "“" not in message(only_mail(settled.sam))["Subject"]
    assert message(only_mail(settled.sam))["Subject"] == (
        "Topic 0, and 7 more new things in Four Rivers Network"
    )
    # What had no room makes no mail by itself, and comes with what is new.
    send(TUESDAY)
    assert len(mails(settled.sam)) == 1
    ask(settled.families, settled.pat, "And this", at=TUESDAY)
    send(TUESDAY + DAY)
    second = part(mails(settled.sam)[1])
    assert [f"* {title}\n" in second for title in ("And this", "Topic 5", "Topic 7")] == [True] * 3
    assert "Topic 4" not in second


def test_what_takes_too_long_to_read_is_counted_and_told_the_next_time(
    settled: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "MINUTES", 0.2)
    long = "Our buses are late each day and nobody knows why that is so. " * 2
    for forum, title in ((settled.superintendents, "Ours"), (settled.families, "Theirs")):
        ask(forum, settled.tess, title, body=long)
    send()
    first = part(only_mail(settled.sam))
    assert "* Ours" in first
    assert "* Theirs" not in first
    assert "and 1 more in Family engagement" in first
    assert "It takes about 1 minute to read." in first
    with scope(settled.community):
        told = TopicReading.objects.filter(member=settled.sam, told_through__gt=0)
        assert [reading.topic.title for reading in told.select_related("topic")] == ["Ours"]
    ask(settled.superintendents, settled.tess, "News", at=TUESDAY)
    monkeypatch.undo()
    send(TUESDAY + DAY)
    assert "* Theirs" in part(mails(settled.sam)[1])


def test_many_forums_are_counted_by_name_and_the_rest_together(settled: Cast) -> None:
    with scope(settled.community):
        forums = [make_forum(settled.community, f"Group {n}", kind=Kind.WORKING) for n in range(5)]
    for count, forum in enumerate(forums, start=1):
        for number in range(count):
            ask(forum, settled.pat, f"{forum.name} {number}", at=MONDAY - DAY + number * HOUR)
    with scope(settled.community):
        newest = make_forum(settled.community, "The newest", kind=Kind.WORKING)
    for number in range(5):
        ask(newest, settled.pat, f"Topic {number}", at=MONDAY - HOUR)
    send()
    text = part(only_mail(settled.sam))
    # One of each of five forums, and then what is left.
    assert [f"* {name} 0" in text for name in ("Group 4", "Group 0")] == [False, False]
    assert "* Topic" in text
    assert "* Group 1 1" in text
    assert "and 4 more in Group 4: " in text
    assert "and 4 more in The newest: " in text
    assert "and 7 more in other forums: http://localhost:8000/c/four-rivers/forums/" in text


def test_new_people_of_my_role_or_site_are_told_once(settled: Cast) -> None:
    supt, north = settled.roles["superintendent"], settled.sites["Northbank"]
    with scope(settled.community):
        joined = MONDAY - DAY
        make_member(settled.community, make_user("Nia Cole"), roles=[supt], joined_at=joined)
        make_member(settled.community, make_user("Omar Diaz"), site=north, joined_at=joined)
    send()
    text = part(only_mail(settled.sam))
    assert "Nia Cole" in text
    assert "superintendent" in text
    assert "Omar Diaz" in text
    assert "Omar Diaz" not in part(only_mail(settled.tess))
    assert mails(settled.rosa) == []
    send(TUESDAY)
    assert len(mails(settled.sam)) == 1


def test_a_newcomer_is_not_told_of_all_who_were_there_before(settled: Cast) -> None:
    with scope(settled.community):
        Membership.objects.filter(pk=settled.tess.pk).update(joined_at=MONDAY - 2 * DAY)
        Membership.objects.filter(pk=settled.sam.pk).update(joined_at=MONDAY - DAY)
    send()
    assert "Sam Ortiz" in part(only_mail(settled.tess))
    assert mails(settled.sam) == []


def test_one_mail_for_all_communities_of_a_person(settled: Cast) -> None:
    ask(settled.families, settled.pat, "In Four Rivers")
    ask(settled.lakes_forum, settled.olga, "In Lakes")
    send()
    text = part(only_mail(settled.sam))
    assert "=== Four Rivers Network ===" in text
    assert "=== Lakes Network ===" in text
    assert message(only_mail(settled.sam))["Subject"] == (
        "In Four Rivers, and 1 more new thing in your communities"
    )
    assert "In Lakes" not in part(only_mail(settled.tess))


def test_a_named_guest_is_told_of_his_forum_only(settled: Cast) -> None:
    ask(settled.families, settled.pat, "Families")
    ask(settled.superintendents, settled.sam, "Superintendents only")
    with scope(settled.community):
        assign_perm("see_audience", settled.gus.user, settled.families.audience)
    send()
    text = part(only_mail(settled.gus))
    assert "Families" in text
    assert "Superintendents only" not in text


def test_what_was_told_is_noted_and_no_entry_stays(settled: Cast) -> None:
    topic = ask(settled.families, settled.pat, "Buses")
    answer(topic, settled.rosa)
    send()
    with scope(settled.community):
        reading = TopicReading.objects.get(member=settled.sam, topic=topic)
        assert (reading.read_through, reading.told_through) == (0, 2)
        assert not DigestEntry.objects.exists()
        assert DigestMark.objects.get(member=settled.sam).through == MONDAY


def test_paces_are_kept_apart_and_meet_on_monday(settled: Cast) -> None:
    with scope(settled.community):
        Membership.objects.filter(pk=settled.sam.pk).update(pace=Pace.WEEKLY)
    tuesday_before = MONDAY - 6 * DAY
    send(tuesday_before)  # the week's digest is due here as well: Monday was missed
    ask(settled.families, settled.pat, "Weekly one", at=MONDAY - 3 * DAY)
    ask(settled.lakes_forum, settled.olga, "Daily one", at=MONDAY - 3 * DAY)
    send(MONDAY - 2 * DAY)
    first = only_mail(settled.sam)
    assert "Daily one" in part(first)
    assert "Weekly one" not in part(first)
    ask(settled.lakes_forum, settled.olga, "Another daily one", at=MONDAY - DAY)
    send(MONDAY)
    second = mails(settled.sam)[1]
    assert "Weekly one" in part(second)
    assert "Another daily one" in part(second)


def test_who_wants_only_what_concerns_him_gets_answers_calls_and_who_waits_for_his_role(
    settled: Cast,
) -> None:
    with scope(settled.community):
        working = make_forum(settled.community, "Working", kind=Kind.WORKING)
        Membership.objects.filter(pk__in=[settled.tess.pk, settled.fay.pk]).update(
            pace=Pace.CONCERNS
        )
    ask(working, settled.pat, "No concern of hers")
    ask(settled.superintendents, settled.sam, "Who knows?")
    answer(ask(settled.families, settled.tess, "Buses"), settled.rosa, "They are late.")
    send()
    text = part(only_mail(settled.tess))
    assert "Who knows?" in text
    assert "They are late." in text
    assert "No concern of hers" not in text
    # She keeps the forum going and has no role.
    assert mails(settled.fay) == []


def test_the_first_digest_after_a_break_says_so_and_tells_what_came_in_it(settled: Cast) -> None:
    ask(settled.families, settled.pat, "In the break", at=MONDAY - 20 * DAY)
    User.objects.filter(pk=settled.sam.user_id).update(mails_paused_until=MONDAY.date())
    send()
    text = part(only_mail(settled.sam))
    assert "Your break from mails is over: they come again." in text
    assert "In the break" in text
    assert mails(settled.tess) == []
    ask(settled.families, settled.pat, "After it", at=TUESDAY)
    send(TUESDAY + DAY)
    assert "break" not in part(mails(settled.sam)[1])


def test_who_wants_none_gets_none(settled: Cast) -> None:
    with scope(settled.community):
        Membership.objects.update(pace=Pace.NEVER)
    ask(settled.families, settled.pat, "Buses")
    send()
    assert not OutgoingMail.objects.exists()


def test_answers_go_to_the_longest_serving_facilitator_and_the_mail_says_so(settled: Cast) -> None:
    ask(settled.families, settled.pat, "Buses")
    send()
    mail = only_mail(settled.sam)
    assert message(mail)["Reply-To"] == "fay@example.org"
    assert "If you answer this mail, Fay Moua, who keeps Four Rivers Network going" in part(mail)
    assert message(only_mail(settled.fay))["Reply-To"] == "ada@example.org"
    with scope(settled.community):
        Membership.objects.filter(pk__in=[settled.fay.pk, settled.ada.pk]).update(
            status=Status.LEFT
        )
    ask(settled.families, settled.pat, "Later", at=TUESDAY)
    send(TUESDAY + DAY)
    second = mails(settled.sam)[1]
    assert message(second)["Reply-To"] is None
    assert "Please do not answer this mail" in part(second)


def test_the_headers_let_mail_programs_unsubscribe_and_sort(settled: Cast) -> None:
    ask(settled.families, settled.pat, "Buses")
    send()
    mail = only_mail(settled.sam)
    headers = message(mail)
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].startswith("<http://localhost:8000/u/")
    assert headers["List-Id"] == "<digest.localhost>"
    assert headers["Auto-Submitted"] == "auto-generated"
    head = bytes(mail.content or b"").split(b"\r\n\r\n")[0].decode()
    assert all(len(token) <= 77 for token in head.split())


def test_the_reader_gets_it_in_his_language(settled: Cast) -> None:
    with scope(settled.community):
        settled.families.name_es = "Participación de las familias"
        settled.families.save()
    ask(settled.families, settled.pat, "Buses")
    send()
    mail = only_mail(settled.rosa)
    assert message(mail)["Content-Language"] == "es"
    assert '<html lang="es">' in part(mail, "html")
    assert "Participación de las familias" in part(mail)
    assert "Participación" not in part(only_mail(settled.sam))


def test_what_people_wrote_is_no_html_in_the_mail(settled: Cast) -> None:
    ask(settled.families, settled.pat, "<b>Bold</b> & <img src=x>", body="1 < 2 & *so* on")
    send()
    html = part(only_mail(settled.sam), "html")
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; &lt;img src=x&gt;" in html
    assert "1 &lt; 2 &amp; so on" in html
    assert "<b>Bold</b> & <img src=x>" in part(only_mail(settled.sam))
    assert len(html) < 20_000


def test_who_has_a_role_that_was_called_is_told_so_with_the_post_that_calls(settled: Cast) -> None:
    topic = ask(settled.families, settled.pat, "Buses", body="They are late.")
    answer(topic, settled.rosa, "Here too.")
    answer(topic, settled.pat, "What do you do, @superintendents?")
    send()
    for name in ("sam", "tess"):
        text = part(only_mail(settled.members[name]))
        assert "Pat Lund wrote to all in your role: superintendents." in text
        assert "What do you do, @superintendents?" in text
        assert f"/topics/{topic.number}/posts/3/" in text
    assert "in your role" not in part(only_mail(settled.rosa))
