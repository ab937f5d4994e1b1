"""Fill an empty database with the demonstration of the folder demo/."""

import csv
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from communities.community_templates import community_template
from communities.facets import CAPACITY, RESULT, Facet
from communities.joining import accept
from communities.models import Community, CoreCapacity, Invitation, Membership, Result
from communities.models.membership import Pace
from communities.provisioning import CommunityDetails, plan_roster, provision
from communities.roster import Source, SourceLine
from communities.scope import scope
from config.demo_happenings import Happenings
from config.demo_library import fill_library
from config.demo_meetings import plan_meetings
from forums.actions import open_topic, reply, set_facets
from forums.models import Form, Forum, Topic, TopicReading

FOLDER = Path(settings.BASE_DIR) / "demo"
# What is older has been read by most; the rest is what a visitor finds new.
READ_AFTER = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody through whose eyes the demonstration is worth seeing."""

    email: str
    who: str


def demo_is_there() -> bool:
    """Return whether a community of the demonstration is in the database."""
    slugs = [entry["slug"] for entry in _network()["communities"]]
    return Community.objects.filter(slug__in=slugs).exists()


def seed_demo() -> None:
    """Make the demonstration's communities, people and discussions; each only if it is not there."""
    for entry in _network()["communities"]:
        if not Community.objects.filter(slug=entry["slug"]).exists():
            _seed_community(entry)


def sign_ins(language: str = "en") -> list[SignIn]:
    """Return good people to sign in as."""
    return [
        SignIn(entry["email"], entry["who"].get(language, entry["who"]["en"]))
        for entry in _network()["sign_in"]
    ]


def _network() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "network.toml").read_text())


def _seed_community(entry: dict[str, Any]) -> None:
    people = _people(entry["people"])
    template = community_template(entry["template"])
    source = Source([SourceLine(number, cells) for number, cells in enumerate(people, 2)])
    done = provision(
        template,
        CommunityDetails(
            name=entry["name"],
            slug=entry["slug"],
            joining=template.joining,
            time_zone=entry["time_zone"],
        ),
        plan_roster(template, entry["slug"], source, add_all_roles=True),
    )
    with scope(done.community):
        _let_everybody_join(done.community, people)
        _talk(done.community, entry)
        Happenings(done.community, FOLDER).happen()
        fill_library(done.community, FOLDER, _facets())
        plan_meetings(done.community, FOLDER)
        _read(done.community)


def _people(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(newline="") as file:
        return list(csv.DictReader(file))


def _let_everybody_join(community: Community, people: list[dict[str, str]]) -> None:
    about = {person["email"]: person["ask me about"] for person in people}
    joined = timezone.now() - timedelta(days=60)
    for number, invitation in enumerate(Invitation.objects.order_by("pk")):
        invitation.community = community
        done = accept(invitation)
        if done is not None:
            User.objects.filter(pk=done.member.user_id).update(
                ask_me_about=about.get(invitation.email, "")
            )
            Membership.objects.filter(pk=done.member.pk).update(
                joined_at=joined + timedelta(hours=20 * number),
                pace=Pace.DAILY if done.member.is_facilitator else Pace.WEEKLY,
            )


@dataclass(frozen=True, slots=True)
class _Said:
    at: datetime
    topic: int
    post: int
    forum: str
    title: str
    author: str
    body: str
    form: str
    about: Sequence[str]
    name_hidden: bool
    reply_to: int | None


def _discussions(entry: dict[str, Any]) -> Iterator[_Said]:
    zone = ZoneInfo(entry["time_zone"])
    today = timezone.now().astimezone(zone).date()
    topic = 0
    for path in sorted((FOLDER / entry["discussions"]).glob("*.toml")):
        data = tomllib.loads(path.read_text())
        for discussion in data["topics"]:
            topic += 1
            for number, post in enumerate(discussion["posts"]):
                day = today - timedelta(days=post["days_ago"])
                at = datetime.combine(day, time(post["hour"], post["minute"]), zone)
                yield _Said(
                    at,
                    topic,
                    number,
                    data["forum"],
                    discussion["title"],
                    post["author"],
                    post["body"].strip(),
                    discussion.get("form", "discussion"),
                    discussion.get("about", []),
                    post.get("hidden", False),
                    post.get("reply_to"),
                )


def _talk(community: Community, entry: dict[str, Any]) -> None:
    members = {m.user.email: m for m in Membership.objects.select_related("user")}
    for member in members.values():
        member.community = community
    forums = {forum.key: forum for forum in Forum.objects.select_related("audience")}
    facets = _facets()
    topics: dict[int, Topic] = {}
    # As it happened: numbers of topics follow their days.
    for said in sorted(_discussions(entry), key=lambda s: (s.at, s.topic, s.post)):
        by = members[said.author]
        if said.post == 0:
            topic = open_topic(
                forums[said.forum],
                by=by,
                title=said.title,
                body=said.body,
                form=Form(said.form),
                name_hidden=said.name_hidden,
                at=said.at,
            )
            topics[said.topic] = topic
            set_facets(topic, [facets[key] for key in said.about], by=by)
        else:
            reply(
                topics[said.topic],
                by=by,
                body=said.body,
                reply_to=said.reply_to,
                name_hidden=said.name_hidden,
                at=said.at,
            )


def _facets() -> dict[str, Facet]:
    """Return what topics are about, by the template's keys."""
    return {
        one.key: Facet(kind, one.pk, one.title, one.title_es)
        for kind, model in ((CAPACITY, CoreCapacity), (RESULT, Result))
        for one in model._default_manager.all()
    }


def _read(community: Community) -> None:
    long_ago = timezone.now() - READ_AFTER
    topics = list(Topic.objects.select_related("forum"))
    readings = []
    for member in Membership.objects.active():
        seen = set(member.audience_ids)
        readings += [
            TopicReading(
                community=community,
                member=member,
                topic=topic,
                read_through=topic.last_number,
                told_through=topic.last_number,
            )
            for topic in topics
            if topic.forum.audience_id in seen
            and topic.last_post_at < long_ago
            # Nobody reads everything.
            and (member.pk + topic.pk) % 7
        ]
    TopicReading.objects.bulk_create(
        readings,
        update_conflicts=True,
        unique_fields=["member", "topic"],
        update_fields=["read_through", "told_through"],
    )
