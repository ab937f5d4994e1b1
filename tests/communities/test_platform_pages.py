"""The steps of a platform admin from a list of people to a community."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from communities.models import Community, Invitation, Membership, ProvisioningDraft, Role
from communities.scope import scope
from tests.cast import Cast, make_user

LIST = "/admin/communities/"
NEW = "/admin/communities/new/"
DETAILS = {
    "name": "Hill Country Network",
    "slug": "",
    "joining": "request",
    "language": "en",
    "time_zone": "America/Chicago",
    "owner_is_admin": "on",
}
PEOPLE = (
    "name,e-mail,site,role\n"
    "Rosa Peña,rosa@example.com,Eastgate,parent\n"
    "Bo Day,bo@example.com,Eastgate,bus drivr\n"
    "No Address,,Eastgate,parent\n"
)


@pytest.fixture
def staff(db: None) -> Client:
    client = Client()
    client.force_login(
        make_user("Staff Person", is_staff=True),
        backend="accounts.backend.SessionBackend",
    )
    return client


def begin(client: Client, **details: str) -> ProvisioningDraft:
    client.post(NEW, {"template": "promise-neighborhood"})
    draft = ProvisioningDraft.objects.get()
    client.post(f"{NEW}{draft.pk}/details/", DETAILS | details)
    draft.refresh_from_db()
    return draft


def test_an_admin_who_never_saw_it_gets_from_a_list_to_a_community(staff: Client) -> None:
    page = staff.get(NEW).content.decode()
    assert "Promise Neighborhood network" in page
    draft = begin(staff)
    assert draft.slug == "hill-country-network"
    where = f"{NEW}{draft.pk}"
    answer = staff.post(f"{where}/people/", {"text": PEOPLE})
    assert answer["Location"] == f"{where}/check/"
    page = staff.get(f"{where}/check/?show=all").content.decode()
    assert "1 person will be invited." in page
    assert "There is no role “bus drivr” here." in page
    assert "There is no e-mail address on this line." in page
    refused = staff.post(f"{where}/check/", {"confirm": "1", "role_0": "+"})
    assert "Some lines cannot be used" in refused.content.decode()
    assert not Community.objects.exists()
    done = staff.post(f"{where}/check/", {"confirm": "1", "role_0": "+", "skip_errors": "on"})
    assert done["Location"] == "/admin/communities/hill-country-network/ready/"
    community = Community.objects.get()
    assert (community.joining, community.time_zone) == ("request", "America/Chicago")
    with scope(community):
        assert Membership.objects.get().standing == "admin"
        assert Role.objects.filter(singular="bus drivr").exists()
        assert {i.email for i in Invitation.objects.all()} == {"rosa@example.com", "bo@example.com"}
    assert not ProvisioningDraft.objects.exists()
    assert "What happens now" in staff.get(done["Location"]).content.decode()
    assert staff.get("/c/hill-country-network/charter/").status_code == 200


def test_what_was_typed_is_there_at_every_step(staff: Client) -> None:
    draft = begin(staff)
    staff.post(f"{NEW}{draft.pk}/people/", {"text": PEOPLE})
    staff.post(f"{NEW}{draft.pk}/check/", {"check": "1", "role_0": "-"})
    assert "Hill Country Network" in staff.get(f"{NEW}{draft.pk}/details/").content.decode()
    assert "rosa@example.com" in staff.get(f"{NEW}{draft.pk}/people/").content.decode()
    assert "is left out" in staff.get(f"{NEW}{draft.pk}/check/?show=all").content.decode()
    assert "Hill Country Network" in staff.get(LIST).content.decode()


def test_a_file_is_taken_and_kept(staff: Client) -> None:
    draft = begin(staff)
    where = f"{NEW}{draft.pk}/people/"
    staff.post(where, {"file": SimpleUploadedFile("gente.csv", PEOPLE.encode("cp1252"))})
    staff.post(where, {"text": ""})
    draft.refresh_from_db()
    assert draft.file_name == "gente.csv"
    page = staff.get(f"{NEW}{draft.pk}/check/?show=all").content.decode()
    assert "Rosa Peña" in page


def test_a_file_that_cannot_be_read_is_said_beside_the_field(staff: Client) -> None:
    draft = begin(staff)
    answer = staff.post(
        f"{NEW}{draft.pk}/people/",
        {"file": SimpleUploadedFile("people.xlsx", b"PK\x03\x04zip")},
    )
    assert "This is a workbook, not a CSV file." in answer.content.decode()


def test_a_list_can_be_left_for_later(staff: Client) -> None:
    draft = begin(staff)
    staff.post(f"{NEW}{draft.pk}/people/", {"without": "1"})
    staff.post(f"{NEW}{draft.pk}/check/", {"confirm": "1"})
    with scope(Community.objects.get()):
        assert not Invitation.objects.exists()


def test_an_address_that_is_taken_is_refused_and_the_rest_kept(
    cast: Cast, as_member: Callable[[Membership], Client]
) -> None:
    staff = Client()
    staff.force_login(
        make_user("Boss Person", is_staff=True),
        backend="accounts.backend.SessionBackend",
    )
    staff.post(NEW, {"template": "district-network"})
    draft = ProvisioningDraft.objects.get()
    answer = staff.post(f"{NEW}{draft.pk}/details/", DETAILS | {"slug": "four-rivers"})
    page = answer.content.decode()
    assert "There is a community at this address." in page
    assert "Hill Country Network" in page


def test_a_draft_is_its_owners_and_can_be_thrown_away(staff: Client) -> None:
    draft = begin(staff)
    other = Client()
    other.force_login(
        make_user("Other Staff", is_staff=True),
        backend="accounts.backend.SessionBackend",
    )
    for step in ("details", "people", "check"):
        assert other.get(f"{NEW}{draft.pk}/{step}/").status_code == 404
    assert other.post(f"{NEW}{draft.pk}/delete/").status_code == 404
    assert staff.get(f"{NEW}{draft.pk}/delete/").status_code == 405
    staff.post(f"{NEW}{draft.pk}/delete/")
    assert not ProvisioningDraft.objects.exists()


def test_only_platform_admins_know_of_these_pages(
    cast: Cast, as_member: Callable[[Membership], Client]
) -> None:
    pages = [LIST, NEW, f"{NEW}1/details/", f"{NEW}1/people/", f"{NEW}1/check/"]
    pages.append("/admin/communities/four-rivers/ready/")
    for page in pages:
        assert as_member(cast.ada).get(page).status_code == 404
        assert Client().get(page)["Location"].startswith(reverse("account_login"))
    assert as_member(cast.ada).post(NEW, {"template": "working-community"}).status_code == 404


def test_looking_makes_no_draft(staff: Client) -> None:
    staff.get(NEW)
    staff.post(NEW, {"template": "no-such-template"})
    assert not ProvisioningDraft.objects.exists()
