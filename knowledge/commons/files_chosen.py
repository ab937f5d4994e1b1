"""Which files go along when something is released: each is decided on, with what was found in it."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Membership
from core.addresses import address
from core.file_names import kind_words, name_called
from core.file_texts.readings import Reading
from knowledge.commons.flags import Flag, find_flags, without
from knowledge.content import Content, FileEntry
from knowledge.models import Resource, ResourceFile

TAKE, LEAVE = "take", "leave"
_CHOICES = [(TAKE, gettext_lazy("Take it along")), (LEAVE, gettext_lazy("Leave it at home"))]
# With bounds: a text of nothing but beginnings of pictures would be looked through again for each.
_PICTURE = re.compile(r"!\[[^\[\]\n]{0,300}\]\(<?([^)<>\n]{1,300}?)>?\)")
# Of each kind of flag, as many are named.
NAMED = 5


@dataclass(frozen=True, slots=True)
class FileToChoose:
    """One file of the version that is released, with what its text says that should not leave by mistake."""

    key: str
    name: str
    size: int
    is_picture: bool
    reading: str
    flags: Sequence[Flag]
    url: str

    @property
    def field(self) -> str:
        return f"take-{self.key}"

    @property
    def label(self) -> str:
        return f"{self.name} ({kind_words(self.name, self.size)})"

    @property
    def help(self) -> str:
        """Return what was found in it, or that somebody has to look."""
        if self.flags:
            told = "; ".join(str(flag.label) for flag in self.flags[:NAMED])
            more = len(self.flags) - NAMED
            if more > 0:
                values = {"told": told, "more": more}
                return _("It says: %(told)s, and %(more)s more.") % values
            return _("It says: %(told)s.") % {"told": told}
        if self.is_picture:
            return _("Look at it: a picture can show faces, names and addresses.")
        if self.reading == Reading.WAITING:
            return _("Its text is not read yet. Look into it, or come back in some minutes.")
        if self.reading != Reading.READ:
            return _("Its text could not be read by us, or not all of it. Look into it before.")
        return _("No contact data and no full name was found in its text.")


def files_to_choose(resource: Resource, content: Content) -> list[FileToChoose]:
    """Return the files of a version: at most two queries."""
    found = _by_key(resource, content)
    if not found:
        return []
    members = Membership.objects.filter(community=resource.community)
    names = list(members.values_list("user__display_name", flat=True))
    return [
        FileToChoose(
            entry.key,
            _name(file, entry),
            file.size,
            file.is_picture,
            file.reading,
            find_flags([file.text], names),
            address("knowledge:file", resource.community.slug, resource.number, entry.key),
        )
        for entry in content.files
        if (file := found.get(entry.key))
    ]


def files_released(
    resource: Resource, content: Content, taken: Collection[str], left_out: Sequence[str]
) -> list[dict[str, Any]]:
    """Return those that go along as a release keeps them: at most one query."""
    if not taken:
        return []
    found = _by_key(resource, content)
    return [
        {
            "key": entry.key,
            "name": _without(_name(file, entry), left_out),
            "label": without(entry.label, left_out) if file.is_picture else "",
            "size": file.size,
            "width": file.width,
            "height": file.height,
            "content_type": file.content_type,
        }
        for entry in content.files
        if entry.key in taken and (file := found.get(entry.key))
    ]


def left_at_home(resource: Resource, content: Content, taken: Collection[str]) -> frozenset[str]:
    """Return the names of pictures that stay at home: at most one query."""
    if all(entry.key in taken for entry in content.files):
        return frozenset()
    found = _by_key(resource, content)
    taken_names = {found[key].name for key in taken if key in found}
    left = {file.name for key, file in found.items() if key not in taken and file.is_picture}
    return frozenset(left - taken_names)


def without_pictures(text: str, names: Collection[str]) -> str:
    """Return a text without the places of these pictures: their names are nothing to read."""
    if not names:
        return text
    return _PICTURE.sub(lambda found: "" if found[1].strip() in names else found[0], text)


def add_fields(form: forms.Form, files: Sequence[FileToChoose], before: Collection[str]) -> None:
    """Let a form ask of each file; those that went along an earlier time are chosen already."""
    for file in files:
        form.fields[file.field] = forms.ChoiceField(
            label=file.label,
            help_text=format_html(
                '{} <a href="{}" target="_blank">{}</a>', file.help, file.url, _("Open it")
            ),
            choices=_CHOICES,
            widget=forms.RadioSelect,
            initial=TAKE if file.key in before else None,
            error_messages={"required": gettext_lazy("Choose whether this file goes along.")},
        )


def _by_key(resource: Resource, content: Content) -> dict[str, ResourceFile]:
    keys = [entry.key for entry in content.files]
    if not keys:
        return {}
    files = ResourceFile.objects.filter(resource=resource, key__in=keys)
    return {file.key: file for file in files}


def _name(file: ResourceFile, entry: FileEntry) -> str:
    return file.name if file.is_picture else name_called(entry.label, file.name)


def _without(name: str, left_out: Sequence[str]) -> str:
    """Return a name with its ending, whatever is left out of it."""
    clean = without(name, left_out)
    return clean if clean == name else name_called(clean, name)
