"""Resources as items of a digest that can be answered: a comment on the whole, after ten minutes."""

from collections.abc import Collection, Mapping

from django.conf import settings

from communities.models import Membership
from core.addresses import address
from knowledge.models import Resource
from knowledge.telling.comments import RESOURCE
from notifications.acts import Act, Said, Thing, register_subject


def register() -> None:
    """Let the mailroom find what is answered; called from AppConfig.ready()."""
    register_subject(RESOURCE, Resources())


class Resources:
    """What can be said of resources: words, of which none is an act."""

    acts: Mapping[str, str] = {}

    def find(self, member: Membership, ids: Collection[int]) -> Mapping[int, Thing]:
        slug = member.community.slug
        seen = Resource.objects.visible_to(member).filter(pk__in=ids)
        return {
            pk: Thing(
                title=title,
                url=settings.SITE_URL + address("knowledge:comments", slug, number),
                place=(RESOURCE, pk),
            )
            for pk, title, number in seen.values_list("pk", "title", "number")
        }

    def may_act(self, object_id: int, words: str) -> bool:  # noqa: ARG002
        return False

    def read(self, thing: Thing, words: str) -> Said:  # noqa: ARG002
        return Said(rest=words)

    def words(self, thing: Thing, act: Act) -> str:  # noqa: ARG002
        return ""

    def check(self, member: Membership, object_id: int, act: Act) -> None:
        """Nothing is said in a word."""

    def do(self, member: Membership, object_id: int, act: Act) -> str:  # noqa: ARG002
        return ""
