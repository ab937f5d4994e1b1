"""The demonstration is what a visitor sees first: it must be whole, and break none of our rules."""

import csv
import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.communities.template_files import FOLDER as TEMPLATES
from tests.communities.template_files import folded, read, role_names

DEMO = Path(__file__).parents[2] / "demo"
NETWORK = tomllib.loads((DEMO / "network.toml").read_text(encoding="utf-8"))
COLUMNS = ["name", "email", "site", "roles", "circle", "standing", "language", "ask me about"]
SIX_WEEKS = 42
LEADS = {"facilitator", "admin"}

type Row = dict[str, str]
type Record = dict[str, Any]


@dataclass
class Community:
    slug: str
    sites: set[str]
    template: Record
    people: list[Row]
    discussions: list[Record]

    @property
    def by_email(self) -> dict[str, Row]:
        return {person["email"]: person for person in self.people}

    @property
    def forums(self) -> dict[str, Record]:
        return {forum["key"]: forum for forum in self.template["forums"]}

    @property
    def topics(self) -> list[Record]:
        return [topic for file in self.discussions for topic in file["topics"]]

    @property
    def posts(self) -> list[Record]:
        return [post for topic in self.topics for post in topic["posts"]]

    def roles_of(self, person: Row) -> set[str]:
        """Return the keys of a person's roles, as the template reads them."""
        names = dict(role_names(self.template))
        return {names[folded(role)] for role in person["roles"].split(";") if role.strip()}


def load(settings: Record) -> Community:
    with (DEMO / settings["people"]).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        people = list(reader)
        assert reader.fieldnames == COLUMNS
    return Community(
        slug=settings["slug"],
        sites={site["name"] for site in settings["sites"]},
        template=read(TEMPLATES / f"{settings['template']}.toml"),
        people=people,
        discussions=[
            tomllib.loads(path.read_text(encoding="utf-8"))
            for path in sorted((DEMO / settings["discussions"]).glob("*.toml"))
        ],
    )


FOUR_RIVERS, LAKES_REGION = (load(settings) for settings in NETWORK["communities"])


@pytest.fixture(params=[FOUR_RIVERS, LAKES_REGION], ids=lambda community: community.slug)
def community(request: pytest.FixtureRequest) -> Community:
    found: Community = request.param
    return found


def may_write(community: Community, person: Row, forum: Record) -> bool:
    """Return whether the forum's roles let the person in. Those who lead see every forum here."""
    if person["standing"] == "guest":
        return False
    roles = forum["roles"]
    return (
        person["standing"] in LEADS
        or roles == "any"
        or bool(community.roles_of(person) & set(roles))
    )


def test_the_two_networks_are_the_ones_that_the_guide_names() -> None:
    assert [(c.slug, c.template["key"]) for c in (FOUR_RIVERS, LAKES_REGION)] == [
        ("four-rivers", "promise-neighborhood"),
        ("lakes-region", "district-network"),
    ]
    for settings in NETWORK["communities"]:
        assert ZoneInfo(settings["time_zone"]).key == settings["time_zone"]


def test_there_is_enough_for_the_demonstration_to_look_lived_in() -> None:
    assert len(FOUR_RIVERS.people) >= 60
    assert len(FOUR_RIVERS.topics) >= 40
    assert len(FOUR_RIVERS.posts) >= 220
    assert len({file["forum"] for file in FOUR_RIVERS.discussions}) >= 12
    assert 8 <= len(LAKES_REGION.people) <= 10


def test_every_person_has_a_name_an_invented_address_and_known_words(community: Community) -> None:
    for person in community.people:
        assert None not in person, person
        assert person["name"], person
        assert re.fullmatch(r"[a-z.]+@[a-z]+\.example\.org", person["email"]), person["email"]
        assert person["site"] in community.sites | {""}, person["site"]
        assert person["circle"] in {"core", "inner", "outer"}, person
        assert person["standing"] in {"guest", "member", "facilitator", "admin"}, person
        assert person["language"] in {"en", "es"}, person
        assert len(person["ask me about"]) <= 240, person
        assert community.roles_of(person), f"{person['name']} has no role"


def test_nobody_stands_in_a_list_twice(community: Community) -> None:
    for column in ("email", "name"):
        times = Counter(person[column] for person in community.people)
        assert [value for value, count in times.items() if count > 1] == []


def test_every_site_has_people(community: Community) -> None:
    assert community.sites <= {person["site"] for person in community.people}


def test_each_network_has_an_admin_and_a_facilitator(community: Community) -> None:
    assert {person["standing"] for person in community.people} >= LEADS


def test_four_people_belong_to_both_networks_under_one_name_with_different_roles() -> None:
    both = FOUR_RIVERS.by_email.keys() & LAKES_REGION.by_email.keys()
    assert len(both) == 4
    for email in both:
        first, second = FOUR_RIVERS.by_email[email], LAKES_REGION.by_email[email]
        assert first["name"] == second["name"]
        assert not FOUR_RIVERS.roles_of(first) & LAKES_REGION.roles_of(second)


def test_the_people_to_sign_in_as_exist() -> None:
    for entry in NETWORK["sign_in"]:
        person = FOUR_RIVERS.by_email[entry["email"]]
        assert set(entry["who"]) == {"en", "es"}
        assert all(who.startswith(person["name"]) for who in entry["who"].values())


def test_discussions_stand_in_forums_of_the_template(community: Community) -> None:
    for file in community.discussions:
        assert set(file) == {"community", "forum", "topics"}
        assert file["community"] == community.slug
        assert file["forum"] in community.forums
    forums = [file["forum"] for file in community.discussions]
    assert len(forums) == len(set(forums))


def test_titles_occur_once_and_fit(community: Community) -> None:
    titles = Counter(topic["title"] for topic in community.topics)
    assert [title for title, count in titles.items() if count > 1] == []
    assert all(title == title.strip() and 0 < len(title) <= 200 for title in titles)


def test_topics_have_one_to_sixteen_posts(community: Community) -> None:
    for topic in community.topics:
        assert {"title", "posts"} <= set(topic) <= {"title", "posts", "form", "about"}
        assert 1 <= len(topic["posts"]) <= 16, topic["title"]


def test_authors_are_people_who_may_write_in_that_forum(community: Community) -> None:
    for file in community.discussions:
        forum = community.forums[file["forum"]]
        for topic in file["topics"]:
            for post in topic["posts"]:
                assert post["author"] in community.by_email, post["author"]
                author = community.by_email[post["author"]]
                assert may_write(community, author, forum), f"{author['name']}: {topic['title']}"


def test_posts_are_at_most_six_weeks_old_and_never_from_today_or_later(
    community: Community,
) -> None:
    for post in community.posts:
        asked_for = {"author", "days_ago", "hour", "minute", "language", "body"}
        assert asked_for <= set(post) <= asked_for | {"hidden", "reply_to"}
        assert 1 <= post["days_ago"] <= SIX_WEEKS, post
        assert 0 <= post["hour"] <= 23, post
        assert 0 <= post["minute"] <= 59, post


def test_posts_of_a_topic_follow_one_another_in_time(community: Community) -> None:
    for topic in community.topics:
        times = [(-p["days_ago"], p["hour"], p["minute"]) for p in topic["posts"]]
        assert times == sorted(set(times)), topic["title"]


def test_bodies_are_whole_and_of_readable_length(community: Community) -> None:
    bodies = [post["body"] for post in community.posts]
    assert all(1 <= len(body.split()) <= 220 for body in bodies)
    assert [body for body, count in Counter(bodies).items() if count > 1] == []


def test_bodies_link_only_to_example_org(community: Community) -> None:
    for post in community.posts:
        for host in re.findall(r"https?://([^/\s)>]+)", post["body"]):
            assert host.endswith(".example.org"), host


def test_people_who_are_called_by_name_exist(community: Community) -> None:
    names = {person["name"] for person in community.people}
    for post in community.posts:
        for rest in re.findall(r"@(\w.*)", post["body"]):
            assert any(rest.startswith(name) for name in names), rest


def test_about_one_post_in_seven_is_in_spanish_and_by_somebody_who_speaks_it() -> None:
    spanish = [post for post in FOUR_RIVERS.posts if post["language"] == "es"]
    assert 0.12 <= len(spanish) / len(FOUR_RIVERS.posts) <= 0.18
    readers = {email for email, p in FOUR_RIVERS.by_email.items() if p["language"] == "es"}
    bilingual = {
        "teresa.maldonado@alliance.example.org",
        "lucia.pena@eastgate.example.org",
        "ruben.escalante@eastgate.example.org",
    }
    assert {post["author"] for post in spanish} <= readers | bilingual


def test_some_questions_wait_for_an_answer_and_most_have_one() -> None:
    waiting = [topic for topic in FOUR_RIVERS.topics if len(topic["posts"]) == 1]
    assert 3 <= len(waiting) <= len(FOUR_RIVERS.topics) / 4
