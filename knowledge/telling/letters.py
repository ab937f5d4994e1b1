"""The letters of the library: what each kind says, written to each reader in his language."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from communities.models import Membership
from notifications.moderation_mail import Letter, send_letter

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# Why somebody gets one.
AS_AUTHOR = _("You get this mail because you are one of its authors.")
AS_KEEPER = _("You get this mail because you keep this community going.")


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterWords:
    """What one kind of letter says: translated, and its %(names)s filled, once it is written."""

    subject: "_StrPromise"
    sentence: "_StrPromise"
    button: "_StrPromise"
    because: "_StrPromise | None" = None

    def written(self, *, path: str, reason: str, values: dict[str, str]) -> Letter:
        """Return the letter in the language that is active."""
        return Letter(
            subject=self.subject % values,
            sentence=self.sentence % values,
            reason=reason,
            path=path,
            button=str(self.button),
            because=str(self.because or ""),
        )


def write_to(
    people: Iterable[Membership],
    words: LetterWords,
    *,
    key: str,
    path: str,
    reason: str = "",
    **values: str,
) -> None:
    """Queue one to each, in the caller's transaction; `values` fill its subject and sentence.

    `key` names what happened, `path` is the page that the button opens, and `reason` what somebody
    said of it, in his own words.
    """
    for member in people:
        send_letter(member, lambda: words.written(path=path, reason=reason, values=values), key=key)
