"""A paper list: typed one after another, or sent as a file."""

from collections.abc import Callable

import pytest
from django.test import Client

from communities.models import Invitation, Membership
from communities.models.invitation import Source
from communities.roster import Level, Roster, RosterLine
from communities.roster_left import unused_lines
from communities.scope import scope
from tests.cast import Cast

type SignIn = Callable[[Membership], Client]

TABLE = "/c/four-rivers/people/sign-up/"
NORA = {
    "name": "Nora Díaz",
    "email": "Nora@Example.org",
    "language": "es",
    "role": "resident-leader",
    "site": "eastgate",
}


def test_one_is_added_after_another_and_nothing_is_lost_on_a_bad_row(
    cast: Cast, as_member: SignIn
) -> None:
    client = as_member(cast.fay)
    page = client.post(TABLE, NORA, follow=True)
    assert "Added: Nora Díaz. A mail is on its way to nora@example.org." in page.text
    assert page.context["form"]["site"].value() == "eastgate"
    assert page.context["form"]["name"].value() is None
    with scope(cast.community):
        invitation = Invitation.objects.select_related("site").get()
    assert (invitation.source, invitation.language) == (Source.PAPER, "es")
    assert (invitation.invited_by_id, invitation.site) == (cast.fay.pk, cast.sites["Eastgate"])
    for again, why in (
        (NORA, "was invited already"),
        (NORA | {"email": "sam@example.org"}, "is a member already"),
        (NORA | {"email": "nora at example"}, "nora at example"),
    ):
        page = client.post(TABLE, again)
        assert page.status_code == 422
        assert why in page.text
        assert "Nora Díaz" in page.text


def test_only_facilitators_sit_at_the_table(cast: Cast, as_member: SignIn) -> None:
    assert as_member(cast.rosa).get(TABLE).status_code == 403


def test_lines_that_cannot_be_used_are_kept_for_correction(cast: Cast, as_member: SignIn) -> None:
    client = as_member(cast.fay)
    sheet = "Nombre,Correo,Idioma\nNora,nora@example.org,español\nBo,bo at example,en\n"
    check = client.post("/c/four-rivers/people/invite/", {"text": sheet})
    fields = {"skip_errors": "on", "on_paper": "on", "confirm": "1"}
    page = client.post(check["Location"], fields, follow=True)
    assert "These lines could not be used" in page.text
    assert "Bo,bo at example,en" in page.text
    assert "nora@" not in page.context["form"]["text"].value()
    with scope(cast.community):
        assert Invitation.objects.get().source == Source.PAPER
    left = page.request["QUERY_STRING"]
    other = as_member(cast.ada).get(f"/c/four-rivers/people/invite/?{left}")
    assert "bo at example" not in other.text


@pytest.mark.parametrize("bad", [set(), {2}])
def test_the_text_of_lines_has_the_names_of_its_columns(bad: set[int]) -> None:
    lines = [
        RosterLine(number, "", Level.ERROR if number in bad else Level.OK) for number in (1, 2)
    ]
    text = b"ana@example.org\nAna Ruiz ana\n"
    left = unused_lines(text, is_file=False, roster=Roster(lines=lines))
    assert left == ("email\nAna Ruiz ana\n" if bad else "")
