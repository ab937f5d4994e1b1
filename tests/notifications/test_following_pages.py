"""Choosing what one hears of: on topic and forum, on one's own list, and from a mail."""

import time
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.test import Client

from communities.models import Membership
from communities.scope import scope
from core.signed_links import make_token
from forums.telling import FORUM, TOPIC
from notifications.actions import follow
from notifications.levels import COMMUNITY, levels_of
from notifications.links import level_url, stop_ids, stop_url
from notifications.models import Level, Notice, Subscription
from tests.cast import Cast
from tests.notifications.notice_scenes import ask

pytestmark = pytest.mark.django_db

AsMember = Callable[[Membership], Client]
FORUM_PAGE = "/c/four-rivers/forums/superintendents/"
LIST = "/c/four-rivers/settings/me/following/"


def path(url: str) -> str:
    return urlsplit(url).path


def chosen(cast: Cast, member: Membership) -> dict[str, str]:
    with scope(cast.community):
        return dict(Subscription.objects.filter(member=member).values_list("kind", "level"))


def test_a_topic_shows_what_one_hears_of_it_and_takes_another_choice(
    cast: Cast, as_member: AsMember
) -> None:
    page = f"/c/four-rivers/topics/{ask(cast.superintendents, cast.sam).number}/"
    tess = as_member(cast.tess)
    assert "<span>Mail: Mentions and replies at once</span>" in tess.get(page).text
    answer = tess.post(f"{page}following/", {"level": "nothing"})
    assert answer["Location"] == page
    assert "<span>Mail: Muted</span>" in tess.get(page).text
    assert chosen(cast, cast.tess) == {TOPIC: "nothing"}
    tess.post(f"{page}following/delete/")
    assert "<span>Mail: Mentions and replies at once</span>" in tess.get(page).text


def test_a_forum_s_choice_holds_for_its_topics(cast: Cast, as_member: AsMember) -> None:
    page = f"/c/four-rivers/topics/{ask(cast.superintendents, cast.sam).number}/"
    tess = as_member(cast.tess)
    assert tess.post(f"{FORUM_PAGE}following/", {"level": "all"})["Location"] == FORUM_PAGE
    assert "<span>Mail: Everything at once</span>" in tess.get(FORUM_PAGE).text
    assert "<span>Mail: Everything at once</span>" in tess.get(page).text
    tess.post(f"{FORUM_PAGE}following/delete/")
    assert chosen(cast, cast.tess) == {}


def test_with_htmx_only_the_control_comes_back(cast: Cast, as_member: AsMember) -> None:
    page = f"/c/four-rivers/topics/{ask(cast.superintendents, cast.sam).number}/"
    answer = as_member(cast.tess).post(
        f"{page}following/", {"level": "digest"}, headers={"HX-Request": "true"}
    )
    assert answer.text.startswith("<details")
    assert "<span>Mail: In the digest only</span>" in answer.text
    assert "autofocus" in answer.text


@pytest.mark.parametrize("level", ["", "everything", "ALL"])
def test_a_level_that_is_none_is_refused(cast: Cast, as_member: AsMember, level: str) -> None:
    assert as_member(cast.tess).post(f"{FORUM_PAGE}following/", {"level": level}).status_code == 400
    assert chosen(cast, cast.tess) == {}


def test_a_forum_one_does_not_see_cannot_be_followed(cast: Cast, as_member: AsMember) -> None:
    for member in (cast.pat, cast.gus, cast.olga):
        answer = as_member(member).post(f"{FORUM_PAGE}following/", {"level": "all"})
        assert answer.status_code == 404


def test_the_list_says_what_is_usual_and_what_has_another_level(
    cast: Cast, as_member: AsMember
) -> None:
    topic = ask(cast.families, cast.sam, "Meals in <b>school</b>")
    with scope(cast.community):
        follow(cast.tess, TOPIC, topic.pk, Level.ALL)
        follow(cast.tess, FORUM, cast.superintendents.pk, Level.NOTHING)
        follow(cast.tess, TOPIC, 123456, Level.ALL)
    tess = as_member(cast.tess)
    html = tess.get(LIST).text
    assert html.index("Meals in &lt;b&gt;") < html.index("Superintendents</a></h3>")
    assert 'value="mentions" ' in html
    assert tess.post(LIST, {"level": "digest"})["Location"] == LIST
    assert chosen(cast, cast.tess)[COMMUNITY] == "digest"
    topic_level = f"/c/four-rivers/topics/{topic.number}/following/delete/"
    assert tess.post(topic_level, {"back": "following"})["Location"] == LIST
    assert "Meals" not in tess.get(LIST).text
    # For all of a community, the digest's own pace says when nothing comes.
    assert tess.post(LIST, {"level": "nothing"}).status_code == 422


def test_what_one_may_not_see_any_more_is_not_on_the_list(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        follow(cast.pat, FORUM, cast.superintendents.pk, Level.ALL)
    assert "Superintendents" not in as_member(cast.pat).get(LIST).text


def test_a_mail_program_stops_the_mails_with_one_click(cast: Cast) -> None:
    with scope(cast.community):
        follow(cast.sam, FORUM, cast.superintendents.pk, Level.ALL)
        follow(cast.sam, FORUM, cast.families.pk, Level.NOTHING)
        Notice.objects.create(
            community=cast.community, member=cast.sam, kind="forums.post", object_id=1, why="asked"
        )
    address = path(stop_url(cast.sam))
    strict = Client(enforce_csrf_checks=True)
    assert "Stop mails at once" in strict.get(address).text
    assert COMMUNITY not in chosen(cast, cast.sam)
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert chosen(cast, cast.sam) == {FORUM: "nothing", COMMUNITY: "digest"}
    with scope(cast.community):
        assert not Notice.objects.exists()
        assert levels_of([cast.sam.pk], community_id=cast.community.pk) == {
            cast.sam.pk: Level.DIGEST
        }
    assert strict.get("/n/forged/").status_code == 404
    assert stop_ids("forged") is None


def test_a_link_in_the_mail_opens_a_page_with_one_button(cast: Cast, client: Client) -> None:
    topic = ask(cast.superintendents, cast.sam)
    address = path(level_url(cast.sam, TOPIC, topic.pk))
    html = client.get(address).text
    assert "Mails about “Buses”" in html
    assert chosen(cast, cast.sam) == {}
    assert client.post(address, {"level": "digest"}).status_code == 200
    assert chosen(cast, cast.sam) == {TOPIC: "digest"}
    assert client.post(address, {"level": "loud"}).status_code == 422


def test_the_link_s_page_speaks_the_person_s_language(cast: Cast, client: Client) -> None:
    html = client.get(path(level_url(cast.rosa, COMMUNITY, cast.community.pk))).text
    assert "Correos sobre «Four Rivers Network»" in html
    assert "Todo al momento" in html
    assert 'value="nothing"' not in html


def test_a_link_names_nothing_its_person_may_not_see(cast: Cast, client: Client) -> None:
    topic = ask(cast.superintendents, cast.sam)
    assert client.get(path(level_url(cast.pat, TOPIC, topic.pk))).status_code == 404
    assert client.get(path(level_url(cast.lee, COMMUNITY, cast.community.pk))).status_code == 404
    forged = make_token("pace", community=cast.community.pk, member=cast.sam.pk)
    assert client.get(f"/mail/level/{forged}/").status_code == 404
    nothing = make_token("level", community=cast.community.pk, member=cast.sam.pk)
    assert client.get(f"/mail/level/{nothing}/").status_code == 404


def test_an_old_link_says_where_to_choose(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = path(level_url(cast.sam, COMMUNITY, cast.community.pk))
    later = time.time() + 91 * 86_400
    monkeypatch.setattr(time, "time", lambda: later)
    html = client.get(address).text
    assert "This link is too old" in html
    assert LIST in html
