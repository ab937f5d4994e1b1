"""What happened in the demonstration besides being said: demo/happenings.toml."""

import tomllib
from collections.abc import Callable
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from communities.models import Community, Membership
from config.demo_site_updates import tell_site_updates
from core.files import check_upload
from forums import actions
from forums.actions.drafts import save_draft
from forums.actions.forum_changes import name_guest, name_keeper
from forums.actions.proposals import decline_proposal, propose_forum
from forums.models import (
    Consult,
    Forum,
    HoldRules,
    Poll,
    Post,
    PostRevision,
    ReactionKind,
    Topic,
)
from forums.telling import FORUM, TOPIC
from notifications.actions import follow
from notifications.models import Level

type Entry = dict[str, Any]


class Happenings:
    """Lets things happen as members' own acts would, in the order of the file's kinds below."""

    def __init__(self, community: Community, folder: Path) -> None:
        self.community = community
        self.folder = folder
        self.told: Entry = tomllib.loads((folder / "happenings.toml").read_text())

    def happen(self) -> None:
        if self.told["community"] != self.community.slug:
            return
        kinds: dict[str, Callable[[Entry], None]] = {
            "keepers": self._keeper,
            "guests": self._guest,
            "answers": self._answer,
            "consults": self._consult,
            "reactions": self._reactions,
            "acknowledgements": self._acknowledgements,
            "polls": self._poll,
            "files": self._file,
            "translations": self._translation,
            "edits": self._edit,
            "pins": self._pin,
            "removals": self._removal,
            "locks": self._lock,
            "flags": self._flag,
            "held": self._held,
            "proposals": self._proposal,
            "following": self._following,
            "drafts": self._draft,
            "site_updates": self._site_updates,
        }
        HoldRules.objects.create(community=self.community, **self.told["rules"])
        for kind, let_happen in kinds.items():
            for entry in self.told[kind]:
                let_happen(entry)

    @cached_property
    def members(self) -> dict[str, Membership]:
        members = Membership.objects.select_related("user")
        for member in members:
            member.community = self.community
        return {member.user.display_name: member for member in members}

    @cached_property
    def topics(self) -> dict[str, Topic]:
        topics = Topic.objects.select_related("forum__audience", "community", "author__user")
        return {topic.title: topic for topic in topics}

    @cached_property
    def forums(self) -> dict[str, Forum]:
        return {forum.key: forum for forum in Forum.objects.select_related("community")}

    def _post(self, entry: Entry) -> Post:
        topic = self.topics[entry["topic"]]
        post: Post = topic.posts.select_related("author__user").get(number=entry["post"])
        post.topic = topic
        return post

    def _keeper(self, entry: Entry) -> None:
        name_keeper(
            self.forums[entry["forum"]], self.members[entry["who"]], by=self.members[entry["by"]]
        )

    def _guest(self, entry: Entry) -> None:
        name_guest(
            self.forums[entry["forum"]], self.members[entry["who"]], by=self.members[entry["by"]]
        )

    def _answer(self, entry: Entry) -> None:
        topic = self.topics[entry["topic"]]
        actions.accept_answer(topic, self._post(entry), by=topic.author)

    def _consult(self, entry: Entry) -> None:
        topic = self.topics[entry["topic"]]
        consult = actions.begin_consult(topic, days=entry["days"])
        Consult.objects.filter(pk=consult.pk).update(step=entry["step"])
        for number, step in entry["posts"].items():
            topic.posts.filter(number=int(number)).update(step=step)

    def _reactions(self, entry: Entry) -> None:
        post = self._post(entry)
        for name in entry.get("thanks", []):
            actions.react(post, ReactionKind.THANKS, by=self.members[name])
        for name in entry.get("face", []):
            actions.react(post, ReactionKind.FACE, by=self.members[name])
        for name in entry.get("unnamed", []):
            actions.react(post, ReactionKind.FACE, by=self.members[name], name_hidden=True)
        for name in entry.get("introduce", []):
            actions.introduce(post, member=self.members[name], wanted=True)
        for name, words in entry.get("tried", {}).items():
            actions.react(post, ReactionKind.TRIED, by=self.members[name], what_happened=words)

    def _acknowledgements(self, entry: Entry) -> None:
        for name in entry["who"]:
            actions.acknowledge(self.topics[entry["topic"]], by=self.members[name])

    def _poll(self, entry: Entry) -> None:
        poll = actions.open_poll(
            self.topics[entry["topic"]],
            question=entry["question"],
            options=list(entry["votes"]),
            multiple=entry["multiple"],
            results=entry["results"],
            closes_at=None,
        )
        ids = dict(poll.options.values_list("text", "pk"))
        votes: dict[str, list[int]] = {}
        for option, names in entry["votes"].items():
            for name in names:
                votes.setdefault(name, []).append(ids[option])
        for name, options in votes.items():
            actions.vote(poll, by=self.members[name], options=options)
        # Only now: nobody votes in a closed one.
        closes_at = timezone.now() + timedelta(days=entry["closes_in_days"])
        Poll.objects.filter(pk=poll.pk).update(closes_at=closes_at)

    def _file(self, entry: Entry) -> None:
        post, path = self._post(entry), self.folder / "files" / entry["file"]
        checked = check_upload(SimpleUploadedFile(path.name, path.read_bytes()))
        kept = actions.keep_file(checked, by=post.author)
        kept.description = entry.get("description", "")
        kept.save(update_fields=["description"])
        actions.replace_files(post, [*post.attachments.all(), kept])

    def _translation(self, entry: Entry) -> None:
        actions.translate_post(
            self._post(entry),
            by=self.members[entry["by"]],
            language=entry["language"],
            body=entry["body"].strip(),
            title=entry.get("title", ""),
        )

    def _edit(self, entry: Entry) -> None:
        post = self._post(entry)
        at = post.created_at + timedelta(hours=entry["hours_later"])
        PostRevision.objects.create(
            community=self.community,
            post=post,
            body=entry["before"].strip(),
            written_at=post.created_at,
            replaced_by=post.author,
            replaced_at=at,
        )
        Post.objects.filter(pk=post.pk).update(edited_at=at)

    def _pin(self, entry: Entry) -> None:
        until = timezone.now() + timedelta(days=entry["days"])
        actions.pin_topic(self.topics[entry["topic"]], by=self.members[entry["by"]], until=until)

    def _removal(self, entry: Entry) -> None:
        actions.remove_post(self._post(entry), by=self.members[entry["by"]], reason=entry["reason"])

    def _lock(self, entry: Entry) -> None:
        actions.lock_topic(
            self.topics[entry["topic"]], by=self.members[entry["by"]], note=entry["note"]
        )

    def _flag(self, entry: Entry) -> None:
        actions.flag_post(
            self._post(entry),
            by=self.members[entry["by"]],
            why=entry["why"],
            words=entry["words"],
        )

    def _held(self, entry: Entry) -> None:
        actions.hold_if_needed(
            self.forums[entry["forum"]],
            by=self.members[entry["by"]],
            title=entry["title"],
            body=entry["body"].strip(),
        )

    def _proposal(self, entry: Entry) -> None:
        proposal = propose_forum(
            by=self.members[entry["by"]],
            name=entry["name"],
            for_whom=entry["for_whom"],
            why=entry["why"],
        )
        if "declined_by" in entry:
            by = self.members[entry["declined_by"]]
            decline_proposal(proposal, by=by, reason=entry["reason"])

    def _following(self, entry: Entry) -> None:
        if "topic" in entry:
            place = (TOPIC, self.topics[entry["topic"]].pk)
        else:
            place = (FORUM, self.forums[entry["forum"]].pk)
        follow(self.members[entry["who"]], *place, Level(entry["level"]))

    def _draft(self, entry: Entry) -> None:
        topic = self.topics[entry["topic"]]
        save_draft(self.members[entry["who"]], fields={"body": entry["body"]}, topic=topic)

    def _site_updates(self, entry: Entry) -> None:
        tell_site_updates(entry, self.community, self.forums[entry["forum"]], self.members)
