"""Every row of somebody in the library: what becomes of it when he leaves, in each way."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.utils import timezone

from accounts.models import User
from communities.leaving import Words, leave_for_good
from communities.leaving_links import leaving_url
from communities.models import Membership
from communities.scope import scope
from core.files import check_upload
from forums.actions import open_topic, reply
from forums.actions.drafts import save_draft
from forums.audience_choices import EVERYONE, audience_chosen
from forums.models import Draft, Post
from knowledge.actions.life import archive, send_back
from knowledge.actions.writing import change_resource
from knowledge.adaptations.outcome_files import keep_outcome_file
from knowledge.amplifying.actions import amplify
from knowledge.commenting import comment_on
from knowledge.commons.released import released
from knowledge.drafts import RESOURCE
from knowledge.files.attaching import keep_file
from knowledge.harvest.asking import ask_quoted, settle_silence
from knowledge.harvest.links import quoted_path
from knowledge.kinds import Reach
from knowledge.loading import content_at
from knowledge.models import (
    Adaptation,
    Amplification,
    Consent,
    CreditChoice,
    HarvestDismissal,
    LibraryExport,
    LibraryImport,
    QuotedPerson,
    QuotingRules,
    Release,
    Resource,
    ResourceComment,
    ResourceFile,
    SavedResource,
)
from knowledge.models.release import ReleaseState
from knowledge.shelves.actions import Words as ShelfWords
from knowledge.shelves.actions import archive_collection, name_curator, open_collection, place
from tests.cast import Cast
from tests.knowledge.adaptation_scenes import tells, uses
from tests.knowledge.scenes import content, draft, in_review, published, quoting, with_file
from tests.made_files import PDF, upload

AsMember = Callable[[Membership], Client]
GONE, STAYS = "gone", "stays"
# What becomes of the rows that name him: without his name, and when he is erased. STAYS: the row is
# what others did too, or says that somebody was there; it names who has no face any more.
FATES = {
    "Resource.owner": (STAYS, STAYS),
    "Resource.note_by": (STAYS, GONE),
    "ResourceRevision.by": (STAYS, STAYS),
    "ResourceCredit.member": (STAYS, GONE),
    "ResourceComment.by": (STAYS, GONE),
    "ResourceComment.settled_by": (STAYS, STAYS),
    "ResourceFile.added_by": (STAYS, STAYS),
    "SavedResource.member": (GONE, GONE),
    "QuotedPerson.member": (STAYS, GONE),
    "Adaptation.opened_by": (STAYS, STAYS),
    "Adaptation.changed_by": (STAYS, STAYS),
    "Adaptation.told_by": (STAYS, STAYS),
    "AdaptationPerson.member": (STAYS, GONE),
    "OutcomeFile.added_by": (STAYS, GONE),
    "Amplification.by": (GONE, GONE),
    "Collection.archived_by": (STAYS, GONE),
    "Collection.by": (STAYS, STAYS),
    "CollectionItem.by": (STAYS, STAYS),
    "CollectionUserObjectPermission.granted_by": (STAYS, STAYS),
    "CollectionUserObjectPermission.user": (GONE, GONE),
    "CreditChoice.member": (GONE, GONE),
    "HarvestDismissal.by": (STAYS, STAYS),
    "LibraryExport.by": (GONE, GONE),
    "LibraryImport.by": (GONE, GONE),
    "Release.asked_by": (STAYS, STAYS),
    "Release.author": (STAYS, STAYS),
    "Release.admin": (STAYS, STAYS),
    "Release.ended_by": (STAYS, STAYS),
}
# What he wrote, everywhere.
WORD = "zebra"


def references() -> Iterator[tuple[str, type[models.Model], str]]:
    """Yield every column of the library that names a person: what it is called, its model, its name."""
    for model in apps.get_app_config("knowledge").get_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey) and field.related_model in (Membership, User):
                yield f"{model.__name__}.{field.name}", model, field.name


def rows_of(member: Membership, model: type[models.Model], name: str) -> int:
    key = member.user_id if model._meta.get_field(name).related_model is User else member.pk
    return int(model._default_manager.filter(**{name: key}).count())


def texts() -> str:
    """Return all that stands in the library's tables, and in what is kept of its forms."""
    found = []
    with connection.cursor() as cursor:
        tables: list[type[models.Model]] = [*apps.get_app_config("knowledge").get_models(), Draft]
        for model in tables:
            cursor.execute(f"SELECT t::text FROM {model._meta.db_table} AS t")
            found += [f"{model.__name__}: {row[0]}" for row in cursor.fetchall()]
    return "\n".join(found)


@pytest.fixture
def everywhere(cast: Cast) -> Cast:
    """Let tess have done everything that can be done in the library, with her word in it."""
    tess, sam = cast.tess, cast.sam
    with scope(cast.community):
        # What she alone wrote, what somebody else wrote too, and what nobody else has read.
        published(cast, tess, title="Alone", body=WORD)
        shared = published(cast, tess, body=WORD, authors=(tess.pk, sam.pk))
        change_resource(shared, content(tess, authors=(tess.pk, sam.pk)), by=sam, began_from=1)
        draft(cast, tess, title=f"Not shown {WORD}")
        keep_file(check_upload(upload(f"{WORD}.pdf", PDF)), by=tess)
        save_draft(tess, fields={"body": WORD}, thing=(RESOURCE, 0))
        other = published(cast, sam, title="Of sam")
        change_resource(
            other, content(sam, title="Of sam", what="Now."), by=tess, began_from=1, note=WORD
        )
        with_file(other, by=tess, name="plan.pdf", data=PDF)
        comment_on(other, by=tess, body=f"A {WORD}.", anchor="", quote="")
        comment_on(other, by=sam, body="Sam's.", anchor="", quote="").settle(by=tess)
        SavedResource.objects.create(community=cast.community, member=tess, resource=other)
        used = uses(other, tess, change=WORD, people=(tess.pk, sam.pk))
        Adaptation.objects.update(changed_by=tess)
        tells(used, tess)
        keep_outcome_file(used, check_upload(upload(f"{WORD}.pdf", PDF)), by=tess)
        Adaptation.objects.update(different="Of sam", planners=[tess.pk, sam.pk], change="Both.")
        amplify(other, by=tess, words=WORD)
        shelf = open_collection(
            ShelfWords("Shelf", WORD),
            audience=audience_chosen(cast.community, EVERYONE),
            by=tess,
        )
        name_curator(shelf, tess, by=tess)
        name_curator(shelf, cast.pat, by=tess)
        place(other, shelf, by=tess, note=WORD, is_proposed=False)
        old = open_collection(
            ShelfWords("Old shelf", ""), audience=audience_chosen(cast.community, EVERYONE), by=sam
        )
        archive_collection(old, by=tess, words=f"An old {WORD}.")
        archive(published(cast, sam, title="Old"), by=tess, words=f"Like the {WORD}.")
        send_back(in_review(cast, sam, title="Early"), by=tess, words=f"Where is the {WORD}?")
        LibraryExport.objects.create(community=cast.community, by=tess)
        LibraryImport.objects.create(community=cast.community, by=tess, name=f"{WORD}.zip")
        CreditChoice.objects.create(
            community=cast.community, resource=other, member=tess, is_named=False
        )
        topic = open_topic(cast.superintendents, by=sam, title="Late buses", body="How?")
        HarvestDismissal.objects.create(community=cast.community, topic=topic, by=tess)
        post = reply(topic, by=tess, body=f"See the {WORD}.")
        quoting(cast, {post.pk: f"See the {WORD}."}, title="Quoting")
        QuotedPerson.objects.update(
            consent=Consent.CHANGES, wish=f"Not {WORD}.", asked_at=timezone.now()
        )
        other = Resource.objects.with_labels().select_related("audience").get(pk=other.pk)
        other.community = cast.community
        by: dict[str, Any] = dict.fromkeys(("asked_by", "author", "admin", "ended_by"), tess)
        Release.objects.create(
            **by,
            community=cast.community,
            resource=other,
            reach=Reach.PLATFORM,
            state=ReleaseState.REFUSED,
            content=released(other, content_at(other, 1), 1).as_json(),
            note=WORD,
        )
    return cast


def test_it_is_said_of_every_column_that_names_somebody() -> None:
    assert {name for name, _model, _field in references()} == set(FATES)


@pytest.mark.parametrize("words", [Words.NAMELESS, Words.ERASED])
def test_what_becomes_of_each_row_of_who_leaves(everywhere: Cast, words: Words) -> None:
    tess = everywhere.tess
    with scope(everywhere.community):
        for name, model, field in references():
            assert rows_of(tess, model, field), name
        assert WORD in texts()
    leave_for_good(tess, words)
    with scope(everywhere.community):
        for name, model, field in references():
            fate = FATES[name][words is Words.ERASED]
            there = rows_of(tess, model, field)
            assert bool(there) == (fate == STAYS), f"{name}: {there}"
        left = texts()
        assert f"Not shown {WORD}" not in left
        assert not Draft.objects.exists()
        assert not ResourceFile.objects.filter(resource=None).exists()
        assert not Amplification.objects.exists()
        if words is Words.ERASED:
            assert WORD not in left
            assert "Of sam" in left
            assert "Sam's." in left
        else:
            assert ResourceComment.objects.get(settled_by=None).body == f"A {WORD}."
            assert str(Resource.objects.get(title="Alone").credits.get()) == "Former member"


def test_who_left_with_his_name_can_still_take_back_what_he_agreed_to(
    cast: Cast, as_member: AsMember
) -> None:
    with scope(cast.community):
        topic = open_topic(cast.superintendents, by=cast.sam, title="Late buses", body="How?")
        post = reply(topic, by=cast.tess, body="Ring at six.")
        made = quoting(cast, {post.pk: "Ring at six."}, title="Buses")
        ask_quoted(made.pk)
        link = quoted_path(cast.community.pk, QuotedPerson.objects.get().pk)
    told = "You can still say yes or no to that after you have left"
    for page in ("/c/four-rivers/leave/", leaving_url(cast.tess.user_id, cast.community.pk)):
        html = as_member(cast.tess).get(page).text
        assert told in html
        assert link in html
    leave_for_good(cast.tess, Words.NAMED)
    visitor = Client()
    html = visitor.get(link).text
    assert "You have left Four Rivers Network" in html
    assert "Yes, with my name" in html
    visitor.post(link, {"answer": "named"})
    with scope(cast.community):
        assert QuotedPerson.objects.get().consent == Consent.NAMED
    visitor.post(link, {"answer": "declined"})
    with scope(cast.community):
        assert QuotedPerson.objects.get().consent == Consent.DECLINED
        # His silence never puts his name anywhere: he may not have been told.
        QuotingRules.objects.create(community=cast.community, silence="named")
        QuotedPerson.objects.update(
            consent=Consent.WAITING, asked_at=timezone.now() - timedelta(days=40)
        )
        settle_silence(QuotedPerson.objects.get().pk)
        assert QuotedPerson.objects.get().consent == Consent.NAMELESS


def test_who_left_without_his_name_has_none_to_give(cast: Cast) -> None:
    with scope(cast.community):
        topic = open_topic(cast.superintendents, by=cast.sam, title="Late buses", body="How?")
        post = reply(topic, by=cast.tess, body="Ring at six.")
        quoting(cast, {post.pk: "Ring at six."})
        link = quoted_path(cast.community.pk, QuotedPerson.objects.get().pk)
    leave_for_good(cast.tess, Words.NAMELESS)
    visitor = Client()
    html = visitor.get(link).text
    assert "Yes, with my name" not in html
    assert "Tess" not in html
    visitor.post(link, {"answer": "named"})
    with scope(cast.community):
        assert QuotedPerson.objects.get().consent == Consent.NAMELESS
        assert Post.objects.get(pk=post.pk).body == "Ring at six."
