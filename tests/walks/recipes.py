"""For each URL: what its path and body name, and to whom it is closed.

A URL that is not here fails tests/walks/test_urls.py. To add one: write `"app:name": Recipe(...)`,
with the ids of this community in `path` and `body`, closed to as many as possible.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from communities.audience_rules import SEE
from communities.grants import give
from communities.joining import join_token
from communities.leaving_links import leaving_url
from communities.models import (
    AudienceUserObjectPermission,
)
from communities.scope import scope
from core.files import check_upload
from core.signed_links import make_short_token, make_token
from digests.links import PACE, unsubscribe_url
from forums.actions import (
    attach_files,
    begin_consult,
    keep_file,
    open_poll,
    open_topic,
    translate_post,
)
from forums.actions.drafts import save_draft
from forums.actions.proposals import propose_forum
from forums.models import (
    Consult,
    Draft,
    Form,
    ForumUserObjectPermission,
    MailRest,
    Poll,
    PollOption,
    PostTranslation,
    Step,
    Topic,
)
from forums.telling import POST, TOPIC
from knowledge.adaptations.links import outcome_url
from knowledge.adaptations.outcome_files import keep_outcome_file
from knowledge.commenting import comment_on
from knowledge.commons.credit_links import named_path
from knowledge.exchange.exports import ask_export
from knowledge.exchange.imports import look_at
from knowledge.harvest.links import quoted_path
from knowledge.models import (
    Adaptation,
    Collection,
    CollectionItem,
    CollectionUserObjectPermission,
    CommonsEntry,
    LibraryImport,
    OutcomeFile,
    Quotation,
    QuotedPerson,
    Resource,
    ResourceComment,
    ResourceCredit,
    ResourceFile,
    SnapshotFile,
)
from knowledge.shelves.actions import Words as CollectionWords
from knowledge.shelves.actions import name_curator, open_collection, place
from knowledge.telling.holding_links import holding_path
from mailroom.claims import claim_url
from mailroom.command_links import button_url
from mailroom.models import Door, InboundMessage, MailedPart, State
from mailroom.reasons import Reason
from mailroom.receipts import part_url
from notifications.acts import say_url
from notifications.commands import Button
from notifications.links import level_url, stop_url
from notifications.probe_mail import AGAIN
from site_updates.links import prompt_url
from site_updates.models import UpdatePlan, UpdatePrompt, UpdateRound
from tests.cast import Cast
from tests.knowledge.adaptation_scenes import uses
from tests.knowledge.scenes import (
    as_form,
    published,
    quoting,
    released_by_lakes,
    released_to_all,
    with_file,
)
from tests.made_files import picture, upload
from tests.walks.meeting_recipes import MEETINGS, of_sent_notes
from tests.walks.recipe import (
    ANONYMOUS,
    EVERYBODY_ELSE,
    GUEST,
    KEEPERS,
    MAILED,
    STRANGERS,
    WRONG_ROLE,
    Recipe,
    World,
    for_facilitators,
    in_community,
    nothing,
    of_post,
    of_topic,
    pasted,
)


def of_mail_rest(world: World) -> Mapping[str, Any]:
    with scope(world.cast.community):
        MailRest.objects.get_or_create(
            community=world.cast.community, post=world.post, defaults={"text": "> Which bus?"}
        )
    return of_post(world)


def of_consult(world: World) -> Mapping[str, Any]:
    """Make sam's peer consult that waits for his commitment, if there is none yet."""
    with scope(world.cast.community):
        consult = Consult.objects.select_related("topic").first()
        if consult is None:
            topic = open_topic(
                world.cast.superintendents,
                by=world.cast.sam,
                title="Late buses",
                body="Every day.",
                form=Form.CONSULT,
            )
            consult = begin_consult(topic, days=3)
            Consult.objects.filter(pk=consult.pk).update(step=Step.COMMIT)
        return {"slug": world.slug, "number": consult.topic.number}


def of_poll(world: World) -> Mapping[str, Any]:
    """Make a poll in a topic of its own, if there is none yet."""
    with scope(world.cast.community):
        poll = Poll.objects.select_related("topic").first()
        if poll is None:
            topic = open_topic(
                world.cast.superintendents, by=world.cast.sam, title="When?", body="Choose."
            )
            poll = open_poll(
                topic,
                question="Which day?",
                options=["Monday", "Friday"],
                multiple=False,
                results="always",
                closes_at=None,
            )
        return {"slug": world.slug, "number": poll.topic.number}


def voting(world: World) -> Mapping[str, Any]:
    of_poll(world)
    with scope(world.cast.community):
        return {"option": PollOption.objects.values_list("pk", flat=True)[0]}


def of_resource(world: World) -> Mapping[str, Any]:
    """Publish something for the superintendents, if there is nothing yet."""
    with scope(world.cast.community):
        resource = Resource.objects.first() or published(
            world.cast, world.cast.sam, audience=world.cast.superintendents.audience
        )
        return {"slug": world.slug, "number": resource.number}


def of_comment(world: World) -> Mapping[str, Any]:
    """Let tess say something of it, if nobody has yet."""
    where = of_resource(world)
    with scope(world.cast.community):
        comment = ResourceComment.objects.first() or comment_on(
            Resource.objects.get(number=where["number"]),
            by=world.cast.tess,
            body="Why?",
            anchor="",
            quote="",
        )
        return {**where, "pk": comment.pk}


def of_adaptation(world: World) -> Mapping[str, Any]:
    """Let sam's site use it, if no site does yet."""
    where = of_resource(world)
    with scope(world.cast.community):
        one = Adaptation.objects.first() or uses(
            Resource.objects.get(number=where["number"]), world.cast.sam
        )
        return {**where, "pk": one.pk}


def of_outcome_link(world: World) -> Mapping[str, Any]:
    """Sam's link that says "it worked" of what his site uses."""
    one = of_adaptation(world)
    ids = {"community": world.cast.community.pk, "member": world.cast.sam.pk}
    url = outcome_url("worked", **ids, adaptation=one["pk"])
    return {"said": "worked", "token": url.rstrip("/").rpartition("/")[2]}


def using(_world: World) -> Mapping[str, Any]:
    today = timezone.localdate().isoformat()
    return {"change": "From outside.", "begun_on": today, "ask_after": "91", "outcome": "worked"}


# Something to be made, something wrong, and something that is not understood.
BROUGHT = b"title;link;subjects\nRadio;https://radio.example/1;Weather\nNowhere;;\n"


def of_export(world: World) -> Mapping[str, Any]:
    """Let fay take the library out, if she did not."""
    with scope(world.cast.community):
        return {"slug": world.cast.community.slug, "pk": ask_export(by=world.cast.fay).pk}


def of_import(world: World) -> Mapping[str, Any]:
    """Let fay bring something, if she did not."""
    with scope(world.cast.community):
        known = LibraryImport.objects.first()
        found = known or look_at(BytesIO(BROUGHT), "links.csv", by=world.cast.fay)
    return {"slug": world.cast.community.slug, "pk": found.pk}


def of_collection(world: World) -> Mapping[str, Any]:
    """Open a collection for the superintendents, if there is none, that tess curates."""
    resource = of_resource(world)
    with scope(world.cast.community):
        collection = Collection.objects.first()
        if collection is None:
            collection = open_collection(
                CollectionWords("Winter mornings", "What helps when it is dark."),
                audience=world.cast.superintendents.audience,
                by=world.cast.fay,
            )
            name_curator(collection, world.cast.tess, by=world.cast.fay)
            place(
                Resource.objects.get(number=resource["number"]),
                collection,
                by=world.cast.sam,
                note="Why",
                is_proposed=True,
            )
        return {"slug": world.slug, "number": collection.number}


def of_curator(world: World) -> Mapping[str, Any]:
    where = of_collection(world)
    with scope(world.cast.community):
        grant = CollectionUserObjectPermission.objects.first()
        return {**where, "grant_id": grant.pk if grant else 0}


def of_item(world: World) -> Mapping[str, Any]:
    where = of_collection(world)
    with scope(world.cast.community):
        item = CollectionItem.objects.first()
        return {**where, "pk": item.pk if item else 0}


def of_entry(world: World) -> Mapping[str, Any]:
    """Put something on the public web, if there is nothing yet."""
    with scope(world.cast.community):
        ours = CommonsEntry.objects.filter(community=world.cast.community)
        entry = ours.first() or released_to_all(world.cast)
        return {"number": entry.pk}


def of_quotation(world: World) -> Mapping[str, Any]:
    """Let sam quote the post, if nobody does yet."""
    with scope(world.cast.community):
        one = Quotation.objects.select_related("resource").first()
        if one is None:
            quoting(world.cast, {world.post.pk: world.post.body})
            one = Quotation.objects.select_related("resource").get()
        return {"slug": world.slug, "number": one.resource.number, "place": one.number}


def of_quoted(world: World) -> Mapping[str, Any]:
    of_quotation(world)
    with scope(world.cast.community):
        person = QuotedPerson.objects.get()
        path = quoted_path(person.community_id, person.pk)
    return {"token": path.rstrip("/").rpartition("/")[2]}


def of_named(world: World) -> Mapping[str, Any]:
    with scope(world.cast.community):
        one = ResourceCredit.objects.filter(member=world.cast.sam.pk).first()
        resource = one.resource_id if one else published(world.cast, world.cast.sam).pk
    path = named_path(world.cast.community.pk, world.cast.sam.pk, resource)
    return {"token": path.rstrip("/").rpartition("/")[2]}


def of_holding(world: World) -> Mapping[str, Any]:
    """Let the day come of something of sam's; begin it if there is nothing."""
    today = timezone.localdate()
    with scope(world.cast.community):
        due = Resource.objects.filter(owner=world.cast.sam.pk, review_by__lte=today).first()
        resource = due or published(world.cast, world.cast.sam, review_by=today)
    path = holding_path(world.cast.community.pk, world.cast.sam.pk, resource.pk)
    return {"token": path.rstrip("/").rpartition("/")[2]}


def of_another_s(world: World) -> Mapping[str, Any]:
    """Let Lakes release something to all communities, if nothing is there yet."""
    entry = CommonsEntry.objects.filter(community=world.cast.other).first()
    return {"slug": world.slug, "number": (entry or released_by_lakes(world.cast)).pk}


def _with_snapshot_file(where: Mapping[str, Any]) -> Mapping[str, Any]:
    """Let a picture stand beside what was released."""
    entry = CommonsEntry.objects.get(pk=where["number"])
    assert entry.current is not None
    file = SnapshotFile.objects.filter(snapshot=entry.current).first()
    if file is None:
        file = SnapshotFile.objects.create(
            snapshot=entry.current, community_id=entry.community_id, origin="0" * 32,
            name="bus.jpg", content_type="image/jpeg", size=9, width=9, height=9,
        )  # fmt: skip
        for path in (file.path, file.small_path):
            default_storage.save(path, ContentFile(b"not really"))
    return {**where, "key": file.key}


def of_entry_file(world: World) -> Mapping[str, Any]:
    return _with_snapshot_file(of_entry(world))


def of_another_s_file(world: World) -> Mapping[str, Any]:
    return _with_snapshot_file(of_another_s(world))


def of_resource_file(world: World) -> Mapping[str, Any]:
    """Put a picture beside what is published, if there is none yet."""
    where = of_resource(world)
    with scope(world.cast.community):
        key = ResourceFile.objects.values_list("key", flat=True).first()
        if key is None:
            key = with_file(Resource.objects.get(number=where["number"]), by=world.cast.sam).key
        return {**where, "key": key}


def of_outcome_file(world: World) -> Mapping[str, Any]:
    """Put a picture beside what came of an adaptation, if there is none yet."""
    where = of_adaptation(world)
    with scope(world.cast.community):
        one = Adaptation.objects.select_related("opened_by").get(pk=where["pk"])
        one.opened_by.community = world.cast.community
        Adaptation.objects.filter(pk=one.pk).update(outcome="worked")
        bus = check_upload(upload("bus.jpg", picture()))
        there = OutcomeFile.objects.filter(adaptation=one).first()
        kept = there or keep_outcome_file(one, bus, by=one.opened_by)
        return {**where, "key": kept.key}


def writing_down(world: World) -> Mapping[str, Any]:
    return as_form(world.cast.sam, began_from="1", words="Because.")


def of_file(world: World) -> Mapping[str, Any]:
    """Put a picture beside the post, if there is none yet."""
    with scope(world.cast.community):
        if not world.post.attachments.exists():
            checked = check_upload(upload("bus.png", picture("PNG")))
            attach_files(world.post, [keep_file(checked, by=world.cast.tess)])
        return {"slug": world.slug, "key": world.post.attachments.get().key}


def of_hidden_name(world: World) -> Mapping[str, Any]:
    """Make a topic without its author's name, if there is none yet."""
    with scope(world.cast.community):
        topic = Topic.objects.filter(name_hidden=True).first() or open_topic(
            world.cast.superintendents,
            by=world.cast.sam,
            title="Nobody comes",
            body="Three times now.",
            form=Form.QUESTION,
            name_hidden=True,
        )
        return {"slug": world.slug, "number": topic.number, "post_number": 1}


def of_translation(world: World) -> Mapping[str, Any]:
    """Sam puts the post into Spanish, if nobody has."""
    with scope(world.cast.community):
        if not PostTranslation.objects.filter(post=world.post).exists():
            translate_post(world.post, by=world.cast.sam, language="es", body="El distrito.")
    return {**of_post(world), "language": "es"}


def of_reaction(world: World) -> Mapping[str, Any]:
    return {**of_post(world), "kind": "tried"}


def trying(_world: World) -> Mapping[str, Any]:
    return {"what_happened": "From outside."}


def of_trial(world: World) -> Mapping[str, Any]:
    return {**of_post(world), "membership_id": world.cast.sam.pk}


def of_forum(world: World) -> Mapping[str, Any]:
    return {"slug": world.slug, "forum_slug": world.cast.superintendents.slug}


def of_begun_reply(world: World) -> Mapping[str, Any]:
    """Make a draft of sam's, if there is none yet."""
    with scope(world.cast.community):
        draft = Draft.objects.first() or save_draft(
            world.cast.sam, fields={"body": "Half a thought"}, topic=world.topic
        )
        assert draft is not None
        return {"slug": world.slug, "draft_id": draft.pk}


def of_keeper(world: World) -> Mapping[str, Any]:
    with scope(world.cast.community):
        grant = ForumUserObjectPermission.objects.get(content_object=world.cast.superintendents)
    return {**of_forum(world), "grant_id": grant.pk}


def of_guest(world: World) -> Mapping[str, Any]:
    with scope(world.cast.community):
        audience = world.cast.superintendents.audience
        # Asked for several times: it is there already, and nothing changes.
        grant = give(AudienceUserObjectPermission, SEE, world.cast.sam, audience, by=world.cast.fay)
    return {**of_forum(world), "grant_id": grant.pk}


def naming(world: World) -> Mapping[str, Any]:
    return {"member": world.cast.rosa.pk}


def of_proposal(world: World) -> Mapping[str, Any]:
    with scope(world.cast.community):
        proposal = propose_forum(by=world.cast.sam, **proposing(world))
    return {"slug": world.slug, "proposal_id": proposal.pk}


def proposing(_world: World) -> Mapping[str, Any]:
    return {"name": "Bus drivers", "for_whom": "Who drives", "why": "Nobody asks them."}


def writing(_world: World) -> Mapping[str, Any]:
    return {"title": "From outside", "body": "This must not arrive."}


def of_flagged_post(world: World) -> Mapping[str, Any]:
    return {"slug": world.slug, "post_id": world.post.pk}


def of_held_post(world: World) -> Mapping[str, Any]:
    return {"slug": world.slug, "held_id": world.doorstep.held.pk}


def choosing(_world: World) -> Mapping[str, Any]:
    return {"level": "all"}


def flagging(_world: World) -> Mapping[str, Any]:
    return {"why": "other", "words": "From outside"}


def deciding(_world: World) -> Mapping[str, Any]:
    return {"outcome": "removed", "reason": "From outside"}


def disciplining(_world: World) -> Mapping[str, Any]:
    return {"until": f"{timezone.localdate() + timedelta(days=2)}", "reason": "From outside"}


def in_order(world: World) -> Mapping[str, Any]:
    other = world.cast.forums["families"].pk
    return {"until": "2030-01-01", "forum": other, "title": "New", "posts": [2], "topic": "1"}


def of_person(world: World) -> Mapping[str, Any]:
    return {"slug": world.slug, "membership_id": world.cast.sam.pk}


def of_request(world: World) -> Mapping[str, Any]:
    return {"slug": world.slug, "membership_id": world.doorstep.request.pk}


def of_invitation(world: World) -> Mapping[str, Any]:
    return {"slug": world.slug, "invitation_id": world.doorstep.invitation.pk}


def of_draft(world: World) -> Mapping[str, Any]:
    return {"slug": world.slug, "draft_id": world.doorstep.draft.pk}


def of_new_community(world: World) -> Mapping[str, Any]:
    return {"draft_id": world.doorstep.new_community.pk}


def of_charter(world: World) -> Mapping[str, Any]:
    return {"slug": world.slug, "number": 1}


def held_message(world: World, *, of_nobody: bool = False) -> InboundMessage:
    message, _made = InboundMessage.objects.get_or_create(
        recipient=f"reply+{'none' if of_nobody else 'abc'}@mail.porchlight.example",
        defaults={
            "door": Door.COMMAND,
            "content": b"From: sam@phone.example\r\n\r\nIt is me.\r\n",
            "size": 1,
            "state": State.HELD,
            "reason": Reason.NOT_HIS_ADDRESS,
            "community": None if of_nobody else world.cast.community,
            "user": world.cast.sam.user,
        },
    )
    return message


def of_held_message(world: World) -> Mapping[str, Any]:
    url = claim_url(held_message(world).pk, world.cast.sam.user_id)
    return {"token": url.rstrip("/").rpartition("/")[2]}


def of_mailed_part(world: World) -> Mapping[str, Any]:
    with scope(world.cast.community):
        part, _made = MailedPart.objects.get_or_create(
            community=world.cast.community,
            member=world.cast.sam,
            message=held_message(world),
            kind=POST,
            object_id=world.post.pk,
            act="thanks",
            defaults={"due_at": timezone.now() + timedelta(days=1)},
        )
        return {"token": part_url(part).rstrip("/").rpartition("/")[2]}


def said_by_link(world: World) -> Mapping[str, Any]:
    url = say_url(world.cast.community.pk, world.cast.sam.pk, POST, world.post.pk, "thanks")
    kind, act, token = url.rstrip("/").rsplit("/", 3)[1:]
    return {"kind": kind, "act": act, "token": token}


def of_prompt(world: World) -> Mapping[str, Any]:
    """Ask sam what happened at his site, if he was not asked yet."""
    with scope(world.cast.community):
        prompt = UpdatePrompt.objects.first() or make_prompt(world.cast)
    return {"token": prompt_url(prompt.community_id, prompt.pk).rstrip("/").rpartition("/")[2]}


def make_prompt(cast: Cast) -> UpdatePrompt:
    """Ask sam what happened at Northbank in November; call inside the scope."""
    UpdatePlan.objects.create(community=cast.community, is_on=True, forum=cast.families)
    asked = UpdateRound.objects.create(
        community=cast.community,
        last_month=date(2026, 11, 1),
        months=1,
        forum=cast.families,
    )
    return UpdatePrompt.objects.create(
        community=cast.community, round=asked, site=cast.sites["Northbank"], member=cast.sam
    )


def of_held_log(world: World) -> Mapping[str, Any]:
    return {**in_community(world), "message_id": held_message(world).pk}


def of_nobodys_mail(world: World) -> Mapping[str, Any]:
    return {"message_id": held_message(world, of_nobody=True).pk}


def of_link(world: World) -> Mapping[str, Any]:
    return {"slug": world.slug, "token": join_token(world.doorstep.invitation)}


COMMUNITIES = (
    {
        f"communities:{name}": Recipe(in_community, pasted, closed_to=STRANGERS)
        for name in (
            *("home", "about", "ask", "new_account", "welcome", "leave"),
            *("charter", "charter_history", "my_settings"),
        )
    }
    | {
        f"communities:{name}": for_facilitators()
        for name in ("sign_up", "invite", "invitations", "requests", "charter_edit", "settings")
    }
    | {
        "communities:people": Recipe(in_community, closed_to=STRANGERS, refused_to=GUEST),
        "communities:front": Recipe(
            public="says what Porchlight is, or whose communities are whose"
        ),
        "communities:join": Recipe(of_link, public=MAILED),
        "communities:fresh_link": Recipe(of_link, public=MAILED),
        "communities:person": Recipe(of_person, closed_to=STRANGERS, refused_to=GUEST),
        "communities:person_edit": for_facilitators(of_person),
        "communities:remove_person": for_facilitators(of_person),
        # The list in hand is fay's: the admin who may do the same does not find it.
        "communities:invite_check": for_facilitators(of_draft, frozenset({"ada"})),
        "communities:resend_invitation": for_facilitators(of_invitation),
        "communities:withdraw_invitation": for_facilitators(of_invitation),
        "communities:approve_request": for_facilitators(of_request),
        "communities:refuse_request": for_facilitators(of_request),
        "communities:charter_version": Recipe(of_charter, closed_to=STRANGERS),
    }
)


PLATFORM_ADMINS_ONLY = EVERYBODY_ELSE | KEEPERS


PLATFORM = {
    f"platform:{name}": Recipe(path, body, closed_to=PLATFORM_ADMINS_ONLY)
    for name, path, body in (
        ("list", nothing, nothing),
        ("new", nothing, lambda _w: {"template": "working-community"}),
        ("details", of_new_community, nothing),
        ("people", of_new_community, pasted),
        ("preview", of_new_community, pasted),
        ("delete_draft", of_new_community, nothing),
        ("ready", lambda w: {"community_slug": w.slug}, nothing),
    )
}


FORUMS = {
    "forums:list": Recipe(in_community, closed_to=STRANGERS),
    "forums:reading": Recipe(in_community, closed_to=STRANGERS),
    "forums:forum": Recipe(of_forum),
    "forums:new_forum": for_facilitators(),
    "forums:proposals": Recipe(in_community, closed_to=STRANGERS, refused_to=GUEST),
    "forums:new_proposal": Recipe(in_community, proposing, closed_to=STRANGERS, refused_to=GUEST),
    "forums:refuse_proposal": for_facilitators(of_proposal),
    "forums:edit_forum": Recipe(of_forum, writing),
    "forums:keepers": Recipe(of_forum, naming),
    "forums:delete_keeper": Recipe(of_keeper),
    "forums:guests": Recipe(of_forum, naming),
    "forums:delete_guest": Recipe(of_guest),
    "forums:audience": Recipe(of_forum, writing),
    "forums:new_topic": Recipe(of_forum, writing),
    "forums:topic": Recipe(of_topic),
    "forums:topic_text": Recipe(of_topic),
    # A key that nobody has: the feed is not there.
    "forums:feed": Recipe(
        lambda w: {**of_forum(w), "key": "0" * 32}, closed_to=EVERYBODY_ELSE | KEEPERS
    ),
    "forums:feeds": Recipe(in_community, closed_to=STRANGERS),
    "forums:feed_key": Recipe(in_community, closed_to=STRANGERS),
    "forums:delete_feed_key": Recipe(in_community, closed_to=STRANGERS),
    "forums:uploads": Recipe(in_community, closed_to=STRANGERS),
    "forums:file": Recipe(of_file),
    "forums:small_file": Recipe(of_file),
    "forums:alike": Recipe(in_community, closed_to=STRANGERS, query={"title": "Buses"}),
    "forums:drafts": Recipe(in_community, closed_to=STRANGERS),
    "forums:reply_draft": Recipe(of_topic, writing),
    "forums:topic_draft": Recipe(of_forum, writing),
    "forums:change_draft": Recipe(of_post, writing),
    "forums:delete_draft": Recipe(of_begun_reply),
    "forums:names": Recipe(of_forum, query={"q": "s"}),
    "forums:first_unread": Recipe(of_topic),
    "forums:new_posts": Recipe(of_topic),
    "forums:forum_reading": Recipe(of_forum),
    "forums:follow_forum": Recipe(of_forum, choosing),
    "forums:unfollow_forum": Recipe(of_forum),
    "forums:follow_topic": Recipe(of_topic, choosing),
    "forums:unfollow_topic": Recipe(of_topic),
    "forums:posts": Recipe(of_topic, writing),
    "forums:post": Recipe(of_post),
    "forums:post_edit": Recipe(of_post, writing),
    "forums:acceptance": Recipe(of_post),
    "forums:new_poll": Recipe(of_topic),
    "forums:votes": Recipe(of_poll, voting),
    "forums:poll_closure": Recipe(of_poll),
    "forums:delete_poll": Recipe(of_poll),
    "forums:consult_step": Recipe(of_topic, lambda _w: {"to": "clarify"}),
    "forums:commitment": Recipe(of_consult, writing),
    "forums:report": Recipe(of_consult, writing),
    "forums:reaction": Recipe(of_reaction, trying),
    "forums:delete_reaction": Recipe(of_reaction),
    "forums:introduction": Recipe(of_post),
    "forums:delete_introduction": Recipe(of_post),
    "forums:translation": Recipe(of_translation, writing),
    "forums:delete_translation": Recipe(of_translation),
    "forums:translation_history": Recipe(of_translation),
    "forums:unnamed_reaction": Recipe(of_hidden_name),
    "forums:post_name": Recipe(of_hidden_name),
    "forums:held_name": Recipe(of_held_post),
    "forums:delete_trial": Recipe(of_trial),
    "forums:delete_acceptance": Recipe(of_topic),
    "forums:facets": Recipe(of_topic),
    "forums:topic_pace": Recipe(of_topic, lambda _w: {"minutes": "15"}),
    "forums:forum_pace": Recipe(of_forum, lambda _w: {"minutes": "15"}),
    "forums:acknowledgement": Recipe(of_topic),
    "forums:acknowledgements": Recipe(of_topic),
    "forums:remove_post": Recipe(of_post, pasted),
    "forums:restore_post": Recipe(of_post),
    "forums:post_history": Recipe(of_post),
    "forums:mail_rest": Recipe(of_mail_rest),
    "forums:post_language": Recipe(of_post, lambda _w: {"language": "es"}),
    "moderation:acts": for_facilitators(),
    **{
        f"moderation:{name}": Recipe(
            of_person, disciplining, closed_to=STRANGERS, refused_to=WRONG_ROLE
        )
        for name in ("warning", "pause", "delete_pause")
    },
    "moderation:warnings": Recipe(in_community, closed_to=STRANGERS),
    "moderation:read_warnings": Recipe(in_community, closed_to=STRANGERS),
    "forums:flag_post": Recipe(of_post, flagging),
    "forums:flags": for_facilitators(),
    "forums:held_posts": for_facilitators(),
    "forums:hold_rules": for_facilitators(),
    "forums:new_member_limits": for_facilitators(),
    "forums:held_post": Recipe(of_held_post, deciding, closed_to=EVERYBODY_ELSE),
    "forums:flagged_post": Recipe(
        of_flagged_post, deciding, closed_to=STRANGERS, refused_to=WRONG_ROLE
    ),
    **{
        f"forums:{name}_topic": Recipe(of_topic, in_order)
        for name in ("lock", "unlock", "pin", "unpin", "move", "split", "merge", "unmerge")
    },
}


SEARCH = {
    "search:search": Recipe(in_community, closed_to=STRANGERS, query={"q": "buses"}),
}


DIGESTS = {
    "digests:unsubscribe": Recipe(
        lambda w: {"token": unsubscribe_url(w.cast.sam.user_id).rstrip("/").split("/")[-1]},
        public=MAILED,
    ),
    "digests:unsubscribe_short": Recipe(
        lambda w: {"token": unsubscribe_url(w.cast.sam.user_id).rstrip("/").split("/")[-1]},
        public=MAILED,
    ),
    "notifications:stop_short": Recipe(
        lambda w: {"token": stop_url(w.cast.sam).rstrip("/").rpartition("/")[2]}, public=MAILED
    ),
    "notifications:level": Recipe(
        lambda w: {
            "token": level_url(w.cast.sam, TOPIC, w.topic.pk).rstrip("/").rpartition("/")[2]
        },
        public=MAILED,
    ),
    "mailroom:received": for_facilitators(),
    "digests:opening": for_facilitators(),
    "digests:delete_opening": for_facilitators(),
    "digests:preview": for_facilitators(),
    "mailroom:sent": for_facilitators(),
    "site_updates:plan": for_facilitators(),
    "site_updates:prompt": Recipe(of_prompt, public=MAILED),
    "mailroom:message": for_facilitators(of_held_log),
    "mailroom:read_again": Recipe(
        of_held_log, closed_to=STRANGERS, refused_to=WRONG_ROLE | {"fay"}
    ),
    "mailroom:nobodys": Recipe(nothing, closed_to=PLATFORM_ADMINS_ONLY),
    "mailroom:read_nobodys": Recipe(of_nobodys_mail, closed_to=PLATFORM_ADMINS_ONLY),
    "mailroom:say": Recipe(said_by_link, public=MAILED),
    "mailroom:part": Recipe(of_mailed_part, public=MAILED),
    "mailroom:hook": Recipe(
        lambda _w: {"what": "tracking"},
        public="not there without a provider; anymail checks its calls",
    ),
    "communities:leave_by_link": Recipe(
        lambda w: {
            "token": leaving_url(w.cast.sam.user_id, w.cast.community.pk)
            .rstrip("/")
            .rpartition("/")[2]
        },
        public=MAILED,
    ),
    "mailroom:command": Recipe(
        lambda w: {
            "token": button_url(
                Button(words="Undo", command="pauseto"), w.cast.sam.user, w.cast.community
            )
            .rstrip("/")
            .rpartition("/")[2]
        },
        public=MAILED,
    ),
    "mailroom:claim": Recipe(
        of_held_message,
        public=MAILED,
    ),
    "notifications:following": Recipe(in_community, choosing, closed_to=STRANGERS),
    "notifications:mail_again": Recipe(
        lambda w: {"token": make_short_token(AGAIN, w.cast.sam.user_id)}, public=MAILED
    ),
    "notifications:my_mail": Recipe(closed_to=ANONYMOUS),
    "notifications:begin_my_mail": Recipe(closed_to=ANONYMOUS),
    "notifications:begin_mail_of": for_facilitators(of_person),
    **{
        f"digests:{name}": Recipe(
            lambda w: {"token": make_token(PACE, user=w.cast.sam.user_id)}, public=MAILED
        )
        for name in ("pace", "pause", "delete_pause", "about_me")
    },
    "digests:forums": Recipe(
        lambda w: {
            "token": make_token(PACE, user=w.cast.tess.user_id),
            "slug": w.cast.community.slug,
        },
        public=MAILED,
    ),
}


OWN = "a signed-in person's own page"


ME = {
    name: Recipe(closed_to=ANONYMOUS)
    for name in (
        *("me:profile", "me:security", "me:sessions", "me:delete_sessions"),
        *("me:mail_pause", "me:delete_mail_pause"),
        *("me:delete_other_sessions", "me:add_passkey", "me:activate_app"),
        *("me:confirm", "me:confirm_by_app"),
    )
}


PUBLIC = {
    "me:me": Recipe(public="leads on to one's own profile, which is closed"),
    "config.headers.robots": Recipe(public="for search engines; says nothing of anybody"),
    "set_language": Recipe(public="the language of a visitor, in a cookie"),
}


PICTURES = {
    # The name is 128 random bits, told only to those who see the person.
    "me:picture": Recipe(lambda _w: {"name": "0" * 32 + ".webp"}, closed_to=EVERYBODY_ELSE),
}


LIBRARY = {
    "knowledge:library": Recipe(in_community, closed_to=STRANGERS),
    "knowledge:new": Recipe(in_community, writing_down, closed_to=STRANGERS, refused_to=GUEST),
    **{
        f"knowledge:{name}": Recipe(of_resource, writing_down)
        for name in (
            *("resource", "edit", "delete", "audience", "review", "take_back", "send_back"),
            *(
                "publish",
                "archive",
                "put_back",
                "still_holds",
                "versions",
                "save",
                "unsave",
                "amplify",
                "amplify_no_more",
            ),
        )
    },
    "knowledge:candidates": for_facilitators(),
    "knowledge:dismiss_candidate": Recipe(of_topic),
    "knowledge:propose_again": Recipe(of_topic),
    "knowledge:harvest": Recipe(of_topic, lambda _w: {"posts": "1", "title": "B", "kind": "case"}),
    **{
        f"knowledge:{name}": Recipe(of_resource, lambda w: {"words": "Why?", "reach": "platform"})
        for name in ("release", "delete_release", "agree", "refuse", "credit", "withdraw")
    },
    "knowledge:from_others": Recipe(in_community, closed_to=STRANGERS, refused_to=GUEST),
    **{
        f"knowledge:{name}": Recipe(of_another_s, closed_to=STRANGERS, refused_to=GUEST)
        for name in ("from_others_one", "copy")
    },
    **{
        f"knowledge:{name}": Recipe(of_another_s_file, closed_to=STRANGERS, refused_to=GUEST)
        for name in ("from_others_file", "small_from_others_file")
    },
    **{
        f"knowledge:{name}": Recipe(of_entry_file, public="what a community gave to everybody")
        for name in ("public_file", "small_public_file")
    },
    "knowledge:public_list": Recipe(public="what communities gave to everybody"),
    "knowledge:public_feed": Recipe(public="what communities gave to everybody"),
    "knowledge:sitemap": Recipe(public="what communities gave to everybody"),
    "knowledge:public_page": Recipe(of_entry, public="what a community gave to everybody"),
    "knowledge:quotation": Recipe(of_quotation, lambda _w: {"words": "The district"}),
    "knowledge:delete_quotation": Recipe(of_quotation),
    "knowledge:quoting_rules": Recipe(
        in_community,
        lambda _w: {"silence": "named", "days": "7", "removed": "out"},
        closed_to=STRANGERS,
        refused_to=WRONG_ROLE,
    ),
    "knowledge:quoted": Recipe(of_quoted, public=MAILED),
    "knowledge:named": Recipe(of_named, public=MAILED),
    "knowledge:holding": Recipe(of_holding, public=MAILED),
    **{f"knowledge:{name}": Recipe(of_resource_file) for name in ("file", "small_file")},
    "knowledge:comments": Recipe(of_resource, lambda w: {"body": "Why?", "version": "1"}),
    **{f"knowledge:{name}": Recipe(of_comment) for name in ("delete_comment", "settle", "reopen")},
    "knowledge:adapt": Recipe(of_resource, using),
    **{
        f"knowledge:{name}": Recipe(of_adaptation, using)
        for name in ("adaptation", "outcome", "delete_adaptation", "write_down")
    },
    **{
        f"knowledge:{name}": Recipe(of_outcome_file)
        for name in ("outcome_file", "small_outcome_file")
    },
    "knowledge:harvest_notes": Recipe(of_sent_notes, lambda _w: {"posts": "1", "title": "Buses"}),
    "knowledge:coverage": Recipe(in_community, closed_to=STRANGERS),
    "knowledge:collections": Recipe(
        in_community,
        lambda _w: {"title": "Winter", "audience": "everyone"},
        closed_to=STRANGERS,
    ),
    "knowledge:exchange": for_facilitators(),
    "knowledge:exports": for_facilitators(),
    **{f"knowledge:{name}": Recipe(of_export) for name in ("export", "delete_export")},
    "knowledge:imports": for_facilitators(),
    **{
        f"knowledge:{name}": Recipe(of_import)
        for name in ("import", "agree_to_import", "delete_import")
    },
    "knowledge:placing": Recipe(
        lambda w: {**of_collection(w), **of_resource(w)},
        lambda w: {"collection": of_collection(w)["number"]},
    ),
    "knowledge:curators": Recipe(of_collection, lambda w: {"member": w.cast.tess.pk}),
    "knowledge:items": Recipe(of_collection, lambda w: {"resource": of_resource(w)["number"]}),
    **{
        f"knowledge:{name}": Recipe(of_collection, lambda _w: {"words": "Because."})
        for name in (
            *("collection", "edit_collection", "archive_collection", "put_collection_back"),
            *("make_start", "make_no_start"),
        )
    },
    "knowledge:delete_curator": Recipe(of_curator),
    **{
        f"knowledge:{name}": Recipe(of_item, lambda _w: {"words": "Because."})
        for name in ("accept_item", "decline_item", "delete_item")
    },
    "knowledge:follow": Recipe(of_resource, choosing),
    "knowledge:unfollow": Recipe(of_resource),
    "knowledge:new_draft": Recipe(
        in_community, writing_down, closed_to=STRANGERS, refused_to=GUEST
    ),
    "knowledge:edit_draft": Recipe(of_resource, writing_down),
    "knowledge:outcome_by_mail": Recipe(of_outcome_link, public=MAILED),
    "knowledge:version": Recipe(lambda w: {**of_resource(w), "version": 1}),
    "knowledge:restore": Recipe(lambda w: {**of_resource(w), "version": 1}),
    "knowledge:as_it_was": Recipe(
        lambda w: {**of_resource(w), "day": timezone.localdate().isoformat()}
    ),
}


RECIPES: dict[str, Recipe] = {
    **COMMUNITIES,
    **PLATFORM,
    **FORUMS,
    **SEARCH,
    **LIBRARY,
    **MEETINGS,
    **DIGESTS,
    **ME,
    **PICTURES,
    **PUBLIC,
}


# Pages of a library about nobody but who is asking. They know of no community, and their own
# suite tests them; the walk opens them and looks that nothing changes.
ABOUT_ONESELF: dict[str, str] = {
    "accounts/": "signing in and one's own account (allauth)",
}
