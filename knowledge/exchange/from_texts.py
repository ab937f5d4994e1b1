"""A text in Markdown with front matter, as it would stand in the library."""

import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import Audience
from core.markdown import MAX_LENGTH
from forums.audience_choices import EVERYONE
from knowledge.exchange import front_matter
from knowledge.exchange.bundles import Bundle, EntryError
from knowledge.exchange.contents_read import content_told, moment_told, unknown_fields
from knowledge.exchange.earlier_versions import LONGEST_NOTE, versions_beside
from knowledge.exchange.places import Places, as_markdown, below, named_in
from knowledge.exchange.planned import Planned, PlannedCollection, from_words
from knowledge.exchange.portable import FORUM, TEXT, Names
from knowledge.kinds import State
from knowledge.missing import missing_in
from knowledge.shelves.actions import MOST as MOST_ITEMS

# What Notion puts behind the name of each file.
_NOTION = re.compile(r" [0-9a-f]{32}$")
# What Jekyll puts before it: the day.
_DATED = re.compile(r"(\d{4}-\d\d-\d\d)-(?=.)")


def from_text(
    bundle: Bundle, places: Places, name: str, names: Names
) -> Planned | PlannedCollection:
    one = Planned(name)
    try:
        told, body = front_matter.read(bundle.text(name))
        one.fingerprint = bundle.fingerprint(name)
    except EntryError as error:
        one.wrong = str(error)
        return one
    except front_matter.FrontMatterError as error:
        one.wrong = _unread(error.line)
        return one
    if not told and not body.strip():
        one.wrong = _("It is empty.")
        return one
    if "collection" in told:
        return _collection(name, told, body, names)
    folder = PurePosixPath(name).parent
    body, packed = as_markdown(body, places, folder)
    if packed:
        one.remarks.append(
            ngettext(
                "%(count)s picture is packed into the text, and left out. Save it as a file, and put "
                "it beside the text.",
                "%(count)s pictures are packed into the text, and left out. Save them as files, and "
                "put them beside the text.",
                packed,
            )
            % {"count": packed}
        )
    _take_files(one, places, folder, told)
    for source, said in named_in(body, places, folder):
        if source not in dict(one.files):
            one.files.append((source, said))
    take_told(one, told, body, names)
    one.versions = versions_beside(bundle, name, names)
    if unknown := unknown_fields(told):
        one.note = f"{one.note} {unknown}"[:LONGEST_NOTE]
        one.remarks.append(
            _("Not understood, and kept in the note of its first version: %(fields)s")
            % {"fields": unknown[:LONGEST_NOTE]}
        )
    return one


def _unread(line: int) -> str:
    """Return a sentence on front matter that is no YAML, with the line of the file if that is known."""
    how = _(
        "The lines between the two --- at its beginning cannot be read. Each says a name, a "
        "colon and a value; put quotation marks round a value with a colon in it."
    )
    if not line:
        return how
    where = _("Look at line %(line)s.") % {"line": line}
    return f"{how} {where}"


def _take_files(one: Planned, places: Places, folder: PurePosixPath, told: dict[str, Any]) -> None:
    """Take the files that the front matter names, in their order."""
    given = told.get("files", [])
    for entry in given if isinstance(given, list) else [given]:
        named = entry if isinstance(entry, dict) else {"file": entry}
        place, label = str(named.get("file", "")), str(named.get("label", ""))[:200]
        source = places.found(folder, place)
        if not source:
            one.remarks.append(_("The file “%(name)s” is not there.") % {"name": place[:100]})
        elif source not in dict(one.files):
            one.files.append((source, label))


def take_told(one: Planned, told: dict[str, Any], body: str, names: Names) -> None:
    stem = _NOTION.sub("", PurePosixPath(one.source).stem)
    dated = _DATED.match(stem)
    stem = stem[dated.end() if dated else 0 :].replace("_", " ").replace("-", " ").strip()
    one.content, remarks, one.wrong = content_told(told, body, stem.capitalize()[:200], names)
    one.remarks += remarks
    day = dated[1] if dated else ""
    one.created = moment_told(told.get("created") or told.get("date") or day)
    one.published = moment_told(told.get("published"))
    one.owner, one.why = str(told.get("owner", "")), str(told.get("note", ""))[:1000]
    one.note = from_words(one.called)
    state = str(told.get("state", ""))
    one.state = State(state) if state in State.values else State.DRAFT
    if one.content is None or one.wrong:
        return
    one.audience = _audience(told, names)
    one.may_be_shown = one.audience is not None and not missing_in(one.content)
    if one.audience is None:
        one.audience = names.everyone
        # Rather unseen than seen by more people than it was meant for.
        one.remarks.append(
            _(
                "Who saw it (“%(audience)s”) is not known here. It comes as a draft: choose who sees it."
            )
            % {"audience": str(told["audience"])[:100]}
        )
    elif one.state != State.DRAFT and not one.may_be_shown:
        one.remarks.append(
            _("It lacks something that must be there before others see it. It comes as a draft.")
        )
    _take_quotations(one, told.get("quotations"))


def _take_quotations(one: Planned, given: Any) -> None:
    """Put what it quotes below its text; who is quoted agreed to that where it was."""
    if not isinstance(given, list) or not given or one.content is None:
        return
    quoted = [
        "\n".join(f"> {line}".rstrip() for line in [*told["words"].splitlines(), *_by(told)])
        for told in given
        if isinstance(told, dict) and isinstance(told.get("words"), str)
    ]
    body = "\n\n".join([one.content.body, *quoted]).strip()
    one.may_be_shown = False
    if len(body) > MAX_LENGTH:
        one.remarks.append(_("What it quotes does not fit below its text, and is left out."))
        return
    one.content = replace(one.content, body=body)
    one.remarks.append(
        _(
            "What it quotes stands below its text. It comes as a draft: ask those who said it before "
            "others read it here."
        )
    )


def _by(told: dict[str, Any]) -> list[str]:
    return ["", f"— {told['by']}"] if isinstance(told.get("by"), str) else []


def _audience(told: dict[str, Any], names: Names) -> Audience | None:
    wanted = told.get("audience", EVERYONE)
    if wanted == EVERYONE:
        return names.everyone
    known = names.forums.get(str(wanted).removeprefix(FORUM))
    return Audience(pk=known, community=names.community) if known else None


def _collection(name: str, told: dict[str, Any], note: str, names: Names) -> PlannedCollection:
    title = " ".join(str(told["collection"]).split())
    one = PlannedCollection(name, title, note[:2000], _audience(told, names))
    one.is_start = told.get("start") == "yes"
    one.is_archived, one.why = told.get("state") == "archived", str(told.get("why", ""))[:1000]
    given = told.get("items", [])
    top = PurePosixPath(name).parent.parent
    for item in given[:MOST_ITEMS] if isinstance(given, list) else []:
        if isinstance(item, dict) and isinstance(item.get("resource"), str):
            source = below(top, f"{item['resource']}/{TEXT}")
            one.items.append((source, str(item.get("note", ""))[:400]))
    curators = told.get("curators", [])
    for curator in curators[:MOST_ITEMS] if isinstance(curators, list) else []:
        if isinstance(curator, dict):
            known = str(curator.get("key", ""))
            one.curators.append((str(curator.get("name", ""))[:120], known))
    if not title or len(title) > 120:
        one.wrong = _("A collection needs a title of at most 120 characters.")
    elif one.audience is None:
        one.wrong = _("Who saw this collection is not known here. Please make it by hand.")
    return one
