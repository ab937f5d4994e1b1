"""From a topic to a draft that quotes it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import MemberRequest, member_required
from core.numbers import number_in
from core.pagination import PostPage, post_page
from forums.audience_choices import audience_chosen
from forums.facets import facets_of_topic
from forums.loading import topic_or_404
from forums.models import Post, Reaction, ReactionKind, Topic
from forums.telling import POST
from knowledge.content import Content
from knowledge.dates import in_a_year
from knowledge.harvest.actions import NotSaidError, harvest
from knowledge.harvest.choosing import numbers_chosen, quotable_posts
from knowledge.harvest.forms import HarvestForm, not_said
from knowledge.harvest.proposals import proposed_evidence, proposed_kind
from knowledge.harvest.source_kinds import source_kind
from knowledge.permissions import check_begin
from knowledge.views.harvest_drafts import add_to_draft, drafts_of

# More posts than most topics have; the others stand on further pages.
PER_PAGE = 100
L = "c/<slug:slug>/library/"


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def harvest_topic(request: MemberRequest, number: int) -> HttpResponse:
    """Show a topic's posts to choose from; a POST begins a draft that quotes them."""
    topic = topic_or_404(request.member, number)
    check_begin(request.member)
    page = _page(request, topic)
    sites = _sites_that_tried(topic)
    is_turned = "turn" in request.POST
    initial = _kept(request.POST) if is_turned else {"posts": _proposed(topic, request)}
    chosen = numbers_chosen(request.POST) if request.method == "POST" else initial["posts"]
    form = HarvestForm(
        request.POST if request.method == "POST" and not is_turned else None,
        member=request.member,
        audience=topic.forum.audience,
        title=topic.shown_title,
        posts=quotable_posts(
            request.member, topic, first=page.first, last=page.last, besides=chosen
        ),
        drafts=drafts_of(request.member),
        initial={"kind": proposed_kind(topic.form, tried=len(sites)), **initial},
    )
    if form.is_bound and form.is_valid():
        try:
            if answer := _take(request, topic, form, tried=len(sites)):
                return answer
        except NotSaidError:
            form.add_error(None, not_said())
    status = 422 if form.errors else 200
    here = range(page.first, page.last + 1)
    context = {
        "topic": topic,
        "form": form,
        "page": page,
        "here": [one for one in form.choices if one.post.number in here],
        "elsewhere": [one for one in form.choices if one.post.number not in here],
        "place": "library",
    }
    return render(request, "knowledge/harvest_topic.html", context, status=status)


def _page(request: MemberRequest, topic: Topic) -> PostPage:
    """Return the page that one turns to, else that one is on, else that of the named post."""
    sent, asked = request.POST, request.GET
    wanted = sent.get("turn") or sent.get("page") or asked.get("page")
    named = "" if wanted else asked.get("post")
    return post_page(topic.last_number, page=wanted, post=named, per_page=PER_PAGE)


def _kept(sent: QueryDict) -> dict[str, Any]:
    """Return what was chosen and typed so far, for the page that one turns to."""
    return {**{name: sent[name] for name in sent}, "posts": numbers_chosen(sent)}


def _take(
    request: MemberRequest, topic: Topic, form: HarvestForm, *, tried: int
) -> HttpResponse | None:
    if form.cleaned_data.get("into"):
        return add_to_draft(request, form, source_kind(POST))
    return _begin(request, topic, form, tried=tried)


def _begin(request: MemberRequest, topic: Topic, form: HarvestForm, *, tried: int) -> HttpResponse:
    given = form.cleaned_data
    content = Content(
        kind=given["kind"],
        title=given["title"],
        authors=(request.member.pk,),
        facets=tuple(facet.value for facet in facets_of_topic(topic)),
        evidence=proposed_evidence(sites=tried),
        review_by=in_a_year(),
    )
    made = harvest(
        content,
        form.chosen,
        source_kind(POST),
        by=request.member,
        audience=audience_chosen(request.community, given["audience"]),
        form_key=form.key,
    )
    messages.success(request, _("The draft is begun. Now say in your words what was learnt."))
    return redirect("knowledge:resource", request.community.slug, made.number)


def _proposed(topic: Topic, request: MemberRequest) -> list[int]:
    """Return the posts that are ticked at first: the one that the address names, else the answer."""
    if number := number_in(request.GET.get("post")):
        return [number]
    answers = Post.objects.filter(pk=topic.accepted_post_id or 0, topic=topic)
    return list(answers.values_list("number", flat=True))


def _sites_that_tried(topic: Topic) -> set[Any]:
    """Return the sites whose people say that they tried something of it."""
    said = Reaction.objects.filter(post__topic=topic, kind=ReactionKind.TRIED)
    return set(said.values_list("member__site", flat=True).distinct())


patterns = [path(f"{L}harvest/<int:number>/", harvest_topic, name="harvest")]
