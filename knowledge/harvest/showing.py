"""How a quotation is shown to somebody: with a name, without one, or not at all."""

from enum import Enum

from knowledge.models import AGREED, Consent


class Shown(Enum):
    NAMED = "named"
    NAMELESS = "nameless"
    NOT = "not"


def how_shown(
    consent: str,
    *,
    silence: str,
    is_published: bool,
    sees_source: bool,
    writes: bool,
    is_removed: bool = False,
) -> Shown:
    """Return how a quotation is shown to a reader. What it is credited to may still hide a name.

    Who did not agree (yet) is read by nobody who does not see the source itself. Once it is
    published, who did not answer yet is quoted as the community's rule on `silence` says, and what
    shall be changed, or may not be quoted, only by those who write it (`writes`), to see to it. Of a post that was removed no name stays.
    """
    if consent == Consent.DECLINED:
        return Shown.NOT
    if not sees_source and not (is_published and consent in AGREED):
        return Shown.NOT
    if consent == Consent.CHANGES:
        return Shown.NAMED if writes else Shown.NOT
    if consent == Consent.WAITING and is_published:
        consent = silence
    if consent == Consent.DECLINED:
        return Shown.NOT
    return Shown.NAMELESS if is_removed or consent == Consent.NAMELESS else Shown.NAMED
