"""Answering one post in particular, with its words if one likes."""

from dataclasses import dataclass

from django.http import QueryDict

from core.numbers import number_in
from forums.forms import ReplyForm
from forums.models import Post, Topic
from forums.post_rows import PostRow

# Long enough to say what is meant; who wants more can follow the link.
QUOTED = 1500


@dataclass(frozen=True, slots=True)
class Answered:
    """Which post a reply answers; without a number, the topic as a whole."""

    number: int | None = None
    name: str = ""


def reply_form(topic: Topic, wanted: QueryDict) -> ReplyForm:
    """Return an empty composer, for the post that `?reply=3` names, with its words for `&quote=1`."""
    # Who wrote here without his name goes on so, unless he wants otherwise.
    initial: dict[str, object] = {"name_hidden": topic.wrote_hidden}
    number = number_in(wanted.get("reply"))
    if not number:
        return ReplyForm(initial=initial)
    post = Post.objects.filter(topic=topic, number=number, removed_at=None).first()
    if post is None:
        return ReplyForm(initial=initial)
    words = quoted(post.body) if wanted.get("quote") else ""
    return ReplyForm(initial={**initial, "reply_to": post.number, "body": words})


def answered(form: ReplyForm, rows: list[PostRow]) -> Answered:
    """Return what the composer answers, with the name of who wrote it if he is on the page."""
    number = number_in(form["reply_to"].value())
    if not number:
        return Answered()
    names = {row.number: row.name for row in rows if not row.removed_by_id}
    return Answered(number, names.get(number, ""))


def quoted(text: str) -> str:
    """Return Markdown that quotes the beginning of a text, with a blank line to go on after it.

    What was quoted in it is left out: an answer quotes one voice.
    """
    own = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(">")).strip()
    if len(own) > QUOTED:
        own = own[:QUOTED].rsplit(maxsplit=1)[0] + " …"
    return "\n".join(f"> {line}".rstrip() for line in own.splitlines()) + "\n\n" if own else ""
