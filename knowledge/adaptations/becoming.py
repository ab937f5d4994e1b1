"""What a site made of something becomes a text of its own, linked with the one it began from."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from communities.models import Membership
from core import markdown
from knowledge.actions.writing import begin_resource
from knowledge.content import Content, Credit, content_of
from knowledge.credits import MOST
from knowledge.dates import in_a_year
from knowledge.kinds import Evidence
from knowledge.models import Adaptation, Resource

LONGEST_TITLE, LONGEST_SENTENCE = 200, 300


def write_down(adaptation: Adaptation, *, by: Membership) -> Resource:
    """Begin a draft with what the text says and what the site made of it; asked twice, it is one.

    Those who do it are its authors, and the authors of the text it began from its contributors.
    """
    with transaction.atomic():
        rows = Adaptation.objects.select_for_update(of=("self",))
        one = rows.select_related("site", "became").get(pk=adaptation.pk)
        if one.became is not None:
            return one.became
        found = Resource.objects.with_labels().select_related("audience").get(pk=one.resource_id)
        made = begin_resource(_content(one, found, by), by=by, audience=found.audience)
        one.became = made
        one.save(update_fields=["became"])
    return made


def _content(one: Adaptation, found: Resource, by: Membership) -> Content:
    before = content_of(found)
    authors = _authors(one, found, by)
    others = (*before.authors, *before.contributors)
    values = {"title": found.title, "site": one.site.name}
    return replace(
        before,
        title=(_("%(title)s, at %(site)s") % values)[:LONGEST_TITLE],
        outcome=" ".join(one.happened.split())[:LONGEST_SENTENCE] if one.outcome else "",
        body=_body(one, before.body),
        authors=authors,
        contributors=tuple(dict.fromkeys(o for o in others if o not in authors))[:MOST],
        site=one.site_id,
        evidence=Evidence.ONCE if one.outcome else Evidence.IDEA,
        review_by=in_a_year(),
    )


def _authors(one: Adaptation, found: Resource, by: Membership) -> tuple[Credit, ...]:
    """Return who wrote it down and those who do it, but members who do not see the text."""
    people = list(one.people.order_by("position"))
    seen = set(Membership.objects.in_audience(found.audience_id).values_list("pk", flat=True))
    named: list[Credit] = [
        row.member_id or row.name
        for row in people
        if row.member_id is None or row.member_id in seen
    ]
    return tuple(dict.fromkeys([by.pk, *named]))[:MOST]


def _body(one: Adaptation, before: str) -> str:
    """Return what the site says of it, and then the text it began from, if there is room."""
    parts = [
        (_("What is different at %(site)s") % {"site": one.site.name}, one.different),
        (_("What we do another way"), one.change),
        (_("What happened"), one.happened if one.outcome else ""),
        (_("In numbers"), "\n".join(_lines(one)) if one.outcome else ""),
    ]
    own = "\n\n".join(f"### {label}\n\n{text}" for label, text in parts if text)
    both = "\n\n".join(text for text in (own, before) if text)
    return both if len(both) <= markdown.MAX_LENGTH else own


def _lines(one: Adaptation) -> list[str]:
    return [f"- {label}: {before} → {after}" for label, before, after in one.figures]
