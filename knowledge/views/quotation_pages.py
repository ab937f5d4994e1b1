"""What is quoted: changed or taken out by those who write, agreed to by those who said it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import MemberRequest, facilitator_required, member_required
from communities.models import Community, Membership
from communities.scope import scope
from forums.bylines import author_name
from knowledge.commons.asking_wider import intro, who_reads
from knowledge.commons.wider_answers import asked_wider, say_wider, understood_wider
from knowledge.harvest.actions import DeclinedError, NotSaidError, quote_otherwise, take_out
from knowledge.harvest.answering import say, understood
from knowledge.harvest.asking import change_rules, quoted_person, silence_until, told
from knowledge.harvest.forms import ConsentForm, PassageForm, RulesForm, not_said
from knowledge.harvest.links import quoted_ids
from knowledge.harvest.quotations import seen_sources, state_of_quotation
from knowledge.harvest.source_kinds import source_kind
from knowledge.loading import resource_or_404
from knowledge.models import (
    Consent,
    Quotation,
    QuotedPerson,
    Resource,
    SourceState,
    quoting_rules,
)
from knowledge.permissions import check_edit

pages = require_http_methods(["GET", "HEAD", "POST"])
L = "c/<slug:slug>/library/"
Q = f"{L}<int:number>/quotations/<int:place>/"


@pages
@member_required
def quotation(request: MemberRequest, number: int, place: int) -> HttpResponse:
    """Quote other words of the same post; whose they are is asked about them."""
    found, one = _quotation_or_404(request, number, place)
    source = seen_sources([one], request.member).get(one.pk)
    if source is None or not source.url or one.person.consent == Consent.DECLINED:
        # Who does not see where it was said reads nothing of it.
        raise Http404
    form = PassageForm(
        request.POST if request.method == "POST" else None, initial={"words": one.words}
    )
    if form.is_bound and form.is_valid():
        try:
            words = form.cleaned_data["words"].replace("\r\n", "\n")
            quote_otherwise(one, words, by=request.member)
        except DeclinedError:
            # Its page says so.
            return redirect(found)
        except NotSaidError:
            form.add_error("words", not_said())
        else:
            messages.success(request, _("Saved. Whose words these are is asked about them."))
            return redirect(found)
    context = {
        "resource": found,
        "quotation": one,
        "source": source,
        "state": state_of_quotation(one),
        "wish": one.person.wish if one.person.consent == Consent.CHANGES else "",
        "speaker": _speaker(one, request.member),
        "said": _said_now(one),
        "has_changed": one.source_state == SourceState.EDITED,
        "form": form,
        "place": "library",
    }
    status = 422 if form.errors else 200
    return render(request, "knowledge/quotation.html", context, status=status)


def _speaker(one: Quotation, reader: Membership) -> str:
    """Return how who said it is called; empty where it is the reader, who is not asked about it."""
    person, user = one.person, one.person.member.user
    if person.member_id == reader.pk and not person.name_hidden:
        return ""
    hidden = person.name_hidden or person.consent == Consent.NAMELESS
    return author_name(user.display_name, user.email, hidden)


def _said_now(one: Quotation) -> str:
    """Return all that its source says now, to copy from."""
    source = source_kind(one.kind).now([one.object_id]).get(one.object_id)
    return source.texts[0] if source and source.texts else ""


@require_POST
@member_required
def delete_quotation(request: MemberRequest, number: int, place: int) -> HttpResponse:
    found, one = _quotation_or_404(request, number, place)
    take_out(one)
    messages.success(request, _("It is taken out."))
    return redirect(found)


def _quotation_or_404(
    request: MemberRequest, number: int, place: int
) -> tuple[Resource, Quotation]:
    found = resource_or_404(request.member, number)
    check_edit(request.member, found)
    one = get_object_or_404(
        Quotation.objects.select_related("person__member__user"), resource=found, number=place
    )
    one.person.community = request.community
    return found, one


@pages
@facilitator_required
def rules(request: MemberRequest) -> HttpResponse:
    """Say what counts where somebody who is quoted does not answer."""
    form = RulesForm(request.POST or None, instance=quoting_rules(request.community))
    if request.method == "POST" and form.is_valid():
        if change_rules(form.save(commit=False), by=request.member):
            said = _(
                "Saved. Whoever has not answered by now is asked again, and told what counts now."
            )
        else:
            said = _("Saved.")
        messages.success(request, said)
        return redirect("knowledge:quoting_rules", request.community.slug)
    status = 422 if form.errors else 200
    return render(
        request, "knowledge/quoting_rules.html", {"form": form, "place": "library"}, status=status
    )


@never_cache
@pages
def quoted(request: HttpRequest, token: str) -> HttpResponse:
    """Ask somebody whether he may be quoted; a POST is his answer. The token is the permission."""
    ids = quoted_ids(token)
    if ids is None:
        raise Http404
    with scope(ids[0]):
        community = get_object_or_404(Community, pk=ids[0])
        person = quoted_person(community, ids[1])
        if person is None:
            raise Http404
        user = person.member.user
        with translation.override(user.language if user.is_active else translation.get_language()):
            return _answer(request, person)


def _answer(request: HttpRequest, person: QuotedPerson) -> HttpResponse:
    wider = asked_wider(person)
    form = ConsentForm(request.POST if request.method == "POST" else None)
    done = ""
    if form.is_bound and form.is_valid():
        answer = Consent(form.cleaned_data["answer"])
        if "elsewhere" in request.POST and wider is None:
            form.add_error(
                None, _("This is not asked any more. Your words are not read elsewhere.")
            )
        elif "elsewhere" in request.POST and wider is not None:
            say_wider(wider, answer if answer != Consent.CHANGES else Consent.DECLINED)
            person.refresh_from_db(fields=["consent", "by_silence"])
            done = understood_wider(wider)
        else:
            say(person, answer, wish=form.cleaned_data["wish"])
            done = understood(person)
            wider = asked_wider(person)
    context = {
        **told(person),
        "form": form,
        "done": done,
        "now": person.consent,
        "by_silence": person.by_silence,
        "wish": person.wish,
        "silence": silence_until(person),
        "wider": wider,
        "wider_intro": intro(person.resource, wider.reach) if wider else "",
        "wider_readers": who_reads(wider.reach) if wider else "",
        "wider_now": "" if wider is None or wider.by_silence else wider.answer,
        "may_name_wider": person.may_be_named
        and (person.consent != Consent.NAMELESS or person.by_silence),
    }
    return render(request, "knowledge/quoted.html", context, status=422 if form.errors else 200)


patterns = [
    path(f"{L}quoting/", rules, name="quoting_rules"),
    path(Q, quotation, name="quotation"),
    path(f"{Q}delete/", delete_quotation, name="delete_quotation"),
    path("mail/quoted/<str:token>/", quoted, name="quoted"),
]
