"""What stands in the demonstration's library: demo/library.toml."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from communities.facets import Facet
from communities.models import Audience, Community, Membership, Role, Site
from core.checked_files import CheckedFile
from core.files import check_upload
from forums.audience_choices import EVERYONE, audience_chosen
from forums.models import Post
from forums.telling import POST
from knowledge.actions.life import publish, send_to_review
from knowledge.actions.writing import begin_resource
from knowledge.adaptations.actions import Plan, Report, begin_adaptation, tell_outcome
from knowledge.adaptations.outcome_files import keep_outcome_file
from knowledge.amplifying.actions import amplify
from knowledge.commons.quoted import words_beside
from knowledge.commons.released import released
from knowledge.commons.releasing import agree_to_release, ask_release, choose_credit
from knowledge.content import Content, Credit, FileEntry
from knowledge.files.attaching import keep_file
from knowledge.harvest.actions import harvest
from knowledge.harvest.source_kinds import source_kind
from knowledge.kinds import Reach
from knowledge.loading import content_at
from knowledge.models import (
    Adaptation,
    Consent,
    Outcome,
    QuotedPerson,
    Resource,
    WiderConsent,
)
from knowledge.shelves.actions import Words, make_start, name_curator, open_collection, place

YEAR = timedelta(days=365)


def fill_library(community: Community, folder: Path, facets: Mapping[str, Facet]) -> None:
    """Put the file's resources and collections into the library; without a publisher one waits."""
    told = tomllib.loads((folder / "library.toml").read_text())
    if told["community"] != community.slug:
        return
    members = {m.user.display_name: m for m in Membership.objects.select_related("user")}
    for member in members.values():
        member.community = community
    roles = dict(Role.objects.values_list("key", "pk"))
    sites = dict(Site.objects.values_list("name", "pk"))
    audience = audience_chosen(community, EVERYONE)
    resources: dict[str, Resource] = {}
    for entry in told["resources"]:
        at = timezone.now() - timedelta(days=entry["days_ago"])
        content = Content(
            **{name: entry[name] for name in ("kind", "title", "what", "for_whom", "outcome")},
            **{name: entry[name] for name in ("details", "evidence", "licence")},
            body=entry["body"].strip(),
            authors=_credits(entry["authors"], members),
            contributors=_credits(entry.get("contributors", ()), members),
            site=sites.get(entry.get("site", "")),
            facets=tuple(facets[key].value for key in entry["about"]),
            roles=tuple(roles[key] for key in entry["roles"]),
            strands=tuple(entry["strands"]),
            spans=tuple(entry.get("spans", ())),
            files=tuple(
                _file(folder / "files" / one["file"], one["label"], by=members[entry["owner"]])
                for one in entry.get("files", ())
            ),
            review_by=timezone.localdate(at) + YEAR,
        )
        by = members[entry["owner"]]
        if quoted := entry.get("quotes"):
            shown_to = audience if "released_by" in entry else None
            made = _harvested(content, quoted, by=by, at=at, audience=shown_to)
        else:
            made = begin_resource(content, by=by, audience=audience, at=at)
        send_to_review(made)
        if "publisher" in entry:
            _publish(entry, made, members[entry["publisher"]], at)
        for adaptation in told.get("adaptations", ()):
            if adaptation["resource"] == made.title:
                begun = _adapt(adaptation, made, members, sites)
                _keep_beside(begun, [folder / "files" / one for one in adaptation.get("files", ())])
        if admin := entry.get("released_by"):
            _let_out(made, members[entry["owner"]], members[admin])
        resources[made.title] = made
    for entry in told["collections"]:
        _fill_collection(entry, members, resources, audience)


def _let_out(resource: Resource, author: Membership, admin: Membership) -> None:
    """Release it to all communities, then to everybody: an author asks, an admin agrees."""
    Community.objects.filter(pk=resource.community_id).update(may_publish=True)
    resource.community.may_publish = True
    choose_credit(resource, author, is_named=True)
    for reach in Reach:
        found = Resource.objects.with_labels().get(pk=resource.pk)
        found.community = resource.community
        content = content_at(found, found.version)
        made = released(found, content, found.version, files=[one.key for one in content.files])
        beside = words_beside(found, reach)
        quotations = {str(one.quotation.pk): one.quotation.words for one in beside}
        for person in {one.quotation.person for one in beside}:
            _agrees_to(reach, person)
        asked = ask_release(found, made, reach=reach, by=author, quotations=quotations)
        agree_to_release(asked, by=admin)


def _agrees_to(reach: str, person: QuotedPerson) -> None:
    """Let somebody who is quoted say yes to a step beyond the community, with the name."""
    now = timezone.now()
    WiderConsent.objects.create(
        community_id=person.community_id,
        person=person,
        reach=reach,
        answer=Consent.NAMED,
        silence=Consent.DECLINED,
        asked_at=now,
        until=now,
    )


def _adapt(
    entry: Mapping[str, Any], made: Resource, members: Mapping[str, Any], sites: Mapping[str, int]
) -> Adaptation:
    """Let a site use it, and tell what came of it where the file says so."""
    at = timezone.now() - timedelta(days=entry["begun_days_ago"])
    by = members[entry["opened_by"]]
    plan = Plan(
        different=entry["different"],
        change=entry["change"],
        people=_credits(entry["people"], members),
        begun_on=timezone.localdate(at),
        ask_after=entry["ask_after"],
    )
    begun = begin_adaptation(made, Site.objects.get(pk=sites[entry["site"]]), plan, by=by, at=at)
    if "outcome" in entry:
        report = Report(
            outcome=Outcome(entry["outcome"]),
            happened=entry["happened"],
            figures=entry["figures"],
        )
        told_at = timezone.now() - timedelta(days=entry["told_days_ago"])
        tell_outcome(begun, report, by=by, at=told_at)
    return begun


def _keep_beside(adaptation: Adaptation, paths: Sequence[Path]) -> None:
    for path in paths:
        keep_outcome_file(adaptation, _checked(path), by=adaptation.opened_by)


def _harvested(
    content: Content,
    quoted: Sequence[Mapping[str, Any]],
    *,
    by: Membership,
    at: datetime,
    audience: Audience | None,
) -> Resource:
    """Begin what quotes posts of a topic, for those who see that if no audience is given."""
    words: dict[int, str] = {}
    for one in quoted:
        post = Post.objects.select_related("topic__forum__audience").get(
            topic__title=one["topic"], number=one["post"], moved_to=None
        )
        words[post.pk] = one["words"]
    shown_to = audience or post.topic.forum.audience
    made = harvest(content, words, source_kind(POST), by=by, audience=shown_to, at=at)
    people = QuotedPerson.objects.filter(resource=made)
    people.update(asked_at=at, asked_times=1)
    agreed = [one["agreed"] for one in quoted if "agreed" in one]
    people.filter(member__user__display_name__in=agreed).update(consent=Consent.NAMED)
    return made


def _publish(entry: Mapping[str, Any], made: Resource, by: Membership, at: datetime) -> None:
    publish(made, by=by, at=at)
    if words := entry.get("recommended"):
        amplify(made, by=by, words=words)


def _fill_collection(
    entry: Mapping[str, Any],
    members: Mapping[str, Membership],
    resources: Mapping[str, Resource],
    audience: Audience,
) -> None:
    by = members[entry["by"]]
    made = open_collection(Words(entry["title"], entry["note"]), audience=audience, by=by)
    curator = members[entry["curator"]]
    name_curator(made, curator, by=by)
    for item in entry["items"]:
        resource = resources[item["title"]]
        place(resource, made, by=curator, note=item["why"], is_proposed=False)
    if entry.get("start"):
        make_start(made, by=by)


def _file(path: Path, label: str, *, by: Membership) -> FileEntry:
    return FileEntry(keep_file(_checked(path), by=by).key, label)


def _checked(path: Path) -> CheckedFile:
    return check_upload(SimpleUploadedFile(path.name, path.read_bytes()))


def _credits(names: Sequence[str], members: Mapping[str, Any]) -> tuple[Credit, ...]:
    return tuple(members[name].pk if name in members else name for name in names)
