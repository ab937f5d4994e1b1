"""A community from a template and a list of people."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from communities import provisioning
from communities.community_templates import CommunityTemplate, community_template
from communities.invitations import invite
from communities.models import (
    Charter,
    Community,
    CoreCapacity,
    DueWork,
    Indicator,
    Invitation,
    Membership,
    Result,
    Role,
    Site,
)
from communities.models.membership import Standing
from communities.provisioning import CommunityDetails, Provisioned, ProvisioningError, provision
from communities.roster import RosterPerson, Source, SourceLine
from communities.scope import scope
from forums.models import Forum, ForumUserObjectPermission

TEMPLATE = community_template("promise-neighborhood")
DETAILS = CommunityDetails(name="Four Rivers", slug="four-rivers", joining="invitation")


def source(*rows: dict[str, str]) -> Source:
    return Source([SourceLine(number, row) for number, row in enumerate(rows, 2)])


ROSA = {"email": "rosa@example.org", "name": "Rosa Peña", "site": "Eastgate", "roles": "parent"}
SAM = {"email": "sam@example.org", "name": "Sam Ortiz", "site": "Northbank", "roles": "supt"}


def run(*rows: dict[str, str], **given: object) -> Provisioned:
    roster = provisioning.plan_roster(TEMPLATE, DETAILS.slug, source(*rows))
    return provision(TEMPLATE, DETAILS, roster, **given)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_everything_of_the_template_is_there() -> None:
    done = run(ROSA, SAM)
    assert done.is_new
    with scope(done.community):
        assert Role.objects.count() == len(TEMPLATE.roles)
        assert Result.objects.count() == 10
        assert Indicator.objects.count() == 15
        assert CoreCapacity.objects.count() == 7
        assert Forum.objects.count() == len(TEMPLATE.forums)
        assert {site.name for site in Site.objects.all()} == {"Eastgate", "Northbank"}
        charter = Charter.objects.get()
        assert charter.number == 1
        assert charter.purpose == TEMPLATE.charter.purpose["en"]
        assert charter.result_links.count() == len(TEMPLATE.charter.results)
        rosa = Invitation.objects.get(email="rosa@example.org")
        assert rosa.site is not None
        assert rosa.site.name == "Eastgate"
        assert [link.role.key for link in rosa.role_links.all()] == ["parent"]
    assert DueWork.objects.filter(kind="send_invitation", community=done.community).count() == 2


@pytest.mark.django_db
def test_a_role_alike_forum_is_for_its_roles_and_everyones_for_all() -> None:
    done = run(ROSA)
    with scope(done.community):
        forums = {forum.key: forum for forum in Forum.objects.all()}
        for entry in TEMPLATE.forums:
            audience = forums[entry.key].audience
            assert audience.any_role is (entry.roles is None)
            links = audience.role_links.select_related("role")
            assert {link.role.key for link in links} == set(entry.roles or ())
            assert forums[entry.key].name_es == entry.name["es"]


@pytest.mark.django_db
def test_a_second_run_adds_only_what_is_new() -> None:
    first = run(ROSA)
    with scope(first.community):
        Role.objects.filter(key="parent").update(singular="caregiver")
        Forum.objects.filter(key="everyone").update(name="Porch")
        Forum.objects.filter(key="superintendents").delete()
        before = Invitation.objects.get()
    DueWork.objects.all().delete()
    second = run(ROSA, SAM)
    assert not second.is_new
    assert {name: n for name, n in second.added.items() if n} == {
        "forums": 1,
        "invitations": 1,
        "sites": 1,
    }
    with scope(first.community):
        assert Role.objects.get(key="parent").singular == "caregiver"
        assert Forum.objects.get(key="everyone").name == "Porch"
        assert Charter.objects.count() == 1
        after = Invitation.objects.get(email="rosa@example.org")
        assert (after.pk, after.round, after.issued_at) == (
            before.pk,
            before.round,
            before.issued_at,
        )
        sam = Invitation.objects.get(email="sam@example.org")
    assert list(DueWork.objects.values_list("object_id", flat=True)) == [sam.pk]


@pytest.mark.django_db
def test_a_third_run_changes_nothing_at_all() -> None:
    run(ROSA, SAM)
    again = run(ROSA, SAM)
    assert set(again.added.values()) == {0}


@pytest.mark.django_db
def test_an_address_of_another_template_is_refused() -> None:
    run(ROSA)
    other = community_template("district-network")
    with pytest.raises(ProvisioningError, match="made from another template"):
        provision(other, DETAILS)


@pytest.mark.django_db
def test_a_fault_while_forums_are_made_undoes_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(community: Community, template: CommunityTemplate) -> int:
        raise ZeroDivisionError

    monkeypatch.setitem(provisioning._provisioners, "forums", fail)
    with pytest.raises(ZeroDivisionError):
        run(ROSA, admin_email="ada@example.org")
    assert not Community.objects.exists()
    assert not User.objects.exists()
    assert not DueWork.objects.exists()


@pytest.mark.django_db
def test_the_first_admin_is_a_member_at_once_and_is_not_invited() -> None:
    ada = {"email": "ada@example.org", "name": "Ada King"}
    done = run(ada, ROSA, admin_email="Ada@example.org")
    with scope(done.community):
        member = Membership.objects.get()
        assert (member.user.email, member.name) == ("ada@example.org", "Ada King")
        assert member.standing == Standing.ADMIN
        assert [i.email for i in Invitation.objects.all()] == ["rosa@example.org"]
        assert Invitation.objects.get().invited_by == member
        # Whoever keeps the community going sees its forums, by a right that can be taken back.
        assert ForumUserObjectPermission.objects.count() == len(TEMPLATE.forums)


@pytest.mark.django_db
def test_the_number_of_statements_does_not_grow_with_the_list() -> None:
    counts = []
    for slug, size in (("small", 2), ("large", 40)):
        rows = [
            {
                "email": f"person{n}@example.org",
                "name": f"Person {n}",
                "site": f"Site {n % 3}",
                "roles": "parent; teacher" if n % 2 else "principal",
            }
            for n in range(size)
        ]
        details = CommunityDetails(name=slug, slug=slug, joining="invitation")
        with CaptureQueriesContext(connection) as queries:
            roster = provisioning.plan_roster(TEMPLATE, slug, source(*rows))
            provision(TEMPLATE, details, roster)
            again = provisioning.plan_roster(TEMPLATE, slug, source(*rows))
        assert len(roster.people) == size
        assert again.people == []
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_who_was_withdrawn_or_left_is_invited_again_only_if_asked_for() -> None:
    done = run(ROSA)
    with scope(done.community):
        Invitation.objects.update(status=Invitation.Status.WITHDRAWN)
    assert run(ROSA).added["invitations"] == 0
    assert run(ROSA, with_former=True).added["invitations"] == 1
    with scope(done.community):
        invitation = Invitation.objects.get()
    assert (invitation.status, invitation.round) == (Invitation.Status.WAITING, 2)


@pytest.mark.django_db
def test_a_new_role_is_added_with_the_people_who_have_it() -> None:
    rows = source({"email": "a@example.org", "roles": "Bus driver"})
    roster = provisioning.plan_roster(TEMPLATE, DETAILS.slug, rows, add_all_roles=True)
    done = provision(TEMPLATE, DETAILS, roster)
    with scope(done.community):
        role = Role.objects.get(key="bus-driver")
        assert role.singular == "Bus driver"
        assert role.position == len(TEMPLATE.roles) + 1
        assert Invitation.objects.get().role_links.get().role == role


@pytest.mark.django_db
def test_one_person_is_invited_once_however_often_one_says_so() -> None:
    done = run()
    person = RosterPerson("a@example.org", "A", 1, circle="outer", standing="member", language="en")
    with scope(done.community):
        invite(done.community, person)
        invite(done.community, person)
        assert Invitation.objects.get().round == 1
