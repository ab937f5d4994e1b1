"""Making what was planned, one at a time: what is there already is known by its key, and left alone."""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import PurePosixPath
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from communities.scope import scope
from core.checked_files import CheckedFile
from core.file_names import ending_of, with_ending
from core.files import check_upload
from knowledge.actions.life import bring_into_state
from knowledge.actions.writing import begin_resource
from knowledge.content import Content, FileEntry
from knowledge.exchange.bundles import Bundle, EntryError
from knowledge.exchange.earlier_versions import keep_versions
from knowledge.exchange.making_collections import make_collection, name_curators
from knowledge.exchange.places import Places, renamed
from knowledge.exchange.planned import Planned, PlannedCollection, left_out
from knowledge.exchange.planning import plan
from knowledge.exchange.portable import Names
from knowledge.exchange.states_wanted import DRAFTS, PUBLISHED
from knowledge.files.attaching import keep_file
from knowledge.kinds import State
from knowledge.models import Resource
from search.words import fold

type Ready = tuple[CheckedFile, str, str]


@dataclass
class Made:
    """What came of it: how many were made, and what was not, by its name in the bundle."""

    count: int = 0
    collections: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)
    brought: dict[str, int] = field(default_factory=dict)
    """Resources by their names in the bundle, what was there before too."""


def make_all(
    bundle: Bundle,
    names: Names,
    *,
    wanted: str,
    left: Container[str] = (),
    tell: Callable[[int, Made], None] | None = None,
) -> Made:
    """Make all that can be made but what is `left` out, each in a transaction of its own.

    Done again it goes on where it ended. Call outside of any scope; `tell` gets how many were looked
    at so far after each.
    """
    made, places = Made(), Places(bundle)
    with scope(names.community):
        names.look_up()
        known = _known(names)
    for done, one in enumerate(plan(bundle, names), 1):
        if one.wrong or one.source in left:
            _find(one, names, made)
        elif isinstance(one, PlannedCollection):
            with scope(names.community):
                if why := make_collection(one, made.brought, names):
                    made.faults.append((one.source, why))
                else:
                    made.collections += 1
                    if why := name_curators(one, names):
                        made.faults.append((one.source, why))
        else:
            there = known.get(one.key(names))
            _make(one, places, names, wanted, made, there)
        if tell is not None:
            tell(done, made)
    return made


def state_of(one: Planned, wanted: str) -> State:
    """Return the state in which it would come."""
    if wanted == DRAFTS or not one.may_be_shown:
        return State.DRAFT
    if wanted == PUBLISHED and one.state != State.ARCHIVED:
        return State.PUBLISHED
    return one.state


def _known(names: Names) -> dict[UUID, int]:
    """Return what has a key already, of this import or an earlier one: one query for all of it."""
    keyed = Resource.objects.filter(community=names.community, form_key__isnull=False)
    return {key: pk for key, pk in keyed.values_list("form_key", "pk") if key is not None}


def _make(
    one: Planned, places: Places, names: Names, wanted: str, made: Made, there: int | None
) -> None:
    assert one.content is not None  # noqa: S101  (for mypy)
    if there is not None:
        made.brought[one.source] = there
        made.count += 1
        return
    # Pictures are made anew here: no transaction is open for that.
    ready = list(_ready(one, places.bundle, made))
    if one.files and not ready and one.files[0][0] == one.source:
        return
    try:
        with scope(names.community):
            resource = _write(one, places, ready, names, state_of(one, wanted))
    except ValidationError as refused:
        made.faults.append((one.called, refused.messages[0]))
    else:
        made.brought[one.source] = resource.pk
        made.count += 1


def _find(one: Planned | PlannedCollection, names: Names, made: Made) -> None:
    """Note what is left out since it is there already: collections may name it."""
    if isinstance(one, Planned) and one.content is not None:
        with scope(names.community):
            there = Resource.objects.visible_to(names.member).filter(title__iexact=one.title)
            if known := there.first():
                made.brought[one.source] = known.pk


def _write(
    one: Planned, places: Places, ready: list[Ready], names: Names, state: State
) -> Resource:
    assert one.audience is not None  # noqa: S101  (for mypy)
    by = names.member
    folder = PurePosixPath(one.source).parent
    now = {source: checked.name for checked, _label, source in ready}
    keys = {source: keep_file(checked, by=by).key for checked, _label, source in ready}
    files = tuple(FileEntry(keys[source], label) for _checked, label, source in ready)
    content = _named(one, places, now)
    with transaction.atomic():
        resource = begin_resource(
            replace(content, files=files),
            by=by,
            audience=one.audience,
            form_key=one.key(names),
            at=one.created,
            note=one.note,
        )
        if one.versions:
            keep_versions(
                resource,
                one.versions,
                keys=keys,
                now=now,
                places=places,
                folder=folder,
                names=names,
            )
        owner = _owner(one, names, state)
        if owner is not None:
            resource.owner_id = owner
            resource.save(update_fields=["owner"])
        at = one.published or one.created
        bring_into_state(resource, state, by=by, at=at, words=one.why)
    return resource


def _owner(one: Planned, names: Names, state: State) -> int | None:
    """Return whose it is, if he is known here, and who brings it in goes on seeing it."""
    ids = names.members.get(fold(one.owner), []) if one.owner else []
    return ids[0] if len(ids) == 1 and state != State.DRAFT else None


def _ready(one: Planned, bundle: Bundle, made: Made) -> list[Ready]:
    """Return its files as they may be kept, each with a name of its own, its label, and its source."""
    ready: list[Ready] = []
    taken: set[str] = set()
    for source, label in one.files:
        try:
            data = bundle.read(source)
            last = PurePosixPath(source).name
            checked = check_upload(UploadedFile(ContentFile(data), name=last, size=len(data)))
        except EntryError as error:
            made.faults.append((one.source, left_out(source, str(error))))
        except ValidationError as error:
            made.faults.append((one.source, left_out(source, error.messages[0])))
        else:
            name = checked.name
            for number in count(2):
                if name.lower() not in taken:
                    break
                name = f"{with_ending(checked.name, '')}-{number}{ending_of(checked.name)}"
            taken.add(name.lower())
            ready.append((replace(checked, name=name), label, source))
    return ready


def _named(one: Planned, places: Places, now: Mapping[str, str]) -> Content:
    """Return its content with pictures called as they are called from now on."""
    assert one.content is not None  # noqa: S101  (for mypy)
    folder = PurePosixPath(one.source).parent
    return replace(one.content, body=renamed(one.content.body, places, folder, now))
