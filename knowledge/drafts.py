"""What somebody has begun to write for the library: kept by the forums' drafts, put back into its form."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from communities.facets import CAPACITY, RESULT
from communities.models import Membership
from core.addresses import address
from forums.draft_places import ThingBegun, register_draft_places
from forums.drafts import DraftPlace, draft_of_thing, kept_text, place_of_thing, values_in
from forums.models import Draft
from forums.sent_forms import register_sent
from knowledge.forms.resource import ResourceForm
from knowledge.kinds import DETAIL, FIELDS
from knowledge.models import Resource

RESOURCE = "knowledge.resource"
# One that is not begun yet, of each member.
NEW = 0
_SEVERAL = (CAPACITY, RESULT, "strands", "roles", "spans")
_TEXTS = ("title", "what", "for_whom", "outcome", "body")
_SHORT = (
    *("kind", "authors", "contributors", "site", "evidence", "said_language", "licence"),
    *("review_by", "audience", "note", "began_from"),
)
# The fields of all kinds: who changes the kind of it keeps what he wrote into another.
_DETAILS = tuple(dict.fromkeys(DETAIL + one.key for fields in FIELDS.values() for one in fields))


def fields_in(sent: QueryDict) -> dict[str, Any]:
    """Return what of a form is kept; nothing where nobody has written a word."""
    found = values_in(sent, _SEVERAL)
    for name in (*_TEXTS, *_SHORT, *_DETAILS):
        if text := kept_text(str(sent.get(name, ""))):
            found[name] = text
    return found if any(text.strip() for text in _texts_in(found)) else {}


def begun(member: Membership, number: int) -> Draft | None:
    """Return what he has begun of a resource, by its id; NEW for one that is not there yet."""
    return draft_of_thing(member, (RESOURCE, number))


def place_of(member: Membership, url: str, draft: Draft | None, form: ResourceForm) -> DraftPlace:
    """Return where the form is kept, and let an empty one show what was kept of it."""
    if draft and not form.is_bound:
        form.initial.update({name: [] for name in _SEVERAL} | dict.fromkeys(_TEXTS, ""))
        form.initial.update(draft.fields)
        form.typed = {name: text for name, text in draft.fields.items() if isinstance(text, str)}
    return place_of_thing(member, url, draft, form, chosen=form.kind)


def register() -> None:
    """Say how these are told; called from AppConfig.ready()."""
    register_draft_places(RESOURCE, _told)
    register_sent(Resource)


def _told(member: Membership, kept: Mapping[int, dict[str, Any]]) -> dict[int, ThingBegun]:
    slug = member.community.slug
    found = {}
    if NEW in kept:
        label = kept[NEW].get("title") or _("A text for the library")
        url = address("knowledge:new", slug)
        found[NEW] = ThingBegun(label, url, _words(kept[NEW]))
    seen = Resource.objects.visible_to(member).filter(pk__in=[pk for pk in kept if pk != NEW])
    for pk, number, title in seen.values_list("pk", "number", "title"):
        label = _("Change of “%(title)s”") % {"title": title}
        url = address("knowledge:edit", slug, number)
        found[pk] = ThingBegun(label, url, _words(kept[pk]))
    return found


def _words(fields: dict[str, Any]) -> str:
    return "\n\n".join(text for text in _texts_in(fields) if text.strip())


def _texts_in(fields: dict[str, Any]) -> list[str]:
    details = sorted(name for name in fields if name.startswith(DETAIL))
    return [str(fields.get(name, "")) for name in (*_TEXTS, *details)]
