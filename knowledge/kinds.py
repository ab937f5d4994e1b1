"""The kinds of a resource, and which fields each has beside the common ones: one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import markdown

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

LINE, TEXT, LINK = "line", "text", "link"
LONGEST_LINE = 300
is_page = URLValidator(schemes=["http", "https"])


class Kind(models.TextChoices):
    CASE = "case", _("Case")
    PRACTICE = "practice", _("Effective practice")
    TOOL = "tool", _("Tool or template")
    METHOD = "method", _("Method or protocol")
    LESSON = "lesson", _("Lesson learned")
    DATA_STORY = "data-story", _("Data story")
    ARTICLE = "article", _("Article")
    RECORDING = "recording", _("Recording")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of one kind: a line, a text (Markdown), or the address of a page."""

    key: str
    label: "_StrOrPromise"
    shape: str = TEXT
    required: bool = False
    help: "_StrOrPromise" = ""

    @property
    def limit(self) -> int:
        """Return how many characters fit."""
        return markdown.MAX_LENGTH if self.shape == TEXT else LONGEST_LINE


FIELDS: Mapping[str, tuple[Field, ...]] = {
    Kind.CASE: (Field("situation", _("The situation it began with")),),
    Kind.PRACTICE: (
        Field("proof", _("How you know that it works"), required=True),
        Field("needs", _("What it needs to work")),
    ),
    Kind.TOOL: (
        Field("when", _("When to use it"), required=True),
        Field("link", _("Where it is"), LINK, help=_("The address of a page, if it has one.")),
    ),
    Kind.METHOD: (
        Field("steps", _("The steps"), required=True),
        Field("time", _("How much time it takes"), LINE),
        Field("materials", _("What you need for it")),
    ),
    Kind.LESSON: (
        Field("failed", _("What did not work"), required=True),
        Field("instead", _("What we would do instead")),
    ),
    Kind.DATA_STORY: (
        Field("indicator", _("The indicator"), LINE, required=True),
        Field("story", _("The story behind it"), required=True),
    ),
    Kind.ARTICLE: (
        Field("source", _("Where it was published first"), LINE),
        Field("link", _("Where it is"), LINK, help=_("The address of a page, if it has one.")),
    ),
    Kind.RECORDING: (
        Field("link", _("Where to listen or watch"), LINK, required=True),
        Field("transcript", _("What is said in it")),
    ),
}
# What each is, for who has to choose one.
GUIDES: "Mapping[str, _StrOrPromise]" = {
    Kind.CASE: _("What happened at one place: how it began, what was done, and what came of it."),
    Kind.PRACTICE: _("Something that works, and how you know that it does."),
    Kind.TOOL: _("Something to take and use: a form, a list, a letter, a file."),
    Kind.METHOD: _("How to do something, one step after the other."),
    Kind.LESSON: _("What did not work. Others need not try it, too."),
    Kind.DATA_STORY: _("What a number tells, and the story behind it."),
    Kind.ARTICLE: _("A text to read, of your own or from elsewhere."),
    Kind.RECORDING: _("Something to listen to or to watch, and what is said in it."),
}
# Of these the fields say enough.
WITHOUT_BODY = frozenset({Kind.TOOL, Kind.METHOD, Kind.DATA_STORY, Kind.ARTICLE, Kind.RECORDING})
# Before the key of a kind's field, where forms, merging and differences name it among all fields.
DETAIL = "details."
# Fields of texts, by these names.
LONG = frozenset({"body"}) | {
    DETAIL + f.key for all_of_them in FIELDS.values() for f in all_of_them if f.shape == TEXT
}
# What one is asked for besides, to be shown to others: the field, and what it is called.
SENTENCES: "tuple[tuple[str, _StrOrPromise], ...]" = (
    ("what", _("What is it?")),
    ("for_whom", _("For whom is it?")),
    ("outcome", _("What came of it?")),
)


def fields_of(kind: str) -> tuple[Field, ...]:
    """Return the fields of a kind; none for one that there is not."""
    return FIELDS.get(kind, ())


def checked_details(kind: str, given: Mapping[str, str]) -> dict[str, str]:
    """Return what was said in the fields of a kind, and nothing else.

    Raises ValidationError for a text that is too long, or for what is no address of a page.
    """
    found = {f.key: given.get(f.key, "").strip() for f in fields_of(kind)}
    for field in fields_of(kind):
        if field.shape == LINK and found[field.key]:
            is_page(found[field.key])
        elif field.shape == TEXT:
            markdown.check_source(found[field.key])
    limits = {f.key: f.limit for f in fields_of(kind)}
    return {key: text[: limits[key]] for key, text in found.items() if text}


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


class Evidence(models.TextChoices):
    IDEA = "idea", _("An idea")
    ONCE = "once", _("Tried once")
    SEVERAL = "several", _("Tried at several sites")
    EVALUATED = "evaluated", _("Evaluated")


class Strand(models.TextChoices):
    RESEARCH = "research", _("Research")
    POLICY = "policy", _("Policy")
    PRACTICE = "practice", _("Practice")


class Span(models.TextChoices):
    EARLY = "early", _("Before kindergarten")
    ELEMENTARY = "elementary", _("Kindergarten to grade 5")
    MIDDLE = "middle", _("Grades 6 to 8")
    HIGH = "high", _("Grades 9 to 12")
    AFTER = "after", _("After school: college and career")


class Licence(models.TextChoices):
    OURS = "ours", _("Stays in our community: ask before you pass it on")
    BY = "cc-by", _("CC BY: use and change it, and say whose it is")
    BY_SA = "cc-by-sa", _("CC BY-SA: use and change it, say whose it is, share it alike")
    BY_NC = "cc-by-nc", _("CC BY-NC: use and change it, say whose it is, not to earn money")
    BY_ND = "cc-by-nd", _("CC BY-ND: pass it on as it is, and say whose it is")
    ZERO = "cc0", _("CC0: use it as you like")


class Reach(models.TextChoices):
    """How far something goes beyond its community."""

    PLATFORM = "platform", _("All communities here")
    PUBLIC = "public", _("The public web")
