"""What a link of a mail has somebody say in a word: found, shown, and done."""

from collections.abc import Sequence
from dataclasses import dataclass

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
    def choices(self) -> Sequence[tuple[str, str]]:
        """Return value and words of what can be chosen from; only a vote asks for it."""
        if self.act != "vote":
            return ()
        return [(str(place), words) for place, words in enumerate(self.thing.choices, 1)]

    def do(self, chosen: Sequence[str]) -> str:
        """Say it; return a sentence on what was said. Raises AnswerRefusedError with one."""
        return self.subject.do(self.member, self.object_id, Act(self.act, " ".join(chosen)))
