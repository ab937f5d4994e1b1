"""The page behind a link of the mail that asks what came of something: one button, and room for words."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from communities.arrival import member_of
from communities.models import Membership
from communities.scope import scope
from core.signed_links import StaleLinkError
from knowledge.adaptations.actions import (
    AlreadyToldError,
    Report,
    ToldMeanwhileError,
    as_told,
    delete_adaptation,
    tell_outcome,
)
from knowledge.adaptations.asking import ask_later
from knowledge.adaptations.forms import WordsOfOutcomeForm
from knowledge.adaptations.links import LATER, UNUSED, outcome_ids
from knowledge.adaptations.mail_answers import adaptation_for
from knowledge.adaptations.outcome_files import MOST_FILES, keep_uploads
from knowledge.models import Adaptation, Outcome


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def outcome_by_mail(request: HttpRequest, said: str, token: str) -> HttpResponse:
    """Show the button; a POST says it. Without signing in: the token is the permission."""
    try:
        ids = outcome_ids(said, token)
    except StaleLinkError as stale:
        ids = (stale.ids["c"], stale.ids["m"], stale.ids["a"])
        return _answered(request, said, ids, is_stale=True)
    if ids is None or said not in (*Outcome.values, LATER, UNUSED):
        raise Http404
    return _answered(request, said, ids, is_stale=False)


def _answered(
    request: HttpRequest, said: str, ids: tuple[int, int, int], *, is_stale: bool
) -> HttpResponse:
    with scope(ids[0]):
        member = _member_or_404(ids[1])
        one = adaptation_for(member, ids[2])
        if one is None:
            raise Http404
        with translation.override(member.user.language):
            return _page(request, one, member, said, is_stale=is_stale)


def _page(
    request: HttpRequest, one: Adaptation, member: Membership, said: str, *, is_stale: bool
) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = WordsOfOutcomeForm(posted, adaptation=one)
    done, now = "", one
    kept: list[str] = []
    errors: list[str] = []
    saw = as_told(one) if posted is None else posted.get("saw", "")
    if posted is not None and not (is_stale or one.outcome):
        if said in Outcome.values:
            # Kept also when something else is refused: nothing has to be chosen again.
            uploads = request.FILES.getlist("upload")[: MOST_FILES + 1]
            kept, errors = keep_uploads(one, uploads, by=member)
        if form.is_valid():
            try:
                _do(one, member, said, form, saw)
                done = said
            except ToldMeanwhileError as told:
                now, saw = told.adaptation, as_told(told.adaptation)
            except AlreadyToldError:
                now = _as_it_is(one)
    context = {
        "adaptation": now,
        "resource": one.resource,
        "community": member.community,
        "member": member,
        "form": form,
        "said": said,
        "label": "" if said in {LATER, UNUSED} else Outcome(said).label,
        "kept": kept,
        "errors": errors,
        "most_files": MOST_FILES,
        "done": done,
        "saw": saw,
        "is_met": now is not one,
        "was_told": bool(now.outcome),
        "typed": form.data.get("happened", ""),
        "is_stale": is_stale,
    }
    status = HTTPStatus.CONFLICT if now is not one else 422 if form.errors and not done else 200
    return render(request, "knowledge/outcome_link.html", context, status=status)


def _do(one: Adaptation, member: Membership, said: str, form: WordsOfOutcomeForm, saw: str) -> None:
    if said == LATER:
        ask_later(one)
        return
    if said == UNUSED:
        delete_adaptation(one, by=member)
        return
    report = Report(outcome=Outcome(said), happened=form.words_kept, figures=one.figures)
    tell_outcome(one, report, by=member, saw=saw)


def _as_it_is(one: Adaptation) -> Adaptation:
    """Return it as somebody told it meanwhile, with what stands here."""
    current = Adaptation.objects.get(pk=one.pk)
    current.resource, current.site = one.resource, one.site
    return current


def _member_or_404(pk: int) -> Membership:
    """Return the person of the link, if he is a member now, with his audiences."""
    known = Membership.objects.select_related("user", "community").filter(pk=pk).first()
    member = member_of(known.community, known.user) if known and known.user.is_active else None
    if member is None:
        raise Http404
    return member


urlpatterns = [
    path("mail/outcome/<str:said>/<str:token>/", outcome_by_mail, name="outcome_by_mail"),
]
