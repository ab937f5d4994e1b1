"""From what one person is told, of all his communities, to one mail."""

from collections.abc import Sequence
from itertools import count

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from communities.keepers import Keeper
from core.timezones import zone_named
from digests.chapters import Chapter, Written, cut_to_length
from digests.due_people import DuePerson
from digests.frames import Frame, escaped, hole
from digests.labels import Labels, answer_address
from digests.links import pace_url, unsubscribe_url
from digests.ranking import minutes_to_read
from notifications.acts import example_of
from notifications.command_addresses import command_address, list_headers
from notifications.message import site_host
from notifications.outgoing import Draft

KIND = "digest"


def assemble(
    person: DuePerson,
    user: User,
    chapters: list[Chapter],
    written: Written,
    *,
    token: str,
    is_back: bool = False,
) -> Draft:
    """Return the mail of one person: in his language, by his clock, from entries alone.

    `token` is that of the address where its answers arrive; empty where no mail is received. With
    `is_back` it says that his break from mails is over.
    """
    with translation.override(user.language), timezone.override(zone_named(user.time_zone)):
        written.language = user.language
        for chapter in chapters:
            chapter.write(written, labelled=bool(token))
        minutes = minutes_to_read(cut_to_length(chapters, written))
        labels = Labels(token)
        for chapter in chapters:
            chapter.label(labels, written)
        keeper = chapters[0].keeper
        subject = _subject(chapters)
        typed = {
            "name": user.name,
            "subject": subject,
            "preheader": _preheader(chapters),
            "pace_url": pace_url(user.pk),
            "unsubscribe_url": unsubscribe_url(user.pk),
        }
        first = labels.given[0] if labels.given else None
        example = example_of(first.label, first.kind) if first else ""
        text, html = _frame(
            user.language, chapters, written, minutes=minutes, is_back=is_back, example=example
        )
        parts = [part for chapter in chapters for part in chapter.parts]
        return Draft(
            kind=KIND,
            key=person.day.isoformat(),
            to=user.email,
            user=user,
            community=chapters[0].community if len(chapters) == 1 else None,
            subject=subject,
            text=text.fill(typed | {f"part {n}": p.text.strip("\n") for n, p in enumerate(parts)}),
            html=html.fill(escaped(typed) | {f"part {n}": p.html for n, p in enumerate(parts)}),
            reply_to=_reply_to(labels, keeper),
            from_name=chapters[0].name if len(chapters) == 1 else "",
            headers=list_headers(
                list_id=f"digest.{site_host()}",
                stop_url=typed["unsubscribe_url"],
                stop_address=command_address("nodigest", user.pk),
                help_address=command_address("help", user.pk),
            ),
        )


def _reply_to(labels: Labels, keeper: Keeper | None) -> str:
    """Return where answers to the mail go: into its discussions if it names any."""
    if labels.given:
        return answer_address(labels.token)
    return keeper.email if keeper else ""


def _frame(
    language: str,
    chapters: Sequence[Chapter],
    written: Written,
    *,
    minutes: int,
    is_back: bool,
    example: str,
) -> tuple[Frame, Frame]:
    """Return text and HTML with holes for names, links and what stands under each heading."""
    first, keeper = chapters[0], chapters[0].keeper
    key = (
        *(language, minutes, is_back, example, keeper),
        *((c.community.pk, c.pace, c.opening, *(p.section.key for p in c.parts)) for c in chapters),
    )
    place = count()
    context = {
        "user": {"name": hole("name")},
        "subject": hole("subject"),
        "preheader": hole("preheader"),
        "pace_url": hole("pace_url"),
        "unsubscribe_url": hole("unsubscribe_url"),
        "chapters": [
            {
                "name": chapter.name,
                "pace_words": chapter.pace_words,
                "opening": chapter.opening,
                "parts": [
                    {"title": part.title, "waits": part.waits, "body": hole(f"part {next(place)}")}
                    for part in chapter.parts
                ],
            }
            for chapter in chapters
        ],
        "several": len(chapters) > 1,
        "first": first,
        "keeper": keeper,
        "is_back": is_back,
        "example": example,
        "how_long": ngettext(
            "It takes about %(minutes)d minute to read.",
            "It takes about %(minutes)d minutes to read.",
            minutes,
        )
        % {"minutes": minutes},
    }
    return written.frames.of(key, context)


def _subject(chapters: Sequence[Chapter]) -> str:
    """Return a subject that says something: who answered, or what is new and where."""
    parts = [part for chapter in chapters for part in chapter.parts]
    items = [item for part in parts for _entry, item in part.items]
    headline = next((item.headline.rstrip(".") for item in items if item.headline), "")
    others = sum(part.count for part in parts) - 1
    values: dict[str, object] = {
        "what": headline or items[0].title,
        "count": others,
        "community": chapters[0].name,
    }
    if not others:
        return _("%(what)s, in %(community)s") % values
    if len(chapters) > 1:
        return (
            ngettext(
                "%(what)s, and %(count)d more new thing in your communities",
                "%(what)s, and %(count)d more new things in your communities",
                others,
            )
            % values
        )
    return (
        ngettext(
            "%(what)s, and %(count)d more new thing in %(community)s",
            "%(what)s, and %(count)d more new things in %(community)s",
            others,
        )
        % values
    )


def _preheader(chapters: Sequence[Chapter]) -> str:
    """Return the line that mail programs show beside the subject: the first excerpt or titles."""
    items = [i for chapter in chapters for part in chapter.parts for _entry, i in part.items]
    first = items[0]
    return (
        f"{first.title}: {first.excerpt}"
        if first.excerpt
        else " · ".join(i.title for i in items[:3])
    )
