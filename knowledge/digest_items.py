"""Resources as items of a digest that can be answered: "we're using this", or a comment on the whole."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from communities.models import Membership
from core.addresses import address
from knowledge.adaptations.use_words import USE, read_use
from knowledge.adaptations.using import check_use, meaning, undo_use, use, use_undone_until
from knowledge.models import Resource
from knowledge.telling.comments import RESOURCE
from notifications.acts import Act, Said, Thing, register_subject


def register() -> None:
    """Let the mailroom find what is answered; called from AppConfig.ready()."""
    register_subject(RESOURCE, Resources())


class Resources:
    """What can be said of resources: that one's site uses it; other words are a comment."""

    insists: Collection[str] = (USE,)

    @property
    def acts(self) -> Mapping[str, str]:
        return {USE: _("We're using this at our site")}

    @property
    def asks(self) -> Mapping[str, str]:
        return {USE: _("What is different at your site?")}

    @property
    def example(self) -> str:
        return _("thank you, this helps us")

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
        return bool(read_use(words).acts)

    def read(self, thing: Thing, words: str) -> Said:  # noqa: ARG002
        return read_use(words)

    def words(self, thing: Thing, act: Act) -> str:  # noqa: ARG002
        said = self.acts[act.name]
        if not act.value:
            return said
        return _("%(said)s. What is different there: “%(words)s”") % {
            "said": said,
            "words": act.value,
        }

    def meaning(self, member: Membership, object_id: int, act: Act) -> str:  # noqa: ARG002
        return meaning(member, object_id)

    def check(self, member: Membership, object_id: int, act: Act) -> None:
        check_use(member, object_id, different=act.value)

    def do(self, member: Membership, object_id: int, act: Act) -> str:
        return use(member, object_id, different=act.value)

    def undo_until(self, member: Membership, object_id: int, act: Act) -> datetime | None:  # noqa: ARG002
        return use_undone_until(member, object_id)

    def undo(self, member: Membership, object_id: int, act: Act) -> str:  # noqa: ARG002
        return undo_use(member, object_id)
