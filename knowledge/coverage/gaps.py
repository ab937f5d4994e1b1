"""A gap in the library: what nobody has written down yet, and what somebody who looked for it can do."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from communities.facets import facets_of
from communities.models import Membership, Site
from core.addresses import address
from knowledge.listed_rows import Wanted
from knowledge.permissions import may_begin


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing, in words, and the ways on; a way that there is not is empty."""

    title: str
    write_url: str
    elsewhere_url: str
    people_url: str
    site: str


def gap_of(member: Membership, wanted: Wanted) -> Gap | None:
    """Return the gap that an empty list shows: one query; None unless only subject and site narrow it."""
    if wanted != Wanted(about=wanted.about, site=wanted.site):
        return None
    facet = facets_of(member.community).get(wanted.about)
    site = None
    if wanted.site:
        site = Site.objects.filter(community=member.community, pk=wanted.site).first()
    if facet is None and site is None:
        return None
    slug = member.community.slug
    begun = {name: value for name in ("about", "site") if (value := getattr(wanted, name))}
    library = address("knowledge:library", slug)
    # Guests see no list of people, as they begin nothing.
    writes = may_begin(member)
    return Gap(
        title=_title(facet.label if facet else "", site.name if site else ""),
        write_url=f"{address('knowledge:new', slug)}?{urlencode(begun)}" if writes else "",
        elsewhere_url=f"{library}?{urlencode({'about': wanted.about})}" if facet and site else "",
        people_url=(
            f"{address('communities:people', slug)}?{urlencode({'site': site.slug})}"
            if site and writes
            else ""
        ),
        site=site.name if site else "",
    )


def _title(subject: str, site: str) -> str:
    if not site:
        return _("Nothing yet about “%(subject)s”") % {"subject": subject}
    if not subject:
        return _("Nothing yet from %(site)s") % {"site": site}
    return _("Nothing yet from %(site)s about “%(subject)s”") % {"site": site, "subject": subject}
