"""The people of a community, what is said of each, its charter, its settings, and its first pages."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communities.models import Charter, Community, Invitation, Membership, Result
from communities.scope import scope
from forums.models import ForumUserObjectPermission
from tests.cast import Cast, make_member, make_user

type SignIn = Callable[[Membership], Client]
PEOPLE = "/c/four-rivers/people/"


def test_the_directory_shows_active_members_with_role_and_site(
    cast: Cast, as_member: SignIn
) -> None:
    page = as_member(cast.rosa).get(PEOPLE).content.decode()
    assert "Tess Bell" in page
    assert "superintendente, Eastgate" in page
    assert "Lee Cho" not in page
    assert "Olga Berg" not in page
    assert "tess@example.org" not in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("role=superintendent", {"Sam Ortiz", "Tess Bell", "Gus Hill"}),
        ("site=eastgate", {"Tess Bell", "Rosa Peña"}),
        ("role=superintendent&site=eastgate", {"Tess Bell"}),
        ("role=nonsense", {"Sam Ortiz", "Tess Bell", "Gus Hill", "Pat Lund", "Ada King"}),
        ("circle=core", set()),
    ],
)
def test_the_list_is_narrowed_by_links(
    cast: Cast, as_member: SignIn, query: str, names: set[str]
) -> None:
    people = as_member(cast.pat).get(f"{PEOPLE}?{query}").context["people"]
    shown = {member.name for member in people}
    assert names <= shown
    if query != "role=nonsense":
        assert shown == names


@pytest.mark.parametrize(
    ("words", "names", "alike"),
    [
        ("pena", {"Rosa Peña"}, False),
        ("PEÑA rosa", {"Rosa Peña"}, False),
        ("penha", {"Rosa Peña"}, True),
        ("Tes Bel", {"Tess Bell"}, False),
        ("Tess Belll", {"Tess Bell"}, True),
        ("zzyzx", set(), False),
        ("%", set(), False),
        ("Olgga", set(), False),
    ],
)
def test_names_are_found_without_accents_and_with_typing_errors(
    cast: Cast, as_member: SignIn, words: str, names: set[str], alike: bool
) -> None:
    page = as_member(cast.pat).get(PEOPLE, {"q": words})
    assert {one.name for one in page.context["people"]} == names
    assert ("with a name like it" in page.content.decode()) is alike


def test_a_directory_costs_the_same_for_two_and_for_twenty(cast: Cast, as_member: SignIn) -> None:
    client = as_member(cast.fay)
    client.get(PEOPLE)
    counts = []
    for size in (2, 20):
        with scope(cast.community):
            for number in range(size):
                make_member(
                    cast.community,
                    make_user(f"P{size}x{number} Long"),
                    roles=list(cast.roles.values()),
                    site=cast.sites["Eastgate"],
                )
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PEOPLE).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_many_people_come_in_pages(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        for number in range(40):
            make_member(cast.community, make_user(f"P{number:02} Long"))
    client = as_member(cast.fay)
    first, second = client.get(PEOPLE), client.get(f"{PEOPLE}?page=2")
    seen = [m.id for page in (first, second) for m in page.context["people"]]
    assert len(seen) == len(set(seen)) == 47
    assert client.get(f"{PEOPLE}?page=99").context["page"].number == 2
    assert client.get(f"{PEOPLE}?page=x").context["page"].number == 1


def test_a_former_member_has_no_page(cast: Cast, as_member: SignIn) -> None:
    assert as_member(cast.sam).get(f"{PEOPLE}{cast.lee.pk}/").status_code == 404


def test_a_guest_sees_his_own_page(cast: Cast, as_member: SignIn) -> None:
    assert as_member(cast.gus).get(f"{PEOPLE}{cast.gus.pk}/").status_code == 200


def edit(client: Client, member: Membership, **given: object) -> int:
    values = {"roles": [], "site": "", "circle": "outer"} | given
    return int(client.post(f"{PEOPLE}{member.pk}/edit/", values).status_code)


def test_a_facilitator_places_a_person_and_forums_follow(cast: Cast, as_member: SignIn) -> None:
    version = cast.community.people_version
    given = {"roles": [cast.roles["superintendent"].pk], "circle": "core"}
    assert edit(as_member(cast.fay), cast.pat, **given, site=cast.sites["Eastgate"].pk) == 302
    with scope(cast.community):
        pat = Membership.objects.select_related("site").get(pk=cast.pat.pk)
        assert (pat.line, pat.circle) == ("superintendent, Eastgate", "core")
        assert cast.superintendents.audience_id in pat.audience_ids
    assert Community.objects.get(pk=cast.community.pk).people_version != version


def test_a_facilitator_cannot_change_standing(cast: Cast, as_member: SignIn) -> None:
    edit(as_member(cast.fay), cast.pat, standing="admin")
    edit(as_member(cast.fay), cast.fay, standing="admin")
    with scope(cast.community):
        standings = dict(Membership.objects.values_list("pk", "standing"))
    assert (standings[cast.pat.pk], standings[cast.fay.pk]) == ("member", "facilitator")


def test_an_admin_makes_and_unmakes_a_facilitator(cast: Cast, as_member: SignIn) -> None:
    client = as_member(cast.ada)
    edit(client, cast.pat, standing="facilitator")
    with scope(cast.community):
        grants = ForumUserObjectPermission.objects.filter(user=cast.pat.user)
        assert grants.count() == 2
        edit(client, cast.pat, standing="member")
    with scope(cast.community):
        assert grants.count() == 0


def test_the_last_admin_stays_one(cast: Cast, as_member: SignIn) -> None:
    assert edit(as_member(cast.ada), cast.ada, standing="member") == 422
    with scope(cast.community):
        assert Membership.objects.get(pk=cast.ada.pk).is_admin


def test_roles_and_sites_of_another_community_are_refused(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.other):
        funder = cast.olga.roles[0].pk
    assert edit(as_member(cast.fay), cast.pat, roles=[funder]) == 422


def test_everybody_chooses_his_own_pace(cast: Cast, as_member: SignIn) -> None:
    client = as_member(cast.sam)
    assert client.post("/c/four-rivers/settings/me/", {"pace": "never"}).status_code == 302
    assert client.post("/c/four-rivers/settings/me/", {"pace": "hourly"}).status_code == 422
    with scope(cast.community):
        paces = dict(Membership.objects.values_list("pk", "pace"))
    assert paces[cast.sam.pk] == "never"
    assert paces[cast.tess.pk] == "daily"


def test_an_edit_of_the_charter_is_a_new_version(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        result = Result.objects.create(community=cast.community, key="r", title="Children thrive")
    client = as_member(cast.fay)
    words = {"domain": "D", "problem_of_practice": "P", "purpose": "U", "results": [result.pk]}
    client.post("/c/four-rivers/charter/edit/", words)
    with scope(cast.community):
        assert [c.number for c in Charter.objects.all()] == [2, 1]
        assert Charter.objects.get(number=2).written_by_id == cast.fay.pk
    assert "Children thrive" in client.get("/c/four-rivers/charter/").content.decode()
    first = client.get("/c/four-rivers/charter/1/").content.decode()
    assert "We learn the same things twice" in first
    assert "This is an earlier version." in first


def test_a_charter_without_words_is_not_saved_and_keeps_what_was_typed(
    cast: Cast, as_member: SignIn
) -> None:
    words = {"domain": "Only this", "problem_of_practice": "", "purpose": ""}
    answer = as_member(cast.fay).post("/c/four-rivers/charter/edit/", words)
    assert answer.status_code == 422
    assert "Only this" in answer.content.decode()
    with scope(cast.community):
        assert Charter.objects.count() == 1


def test_an_admin_changes_how_people_join(cast: Cast, as_member: SignIn) -> None:
    given = {"name": "Five Rivers", "joining": "open", "language": "es"}
    given["time_zone"] = "America/Denver"
    as_member(cast.ada).post("/c/four-rivers/settings/", given)
    community = Community.objects.get(pk=cast.community.pk)
    assert (community.name, community.joining, community.slug) == (
        "Five Rivers",
        "open",
        "four-rivers",
    )
    assert as_member(cast.fay).post("/c/four-rivers/settings/", given).status_code == 403


def test_a_few_pasted_addresses_become_invitations_after_a_look(
    cast: Cast, as_member: SignIn
) -> None:
    client = as_member(cast.fay)
    pasted = "Zoe Hart <zoe@example.com>\nsam@example.org, yan@example.com\nnot an address"
    answer = client.post(f"{PEOPLE}invite/", {"text": pasted})
    check = answer["Location"]
    page = client.get(f"{check}?show=all").content.decode()
    assert "2 people will be invited." in page
    assert "Is a member already." in page
    with scope(cast.community):
        assert not Invitation.objects.exists()
    assert client.post(check, {"confirm": "1"}).status_code == 200
    client.post(check, {"confirm": "1", "skip_errors": "on"})
    with scope(cast.community):
        found = {i.email: i for i in Invitation.objects.all()}
    assert set(found) == {"zoe@example.com", "yan@example.com"}
    assert found["zoe@example.com"].name == "Zoe Hart"
    assert found["zoe@example.com"].invited_by_id == cast.fay.pk
    # The lines that were left out are kept, to be corrected.
    left = client.get(check).context["roster"]
    assert (left.people, left.errors) == ([], 1)


def test_nothing_given_is_said(cast: Cast, as_member: SignIn) -> None:
    answer = as_member(cast.fay).post(f"{PEOPLE}invite/", {"text": " "})
    assert "Please paste at least one address" in answer.content.decode()


def test_a_facilitator_has_nothing_to_do_with_invitations_of_admins(
    cast: Cast, as_member: SignIn
) -> None:
    client = as_member(cast.ada)
    check = client.post(f"{PEOPLE}invite/", {"text": "e-mail,standing\nzoe@example.com,admin\n"})[
        "Location"
    ]
    client.post(check, {"confirm": "1"})
    with scope(cast.community):
        pk = Invitation.objects.get().pk
    for act in ("sending", "withdrawal"):
        address = f"{PEOPLE}invitations/{pk}/{act}/"
        assert as_member(cast.fay).post(address).status_code == 403
        assert client.post(address).status_code == 302


def test_the_first_page_brings_a_person_where_he_belongs(cast: Cast, as_member: SignIn) -> None:
    assert "Sign in" in Client().get("/").content.decode()
    assert as_member(cast.tess).get("/")["Location"] == "/c/four-rivers/"
    page = as_member(cast.sam).get("/").content.decode()
    assert "Four Rivers Network" in page
    assert "Lakes Network" in page
    none = as_member(cast.lee).get("/").content.decode()
    assert "You are not a member of a community yet" in none
    assert "Four Rivers" not in none


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=bus", {"Sam Ortiz"}),
        ("q=BUSES&role=superintendent", {"Sam Ortiz"}),
        ("q=buses&role=principal", set()),
        ("q=tess", {"Tess Bell"}),
        ("q=100%25", set()),
        ("q=%00", {"Sam Ortiz", "Tess Bell", "Gus Hill", "Pat Lund", "Ada King"}),
    ],
)
def test_people_are_found_by_what_to_ask_them_about(
    cast: Cast, as_member: SignIn, query: str, names: set[str]
) -> None:
    cast.sam.user.ask_me_about = "School buses in winter"
    cast.sam.user.save()
    answer = as_member(cast.pat).get(f"{PEOPLE}?{query}")
    shown = {person.name for person in answer.context["people"]}
    assert shown == names if query != "q=%00" else names <= shown


def test_a_search_is_kept_by_the_links_that_narrow_it(cast: Cast, as_member: SignIn) -> None:
    page = as_member(cast.pat).get(f"{PEOPLE}?q=a").content.decode()
    assert "?q=a&amp;role=superintendent" in page
    page = as_member(cast.pat).get(f"{PEOPLE}?q=a&role=superintendent").content.decode()
    assert '<input type="hidden" name="role" value="superintendent">' in page


def test_people_without_a_role_have_a_line_that_says_what_they_do(
    cast: Cast, as_member: SignIn
) -> None:
    people = {p.name: p.line for p in as_member(cast.pat).get(PEOPLE).context["people"]}
    assert people["Fay Moua"] == people["Ada King"] == "keeps the community going"
    assert people["Sam Ortiz"] == "superintendent, Northbank"
