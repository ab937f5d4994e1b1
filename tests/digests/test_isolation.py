"""Fifty people, fifty audiences that share nobody, five communities: nobody reads another's words."""

import pytest

from communities.models import Community, Role
from communities.scope import scope
from digests.actions import compose_and_queue
from forums.models.forum import Kind
from notifications.models import OutgoingMail
from tests.cast import make_forum, make_member, make_user
from tests.digests.scenes import DAY, MONDAY, ask, part

pytestmark = pytest.mark.django_db

PEOPLE = 50
COMMUNITIES = 5


def _word(community: int, person: int) -> str:
    return f"secret-{community}-of-{person}-"


def _build() -> dict[str, int]:
    """Make everybody a member of everything, each with a forum of his own in each community."""
    users = [make_user(f"Person{number} X") for number in range(PEOPLE)]
    author = make_user("Author X")
    for c in range(COMMUNITIES):
        community = Community.objects.create(name=f"Community {c}", slug=f"community-{c}")
        with scope(community):
            writer = make_member(community, author, joined_at=MONDAY - 90 * DAY)
            for p, user in enumerate(users):
                role = Role.objects.create(
                    community=community, key=f"role-{p}", singular=f"r{p}", plural=f"r{p}s"
                )
                make_member(community, user, roles=[role], joined_at=MONDAY - 90 * DAY)
                kind = Kind.ROLE_ALIKE if p % 2 else Kind.MIXED_ROLE
                forum = make_forum(community, f"Forum {p}", kind=kind, roles=[role])
                ask(forum, writer, _word(c, p), body=_word(c, p))
    return {user.email: p for p, user in enumerate(users)}


@pytest.mark.slow
def test_no_foreign_item_in_any_mail() -> None:
    people = _build()
    compose_and_queue(MONDAY, batch=20)
    mails = list(OutgoingMail.objects.filter(kind="digest"))
    assert len(mails) == PEOPLE
    for mail in mails:
        p = people[mail.to]
        for kind in ("plain", "html"):
            words = part(mail, kind)
            for c in range(COMMUNITIES):
                assert _word(c, p) in words
                assert f"/c/community-{c}/" in words
            assert words.count("secret-") == sum(
                words.count(_word(c, p)) for c in range(COMMUNITIES)
            )
