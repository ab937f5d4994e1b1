"""Who keeps a forum going, and who was invited to it: listed with who named them, and revocable."""

from collections.abc import Callable

from django.test import Client

from communities.models import AudienceUserObjectPermission, Community, Membership
from communities.scope import scope
from forums.models import ForumUserObjectPermission
from tests.cast import Cast

type SignIn = Callable[[Membership], Client]
FORUM = "/c/four-rivers/forums/superintendents/"
KEEPERS = f"{FORUM}keepers/"
GUESTS = f"{FORUM}guests/"


def keepers(cast: Cast) -> dict[int, int]:
    """Return who keeps the forum going, by account, with the grant."""
    with scope(cast.community):
        grants = ForumUserObjectPermission.objects.filter(content_object=cast.superintendents)
        return dict(grants.values_list("user_id", "pk"))


def test_a_named_keeper_sees_the_forum_and_everybody_sees_who_named_him(
    cast: Cast, as_member: SignIn
) -> None:
    rosa, version = as_member(cast.rosa), cast.community.people_version
    assert rosa.get(FORUM).status_code == 404
    answer = as_member(cast.fay).post(KEEPERS, {"keeper-member": cast.rosa.pk})
    assert answer.headers["Location"] == KEEPERS
    page = rosa.get(FORUM).content.decode()
    assert f"{FORUM}edit/" in page
    assert f"{FORUM}audience/" not in page
    assert Community.objects.get(pk=cast.community.pk).people_version != version
    shown = as_member(cast.sam).get(KEEPERS).content.decode()
    assert "Rosa Peña" in shown
    assert "Named by Fay Moua" in shown
    assert "Let this person keep it going" not in shown


def test_a_keeper_may_reword_the_forum_and_not_open_it_to_others(
    cast: Cast, as_member: SignIn
) -> None:
    as_member(cast.fay).post(KEEPERS, {"keeper-member": cast.rosa.pk})
    rosa = as_member(cast.rosa)
    assert rosa.post(f"{FORUM}edit/", {"name": "Superintendents’ table"}).status_code == 302
    for path in (f"{FORUM}audience/", KEEPERS, GUESTS):
        assert rosa.post(path, {"guest-member": cast.pat.pk}).status_code == 403
    with scope(cast.community):
        assert not AudienceUserObjectPermission.objects.exists()


def test_what_was_given_is_taken_back_at_once(cast: Cast, as_member: SignIn) -> None:
    fay, rosa = as_member(cast.fay), as_member(cast.rosa)
    fay.post(KEEPERS, {"keeper-member": cast.rosa.pk})
    assert rosa.get(FORUM).status_code == 200
    grant = keepers(cast)[cast.rosa.user_id]
    assert fay.post(f"{KEEPERS}{grant}/delete/").status_code == 302
    assert rosa.get(FORUM).status_code == 404


def test_a_forum_keeps_its_last_keeper(cast: Cast, as_member: SignIn) -> None:
    grant = keepers(cast)[cast.fay.user_id]
    answer = as_member(cast.fay).post(f"{KEEPERS}{grant}/delete/", follow=True)
    assert "Name another person first." in answer.content.decode()
    assert keepers(cast).keys() == {cast.fay.user_id}


def test_who_takes_his_own_right_back_is_led_to_the_forums(cast: Cast, as_member: SignIn) -> None:
    fay = as_member(cast.fay)
    fay.post(KEEPERS, {"keeper-member": cast.sam.pk})
    answer = fay.post(f"{KEEPERS}{keepers(cast)[cast.fay.user_id]}/delete/")
    assert answer.headers["Location"] == "/c/four-rivers/forums/"
    assert fay.get(FORUM).status_code == 404


def test_a_guest_is_named_and_dismissed(cast: Cast, as_member: SignIn) -> None:
    fay, gus = as_member(cast.fay), as_member(cast.gus)
    assert fay.post(GUESTS, {"guest-member": cast.gus.pk}).status_code == 302
    assert gus.get(FORUM).status_code == 200
    with scope(cast.community):
        grant = AudienceUserObjectPermission.objects.get()
        assert (grant.user_id, grant.granted_by_id) == (cast.gus.user_id, cast.fay.pk)
    assert "Not a guest any more" in fay.get(KEEPERS).content.decode()
    assert fay.post(f"{GUESTS}{grant.pk}/delete/").status_code == 302
    assert gus.get(FORUM).status_code == 404


def test_nobody_chosen_is_said_so(cast: Cast, as_member: SignIn) -> None:
    fay = as_member(cast.fay)
    for path, name in ((KEEPERS, "keeper-member"), (GUESTS, "guest-member")):
        answer = fay.post(path, {name: ""})
        assert answer.status_code == 422
        assert "Choose somebody first." in answer.content.decode()


def test_a_person_of_another_community_or_a_guest_does_not_keep_a_forum(
    cast: Cast, as_member: SignIn
) -> None:
    fay = as_member(cast.fay)
    for stranger in (cast.olga, cast.lee, cast.gus):
        assert fay.post(KEEPERS, {"keeper-member": stranger.pk}).status_code == 422


def test_a_right_of_another_forum_is_not_found_here(cast: Cast, as_member: SignIn) -> None:
    with scope(cast.community):
        other = ForumUserObjectPermission.objects.get(content_object=cast.families)
    assert as_member(cast.fay).post(f"{KEEPERS}{other.pk}/delete/").status_code == 404
