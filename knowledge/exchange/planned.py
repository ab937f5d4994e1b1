"""What would be made of one thing that somebody brings."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.translation import gettext as _

from communities.models import Audience
from knowledge.content import Content
from knowledge.exchange.earlier_versions import LONGEST_NOTE, Earlier
from knowledge.exchange.portable import Names
from knowledge.kinds import State


@dataclass
class Planned:
    """One resource that would be made; `wrong` says why it would not, `remarks` what is left out.

    `source` is the same in all languages: it is known by it.
    """

    source: str
    line: int = 0
    """Of a table, the line that it stands in."""
    content: Content | None = None
    audience: Audience | None = None
    state: State = State.DRAFT
    may_be_shown: bool = False
    """Whether others could see it: nothing is missing, and it is known who they are."""
    owner: str = ""
    why: str = ""
    """The words it was archived with."""
    note: str = ""
    """For its first version: where it is from, and what was not understood."""
    created: datetime | None = None
    published: datetime | None = None
    files: list[tuple[str, str]] = field(default_factory=list)
    """Names in the bundle, and what is said of each."""
    versions: list[Earlier] = field(default_factory=list)
    """What it said before, the oldest first."""
    fingerprint: str = ""
    remarks: list[str] = field(default_factory=list)
    wrong: str = ""

    @property
    def title(self) -> str:
        return self.content.title if self.content else ""

    @property
    def called(self) -> str:
        """Return what its source is called for who brings it."""
        return called(self.source, self.line)

    def key(self, names: Names) -> UUID:
        """Return what it is known by: the same file brought twice by one member is one resource."""
        parts = (names.community.pk, names.member.pk, self.source, self.fingerprint)
        return uuid5(NAMESPACE_URL, "\n".join(map(str, parts)))


@dataclass
class PlannedCollection:
    """A collection that would be made, with the folders of what stands in it, and why it does."""

    source: str
    title: str
    note: str = ""
    audience: Audience | None = None
    is_start: bool = False
    is_archived: bool = False
    why: str = ""
    items: list[tuple[str, str]] = field(default_factory=list)
    curators: list[tuple[str, str]] = field(default_factory=list)
    """Names, and knowledge.exchange.portable.mail_key() of each."""
    wrong: str = ""


def called(source: str, line: int) -> str:
    """Return what a source is called, in the language that is active."""
    if not line:
        return source
    values = {"file": source.removesuffix(f":{line}"), "line": line}
    return _("%(file)s, line %(line)s") % values


def left_out(name: str, why: str) -> str:
    """Return a sentence on a file that does not come along."""
    values = {"name": PurePosixPath(name).name[:120], "why": why}
    return _("The file “%(name)s” is left out. %(why)s") % values


def from_words(source: str) -> str:
    """Return the note of a first version."""
    return (_("From the file %(source)s.") % {"source": source})[:LONGEST_NOTE]
