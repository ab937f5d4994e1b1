"""What a link of a mail has somebody say in a word: found, shown, and done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from communities.models import Membership
from notifications.acts import Act, Subject, Thing


@dataclass(frozen=True, slots=True)
class Saying:
    """One member and what he can say of one thing with one button."""

    member: Membership
    object_id: int
    act: str
    thing: Thing
    subject: Subject

    @property
    def name(self) -> str:
        return self.subject.acts[self.act]

    @property
    def asked(self) -> str:
        """Return what the page asks besides; empty for nothing."""
        return self.subject.asks.get(self.act, "")

    @property
    def choices(self) -> Sequence[tuple[str, str]]:
        """Return value and words of what can be chosen from; only a vote asks for it."""
        if self.act != "vote":
            return ()
        return [(str(place), words) for place, words in enumerate(self.thing.choices, 1)]

    def do(self, chosen: Sequence[str]) -> str:
        """Say it; return a sentence on what was said. Raises AnswerRefusedError with one."""
        return self.subject.do(self.member, self.object_id, Act(self.act, " ".join(chosen)))

    def meaning(self) -> str:
        """Return what it will come to. Raises AnswerRefusedError with why he cannot say it."""
        return self.subject.meaning(self.member, self.object_id, Act(self.act))

    def undo(self) -> str:
        """Take it back; return a sentence. Raises AnswerRefusedError with one."""
        return self.subject.undo(self.member, self.object_id, Act(self.act))

    @property
    def undo_until(self) -> datetime | None:
        """Return until when it can be taken back here; None if it cannot."""
        return self.subject.undo_until(self.member, self.object_id, Act(self.act))
