"""What somebody has begun to write: kept, found again, and gone when it is sent."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from communities.models import Membership, MembershipRole
from communities.scope import scope
from forums.actions import open_topic, remove_post
from forums.actions.drafts import NewerDraftError, save_draft
from forums.drafts import begun_sentence, carried_over
from forums.models import Draft, Form, HeldPost, HoldRules, Post, Topic
from tests.cast import Cast

type AsMember = Callable[[Membership], Client]

pytestmark = pytest.mark.django_db

NEW = "/c/four-rivers/forums/superintendents/topics/new/"
KEEP_TOPIC = "/c/four-rivers/forums/superintendents/topics/draft/"
SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def topic(cast: Cast) -> Topic:
    with scope(cast.community):
        return open_topic(cast.superintendents, by=cast.tess, title="Buses", body="Late?")


def at(topic: Topic, more: str = "") -> str:
    return f"/c/four-rivers/topics/{topic.number}/{more}"


def textarea(html: str) -> str:
    (found,) = re.findall(r'<textarea name="body"[^>]*>\n?(.*?)</textarea>', html, re.DOTALL)
    return str(found)


def kept(cast: Cast) -> list[Draft]:
    with scope(cast.community):
        return list(Draft.objects.order_by("pk"))


def test_a_reply_is_kept_without_a_script_and_stands_in_the_form_again(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    browser = as_member(cast.sam)
    page = browser.post(
        at(topic, "draft/"), {"body": "Half a thought", "form_key": ""}, follow=True
    )
    html = page.content.decode()
    assert "Kept as a draft" in html
    assert textarea(html) == "Half a thought"
    assert "You began this today at" in html
    assert "Half a thought" not in as_member(cast.tess).get(at(topic)).content.decode()


def test_a_reply_that_is_sent_leaves_no_draft(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    browser = as_member(cast.sam)
    key = str(uuid4())
    browser.post(at(topic, "draft/"), {"body": "Half", "form_key": key}, headers=SCRIPT)
    assert len(kept(cast)) == 1
    browser.post(at(topic, "posts/"), {"body": "Whole", "form_key": key})
    assert kept(cast) == []
    # A request that was under way when the reply was sent.
    late = browser.post(at(topic, "draft/"), {"body": "Whole", "form_key": key}, headers=SCRIPT)
    assert late.json() == {"version": ""}
    assert kept(cast) == []


def test_no_words_are_no_draft(cast: Cast, topic: Topic, as_member: AsMember) -> None:
    browser = as_member(cast.sam)
    browser.post(at(topic, "draft/"), {"body": " ", "reply_to": "1"}, headers=SCRIPT)
    assert kept(cast) == []
    browser.post(at(topic, "draft/"), {"body": "x\0y"}, headers=SCRIPT)
    assert kept(cast)[0].fields == {"body": "xy"}
    version = kept(cast)[0].version
    browser.post(at(topic, "draft/"), {"body": "", "base": version}, headers=SCRIPT)
    assert kept(cast) == []


def test_a_page_does_not_write_over_what_another_kept_later(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    browser = as_member(cast.sam)
    phone, laptop = str(uuid4()), str(uuid4())

    def keep(body: str, page: str, base: str) -> tuple[int, str]:
        values = {"body": body, "form_key": page, "base": base}
        answer = browser.post(at(topic, "draft/"), values, headers=SCRIPT)
        return answer.status_code, answer.json().get("version", "")

    _status, first = keep("One", phone, "")
    assert keep("One, two", laptop, first)[0] == 200
    assert keep("One and a half", phone, first)[0] == 409
    assert kept(cast)[0].fields["body"] == "One, two"
    # Its own answer may have got lost on the way.
    assert keep("One, two, three", laptop, first)[0] == 200


def test_too_long_a_text_is_refused_to_the_script_and_kept_for_a_person(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    browser = as_member(cast.sam)
    long = "x" * 150_000
    assert browser.post(at(topic, "draft/"), {"body": long}, headers=SCRIPT).status_code == 413
    browser.post(at(topic, "draft/"), {"body": long})
    assert kept(cast)[0].fields["body"] == long


def test_what_is_quoted_comes_after_what_was_begun(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        save_draft(cast.sam, fields={"body": "Half"}, topic=topic)
    html = as_member(cast.sam).get(at(topic, "?reply=1&quote=1")).content.decode()
    assert textarea(html) == "Half\n\n&gt; Late?\n\n"
    assert 'name="reply_to" value="1"' in html


def test_a_draft_is_discarded_by_its_writer_only(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        draft = save_draft(cast.sam, fields={"body": "Half"}, topic=topic)
    assert draft is not None
    address = f"/c/four-rivers/drafts/{draft.pk}/delete/"
    assert as_member(cast.tess).post(address).status_code == 404
    page = as_member(cast.sam).post(address, follow=True)
    assert "What you had begun is discarded." in page.content.decode()
    assert kept(cast) == []


def test_a_topic_is_kept_with_its_form_and_all_its_fields(cast: Cast, as_member: AsMember) -> None:
    browser = as_member(cast.sam)
    values = {"title": "Late buses", "situation": "Every day", "wish": "Ideas", "days": "7"}
    browser.post(f"{KEEP_TOPIC}?form=consult", values, headers=SCRIPT)
    html = browser.get(NEW).content.decode()
    assert 'value="Late buses"' in html
    assert "What I would like your advice on" in html
    assert ">\nIdeas</textarea>" in html
    assert '<option value="7" selected>' in html
    browser.post(f"{NEW}?form=consult", values)
    assert kept(cast) == []


def test_another_form_keeps_title_and_text(cast: Cast, as_member: AsMember) -> None:
    browser = as_member(cast.sam)
    typed = {"title": "Late buses", "body": "Every day since May.", "become": "consult"}
    page = browser.post(f"{NEW}?form=discussion", typed, follow=True)
    assert page.redirect_chain[-1][0] == f"{NEW}?form=consult"
    html = page.content.decode()
    assert 'value="Late buses"' in html
    assert re.search(r'name="situation"[^>]*>\nEvery day since May.</textarea>', html)
    page = browser.post(
        f"{NEW}?form=consult",
        {"title": "Late buses", "situation": "Every day.", "wish": "Ideas?", "become": "question"},
        follow=True,
    )
    assert textarea(page.content.decode()) == "Every day.\n\nIdeas?"


def test_another_form_without_a_word_keeps_nothing(cast: Cast, as_member: AsMember) -> None:
    page = as_member(cast.sam).post(NEW, {"become": "question", "days": "3"}, follow=True)
    assert "What is your question?" in page.content.decode()
    assert kept(cast) == []


@pytest.mark.parametrize("before", list(Form))
@pytest.mark.parametrize("after", list(Form))
def test_no_word_is_lost_between_forms(before: Form, after: Form) -> None:
    fields = {
        "title": "T",
        **{name: name for name in ("body", "situation", "tried", "wish", "next")},
    }
    once = carried_over(carried_over(fields, before), after)
    said = " ".join(str(value) for value in once.values())
    assert all(name in said for name in fields if name != "title")
    assert once["title"] == "T"


def test_what_is_not_sent_yet_has_a_page_and_a_place_on_the_first_page(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    browser = as_member(cast.sam)
    assert "Nothing is waiting to be sent" in browser.get("/c/four-rivers/drafts/").content.decode()
    with scope(cast.community):
        save_draft(cast.sam, fields={"body": "Half a thought"}, topic=topic)
        save_draft(cast.sam, fields={"body": "Whole"}, forum=cast.families, form=Form.DISCUSSION)
    html = browser.get("/c/four-rivers/drafts/").content.decode()
    assert "Half a thought" in html
    assert "New topic in Family engagement" in html
    assert f'href="{at(topic)}#reply"' in browser.get("/c/four-rivers/").content.decode()
    assert (
        "Half a thought" not in as_member(cast.tess).get("/c/four-rivers/drafts/").content.decode()
    )


def test_own_words_stay_when_their_place_is_closed_to_their_writer(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        save_draft(cast.sam, fields={"body": "Half a thought"}, topic=topic)
        MembershipRole.objects.filter(membership=cast.sam).delete()
    html = as_member(cast.sam).get("/c/four-rivers/drafts/").content.decode()
    assert "Half a thought" in html
    assert "Buses" not in html


def test_it_is_said_when_it_was_begun(cast: Cast) -> None:
    now = timezone.localtime()
    assert begun_sentence(now).startswith("You began this today at ")
    assert begun_sentence(now - timedelta(days=1)) == "You began this yesterday."
    assert (
        begun_sentence(now - timedelta(days=3))
        == f"You began this on {now - timedelta(days=3):%A}."
    )


def test_a_newer_draft_is_not_overruled_by_an_unknown_page(cast: Cast, topic: Topic) -> None:
    with scope(cast.community):
        save_draft(cast.sam, fields={"body": "One"}, topic=topic, form_key=uuid4())
        with pytest.raises(NewerDraftError):
            save_draft(cast.sam, fields={"body": "Two"}, topic=topic, base="", form_key=uuid4())


def test_a_hidden_name_stays_hidden_in_the_draft(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    browser = as_member(cast.sam)
    browser.post(at(topic, "draft/"), {"body": "Half", "name_hidden": "on"}, headers=SCRIPT)
    html = browser.get(at(topic)).content.decode()
    assert re.search(r'name="name_hidden"[^>]* checked', html)


def edit_of(topic: Topic, more: str = "") -> str:
    return at(topic, f"posts/1/edit/{more}")


def test_a_change_is_kept_and_stands_in_the_form_again(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    browser = as_member(cast.tess)
    words = {"body": "Late, and in the rain?", "language": "en"}
    html = browser.post(edit_of(topic, "draft/"), words, follow=True).content.decode()
    assert "Kept as a draft" in html
    assert "You began this today at" in html
    assert textarea(html) == "Late, and in the rain?"
    assert '<option value="en" selected>' in html
    assert f'url="{edit_of(topic, "draft/")}"' in html
    listed = browser.get("/c/four-rivers/drafts/").content.decode()
    assert f'href="{edit_of(topic)}">Change of post 1 in “Buses”</a>' in listed
    # It is no reply that was begun, and nobody else's.
    assert "You began this" not in browser.get(at(topic)).content.decode()
    assert "in the rain" not in as_member(cast.sam).get("/c/four-rivers/drafts/").content.decode()
    (draft,) = kept(cast)
    discard = browser.post(f"/c/four-rivers/drafts/{draft.pk}/delete/")
    assert discard["Location"] == edit_of(topic)
    assert textarea(browser.get(edit_of(topic)).content.decode()) == "Late?"


@pytest.mark.parametrize("held", [False, True])
def test_a_change_that_is_sent_leaves_no_draft(
    cast: Cast, topic: Topic, as_member: AsMember, held: bool
) -> None:
    with scope(cast.community):
        HoldRules.objects.create(community=cast.community, words="rain" if held else "casino")
    browser, key = as_member(cast.tess), str(uuid4())
    words = {"body": "Late, and in the rain?", "form_key": key}
    browser.post(edit_of(topic, "draft/"), words, headers=SCRIPT)
    assert len(kept(cast)) == 1
    browser.post(edit_of(topic), words)
    assert kept(cast) == []
    with scope(cast.community):
        assert HeldPost.objects.exists() == held
    # A request that was under way when it was sent.
    late = browser.post(edit_of(topic, "draft/"), words | {"body": "Late, and"}, headers=SCRIPT)
    assert late.json() == {"version": ""}
    assert kept(cast) == []
    # Sent once more from a page that somebody went back to.
    for body in ("Late, and in the rain again?", "Late, and in the rain twice?"):
        assert browser.post(edit_of(topic), words | {"body": body}).status_code == 302


def test_what_the_post_says_already_is_no_draft(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    browser = as_member(cast.tess)
    browser.post(edit_of(topic, "draft/"), {"body": "Late? "}, headers=SCRIPT)
    assert kept(cast) == []


def test_only_who_wrote_it_keeps_a_change(cast: Cast, topic: Topic, as_member: AsMember) -> None:
    words = {"body": "Mine."}
    assert as_member(cast.sam).post(edit_of(topic, "draft/"), words).status_code == 403
    assert as_member(cast.gus).post(edit_of(topic, "draft/"), words).status_code == 404
    assert as_member(cast.tess).get(edit_of(topic, "draft/")).status_code == 405
    assert kept(cast) == []


def test_of_a_post_that_was_removed_the_words_are_kept_and_no_way_there(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    browser = as_member(cast.tess)
    browser.post(edit_of(topic, "draft/"), {"body": "Half of it"}, headers=SCRIPT)
    with scope(cast.community):
        remove_post(Post.objects.select_related("topic__community").get(), by=cast.fay, reason="No")
    listed = browser.get("/c/four-rivers/drafts/").content.decode()
    assert "Half of it" in listed
    assert edit_of(topic) not in listed
