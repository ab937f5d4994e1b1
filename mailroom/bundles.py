"""A mail of many things is answered as a whole: taken apart, shown back, and done if nothing is unclear."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from communities.arrival import member_of
from communities.models import Community, Membership
from communities.scope import scope
from mailroom.addressees import Bundle, Labelled
from mailroom.arrivals import Arrival
from mailroom.files import is_sent
from mailroom.models import MailedPart
from mailroom.parts import UNDO, hold, undo_label
from mailroom.pictures import with_places
from mailroom.receipts import Line, send_receipt
from mailroom.spoken import PART
from mailroom.taking_apart import Named, Part, TakenApart, take_apart, taken_back
from notifications.acts import Said, Subject, Thing, example_of, subject_of
from notifications.answers import AnswerRefusedError

# Things that are not clear and are named; more are told no better.
DOUBTS = 8


@dataclass(frozen=True, slots=True)
class Answerable:
    """A label with its thing, as the person finds it now."""

    item: Labelled
    member: Membership
    subject: Subject
    thing: Thing

    def read(self, words: str) -> Said:
        return self.subject.read(self.thing, words)


def take_bundle(arrival: Arrival, bundle: Bundle) -> None:
    """Keep each part of the mail until its time to be taken back is over; or ask, and do nothing."""
    found = _answerables(bundle)
    labels = [item.label for item in bundle.items]
    if wanted := taken_back(arrival.written, labels, name=bundle.user.display_name):
        _take_back(arrival, bundle, wanted)
        return
    named = [_named(label, found.get(label)) for label in labels]
    sent = [file for file in arrival.mail.attachments if is_sent(file)]
    text = with_places(arrival.mail.text, sent)
    taken = take_apart(text, named, name=bundle.user.display_name, headings=bundle.headings)
    files = len(sent)
    doubts = [*taken.doubts, *_forbidden(taken, found), *_astray(taken, files)]
    if doubts:
        _ask(arrival, bundle, taken, doubts, found)
    else:
        _hold(arrival, bundle, taken, found, with_files=bool(files))


def _answerables(bundle: Bundle) -> dict[str, Answerable]:
    """Return by label what the person may know of now."""
    found: dict[str, Answerable] = {}
    for community, items in _by_community(bundle):
        with scope(community):
            member = member_of(community, bundle.user)
            for item in items if member else ():
                subject = subject_of(item.kind)
                things = subject.find(member, [item.object_id]) if member and subject else {}
                if member and subject and item.object_id in things:
                    thing = things[item.object_id]
                    found[item.label] = Answerable(item, member, subject, thing)
    return found


def _by_community(bundle: Bundle) -> Iterator[tuple[Community, list[Labelled]]]:
    for community in dict.fromkeys(item.community for item in bundle.items):
        yield community, [item for item in bundle.items if item.community == community]


def _named(label: str, one: Answerable | None) -> Named:
    return Named(label, one.read, one.thing.title) if one else Named(label, _gone)


def _gone(_words: str) -> Said:
    return Said(doubt=_("It is not there any more, or not open to you any more."))


def _forbidden(taken: TakenApart, found: Mapping[str, Answerable]) -> list[str]:
    """Return a sentence for each act that its sender may not say now."""
    refused: list[str] = []
    for part in taken.parts:
        one = found[part.label]
        with scope(one.item.community):
            for act in part.acts:
                try:
                    one.subject.check(one.member, one.item.object_id, act)
                except AnswerRefusedError as why:
                    refused.append(f"#{part.label}: {why}")
    return refused


def _astray(taken: TakenApart, files: int) -> list[str]:
    """Return a sentence if it is not clear what the files of a mail belong to."""
    if not files or sum(1 for part in taken.parts if part.words) == 1:
        return []
    return [_("We do not know which answer the file that you sent belongs to.")]


def _hold(
    arrival: Arrival,
    bundle: Bundle,
    taken: TakenApart,
    found: Mapping[str, Answerable],
    *,
    with_files: bool,
) -> None:
    until = timezone.now() + UNDO
    lines: list[Line] = []
    first: MailedPart | None = None
    for part in taken.parts:
        one = found[part.label]
        with scope(one.item.community):
            place = (one.item.kind, one.item.object_id)
            rows = hold(
                arrival.message, one.member, part, place, until=until, with_files=with_files
            )
        first = first or rows[0]
        lines.append(Line.of(rows[0], one.thing, part))
    send_receipt(
        arrival,
        lines,
        user=bundle.user,
        community=bundle.community,
        until=until,
        left_out=taken.left_out,
    )
    arrival.done(made=(PART, first.pk) if first else None)


def _take_back(arrival: Arrival, bundle: Bundle, labels: list[str]) -> None:
    """Take back what was said under these labels, and say which it was too late for."""
    sentences: list[str] = []
    for community, items in _by_community(bundle):
        with scope(community):
            sentences += [
                undo_label(arrival, bundle.user, item.label)
                for item in items
                if item.label in labels
            ]
    arrival.write_back(sentences, user=bundle.user, community=bundle.community)
    arrival.done()


def _ask(
    arrival: Arrival,
    bundle: Bundle,
    taken: TakenApart,
    doubts: list[str],
    found: Mapping[str, Answerable],
) -> None:
    """Say what is not clear, and how to answer, with the labels; nothing is done."""
    understood = [
        _shown(part, found[part.label]) for part in taken.understood if part.label in found
    ]
    example = _("Please answer this mail. Begin each thing with its label, like this: %(example)s")
    first = bundle.items[0]
    sentences = [
        _("We are not sure what you mean, so we have done nothing yet."),
        *list(dict.fromkeys(doubts))[:DOUBTS],
        *(
            [_("This is what we understood: %(what)s") % {"what": " ".join(understood)}]
            if understood
            else []
        ),
        example % {"example": example_of(first.label, first.kind)},
        *(f"#{label}: {one.thing.title}" for label, one in found.items()),
    ]
    arrival.ask(sentences, user=bundle.user, community=bundle.community)


def _shown(part: Part, one: Answerable) -> str:
    said = [one.subject.words(one.thing, act) for act in part.acts]
    return f"#{part.label}: " + ", ".join(said + ([f"“{part.words}”"] if part.words else [])) + "."
