"""Which topics are proposed to be written down, and in which order."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communities.models import Membership
from communities.scope import scope
from forums.actions import accept_answer, open_topic, react, reply
from forums.models import Form, ReactionKind, Topic
from knowledge.harvest.candidates import candidates, points
from moderation.models import Act
from tests.cast import Cast
from tests.knowledge.scenes import quoting

AsMember = Callable[[Membership], Client]
PAGE = "/c/four-rivers/library/harvest/"


def rule(answered: int = 0, thanks: int = 0, trials: int = 0, consult: int = 0) -> int:
    return points(
        is_answered=bool(answered), thanks=thanks, trials=trials, is_long_consult=bool(consult)
    )


def test_what_speaks_for_a_topic() -> None:
    assert rule(answered=1) == rule(thanks=9) == rule() == 0
    assert rule(answered=1, thanks=2) == 5
    assert rule(trials=1) == rule(consult=1) == 3
    assert rule(answered=1, thanks=50, trials=50) == 3 + 6 + 12


def thanked(cast: Cast, title: str, *, tried: bool = False) -> Topic:
    """Return an answered question with a thanks, whose answer pat may have tried."""
    topic = open_topic(cast.families, by=cast.sam, title=title, body="How?", form=Form.QUESTION)
    post = reply(topic, by=cast.rosa, body="Ring at six.")
    accept_answer(topic, post, by=cast.sam)
    react(post, ReactionKind.THANKS, by=cast.sam)
    if tried:
        react(post, ReactionKind.TRIED, by=cast.pat, what_happened="It worked.")
    return topic


def test_the_best_stands_first_until_it_is_written_down_or_turned_down(
    cast: Cast, as_member: AsMember
) -> None:
    fay = as_member(cast.fay)
    with scope(cast.community):
        open_topic(cast.families, by=cast.sam, title="No answer", body="?", form=Form.QUESTION)
        plain, tried = thanked(cast, "Buses"), thanked(cast, "Breakfast", tried=True)
        titles = [one.title for one in candidates(cast.fay)]
        # Who does not see the forum is not told of it.
        assert candidates(cast.ada) == []
    assert titles == ["Breakfast", "Buses"]
    fay.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        html = fay.get(PAGE).content.decode()
    assert html.index("Breakfast") < html.index("Buses")
    assert f"{PAGE}{tried.number}/" in html
    with scope(cast.community):
        for n in range(5):
            thanked(cast, f"More {n}")
    with CaptureQueriesContext(connection) as many:
        fay.get(PAGE)
    assert len(many) == len(few)
    fay.post(f"{PAGE}{plain.number}/dismissal/")
    with scope(cast.community):
        quoting(cast, {tried.posts.get(number=2).pk: "Ring at six."})
    html = fay.get(PAGE).content.decode()
    proposed, _below, left_out = html.partition("Left out (1)")
    assert "Buses" not in proposed
    assert "Buses" in left_out
    assert "Breakfast" not in html


def test_what_was_turned_down_by_mistake_is_proposed_again(cast: Cast, as_member: AsMember) -> None:
    fay = as_member(cast.fay)
    with scope(cast.community):
        topic = thanked(cast, "Buses")
    url = f"{PAGE}{topic.number}/dismissal/"
    fay.post(url)
    assert "Left out (1)" in fay.get(PAGE).content.decode()
    # Who does not see the forum reads nothing of it there, either.
    assert "Left out" not in as_member(cast.ada).get(PAGE).content.decode()
    assert as_member(cast.sam).post(f"{url}delete/").status_code == 403
    for _time in range(2):
        assert fay.post(f"{url}delete/").status_code == 302
    with scope(cast.community):
        assert [one.title for one in candidates(cast.fay)] == ["Buses"]
        assert Act.objects.filter(act="proposed_again").count() == 1
