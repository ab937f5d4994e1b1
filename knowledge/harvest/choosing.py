"""Posts to choose from: those of a page, and those chosen before on other pages."""

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.forms.boundfield import BoundField
from django.http import QueryDict

from communities.models import Membership
from core.numbers import number_in
from forums.bylines import AUTHOR, author_name
from forums.models import Post, Topic
from knowledge.harvest.posts import texts_of

_WORDS = re.compile(r"words-(?P<number>[0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Quotable:
    """A post that can be quoted, with the name that stands with it."""

    pk: int
    number: int
    name: str
    moment: datetime
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A post as the form shows it: its box, and the field of its words."""

    post: Quotable
    words: BoundField
    is_ticked: bool
    is_shortened: bool


def quotable_posts(
    member: Membership, topic: Topic, *, first: int, last: int, besides: Collection[int] = ()
) -> list[Quotable]:
    """Return the posts with these numbers that are shown, in order: one query."""
    numbers = Q(number__range=(first, last)) | Q(number__in=besides)
    posts = Post.objects.visible_to(member).filter(numbers, topic=topic)
    rows = posts.order_by("number").values_list("pk", "number", "html", "created_at", *AUTHOR)
    return [
        Quotable(pk, number, author_name(*author), moment, texts_of(html))
        for pk, number, html, moment, *author in rows
    ]


def mark_of(words: str) -> str:
    """Return a short mark of what somebody was shown; line breaks and spaces do not count."""
    return hashlib.sha256(" ".join(words.split()).encode()).hexdigest()[:12]


def is_shortened(words: str, seen: str) -> bool:
    """Return whether these words are others than those that he was shown."""
    return bool(words.strip()) and mark_of(words) != seen


def numbers_chosen(data: QueryDict) -> list[int]:
    """Return the posts that were ticked, or of which other words stand than were shown."""
    ticked = {number_in(one) for one in data.getlist("posts")}
    for name in data:
        found = _WORDS.fullmatch(name)
        seen = data.get(f"seen-{found['number']}", "") if found else ""
        if found and seen and is_shortened(data.get(name, ""), seen):
            ticked.add(number_in(found["number"]))
    return sorted(number for number in ticked - numbers_unticked(data) if number)


def numbers_unticked(data: QueryDict) -> set[int]:
    """Return the posts that stood there ticked, and are not any more: of them nothing is quoted."""
    ticked = set(data.getlist("posts"))
    return {number_in(one) for one in data.getlist("was_ticked") if one not in ticked}
