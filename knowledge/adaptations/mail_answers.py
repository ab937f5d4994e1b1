"""The answer to "What came of it?" becomes the outcome's words."""

from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communities.models import Membership
from core.addresses import address
from knowledge.adaptations.actions import Report, add_words, tell_outcome
from knowledge.adaptations.asking import ask_later
from knowledge.adaptations.links import LATER, UNUSED, outcome_url
from knowledge.adaptations.outcome_files import keep_uploads
from knowledge.adaptations.outcome_mail import ADAPTATION
from knowledge.adaptations.permissions import check_edit_adaptation
from knowledge.adaptations.reading import outcome_in, says_more
from knowledge.models import Adaptation, Outcome, Resource
from notifications.answers import (
    Answer,
    AnswerRefusedError,
    MailedFile,
    Taken,
    register_answers,
)


def adaptation_for(
    member: Membership, adaptation_id: int, *, is_locked: bool = False
) -> Adaptation | None:
    """Return an adaptation that the member may change, of a text that he sees, with both and its site."""
    found = Adaptation.objects.select_related("resource", "site").filter(pk=adaptation_id)
    if is_locked:
        found = found.select_for_update(of=("self",))
    one = found.filter(resource__in=Resource.objects.visible_to(member).values("pk")).first()
    if one is None:
        return None
    one.community = one.resource.community = member.community
    try:
        check_edit_adaptation(member, one)
    except PermissionDenied:
        return None
    return one


@transaction.atomic
def outcome_by_mail(member: Membership, adaptation_id: int, answer: Answer) -> Taken:
    """Keep what somebody answered. Where it is not sure, his words are kept and he is asked.

    Raises AnswerRefusedError with a sentence if he may not, or there is nothing to keep.
    """
    # Two colleagues may answer at once: the words of both are kept.
    one = adaptation_for(member, adaptation_id, is_locked=True)
    if one is None:
        raise AnswerRefusedError(_("This is not there any more, or not yours to tell any more."))
    words = answer.words
    longest = Adaptation._meta.get_field("happened").max_length or 0
    if not words and not answer.files:
        raise AnswerRefusedError(_("There was nothing in it to read. Write a line, and send it."))
    if len(words) + len(one.happened) + 2 > longest:
        raise AnswerRefusedError(
            _("That is more than fits here. Please send at most 4,000 characters.")
        )
    # Before it is told: whoever hears of it finds them there.
    about_files = _keep(one, member, answer.files)
    remarks = _do(one, member, words, outcome_in(words)) if words else _only_files(one, member)
    return Taken(kind=ADAPTATION, object_id=one.pk, remarks=[*remarks, *about_files])


def _keep(one: Adaptation, member: Membership, mailed: Sequence[MailedFile]) -> list[str]:
    """Keep what came with it; return a sentence on what is kept, and one on each other file."""
    uploads = [SimpleUploadedFile(one.name, one.content, one.content_type) for one in mailed]
    kept, errors = keep_uploads(one, uploads, by=member)
    names = ", ".join(kept)
    kept_words = _("Beside what came of it stands now: %(names)s") % {"names": names}
    return [kept_words, *errors] if kept else errors


def _only_files(one: Adaptation, member: Membership) -> list[str]:
    """Return what is left to be said by who sent pictures without a word."""
    if one.outcome:
        return []
    return [
        _("Did it work? Choose a line. Until then only your site sees it."),
        *_choices(one, member),
    ]


def _do(one: Adaptation, member: Membership, words: str, said: str) -> list[str]:
    """Keep it; return what it was understood as."""
    title = {"title": one.resource.title}
    if one.outcome:
        add_words(one, words, by=member)
        return [_("Your words stand with “%(title)s” now: %(url)s") % {**title, "url": _url(one)}]
    if said == LATER:
        if says_more(words):
            add_words(one, words, by=member)
        day = date_format(ask_later(one), "DATE_FORMAT")
        return [_("Thank you. We ask you again on %(day)s.") % {"day": day}]
    if said and said != UNUSED:
        happened = "\n\n".join(part for part in (one.happened, words) if part)
        report = Report(outcome=Outcome(said), happened=happened, figures=one.figures)
        tell_outcome(one, report, by=member)
        values = {**title, "outcome": Outcome(said).label, "url": _url(one)}
        return [_("Thank you. “%(title)s” says of your site now: %(outcome)s. %(url)s") % values]
    add_words(one, words, by=member)
    if said == UNUSED:
        asked = _(
            "Your words are kept. If your site does not use it, choose the last line, and it is taken "
            "back. If it does: did it work?"
        )
    else:
        asked = _("Your words are kept. We are not sure of one thing: did it work? Choose a line.")
    return [asked, *_choices(one, member)]


def _choices(one: Adaptation, member: Membership) -> list[str]:
    ids = {"community": member.community_id, "member": member.pk, "adaptation": one.pk}
    said = [*Outcome.choices, (UNUSED, _("We did not use it"))]
    return [f"{label}: {outcome_url(value, **ids)}" for value, label in said]


def _url(one: Adaptation) -> str:
    page = address("knowledge:resource", one.community.slug, one.resource.number)
    return f"{settings.SITE_URL}{page}#adaptation-{one.pk}"


def register() -> None:
    """Say what is done with answers to it; called from AppConfig.ready()."""
    register_answers(ADAPTATION, outcome_by_mail)
