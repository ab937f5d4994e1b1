"""Acts that belong into the record, told to the app above that keeps it."""

from collections.abc import Callable

from django.db.models import Model

from communities.models import Membership

# Who did what to which object, and a note that may be empty.
type Recorder = Callable[[Membership, str, Model, str], None]
_recorders: list[Recorder] = []


def register_recorder(recorder: Recorder) -> None:
    """Say who writes acts down; called from AppConfig.ready(), runs in the act's transaction."""
    _recorders.append(recorder)


def note_act(by: Membership, act: str, obj: Model, *, note: str = "") -> None:
    """Have it written down that `by` did this."""
    for recorder in _recorders:
        recorder(by, act, obj, note)
