"""Collections: who sees, arranges and curates them, and what stands in them."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communities.leaving import Words as Remains
from communities.leaving import leave_for_good
from communities.membership_changes import leave
from communities.models import Audience, Membership
from communities.scope import scope
from forums.audience_choices import EVERYONE, audience_chosen
from knowledge.kinds import State
from knowledge.models import Collection, CollectionItem, CollectionUserObjectPermission, Resource
from knowledge.shelves.actions import (
    Placing,
    Words,
    in_places,
    make_start,
    name_curator,
    open_collection,
    place,
)
from knowledge.shelves.rows import collection_rows, item_rows, proposed_rows, start_of
from moderation.models import Act
from notifications.models import OutgoingMail
from search.finding import Question, find
from tests.cast import Cast
from tests.knowledge.scenes import draft, in_review, published
from tests.opened_mail import text_of

AsMember = Callable[[Membership], Client]
LIBRARY = "/c/four-rivers/library/"


def collection(cast: Cast, *, audience: Audience | None = None, curator: str = "") -> Collection:
    """Return a collection of fay's for everyone, if nothing else is said; call inside the scope."""
    shown_to = audience or audience_chosen(cast.community, EVERYONE)
    words = Words("Winter mornings", "What helps when it is dark.")
    made = open_collection(words, audience=shown_to, by=cast.fay)
    if curator:
        name_curator(made, getattr(cast, curator), by=cast.fay)
    return made


def put(cast: Cast, into: Collection, *resources: Resource, is_proposed: bool = False) -> None:
    for one in resources:
        place(one, into, by=cast.sam, note=f"Why {one.title}", is_proposed=is_proposed)


def told(member: Membership) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind="moderation", user=member.user).order_by("pk"))


def page(one: Collection, rest: str = "") -> str:
    return f"{LIBRARY}collections/{one.number}/{rest}"


@pytest.mark.parametrize(
    ("places", "order"),
    [
        ((1, 2, 3, 4), "abcd"),
        ((1, 2, 3, 2), "adbc"),
        ((3, 2, 3, 4), "bcad"),
        ((9, 9, 9, 1), "dabc"),
        ((2, 1, 4, 3), "badc"),
    ],
)
def test_who_is_given_a_place_stands_there(places: tuple[int, ...], order: str) -> None:
    wanted = {ord(name): Placing(number, "") for name, number in zip("abcd", places, strict=True)}
    assert "".join(map(chr, in_places([*map(ord, "abcd")], wanted))) == order


def test_one_sees_a_collection_by_its_audience_and_in_it_what_one_may_see(cast: Cast) -> None:
    with scope(cast.community):
        narrow = published(cast, cast.sam, title="Narrow", audience=cast.superintendents.audience)
        wide, gone = published(cast, cast.sam, title="Wide"), in_review(cast, cast.sam)
        mixed = collection(cast)
        put(cast, mixed, narrow, wide, gone)
        closed = collection(cast, audience=cast.superintendents.audience, curator="rosa")
        assert [row.title for row in item_rows(mixed, cast.tess)] == ["Narrow", "Wide"]
        assert [row.title for row in item_rows(mixed, cast.pat)] == ["Wide"]
        assert [row.count for row in collection_rows(cast.pat)] == [1]
        seen = Collection.objects.filter(pk=closed.pk)
        assert seen.visible_to(cast.tess).exists()
        assert seen.visible_to(cast.rosa).exists()
        assert not seen.visible_to(cast.pat).exists()
        assert [find(m, Question("dark")).threads for m in (cast.tess, cast.pat)] == [2, 1]


def test_a_facilitator_opens_one_and_names_who_curates_it(cast: Cast, as_member: AsMember) -> None:
    fay, pat = as_member(cast.fay), as_member(cast.pat)
    sent = {"title": "Winter mornings", "note": "Begin here.", "audience": EVERYONE}
    assert pat.post(f"{LIBRARY}collections/", sent).status_code == 403
    assert fay.post(f"{LIBRARY}collections/", sent | {"title": ""}).status_code == 422
    assert fay.post(f"{LIBRARY}collections/", sent).status_code == 302
    with scope(cast.community):
        [made] = Collection.objects.all()
    assert pat.get(page(made, "edit/")).status_code == 403
    assert pat.post(page(made, "curators/"), {"member": cast.pat.pk}).status_code == 403
    assert fay.post(page(made, "curators/"), {"member": cast.gus.pk}).status_code == 422
    fay.post(page(made, "curators/"), {"member": cast.pat.pk})
    assert "Pat Lund" in as_member(cast.tess).get(page(made)).content.decode()
    html = pat.get(page(made, "edit/")).content.decode()
    # Who sees it, who curates it, and whether it stays, facilitators say.
    assert "Who sees it" not in html
    assert pat.post(page(made, "archive/"), {"words": "Old."}).status_code == 403
    assert pat.post(page(made, "edit/"), {"title": "Cold mornings"}).status_code == 302
    assert fay.post(page(made, "archive/"), {"words": ""}).status_code == 422
    fay.post(page(made, "archive/"), {"words": "Nobody reads it."})
    assert "Nobody reads it." in pat.get(page(made)).content.decode()
    assert pat.get(page(made, "edit/")).status_code == 403
    fay.post(page(made, "archive/delete/"))
    with scope(cast.community):
        [grant] = CollectionUserObjectPermission.objects.all()
        assert Collection.objects.get().title == "Cold mornings"
    fay.post(page(made, f"curators/{grant.pk}/delete/"))
    assert pat.get(page(made, "edit/")).status_code == 403
    with scope(cast.community):
        acts = Act.objects.order_by("pk").values_list("act", flat=True)
        assert list(acts) == [
            *("opened", "curator_named", "archived", "put_back", "curator_dismissed"),
        ]


def test_a_curator_arranges_what_stands_in_it(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        made = collection(cast, curator="pat")
        hidden = published(cast, cast.sam, title="H", audience=cast.superintendents.audience)
        put(cast, made, *(published(cast, cast.sam, title=title) for title in "ABC"), hidden)
        put(cast, made, published(cast, cast.sam, title="D"))
        a, b, c, _h, d = (item.pk for item in made.items.order_by("position"))
    sent = {"title": made.title, "note": made.note}
    for pk, where in ((a, 1), (b, 2), (c, 3), (d, 2)):
        sent |= {f"place-{pk}": str(where), f"why-{pk}": f"Because {pk}"}
    pat = as_member(cast.pat)
    wrong = pat.post(page(made, "edit/"), sent | {f"place-{a}": "first"})
    assert wrong.status_code == 422
    assert f"Because {b}" in wrong.content.decode()
    pat.post(page(made, "edit/"), sent | {f"out-{c}": "on"})
    with scope(cast.community):
        # What pat does not see keeps the place that it had.
        assert [row.title for row in item_rows(made, cast.tess)] == ["A", "D", "B", "H"]
        assert item_rows(made, cast.pat)[1].note == f"Because {d}"


def test_curators_are_told_of_what_is_proposed(cast: Cast) -> None:
    with scope(cast.community):
        kept, nobodys = collection(cast, curator="pat"), collection(cast)
        narrow = collection(cast, audience=cast.superintendents.audience)
        shown = published(cast, cast.sam)
        OutgoingMail.objects.all().delete()
        place(shown, kept, by=cast.tess, note="For the dark months.", is_proposed=True)
        place(shown, kept, by=cast.sam, note="Once more.", is_proposed=True)
        place(draft(cast, cast.tess), kept, by=cast.tess, note="", is_proposed=True)
    [mail] = told(cast.pat)
    text = text_of(mail)
    assert "proposes “Walking bus” for the collection “Winter mornings”" in text
    assert "For the dark months." in text
    assert f"{kept.number}/" in text
    assert told(cast.fay) == []
    with scope(cast.community):
        place(shown, nobodys, by=cast.tess, note="", is_proposed=True)
        # Only for those who may see what is proposed.
        hidden = published(cast, cast.sam, audience=cast.superintendents.audience)
        place(hidden, kept, by=cast.tess, note="", is_proposed=True)
        place(hidden, narrow, by=cast.tess, note="", is_proposed=True)
    assert len(told(cast.pat)) == 1
    assert "keep this community going" in text_of(told(cast.fay)[0])


def test_others_propose_and_a_curator_puts_it_there(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        made = collection(cast, curator="pat")
        shown, own = published(cast, cast.sam), draft(cast, cast.sam)
    tess, pat = as_member(cast.tess), as_member(cast.pat)
    sent = {"collection": str(made.number), "note": "For the dark months."}
    assert tess.get(f"{LIBRARY}{own.number}/collections/").status_code == 404
    assert tess.post(f"{LIBRARY}{shown.number}/collections/", {}).status_code == 422
    # There is only one: nobody has to choose it.
    assert " checked" in tess.get(f"{LIBRARY}{shown.number}/collections/").content.decode()
    tess.post(f"{LIBRARY}{shown.number}/collections/", sent)
    assert tess.post(page(made, "items/"), {"resource": shown.number}).status_code == 403
    with scope(cast.community):
        assert item_rows(made, cast.pat) == []
        [row] = proposed_rows(made, cast.pat)
        assert [one.proposed for one in collection_rows(cast.pat)] == [1]
        assert [one.proposed for one in collection_rows(cast.rosa)] == [0]
    assert "For the dark months." in pat.get(page(made)).content.decode()
    assert "For the dark months." not in tess.get(page(made)).content.decode()
    assert tess.post(page(made, f"items/{row.id}/acceptance/")).status_code == 403
    assert pat.post(page(made, f"items/{row.id}/refusal/")).status_code == 422
    why = {"words": "We have three of these."}
    assert tess.post(page(made, f"items/{row.id}/refusal/"), why).status_code == 403
    pat.post(page(made, f"items/{row.id}/refusal/"), why)
    assert "Pat Lund did not put it there" in text_of(told(cast.tess)[0])
    assert "We have three of these." in text_of(told(cast.tess)[0])
    tess.post(f"{LIBRARY}{shown.number}/collections/", sent)
    with scope(cast.community):
        [row] = proposed_rows(made, cast.pat)
    pat.post(page(made, f"items/{row.id}/acceptance/"))
    assert "Pat Lund put “Walking bus” into the collection" in text_of(told(cast.tess)[1])
    assert made.title in tess.get(f"{LIBRARY}{shown.number}/").content.decode()
    pat.post(page(made, f"items/{row.id}/delete/"))
    assert "Walking bus" in pat.get(page(made) + "?find=walking").content.decode()
    pat.post(page(made, "items/"), {"resource": shown.number})
    assert "Walking bus" in tess.get(page(made)).content.decode()


def test_a_curator_publishes_what_is_meant_for_his_collection(
    cast: Cast, as_member: AsMember
) -> None:
    with scope(cast.community):
        made = collection(cast, curator="pat")
        meant, other = in_review(cast, cast.sam, title="Meant"), in_review(cast, cast.sam)
        put(cast, made, meant, is_proposed=True)
    pat, address = as_member(cast.pat), f"{LIBRARY}{meant.number}/"
    assert pat.get(f"{LIBRARY}{other.number}/").status_code == 404
    assert as_member(cast.rosa).get(address).status_code == 404
    assert "Meant" in pat.get("/c/four-rivers/").content.decode()
    assert "Send it back" in pat.get(address).content.decode()
    # He decides, and writes nothing of it himself; nor says who sees it, or brings it elsewhere.
    for rest in ("edit/", "audience/", "archive/", "collections/"):
        assert pat.get(address + rest).status_code == 403
    pat.post(address + "review/refusal/", {"words": "Say when."})
    assert pat.get(address).status_code == 404
    as_member(cast.sam).post(address + "review/")
    pat.post(address + "publication/")
    with scope(cast.community):
        assert Resource.objects.get(pk=meant.pk).state == State.PUBLISHED
        assert [row.title for row in item_rows(made, cast.tess)] == ["Meant"]
        acts = Act.objects.filter(by=cast.pat).order_by("pk").values_list("act", flat=True)
        assert list(acts) == ["sent_back", "published"]


def test_the_library_says_how_much_waits_to_those_who_decide_on_it(
    cast: Cast, as_member: AsMember
) -> None:
    def said(member: Membership) -> list[str]:
        page = as_member(member).get(LIBRARY).content.decode()
        return re.findall(r"In review \((\d+)\)", page)

    with scope(cast.community):
        made = collection(cast, curator="pat")
    assert [said(who) for who in (cast.fay, cast.pat, cast.tess)] == [["0"], [], []]
    with scope(cast.community):
        put(cast, made, in_review(cast, cast.sam), is_proposed=True)
        in_review(cast, cast.sam)
    assert [said(who) for who in (cast.fay, cast.pat, cast.tess)] == [["2"], ["1"], []]


def test_nobody_reviews_his_own_and_a_drafts_readers_are_its_authors_choice(
    cast: Cast, as_member: AsMember
) -> None:
    with scope(cast.community):
        made = collection(cast, curator="pat")
        own = in_review(cast, cast.pat)
        put(cast, made, own)
    address = f"{LIBRARY}{own.number}/"
    assert as_member(cast.pat).post(address + "publication/").status_code == 403


def test_who_leaves_curates_nothing_and_who_is_erased_has_said_nothing(cast: Cast) -> None:
    with scope(cast.community):
        made = collection(cast, curator="sam")
        put(cast, made, published(cast, cast.tess))
        leave(cast.sam)
        assert not CollectionUserObjectPermission.objects.exists()
        assert CollectionItem.objects.get().note
    leave_for_good(cast.sam, Remains.ERASED)
    with scope(cast.community):
        assert CollectionItem.objects.get().note == ""
        assert Collection.objects.get().note


def test_newcomers_are_shown_where_to_begin(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        first, second = collection(cast), collection(cast)
        for one in (first, second):
            make_start(one, by=cast.fay)
        narrow = collection(cast, audience=cast.superintendents.audience)
        assert Collection.objects.get(is_start=True) == second
    pat = as_member(cast.pat)
    assert "Start here" in pat.get("/c/four-rivers/").content.decode()
    assert "Start here" in pat.get(LIBRARY).content.decode()
    assert "Start here" not in pat.get(f"{LIBRARY}?kind=case").content.decode()
    with scope(cast.community):
        make_start(narrow, by=cast.fay)
        assert start_of(cast.pat) is None


def test_lists_cost_the_same_however_long_they_are(cast: Cast, as_member: AsMember) -> None:
    with scope(cast.community):
        made = collection(cast)
        resources = [published(cast, cast.sam, title=f"Case {n}") for n in range(2)]
        put(cast, made, *resources)
    browser, costs = as_member(cast.tess), []
    for count in (2, 10):
        with scope(cast.community):
            for n in range(count):
                put(cast, collection(cast), *resources)
                if count == 10:
                    put(cast, made, published(cast, cast.sam, title=f"More {n}"))
        for path in (f"{LIBRARY}collections/", page(made)):
            browser.get(path)
            with CaptureQueriesContext(connection) as queries:
                browser.get(path)
            costs.append(len(queries))
    assert costs[:2] == costs[2:]
