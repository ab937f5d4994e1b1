"""Whether a post has to wait for a facilitator, and why."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.db.models import QuerySet

from communities.models import Membership
from core.prepared import fields_of, instance_of, prepared
from forums.models import HoldRules, Post
from forums.models.held_post import HoldWhy

_FIELDS = fields_of(HoldRules)
# What ends a sentence is no part of the address before it.
_LINK = re.compile(r"\b(?:https?://|www\.)[^\s<>()\[\]]+(?<![.,;:!?])", re.IGNORECASE)


def why_hold(
    author: Membership, text: str, *, before: str | None = None
) -> tuple[HoldWhy, str] | None:
    """Return the rule that holds a text of this author, and what it found; None if it is shown.

    `before` is what a post says that is to be changed: only what comes to it counts. Nothing of
    those who keep the community going is held.
    """
    if author.is_facilitator or not (found := _rules(author)):
        return None
    rules = instance_of(HoldRules, found[0])
    there = _LINK.findall(before or "")
    links = [link for link in _LINK.findall(text) if link not in there]
    if blocked := _blocked(links, rules.domains):
        return HoldWhy.DOMAIN, blocked
    if word := _word_in(text, rules.words, before=before or ""):
        return HoldWhy.WORD, word
    if rules.links and links:
        return HoldWhy.LINK, links[0][:200]
    if rules.first_posts and before is None:
        shown = Post.objects.filter(author=author, removed_at=None)[: rules.first_posts]
        if len(shown) < rules.first_posts:
            return HoldWhy.FIRST, ""
    return None


@prepared
def _rules(author: Membership) -> QuerySet[HoldRules, tuple[Any, ...]]:
    return HoldRules.objects.filter(community_id=author.community_id).values_list(*_FIELDS)


def _blocked(links: list[str], domains: str) -> str:
    """Return the first link to a blocked domain or a part of it, or an empty string."""
    wanted = {line.strip().lower().removeprefix("www.") for line in domains.splitlines()} - {""}
    for link in links:
        whole = link if "//" in link else f"http://{link}"
        try:
            host = (urlsplit(whole).hostname or "").rstrip(".")
        except ValueError:
            # Not an address a browser would open either; a facilitator decides.
            return link[:200] if wanted else ""
        if any(host == domain or host.endswith(f".{domain}") for domain in wanted):
            return link[:200]
    return ""


def _word_in(text: str, words: str, *, before: str) -> str:
    for line in words.splitlines():
        word = line.strip()
        alone = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
        if word and alone.search(text) and not alone.search(before):
            return word[:200]
    return ""
