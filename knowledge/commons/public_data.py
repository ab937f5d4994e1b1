"""What machines read of the public pages: schema.org, an Atom feed, a sitemap."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape as xml_escape

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.addresses import address
from knowledge.commons.made_after import After
from knowledge.commons.shown import LICENCE_PAGES
from knowledge.models import CommonsEntry, Snapshot

# In a script element these could end it, or begin a comment.
# What XML does not know (XML 1.0, section 2.2); one of them would break the whole feed.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def json_ld(
    entry: CommonsEntry, it: Snapshot, facets: Iterable[str], sources: Iterable[After] = ()
) -> SafeString:
    """Return the schema.org description, safe within a script element.

    Such an element holds data and runs nothing, so the policy against inline scripts lets it pass.
    """
    community = {"@type": "Organization", "name": it.community_name}
    told: Mapping[str, Any] = {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "name": it.title,
        "description": " ".join(one for one in (it.what, it.for_whom, it.outcome) if one),
        "inLanguage": it.language,
        "author": [{"@type": "Person", "name": name} for name in it.authors] or [community],
        "publisher": community,
        "datePublished": entry.released_at.date().isoformat(),
        "dateModified": it.taken_at.date().isoformat(),
        "version": str(it.version),
        "license": LICENCE_PAGES.get(it.licence, ""),
        "keywords": ", ".join(facets),
        "isAccessibleForFree": True,
        "isBasedOn": [settings.SITE_URL + one.url for one in sources if one.url],
        "url": settings.SITE_URL + entry.get_absolute_url(),
    }
    text = json.dumps({key: value for key, value in told.items() if value}, ensure_ascii=False)
    for sign, written in _UNSAFE.items():
        text = text.replace(sign, written)
    return mark_safe(text)  # noqa: S308  (see _UNSAFE)


def commons_feed(entries: Iterable[CommonsEntry], *, title: str, about: str) -> str:
    """Return an Atom feed (RFC 4287) of these, with their summaries."""
    base = settings.SITE_URL
    feed = Atom1Feed(
        title=title,
        link=base + address("knowledge:public_list"),
        feed_url=base + address("knowledge:public_feed"),
        description=about,
    )
    for entry in entries:
        it = entry.current
        if it is None:
            continue
        summary = " ".join(one for one in (it.what, it.for_whom, it.outcome) if one)
        url = base + entry.get_absolute_url()
        feed.add_item(
            title=_NO_XML.sub(" ", it.title),
            link=url,
            unique_id=url,
            description=escape(_NO_XML.sub(" ", summary)),
            author_name=_NO_XML.sub(" ", ", ".join(it.authors) or it.community_name),
            pubdate=entry.released_at,
            updateddate=it.taken_at,
        )
    return str(feed.writeString("utf-8"))


def sitemap_of(rows: Iterable[tuple[int, datetime]]) -> str:
    """Return a sitemap (sitemaps.org, 0.9) of the list and of these entries with their changes."""
    base = settings.SITE_URL
    urls = [f"<url><loc>{xml_escape(base + address('knowledge:public_list'))}</loc></url>"]
    for pk, changed in rows:
        loc = xml_escape(base + address("knowledge:public_page", pk))
        urls.append(f"<url><loc>{loc}</loc><lastmod>{changed:%Y-%m-%d}</lastmod></url>")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">' + "".join(urls) + "</urlset>"
    )
