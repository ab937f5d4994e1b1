"""What a page says of something that was released, in the language that is active."""

from typing import Any

from django.utils.translation import get_language

from forums.post_languages import language_name
from knowledge.commons.released import Released
from knowledge.kinds import Evidence, Kind, Licence, Span, Strand
from knowledge.labels import details_of
from knowledge.models import Snapshot

# Of those that Creative Commons keeps.
LICENCE_PAGES: dict[str, str] = {
    Licence.BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.BY_NC: "https://creativecommons.org/licenses/by-nc/4.0/",
    Licence.BY_ND: "https://creativecommons.org/licenses/by-nd/4.0/",
    Licence.ZERO: "https://creativecommons.org/publicdomain/zero/1.0/",
}


def shown(it: Released | Snapshot) -> dict[str, Any]:
    """Return what knowledge/_released.html shows; it asks the database nothing."""
    in_spanish = get_language() == "es"
    return {
        "it": it,
        "kind": Kind(it.kind).label,
        "evidence": Evidence(it.evidence).label,
        "licence": Licence(it.licence).label,
        "licence_url": LICENCE_PAGES.get(it.licence, ""),
        "language": language_name(it.language),
        "facets": [(in_spanish and es) or en for _key, en, es in it.facets],
        "roles": [(in_spanish and es) or en for en, es in it.roles],
        "strands": [Strand(one).label for one in it.strands],
        "spans": [Span(one).label for one in it.spans],
        "details": details_of(it.kind, it.details, it.details_html),
    }
