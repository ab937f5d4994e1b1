"""Who is told at once of what, and how the mail reads."""

from datetime import timedelta

import pytest
from django.utils import timezone
from guardian.shortcuts import assign_perm

from communities.due_work import due, find_due_work
from communities.models import Community, DueWork, Membership, Role
from communities.models.membership import Status
from communities.scope import scope
from forums.actions import edit_post, mark_read, remove_post, reply
from forums.models import Forum, Post
from forums.models.forum import Kind
from forums.telling import FORUM, TOPIC, tell_post
from notifications.actions import follow
from notifications.levels import COMMUNITY
from notifications.models import Level, Notice, OutgoingMail, State
from tests.cast import Cast, make_forum, make_member, make_user
from tests.notifications.notice_scenes import all_mails, answer, ask, mails, told, work
from tests.opened_mail import opened, text_of

pytestmark = pytest.mark.django_db


def choose(cast: Cast, member: Membership, kind: str, object_id: int, level: Level) -> None:
    with scope(cast.community):
        follow(member, kind, object_id, level)


def usually(cast: Cast, member: Membership, level: Level) -> None:
    choose(cast, member, COMMUNITY, cast.community.pk, level)


def test_by_default_the_asker_is_told_of_answers_and_nobody_else(cast: Cast) -> None:
    topic = ask(cast.superintendents, cast.sam)
    work()
    assert told() == set()
    answer(topic, cast.tess)
    work()
    assert told() == {"sam"}


def test_the_author_of_the_answered_post_is_told(cast: Cast) -> None:
    topic = ask(cast.families, cast.sam)
    answer(topic, cast.pat)
    answer(topic, cast.rosa, to=2)
    work()
    assert told() == {"sam", "pat"}


def test_a_mentioned_person_is_told_and_one_who_may_not_see_it_is_not(cast: Cast) -> None:
    ask(cast.superintendents, cast.sam, body="What say @Tess Bell and @Pat Lund?")
    work()
    assert told() == {"tess"}
    assert "Sam Ortiz mentioned you." in text_of(mails(cast.tess)[0])


def test_who_is_newly_mentioned_by_an_edit_is_told_and_no_other_again(cast: Cast) -> None:
    topic = ask(cast.superintendents, cast.sam)
    post = answer(topic, cast.fay)
    work()
    with scope(cast.community):
        post.topic = topic
        edit_post(post, by=cast.fay, body="@Tess Bell knows.")
    work()
    assert told() == {"sam", "tess"}
    assert len(mails(cast.sam)) == 1


def test_everything_at_once_and_the_nearest_choice_counts(cast: Cast) -> None:
    usually(cast, cast.tess, Level.ALL)
    topic = ask(cast.superintendents, cast.sam)
    work()
    assert told() == {"tess"}
    choose(cast, cast.fay, FORUM, cast.superintendents.pk, Level.ALL)
    choose(cast, cast.tess, FORUM, cast.superintendents.pk, Level.NOTHING)
    choose(cast, cast.sam, FORUM, cast.superintendents.pk, Level.ALL)
    choose(cast, cast.sam, TOPIC, topic.pk, Level.DIGEST)
    with scope(cast.community):
        Notice.objects.all().delete()
        OutgoingMail.objects.all().delete()
    answer(topic, cast.tess, "For @Sam Ortiz.")
    work()
    assert told() == {"fay"}


@pytest.mark.parametrize("level", [Level.DIGEST, Level.NOTHING])
def test_who_wants_no_mail_at_once_gets_none_when_called(cast: Cast, level: Level) -> None:
    usually(cast, cast.sam, level)
    topic = ask(cast.superintendents, cast.sam)
    answer(topic, cast.tess, "Yes, @Sam Ortiz.")
    work()
    assert told() == set()


def test_nobody_is_told_of_his_own_post_nor_of_what_he_has_read(cast: Cast) -> None:
    for member in (cast.sam, cast.tess, cast.fay):
        usually(cast, member, Level.ALL)
    topic = ask(cast.superintendents, cast.sam)
    with scope(cast.community):
        mark_read(topic, member=cast.tess, through=1)
    work()
    assert told() == {"fay"}


def test_a_guest_is_told_of_the_forum_that_names_him_and_who_left_is_not(cast: Cast) -> None:
    for member in (cast.gus, cast.lee, cast.pat):
        usually(cast, member, Level.ALL)
    with scope(cast.community):
        assign_perm("see_audience", cast.gus.user, cast.superintendents.audience)
    ask(cast.superintendents, cast.sam)
    work()
    assert told() == {"gus"}


def test_who_may_not_see_it_any_more_when_the_mail_is_written_is_not_told(cast: Cast) -> None:
    topic = ask(cast.superintendents, cast.sam)
    post = answer(topic, cast.tess)
    with scope(cast.community):
        tell_post(post.pk)
        Membership.objects.filter(pk=cast.sam.pk).update(status=Status.LEFT)
    work()
    assert told() == set()
    with scope(cast.community):
        assert not Notice.objects.exists()


def test_a_removed_post_is_told_to_nobody(cast: Cast) -> None:
    topic = ask(cast.superintendents, cast.sam)
    post = answer(topic, cast.tess)
    with scope(cast.community):
        post.topic = topic
        remove_post(post, by=cast.tess)
    work()
    assert told() == set()


def test_a_mail_that_was_sent_stays_as_it_is(cast: Cast) -> None:
    topic = ask(cast.superintendents, cast.sam)
    post = answer(topic, cast.tess)
    work()
    mails(cast.sam)[0].sent()
    with scope(cast.community):
        post.topic = topic
        remove_post(post, by=cast.tess)
    assert mails(cast.sam)[0].state == State.SENT


def test_what_came_before_the_worker_is_told_in_one_mail(cast: Cast) -> None:
    buses, meals = ask(cast.families, cast.sam, "Buses"), ask(cast.families, cast.sam, "Meals")
    answer(buses, cast.rosa, "On foot.")
    answer(meals, cast.pat, "In school.")
    work()
    (mail,) = mails(cast.sam)
    message, text = opened(mail), text_of(mail)
    assert message["Subject"] == "2 new posts for you in Four Rivers Network"
    assert message["From"] == "Four Rivers Network <porchlight@localhost>"
    assert message["In-Reply-To"] is None
    assert "On foot." in text
    assert "In school." in text


def test_what_follows_a_mail_within_five_minutes_goes_out_together(cast: Cast) -> None:
    topic = ask(cast.families, cast.sam)
    answer(topic, cast.rosa, "First.")
    work()
    answer(topic, cast.pat, "Second.")
    answer(topic, cast.tess, "Third.")
    work()
    assert len(mails(cast.sam)) == 1
    later = DueWork.objects.get()
    assert timedelta(minutes=4) < later.due_at - timezone.now() <= timedelta(minutes=5)
    with scope(cast.community):
        long_ago = timezone.now() - timedelta(minutes=6)
        Notice.objects.exclude(told_at=None).update(told_at=long_ago)
    DueWork.objects.update(due_at=long_ago)
    work()
    second = mails(cast.sam)[1]
    assert "Second." in text_of(second)
    assert "Third." in text_of(second)
    assert opened(second)["Subject"] == "Re: Buses"


def test_a_doubled_run_tells_once(cast: Cast) -> None:
    topic = ask(cast.superintendents, cast.sam)
    post = answer(topic, cast.tess)
    work()
    due("note_new_post", post.pk, community=cast.community)
    due("write_notices", cast.sam.pk, community=cast.community)
    with scope(cast.community):
        Notice.objects.update(told_at=timezone.now() - timedelta(hours=1))
    work()
    assert len(mails(cast.sam)) == 1


def test_what_is_a_day_old_is_left_to_the_digest(cast: Cast) -> None:
    topic = ask(cast.superintendents, cast.sam)
    answer(topic, cast.tess)
    with scope(cast.community):
        Post.objects.update(created_at=timezone.now() - timedelta(hours=25))
    work()
    assert told() == set()


def test_the_mail_has_all_the_words_and_says_where_to_answer(cast: Cast) -> None:
    topic = ask(cast.superintendents, cast.sam)
    answer(topic, cast.tess, "Ask **the district** [here](https://example.com/a).")
    work()
    (mail,) = mails(cast.sam)
    message, text = opened(mail), text_of(mail)
    html = str(message.get_body(("html",)).get_content())  # type: ignore[union-attr]
    assert message["Subject"] == "Re: Buses"
    assert message["From"] == "Tess Bell via Four Rivers Network <porchlight@localhost>"
    assert message["Reply-To"] == "fay@example.org"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "Tess Bell answered you." in text
    assert "Role-alike: Superintendents" in text
    assert "Ask the district here (https://example.com/a)." in text
    assert "<strong>the district</strong>" in html
    base = f"http://localhost:8000/c/four-rivers/topics/{topic.number}/"
    assert f"Answer on the page: {base}?reply=2#reply" in text
    assert "You get this mail because you began “Buses”." in text
    assert "Fay Moua, who keeps Four Rivers Network going, will read it." in text
    assert "/mail/level/" in text
    assert len(html.encode()) < 90_000


def test_mails_of_a_topic_stand_together_in_a_mail_program(cast: Cast) -> None:
    topic = ask(cast.superintendents, cast.sam)
    usually(cast, cast.fay, Level.ALL)
    work()
    answer(topic, cast.tess)
    with scope(cast.community):
        Notice.objects.update(told_at=timezone.now() - timedelta(hours=1))
    work()
    first, second = [opened(mail) for mail in mails(cast.fay)]
    assert (first["Subject"], second["Subject"]) == ("Buses", "Re: Buses")
    assert first["References"] == second["References"] == second["In-Reply-To"]
    assert first["Message-ID"] != second["Message-ID"]
    assert first["List-Id"] == "<notices.four-rivers.localhost>"
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    head = bytes(mails(cast.fay)[0].content or b"").split(b"\r\n\r\n")[0].decode()
    assert all(len(word) <= 77 for word in head.split())


def test_the_reader_gets_it_in_his_language(cast: Cast) -> None:
    with scope(cast.community):
        Forum.objects.filter(pk=cast.families.pk).update(name_es="Las familias")
    topic = ask(cast.families, cast.rosa, "¿Quién paga?")
    answer(topic, cast.tess)
    work()
    (mail,) = mails(cast.rosa)
    assert opened(mail)["Content-Language"] == "es"
    text = text_of(mail)
    assert "Las familias" in text
    assert "Tess Bell le respondió" in text


def test_a_hidden_name_is_in_no_part_of_the_mail(cast: Cast) -> None:
    topic = ask(cast.superintendents, cast.sam)
    with scope(cast.community):
        reply(topic, by=cast.tess, body="For @Sam Ortiz.", name_hidden=True)
    work()
    (mail,) = mails(cast.sam)
    message = opened(mail)
    # In quotation marks, for the brackets' sake.
    assert str(message["From"]).startswith('"Member (name hidden) via Four Rivers Network" <')
    html = str(message.get_body(("html",)).get_content())  # type: ignore[union-attr]
    for words in (str(message["From"]), text_of(mail), html):
        assert "Tess" not in words
        assert "tess" not in words


def test_what_people_wrote_is_no_html_in_the_mail(cast: Cast) -> None:
    topic = ask(cast.superintendents, cast.sam, title="<b>Bold</b> & <img src=x>")
    answer(topic, cast.tess, "1 < 2 <script>alert(1)</script>")
    work()
    html = str(opened(mails(cast.sam)[0]).get_body(("html",)).get_content())  # type: ignore[union-attr]
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; &lt;img src=x&gt;" in html
    assert "<script" not in html


def test_very_long_posts_are_cut_with_a_link_to_the_rest(cast: Cast) -> None:
    topic = ask(cast.superintendents, cast.sam)
    for number in range(15):
        answer(topic, cast.tess, f"Part {number}. " + "- <&> lorem\n" * 1500)
    work()
    (mail,) = mails(cast.sam)
    html = str(opened(mail).get_body(("html",)).get_content())  # type: ignore[union-attr]
    assert len(html.encode()) < 90_000
    assert "Read the rest" in html
    assert "and 3 more posts" in html


@pytest.mark.slow
def test_fifty_people_with_audiences_that_share_nobody_read_no_foreign_word(db: None) -> None:
    community = Community.objects.create(name="Many", slug="many")
    with scope(community):
        writer = make_member(community, make_user("Author X"))
        forums = []
        for number in range(50):
            role = Role.objects.create(
                community=community, key=f"r{number}", singular=f"r{number}", plural="rs"
            )
            person = make_member(community, make_user(f"Person{number} X"), roles=[role])
            follow(person, COMMUNITY, community.pk, Level.ALL)
            kind = Kind.ROLE_ALIKE if number % 2 else Kind.MIXED_ROLE
            forums.append(make_forum(community, f"Forum {number}", kind=kind, roles=[role]))
        everyone = [f"@Person{number} X" for number in range(50)]
    for number, forum in enumerate(forums):
        secret = f"secret-of-{number}-"
        ask(forum, writer, secret, f"{secret} for {', '.join(everyone)}")
    work()
    sent = all_mails()
    assert len(sent) == 50
    for mail in sent:
        of_person = mail.to.removeprefix("person").partition("@")[0]
        raw = text_of(mail) + str(opened(mail)["Subject"])
        assert raw.count("secret-of-") == raw.count(f"secret-of-{of_person}-") > 0


def test_the_work_is_found_without_a_nudge(cast: Cast) -> None:
    topic = ask(cast.superintendents, cast.sam)
    answer(topic, cast.tess)
    assert find_due_work() > 0
