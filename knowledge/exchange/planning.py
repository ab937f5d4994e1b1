"""What would be made of what somebody brings, said line by line before anything is made.

Asks the database nothing, once Names.look_up() has: the worker makes each thing in a scope of its own.
"""

from collections.abc import Iterator
from pathlib import PurePosixPath

from django.conf import settings
from django.utils.translation import gettext as _

from core.file_names import ending_of
from core.file_types import ENDINGS
from knowledge.content import Content
from knowledge.exchange.bundles import Bundle, EntryError
from knowledge.exchange.from_tables import links_in, no_links
from knowledge.exchange.from_texts import from_text
from knowledge.exchange.places import Places
from knowledge.exchange.planned import Planned, PlannedCollection, from_words, left_out
from knowledge.exchange.portable import INDEX, TEXT, VERSIONS, Names
from knowledge.files.attaching import MOST_FILES
from knowledge.kinds import Kind

TEXTS = (".md", ".markdown")
MOST = 5_000


def plan(bundle: Bundle, names: Names) -> Iterator[Planned | PlannedCollection]:
    """Give all that would be made, in order, collections last, and what cannot be made."""
    texts = [name for name in bundle.names if _is_text(bundle, name)]
    used, shelves = {INDEX, *texts}, list[PlannedCollection]()
    places = Places(bundle)
    for name in texts[:MOST]:
        one = from_text(bundle, places, name, names)
        if isinstance(one, PlannedCollection):
            shelves.append(one)
            continue
        used.update(place for place, _label in one.files)
        used.add(str(PurePosixPath(name).with_name(VERSIONS)))
        yield _checked(one, bundle)
    for name in texts[MOST:]:
        yield Planned(name, wrong=_("At most %(limit)s come in at once.") % {"limit": MOST})
    for name in bundle.names:
        if name in used:
            continue
        if _stands_with_a_text(bundle, name):
            yield Planned(name, wrong=_("The text beside it does not name it."))
            continue
        is_table = ending_of(name) == ".csv"
        if is_table and (rows := list(links_in(bundle, name, names))):
            yield from (_checked(one, bundle) for one in rows)
            continue
        one = _from_file(bundle, name, names)
        if is_table and not one.wrong:
            one.remarks.append(no_links())
        yield _checked(one, bundle)
    yield from shelves
    for name, words in bundle.wrong:
        yield Planned(name, wrong=words)


def _is_text(bundle: Bundle, name: str) -> bool:
    """Return whether it is a text of its own: not a file beside one, as our export has them."""
    path = PurePosixPath(name)
    return ending_of(name) in TEXTS and (path.name == TEXT or not _stands_with_a_text(bundle, name))


def _stands_with_a_text(bundle: Bundle, name: str) -> bool:
    return str(PurePosixPath(name).with_name(TEXT)) in bundle.known


def _checked(one: Planned, bundle: Bundle) -> Planned:
    """Look at its files by name and size; what is in them is looked at when they are kept."""
    if len(one.files) > MOST_FILES:
        one.remarks.append(
            _("Only the first %(limit)s of its files come along.") % {"limit": MOST_FILES}
        )
    kept = []
    for name, label in one.files[:MOST_FILES]:
        if why := _refused(bundle, name):
            one.remarks.append(left_out(name, why))
        else:
            kept.append((name, label))
    one.files = kept
    return one


def _refused(bundle: Bundle, name: str) -> str:
    if ending_of(name) not in ENDINGS:
        return _("Files of this kind are not taken.")
    size = bundle.size(name)
    if not size:
        return _("It is empty.")
    if size > settings.ATTACHMENT_MAX_MB * 1024 * 1024:
        limit = {"limit": settings.ATTACHMENT_MAX_MB}
        return _("It is too large: at most %(limit)s MB fit.") % limit
    return ""


def _from_file(bundle: Bundle, name: str, names: Names) -> Planned:
    """Return a draft with a file beside it."""
    path = PurePosixPath(name)
    if why := _refused(bundle, name):
        return Planned(name, wrong=why)
    title = path.stem.replace("_", " ").strip()[:200] or path.name[:200]
    try:
        fingerprint = bundle.fingerprint(name)
    except EntryError as error:
        return Planned(name, wrong=str(error))
    return Planned(
        name,
        content=Content(kind=Kind.TOOL, title=title, authors=(names.member.pk,)),
        audience=names.everyone,
        note=from_words(name),
        files=[(name, "")],
        fingerprint=fingerprint,
    )
