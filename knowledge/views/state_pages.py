"""The life of a resource: sent, sent back, published, archived, looked at again."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import MemberRequest, member_required
from core.addresses import address
from forums.audience_choices import audience_chosen
from knowledge.actions.life import (
    archive,
    publish,
    put_back,
    review_again,
    send_back,
    send_to_review,
    show_to,
    take_back,
)
from knowledge.commons.release_checks import entry_of
from knowledge.dates import in_a_year
from knowledge.forms.audience import AudienceChoiceForm
from knowledge.forms.words import WordsForm
from knowledge.harvest.agreement import NotAgreedError
from knowledge.kinds import State
from knowledge.listed_rows import IN_REVIEW
from knowledge.loading import content_at, resource_or_404
from knowledge.missing import missing_in
from knowledge.models import Resource
from knowledge.permissions import (
    check_decide,
    check_look_after,
    check_own,
    check_review,
    release_hats,
)
from knowledge.shelves.actions import accept_what_is_published
from knowledge.views.resource_pages import render_resource

pages = require_http_methods(["GET", "HEAD", "POST"])


@pages
@member_required
def audience(request: MemberRequest, number: int) -> HttpResponse:
    """Say who sees it."""
    found = resource_or_404(request.member, number)
    check_look_after(request.member, found)
    form = AudienceChoiceForm(
        request.POST if request.method == "POST" else None,
        member=request.member,
        audience=found.audience,
    )
    if form.is_bound and form.is_valid():
        chosen = audience_chosen(request.community, form.cleaned_data["audience"])
        show_to(found, chosen, by=request.member)
        messages.success(request, _("Saved."))
        return _back(request, found)
    entry = entry_of(found)
    context = {
        "resource": found,
        "form": form,
        "is_out": entry is not None and entry.current_id is not None,
        "decides": any(release_hats(request.member, found)),
        "place": "library",
    }
    status = 422 if form.errors else 200
    return render(request, "knowledge/audience.html", context, status=status)


@require_POST
@member_required
def review(request: MemberRequest, number: int) -> HttpResponse:
    found = resource_or_404(request.member, number)
    check_own(request.member, found)
    if _lacks_something(found):
        return render_resource(request, found, missing=True, status=422)
    send_to_review(found)
    messages.success(request, _("It is sent to the facilitators, who look at it first."))
    return _back(request, found)


@require_POST
@member_required
def delete_review(request: MemberRequest, number: int) -> HttpResponse:
    found = resource_or_404(request.member, number)
    check_own(request.member, found)
    take_back(found)
    messages.success(request, _("It is your draft again."))
    return _back(request, found)


@pages
@member_required
def refusal(request: MemberRequest, number: int) -> HttpResponse:
    """Send it back to its authors, with words."""
    found = resource_or_404(request.member, number)
    check_review(request.member, found)

    def act(words: str) -> str:
        send_back(found, by=request.member, words=words)
        return _("It is sent back. Its authors read your words on its page.")

    return _with_words(
        request,
        found,
        act,
        title=_("Send it back"),
        label=_("What should they change?"),
        tells=_("Its authors get your words by mail, and find them on its page."),
    )


@require_POST
@member_required
def publication(request: MemberRequest, number: int) -> HttpResponse:
    found = resource_or_404(request.member, number)
    check_review(request.member, found)
    if _lacks_something(found):
        return render_resource(request, found, missing=True, status=422)
    if request.POST.get("version", str(found.version)) != str(found.version):
        return _not_as_read(request, found)
    try:
        is_done = publish(found, by=request.member)
    except NotAgreedError as why:
        return render_resource(request, found, refused=str(why), status=422)
    if not is_done:
        return _not_as_read(request, found)
    accept_what_is_published(found, by=request.member)
    messages.success(request, _("It is published."))
    return _back(request, found)


@pages
@member_required
def archiving(request: MemberRequest, number: int) -> HttpResponse:
    found = resource_or_404(request.member, number)
    check_decide(request.member)

    def act(words: str) -> str:
        archive(found, by=request.member, words=words)
        return _("It is archived.")

    return _with_words(
        request,
        found,
        act,
        title=_("Archive it"),
        label=_("Why does it not hold any more?"),
        tells=_(
            "Its authors get your words by mail. It stays readable at its address with them, and "
            "stands in no list, no collection and no search. You can put it back."
        ),
    )


@require_POST
@member_required
def delete_archiving(request: MemberRequest, number: int) -> HttpResponse:
    found = resource_or_404(request.member, number)
    check_decide(request.member)
    put_back(found, by=request.member)
    messages.success(request, _("It stands in the library again."))
    return _back(request, found)


@require_POST
@member_required
def still_holds(request: MemberRequest, number: int) -> HttpResponse:
    """Look at it again in a year."""
    found = resource_or_404(request.member, number)
    check_look_after(request.member, found)
    review_again(found, in_a_year(), by=request.member)
    messages.success(request, _("Thank you. It is looked at again in a year."))
    return _back(request, found)


def _with_words(
    request: MemberRequest,
    found: Resource,
    act: Callable[[str], str],
    *,
    title: str,
    label: str,
    tells: str,
) -> HttpResponse:
    """Ask for words, and do it with them; what `act` returns is said afterwards."""
    form = WordsForm(request.POST if request.method == "POST" else None, label=label, tells=tells)
    if form.is_bound and form.is_valid():
        messages.success(request, act(form.cleaned_data["words"]))
        if Resource.objects.visible_to(request.member).filter(pk=found.pk).exists():
            return _back(request, found)
        # It is with its authors again: here is what else waits.
        library = address("knowledge:library", request.community.slug)
        return redirect(f"{library}?show={IN_REVIEW}")
    context = {"resource": found, "form": form, "title": title, "place": "library"}
    status = 422 if form.errors else 200
    return render(request, "knowledge/words.html", context, status=status)


def _lacks_something(found: Resource) -> bool:
    return found.state in {State.DRAFT, State.REVIEW} and bool(
        missing_in(content_at(found, found.version))
    )


def _not_as_read(request: MemberRequest, found: Resource) -> HttpResponse:
    """Say that nothing was done, on its page, or in the library if he may not read it any more."""
    messages.error(
        request,
        _(
            "Nothing was done: meanwhile somebody has changed it, taken it back or published it. "
            "Please look at it again."
        ),
    )
    if Resource.objects.visible_to(request.member).filter(pk=found.pk).exists():
        return _back(request, found)
    return redirect("knowledge:library", request.community.slug)


def _back(request: MemberRequest, found: Resource) -> HttpResponse:
    return redirect("knowledge:resource", request.community.slug, found.number)
