"""What somebody has begun to write here: finding it, and putting it back into its form."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communities.facets import CAPACITY, RESULT
from communities.models import Membership
from core.addresses import address
from core.markdown.text import cut
from core.prepared import prepared
from forums.draft_places import Thing, ThingBegun, begun_things
from forums.forms import TOPIC_FORMS, TopicForm
from forums.models import Draft, Form, Forum, Post, Topic
from forums.models.forum import in_reader_language

# Several times what may be posted: too long a text is to be kept and shortened, not lost.
LONGEST = 100_000
EXCERPT = 180
_SEVERAL = frozenset({CAPACITY, RESULT})
# Whether the name is hidden comes back with the words: nobody shall show it by accident.
_SHORT = frozenset({"title", "reply_to", "days", "name_hidden", "language"})


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """What a page with a composer knows of its draft."""

    url: str
    """Where it is kept."""
    version: str = ""
    """Which state the page goes on from; empty: none."""
    form_key: str = ""
    begun: str = ""
    """The sentence on when it was begun, where it was put back into the form."""
    discard_url: str = ""
    form: str = ""
    """Of a topic: what the browser keeps is told apart by it."""


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A line of the list of what is not sent yet."""

    id: int
    label: str
    url: str
    """Empty where its place is not seen any more."""
    excerpt: str
    text: str
    begun: str
    is_reply: bool


def draft_of_reply(member: Membership, topic: Topic) -> Draft | None:
    """Return the reply he has begun to a topic (from topic_or_404): no query where there is none."""
    if not topic.has_draft:
        return None
    return Draft.objects.filter(member=member, topic=topic).first()


def draft_of_topic(member: Membership, forum: Forum) -> Draft | None:
    """Return the topic he has begun to write in a forum: one query."""
    return Draft.objects.filter(member=member, forum=forum).first()


def draft_of_change(member: Membership, post: Post) -> Draft | None:
    """Return the change of his post that he has begun: one query."""
    return Draft.objects.filter(member=member, post=post).first()


def draft_of_thing(member: Membership, thing: Thing) -> Draft | None:
    """Return what he has begun of a thing of a higher app: one query."""
    return Draft.objects.filter(member=member, kind=thing[0], object_id=thing[1]).first()


def place_of_thing(
    member: Membership, url: str, draft: Draft | None, form: forms.Form, *, chosen: str
) -> DraftPlace:
    """Return it; `chosen` is which form of the thing it is, told apart in the browser."""
    return replace(_place(url, draft, form, member), form=chosen)


def put_back(draft: Draft | None, form: forms.Form) -> None:
    """Let an empty form show what was kept of it; what the address asks for comes after it."""
    if draft is None or form.is_bound:
        return
    asked = {name: value for name, value in form.initial.items() if value}
    both = [text.rstrip("\n") for text in (draft.fields.get("body"), asked.get("body")) if text]
    form.initial = {**draft.fields, **asked}
    if both:
        form.initial["body"] = "\n\n".join(both) + ("\n\n" if asked.get("body") else "")


def place_of_reply(
    member: Membership, topic: Topic, draft: Draft | None, form: forms.Form
) -> DraftPlace:
    url = address("forums:reply_draft", member.community.slug, topic.number)
    return _place(url, draft, form, member)


def place_of_change(
    member: Membership, post: Post, draft: Draft | None, form: forms.Form
) -> DraftPlace:
    """Return it, and let an empty form show what was kept instead of what the post says."""
    if draft and not form.is_bound:
        form.initial = {**form.initial, **draft.fields}
    slug = member.community.slug
    url = address("forums:change_draft", slug, post.topic.number, post.number)
    return _place(url, draft, form, member)


def place_of_topic(
    member: Membership, forum: Forum, chosen: Form, draft: Draft | None, form: forms.Form
) -> DraftPlace:
    url = address("forums:topic_draft", member.community.slug, forum.slug)
    place = _place(f"{url}?form={chosen.value}", draft, form, member)
    return replace(place, form=chosen.value)


def _place(url: str, draft: Draft | None, form: forms.Form, member: Membership) -> DraftPlace:
    if draft is None:
        return DraftPlace(url)
    return DraftPlace(
        url=url,
        version=draft.version,
        form_key=str(draft.form_key or ""),
        # What was just typed is shown, not what was kept.
        begun="" if form.is_bound else begun_sentence(draft.began_at),
        discard_url=address("forums:delete_draft", member.community.slug, draft.pk),
    )


def begun_sentence(moment: datetime) -> str:
    """Return "You began this on Tuesday." in the reader's language and zone."""
    local, now = timezone.localtime(moment), timezone.localtime()
    days = (now.date() - local.date()).days
    if days == 0:
        # "a.m." brings its own full stop.
        time = date_format(local, "TIME_FORMAT").rstrip(".")
        return _("You began this today at %(time)s.") % {"time": time}
    if days == 1:
        return _("You began this yesterday.")
    day = date_format(local, "l" if days < 7 else "MONTH_DAY_FORMAT")
    return _("You began this on %(day)s.") % {"day": day}


def fields_in(sent: QueryDict) -> dict[str, Any]:
    """Return what of a form is kept: texts that are not empty, and what was chosen."""
    found = values_in(sent, _SEVERAL)
    for name in (*_SHORT, *_all_texts()):
        text = str(sent.get(name, ""))
        if text.strip():
            found[name] = kept_text(text)
    return found


def values_in(sent: QueryDict, names: Iterable[str]) -> dict[str, Any]:
    """Return what was ticked under these names, as it can be kept."""
    return {name: [kept_text(one) for one in sent.getlist(name)] for name in names if name in sent}


def kept_text(text: str) -> str:
    """Return a text as it can be kept: PostgreSQL takes no zero byte."""
    return text.replace("\0", "").replace("\r\n", "\n")


def key_in(sent: QueryDict, name: str = "form_key") -> UUID | None:
    """Return the key of the page that was sent, or of another that it names."""
    try:
        return UUID(sent.get(name, ""))
    except ValueError:
        return None


def is_too_long(fields: dict[str, Any]) -> bool:
    return sum(len(str(value)) for value in fields.values()) > LONGEST


def has_words(fields: dict[str, Any]) -> bool:
    """Return whether anything was written, beyond what a form chooses by itself."""
    return any(name == "title" or name not in _SHORT | _SEVERAL for name in fields)


def carried_over(fields: dict[str, Any], chosen: Form) -> dict[str, Any]:
    """Return what stood in one form of topic as it stands in another: no word is lost.

    What has the same name stays; what has no place goes to the first text.
    """
    form = TOPIC_FORMS[chosen]
    wanted = _texts_of(form)
    # The database keeps no order of names; the forms have one.
    texts = _all_texts()
    kept = {name: value for name, value in fields.items() if name in wanted or name not in texts}
    left = [name for name in texts if name in fields and name not in wanted]
    if left:
        parts = [*left, wanted[0]] if wanted[0] in kept else left
        kept[wanted[0]] = "\n\n".join(str(fields[name]) for name in parts)
    return kept


def chosen_in(fields: dict[str, Any]) -> list[str]:
    """Return the facets that were ticked."""
    return [str(value) for name in _SEVERAL for value in fields.get(name, [])]


def drafts_of(member: Membership) -> list[DraftRow]:
    """Return what he has begun and not sent, the last first: one query, and one for each kind of a higher app."""
    rows = list(_drafts(member))
    things = begun_things(member, (((row[-2], row[-1]), row[1]) for row in rows if row[-2]))
    return [
        _row_of_thing(row, things.get((row[-2], row[-1]))) if row[-2] else _row(row[:-2], member)
        for row in rows
    ]


def _all_texts() -> list[str]:
    """Return the names of the texts of all forms, in their order."""
    return list(dict.fromkeys(name for form in TOPIC_FORMS.values() for name in _texts_of(form)))


def _texts_of(form: type[TopicForm]) -> list[str]:
    return list(getattr(form, "part_names", ())) or ["body"]


@prepared
def _drafts(reader: Membership) -> QuerySet[Draft, tuple[Any, ...]]:
    mine = Draft.objects.filter(member_id=reader.pk).order_by("-saved_at", "-pk")
    return mine.values_list(
        *("pk", "fields", "began_at", "topic__number", "topic__title", "topic__removed_at"),
        *("topic__forum__audience_id", "forum__slug", "forum__name", "forum__name_es"),
        "forum__audience_id",
        *("post__number", "post__removed_at", "post__topic__number", "post__topic__title"),
        *("post__topic__forum__audience_id", "kind", "object_id"),
    )


def _row_of_thing(row: tuple[Any, ...], told: ThingBegun | None) -> DraftRow:
    text = told.text if told else "\n\n".join(_texts_in(row[1]))
    return DraftRow(
        row[0],
        told.label if told else _("A place that you do not see any more"),
        told.url if told else "",
        cut(" ".join(text.split()), EXCERPT),
        text,
        begun_sentence(row[2]),
        is_reply=False,
    )


def _row(row: tuple[Any, ...], member: Membership) -> DraftRow:
    (
        pk,
        fields,
        began_at,
        number,
        title,
        removed_at,
        of_topic,
        slug,
        name,
        name_es,
        of_forum,
        *rest,
    ) = row
    post_number, post_removed_at, posts_topic, posts_title, of_post = rest
    is_reply = number is not None
    audience_id = of_topic or of_forum or of_post
    is_seen = audience_id in member.audience_ids and not (removed_at or post_removed_at)
    text = "\n\n".join(_texts_in(fields))
    here = member.community.slug
    if not is_seen:
        label, url = _("A place that you do not see any more"), ""
    elif is_reply:
        label = title
        url = address("forums:topic", here, number) + "#reply"
    elif post_number is not None:
        values = {"number": post_number, "title": posts_title}
        label = _("Change of post %(number)s in “%(title)s”") % values
        url = address("forums:post_edit", here, posts_topic, post_number)
    else:
        forum = in_reader_language(name, name_es)
        label = fields.get("title") or _("New topic in %(forum)s") % {"forum": forum}
        url = address("forums:new_topic", here, slug)
    return DraftRow(
        pk,
        label,
        url,
        cut(" ".join(text.split()), EXCERPT),
        text,
        begun_sentence(began_at),
        is_reply,
    )


def _texts_in(fields: dict[str, Any]) -> Iterable[str]:
    return (str(text) for name, text in fields.items() if name not in _SHORT | _SEVERAL)
