"""Thanks, we face this too, we tried this."""

from collections.abc import Callable

import pytest
from django.test import Client

from communities.models import Membership
from communities.scope import scope
from forums.actions import introduce, open_topic, react, reply
from forums.models import Form, Post, Reaction, ReactionKind, Topic
from tests.cast import Cast
from tests.forums.test_topics import statements

AsMember = Callable[[Membership], Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def topic(cast: Cast) -> Topic:
    """Sam's question among all roles, answered by Tess."""
    with scope(cast.community):
        topic = open_topic(
            cast.families,
            by=cast.sam,
            title="Who comes in the evening?",
            body="Nobody does.",
            form=Form.QUESTION,
        )
        reply(topic, by=cast.tess, body="Cook for them.")
        return topic


def at(topic: Topic, number: int, path: str = "") -> str:
    return f"/c/four-rivers/topics/{topic.number}/posts/{number}/{path}"


def page_of(browser: Client, topic: Topic) -> str:
    return browser.get(f"/c/four-rivers/topics/{topic.number}/").content.decode()


def said(cast: Cast) -> list[tuple[str, str]]:
    """Return who said what, by kind and name."""
    with scope(cast.community):
        rows = Reaction.objects.select_related("member__user").order_by("pk")
        return [(row.kind, row.member.name.split()[0]) for row in rows]


def test_thanks_are_said_once_and_taken_back(cast: Cast, topic: Topic, as_member: AsMember) -> None:
    browser = as_member(cast.pat)
    address = at(topic, 2, "reactions/thanks/")
    page = browser.post(address)
    assert page["Location"] == f"/c/four-rivers/topics/{topic.number}/#post-2"
    browser.post(address)
    assert said(cast) == [("thanks", "Pat")]
    html = page_of(browser, topic)
    assert 'aria-pressed="true"' in html
    assert "Thanks · 1" in html
    assert "1 person thanks you" in page_of(as_member(cast.tess), topic)
    browser.post(address + "delete/")
    assert said(cast) == []


def test_with_htmx_only_what_stands_under_the_post_comes_back(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    page = as_member(cast.pat).post(at(topic, 2, "reactions/thanks/"), headers=HTMX)
    html = page.content.decode()
    assert html.startswith('<div class="post__under" id="under-2">')
    assert html.endswith("</div>")
    assert "Thanks · 1" in html
    assert "<html" not in html


def test_nobody_thanks_himself(cast: Cast, topic: Topic, as_member: AsMember) -> None:
    browser = as_member(cast.tess)
    page = browser.post(at(topic, 2, "reactions/thanks/"))
    assert page.status_code == 403
    assert "You wrote this yourself" in page.content.decode()
    assert 'formaction="' + at(topic, 2, "reactions/thanks/") not in page_of(browser, topic)
    assert said(cast) == []


def test_who_faces_the_same_is_counted_by_role(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        post = topic.posts.get(number=1)
        for member in (cast.tess, cast.gus, cast.pat, cast.fay):
            react(post, ReactionKind.FACE, by=member)
    html = page_of(as_member(cast.sam), topic)
    assert "2 superintendents, 1 principal and 1 person face this." in html


def test_it_persists_after_an_answer(cast: Cast, topic: Topic, as_member: AsMember) -> None:
    as_member(cast.pat).post(at(topic, 1, "reactions/face/"))
    as_member(cast.sam).post(at(topic, 2, "acceptance/"))
    html = page_of(as_member(cast.pat), topic)
    assert "1 principal faces this." in html
    assert "Answered by Tess Bell" in html


def test_those_who_want_it_are_shown_to_each_other_and_nobody_else(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    pat, rosa, tess = as_member(cast.pat), as_member(cast.rosa), as_member(cast.tess)
    for browser in (pat, rosa, tess):
        browser.post(at(topic, 1, "reactions/face/"))
    assert "Introduce me to the others" in page_of(pat, topic)
    for browser in (pat, rosa):
        browser.post(at(topic, 1, "reactions/introduction/"))
    shown = "would like to talk:"
    assert shown in page_of(pat, topic)
    assert f'/people/{cast.rosa.pk}/">Rosa Peña</a>' in page_of(pat, topic)
    # Tess faces it and did not ask to be shown; sam asked the question.
    for browser in (tess, as_member(cast.sam)):
        assert shown not in page_of(browser, topic)
        assert "Rosa Peña" not in page_of(browser, topic)
    pat.post(at(topic, 1, "reactions/introduction/delete/"))
    assert "Rosa Peña" not in page_of(pat, topic)


def test_one_is_introduced_only_to_what_one_faces(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    as_member(cast.pat).post(at(topic, 1, "reactions/introduction/"))
    assert said(cast) == []


def test_what_was_tried_asks_what_happened_and_shows_it(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    browser = as_member(cast.pat)
    address = at(topic, 2, "reactions/tried/")
    assert "What happened?" in browser.get(address).content.decode()
    page = browser.post(address, {"what_happened": ""})
    assert page.status_code == 422
    assert "Say in a few words" in page.content.decode()
    browser.post(address, {"what_happened": "Soup & <b>forty</b> families."})
    html = page_of(as_member(cast.sam), topic)
    assert "Pat Lund</a>: Soup &amp; &lt;b&gt;forty&lt;/b&gt; families." in html
    # Said anew, the newer line stands.
    assert "Soup &amp;" in browser.get(address).content.decode()
    browser.post(address, {"what_happened": "Sixty by now."})
    assert "Sixty by now." in page_of(browser, topic)
    assert said(cast) == [("tried", "Pat")]
    browser.post(address + "delete/")
    assert said(cast) == []


def test_with_htmx_the_line_is_asked_for_in_place(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    browser = as_member(cast.pat)
    address = at(topic, 2, "reactions/tried/")
    form = browser.get(address, headers=HTMX).content.decode()
    assert "<html" not in form
    assert 'id="under-2"' in form
    wrong = browser.post(address, {"what_happened": ""}, headers=HTMX)
    assert wrong.status_code == 422
    assert 'id="under-2"' in wrong.content.decode()
    done = browser.post(address, {"what_happened": "It rained."}, headers=HTMX)
    assert "It rained." in done.content.decode()


def test_who_keeps_the_forum_going_removes_a_line_and_nobody_else_does(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    with scope(cast.community):
        react(topic.posts.get(number=2), ReactionKind.TRIED, by=cast.pat, what_happened="Rude.")
    address = at(topic, 2, f"trials/{cast.pat.pk}/delete/")
    assert as_member(cast.tess).post(address).status_code == 403
    assert address in page_of(as_member(cast.fay), topic)
    as_member(cast.fay).post(address)
    assert said(cast) == []


@pytest.mark.parametrize(
    ("number", "kind", "status"), [(2, "face", 403), (1, "tried", 403), (1, "love", 404)]
)
def test_a_post_takes_only_what_means_something_there(
    cast: Cast, topic: Topic, as_member: AsMember, number: int, kind: str, status: int
) -> None:
    page = as_member(cast.pat).post(at(topic, number, f"reactions/{kind}/"))
    assert page.status_code == status


def test_who_does_not_see_the_post_gets_404(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        hidden = open_topic(cast.superintendents, by=cast.sam, title="Among us", body="Words")
    for path in ("reactions/thanks/", "reactions/thanks/delete/", "reactions/introduction/"):
        assert as_member(cast.pat).post(at(hidden, 1, path)).status_code == 404


def test_a_press_needs_a_post_and_a_link_leads_to_it(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    browser = as_member(cast.pat)
    assert browser.get(at(topic, 2, "reactions/thanks/")).status_code == 302
    assert browser.get(at(topic, 2, "reactions/thanks/delete/")).status_code == 405
    assert said(cast) == []


def test_reactions_cost_one_statement_however_many(
    cast: Cast, topic: Topic, as_member: AsMember
) -> None:
    browser, address = as_member(cast.pat), f"/c/four-rivers/topics/{topic.number}/"
    none = statements(browser, address)
    with scope(cast.community):
        for n in range(18):
            reply(topic, by=cast.sam, body=f"Post {n}")
        for post in Post.objects.filter(topic=topic):
            for member in (cast.rosa, cast.tess, cast.pat):
                for kind in ReactionKind:
                    react(post, kind, by=member, what_happened="Words")
            introduce(post, member=cast.pat, wanted=True)
    assert statements(browser, address) == none
