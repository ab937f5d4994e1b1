"""Every page, feed and mail, as somebody else reads it: who hid his name is nowhere in it."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy

import pytest
from django.test import Client

from accounts.models import User
from communities.audience_rules import SEE
from communities.grants import give
from communities.models import AudienceUserObjectPermission, Membership
from communities.scope import scope
from digests.actions import compose_and_queue
from forums.actions import (
    accept_answer,
    begin_consult,
    edit_post,
    flag_post,
    hold_if_needed,
    make_feed_key,
    move_on,
    open_topic,
    react,
    remove_post,
    reply,
    translate_post,
)
from forums.models import Form, HoldRules, ReactionKind, Topic
from knowledge.actions.life import publish
from notifications.models import OutgoingMail
from tests.cast import Cast, make_member, make_user
from tests.digests.scenes import settle_in
from tests.knowledge.scenes import quoting
from tests.signing_in import signed_in
from tests.walks.recipe import World, make_doorstep
from tests.walks.recipes import RECIPES
from tests.walks.test_urls import DOORS, Door, path_of

# A number that stands in nothing else: as an id it is found wherever it would be given away.
NUMBER = 918273645
NAME, PICTURE = "Zoraida Quetzal", "pictures/" + "abad1dea" * 4 + ".webp"
TRACES = re.compile(rf"zoraida|quetzal|abad1dea|{NUMBER}", re.IGNORECASE)
# Here people are listed for other reasons than having written something.
PEOPLE = {
    "communities:people": "the list of people",
    "forums:audience": "the people of a forum, beside its rule",
    "forums:keepers": "the people among whom a keeper is chosen",
    "forums:names": "the people who may be called in a post",
    "forums:guests": "as forums:keepers",
    "forums:new_forum": "the people among whom guests are named",
}
SPACES = ("forums:", "communities:", "moderation:", "search:", "platform:")
QUOTING = ("knowledge:resource", "knowledge:harvest")
WALKED = [
    door
    for door in DOORS
    if door.name in RECIPES
    and door.name.startswith((*SPACES, *QUOTING))
    and door.name not in PEOPLE
]


@pytest.fixture
def zora(cast: Cast) -> Membership:
    """Zoraida, a superintendent with a picture, whose ids are unmistakable."""
    user = make_user(NAME, id=NUMBER, avatar=PICTURE)
    with scope(cast.community):
        roles = [cast.roles["superintendent"]]
        site = cast.sites["Northbank"]
        member = make_member(cast.community, user, roles=roles, site=site, id=NUMBER)
        cast.community.people_changed()
        return member


@pytest.fixture
def world(cast: Cast, zora: Membership) -> World:
    """Zoraida wrote in every way there is, always without her name, and Sam answered."""
    with scope(cast.community):
        # Everybody walks through the same topic.
        for name in ("rosa", "pat"):
            audience = cast.superintendents.audience
            give(AudienceUserObjectPermission, SEE, cast.members[name], audience, by=cast.fay)
        cast.community.people_changed()
        topic = hidden_topic(cast, zora, "Buses that never come")
        answer = reply(topic, by=cast.sam, body="Call them. Quote this.")
        post = reply(topic, by=zora, body="We did.", reply_to=answer.number, name_hidden=True)
        reply(topic, by=cast.tess, body="And then?", reply_to=post.number)
        edit_post(post, by=zora, body="We did, @Tess Bell, twice.")
        translate_post(post, by=zora, language="es", body="Lo hicimos.")
        accept_answer(topic, post, by=cast.sam)
        flag_post(post, by=cast.tess, why="unkind")
        gone = reply(topic, by=zora, body="Never mind.", name_hidden=True)
        remove_post(gone, by=zora)
        other = open_topic(cast.superintendents, by=cast.sam, title="Rain", body="Who walks?")
        opening = other.posts.get()
        opening.topic = other
        react(opening, ReactionKind.FACE, by=zora, name_hidden=True)
        consult = begin_consult(hidden_topic(cast, zora, "Late", form=Form.CONSULT), days=3)
        move_on(consult, to="clarify")
        HoldRules.objects.create(community=cast.community, links=True)
        held = hold_if_needed(
            *(cast.superintendents,),
            by=zora,
            title="Waits",
            body="https://a.example",
            name_hidden=True,
        )
        assert held is not None
        # The newest in its list stands there by its author.
        reply(topic, by=zora, body="Thank you all.", name_hidden=True)
        made = quoting(cast, {post.pk: "We did, @Tess Bell, twice."})
        publish(made, by=cast.fay)
    doorstep = make_doorstep(cast)
    object.__setattr__(doorstep, "held", held)
    return World(cast, topic, post, doorstep)


def hidden_topic(cast: Cast, by: Membership, title: str, form: Form = Form.QUESTION) -> Topic:
    return open_topic(
        cast.superintendents, by=by, title=title, body="Each day.", form=form, name_hidden=True
    )


def told(text: str) -> list[str]:
    """Return the places where a text gives her away."""
    return [text[max(0, m.start() - 60) : m.end() + 20] for m in TRACES.finditer(text)]


def paths(door: Door, world: World) -> Iterator[str]:
    values = dict(RECIPES[door.name].path(world))
    path = path_of(door, values)
    yield path
    if "post_number" in values:
        yield path_of(door, {**values, "number": world.topic.number, "post_number": 1})
    if door.name in {"forums:topic", "forums:topic_text"}:
        for number in range(1, world.topic.number + 3):
            yield path_of(door, {**values, "number": number})
    if door.name == "search:search":
        for words in ("buses", "each", "thank", "zoraida quetzal&kind=topic"):
            yield f"{path}?q={words}"


@pytest.mark.parametrize("reader", ["tess", "rosa", "fay"])
def test_no_page_tells_who_hid_his_name(world: World, reader: str) -> None:
    member = world.cast.members[reader]
    browser = signed_in(member)
    faults = []
    for door in WALKED:
        for path in paths(door, world):
            for headers in ({}, {"HX-Request": "true"}):
                answer = browser.get(path, headers=headers)
                found = told(answer.getvalue().decode(errors="replace") + str(answer.headers))
                # What she looked for is what the page says she did.
                if found and "q=zoraida" not in path:
                    faults.append(f"{path} ({reader}): {found[0]!r}")
    assert not faults, "\n".join(faults)


def test_the_walk_would_see_a_name(world: World, zora: Membership) -> None:
    with scope(world.cast.community):
        reply(world.topic, by=zora, body="With my name.")
    browser = signed_in(world.cast.tess)
    page = browser.get(f"/c/four-rivers/topics/{world.topic.number}/").content.decode()
    assert len({found[60:67] for found in told(page)}) > 1


def test_no_feed_tells_it(world: World) -> None:
    with scope(world.cast.community):
        key = make_feed_key(world.cast.tess).key
    slug = world.cast.superintendents.slug
    feed = Client().get(f"/c/four-rivers/forums/{slug}/feed/{key}/").content.decode()
    assert "Buses that never come" in feed
    assert told(feed) == []


def test_no_mail_to_others_tells_it(world: World, zora: Membership) -> None:
    settle_in(world.cast.community)
    with scope(world.cast.community):
        Membership.objects.filter(community=world.cast.community).update(pace="daily")
        reply(world.topic, by=zora, body="@Tess Bell, what then?", name_hidden=True)
    User.objects.update(time_zone="UTC")
    compose_and_queue()
    mails = OutgoingMail.objects.exclude(user=zora.user)
    kinds = set()
    for mail in mails:
        message = message_from_bytes(bytes(mail.content or b""), policy=policy.default)
        texts = [str(part.get_content()) for part in message.walk() if not part.is_multipart()]
        assert told("\n".join([str(message.items()), *texts])) == []
        kinds.add(mail.kind)
    assert {"digest", "moderation"} <= kinds
