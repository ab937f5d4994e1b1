"""A discussion: reading it, opening one."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import MemberRequest, member_required
from communities.audiences import seen_by, why_seen
from communities.roles import roles_by_id
from core.addresses import address
from core.pagination import PostPage, post_page
from forums.actions import (
    attach_files,
    begin_consult,
    hold_if_needed,
    mark_read,
    open_topic,
    set_facets,
)
from forums.actions.drafts import drop_draft
from forums.alike import offer_alike, topics_alike
from forums.answering import answered, reply_form
from forums.attached_files import AttachedFiles, attached_files
from forums.became import what_became, where_to_begin
from forums.drafts import (
    carried_over,
    chosen_in,
    draft_of_reply,
    draft_of_topic,
    place_of_reply,
    place_of_topic,
    put_back,
)
from forums.facet_forms import FacetForm
from forums.facets import facets_of_topic
from forums.form_guides import form_choices, form_guide
from forums.forms import TOPIC_FORMS, ReplyForm, TopicForm
from forums.loading import forum_or_404, topic_or_404
from forums.models import Draft, Form, Forum, Post, Topic
from forums.names_to_call import offer_names
from forums.permissions.announcements import check_announce
from forums.permissions.facilitating import may_facilitate
from forums.permissions.topics import has_charge_of
from forums.post_rows import post_rows
from forums.previews import preview_html, preview_piece
from forums.reaction_rows import post_reactions
from forums.talked_of import where_talked_of, where_to_bring
from forums.topic_top import topic_top
from forums.under_posts import UnderPosts
from forums.views.draft_pages import become
from forums.views.mention_pages import warn_of_refused_calls
from forums.views.turns import not_now, refusal
from forums.waiting_rows import waiting_of


@require_safe
@member_required
def topic(request: MemberRequest, number: int) -> HttpResponse:
    found = topic_or_404(request.member, number)
    if found.number != number:
        return redirect(found)
    wanted = request.GET
    page = post_page(found.last_number, page=wanted.get("page"), post=wanted.get("reply"))
    return render_topic(request, found, page, reply_form(found, wanted))


@require_safe
@member_required
def first_unread(request: MemberRequest, number: int) -> HttpResponse:
    """Go to the first post not read yet, or to the last one."""
    found = topic_or_404(request.member, number)
    post = min(found.read_through + 1, found.last_number)
    return redirect(post_url(request, found.number, post, found.last_number))


@require_safe
@member_required
def post_permalink(request: MemberRequest, number: int, post_number: int) -> HttpResponse:
    """Go to a post on its page, wherever it stands now."""
    posts = Post.objects.with_removed_for(request.member).select_related("topic")
    found = get_object_or_404(posts, topic__number=number, number=post_number)
    if found.moved_to_id:
        found = get_object_or_404(posts, pk=found.moved_to_id)
    return redirect(post_url(request, found.topic.number, found.number, found.topic.last_number))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def new_topic(request: MemberRequest, forum_slug: str) -> HttpResponse:
    forum = forum_or_404(request.member, forum_slug)
    draft = draft_of_topic(request.member, forum)
    keeps_going = may_facilitate(request.member, forum)
    chosen = _chosen_form(request, draft, keeps_going=keeps_going)
    if "become" in request.POST:
        return become(request, forum)
    if chosen == Form.ANNOUNCEMENT:
        check_announce(request.member, forum)
    form = _topic_form(request, forum, chosen)
    fields = carried_over(draft.fields, chosen) if draft else {}
    # A mail's link may name the title.
    named = {"title": request.GET["title"][:200]} if "title" in request.GET else {}
    form.initial = {**named, **fields, **form.initial}
    about = FacetForm(request.POST or None, community=request.community, chosen=chosen_in(fields))
    files = form.attached = attached_files(request)
    preview = preview_html(request, form, forum)
    if piece := preview_piece(request, preview):
        return piece
    refused = None
    if form.is_bound and preview is None and form.is_valid() and about.is_valid():
        refused = refusal(request, form, forum)
        if refused is None:
            return _open(request, forum, chosen, form, about, files)
    context = {
        "forum": forum,
        "choices": form_choices(chosen, facilitates=keeps_going),
        "guide": form_guide(chosen),
        "form": form,
        "about": about,
        "preview": preview,
        **_what_is_alike(request),
        "draft_key": f"forum-{forum.pk}-topic",
        "draft": place_of_topic(request.member, forum, chosen, draft, form),
        "action": f"{request.path}?form={chosen.value}",
        "seen_by": seen_by(request.community, forum.audience_id, roles_by_id(request.community)),
        "place": "forums",
    }
    status = 422 if form.errors and preview is None else 200
    return not_now(render(request, "forums/topic_new.html", context, status=status), refused)


def _open(
    request: MemberRequest,
    forum: Forum,
    chosen: Form,
    form: TopicForm,
    about: FacetForm,
    files: AttachedFiles,
) -> HttpResponse:
    """Open the topic, or keep it back, and lead to it."""
    given = form.cleaned_data
    if held := hold_if_needed(
        forum,
        by=request.member,
        title=given["title"],
        body=given["body"],
        form=chosen,
        days=given.get("days"),
        facets=[facet.value for facet in about.facets],
        name_hidden=given.get("name_hidden", False),
        form_key=form.key,
    ):
        attach_files(held, files.entries)
        drop_draft(request.member, forum=forum)
        return redirect(held)
    opened = open_topic(
        forum,
        by=request.member,
        title=given["title"],
        body=given["body"],
        form=chosen,
        name_hidden=given.get("name_hidden", False),
        form_key=form.key,
    )
    drop_draft(request.member, forum=forum)
    set_facets(opened, about.facets, by=request.member)
    if files.entries:
        attach_files(opened.posts.get(number=1), files.entries)
    if chosen == Form.CONSULT:
        begin_consult(opened, days=given["days"])
    warn_of_refused_calls(request, opened.posts.get(number=1))
    return redirect(address("forums:topic", request.community.slug, opened.number))


def _chosen_form(request: MemberRequest, draft: Draft | None, *, keeps_going: bool) -> Form:
    """Return the form that the address names, else that of what was begun, else a discussion."""
    named = request.GET.get("form", "")
    if named in Form.values:
        return Form(named)
    begun = draft.form if draft and (draft.form != Form.ANNOUNCEMENT or keeps_going) else ""
    return Form(begun or Form.DISCUSSION)


def _topic_form(request: MemberRequest, forum: Forum, chosen: Form) -> TopicForm:
    # Looking is not sending: what was typed is kept, and nothing is complained of.
    if "look" in request.POST:
        form = TOPIC_FORMS[chosen](initial=request.POST.dict())
    else:
        form = TOPIC_FORMS[chosen](request.POST or None)
    offer_alike(form, request.community)
    offer_names(form, request.member, forum)
    return form


def _what_is_alike(request: MemberRequest) -> dict[str, object]:
    """Return what the page says when somebody pressed "Look whether somebody asked already"."""
    if "look" not in request.POST:
        return {}
    found = topics_alike(request.member, request.POST.get("title", ""))
    return {"alike": found, "looked": True}


def post_url(request: MemberRequest, topic_number: int, number: int, last_number: int) -> str:
    """Return the address of a post on its page."""
    page = post_page(last_number, post=number).page
    base = address("forums:topic", request.community.slug, topic_number)
    return f"{base}{f'?page={page}' if page > 1 else ''}#post-{number}"


def render_topic(
    request: MemberRequest,
    topic: Topic,
    page: PostPage,
    form: ReplyForm,
    *,
    preview: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the page of a topic (with `read_through`, forum and community), and mark it as read."""
    offer_names(form, request.member, topic.forum)
    draft = draft_of_reply(request.member, topic)
    put_back(draft, form)
    posts = post_rows(topic, request.community, first=page.first, last=page.last)
    under = under_posts(request, topic, first=page.first, last=page.last)
    under.made = what_became(topic)
    read_through = topic.read_through
    if page.last > read_through:
        mark_read(topic, member=request.member, through=page.last)
    context = {
        "topic": topic,
        "top": under.top,
        "facets": facets_of_topic(topic),
        "has_charge_of": has_charge_of(request.member, topic),
        "under": under,
        "made": under.made,
        "make_url": where_to_begin(request.member, topic),
        "talks": where_talked_of(topic),
        "bring_url": where_to_bring(request.member, topic),
        "draft_key": f"topic-{topic.pk}-reply",
        "draft": place_of_reply(request.member, topic, draft, form),
        "forum": topic.forum,
        "posts": posts,
        "waiting": waiting_of(request.member, topic),
        "new_from": read_through + 1 if read_through else None,
        "page": {
            "number": page.page,
            "count": page.pages,
            "previous_url": f"?page={page.previous}" if page.previous else "",
            "next_url": f"?page={page.next}" if page.next else "",
            "previous_label": _("Earlier posts"),
            "next_label": _("Later posts"),
        },
        "form": form,
        "answered": answered(form, posts),
        "closed": under.top.closed or under.top.paused,
        "slow_minutes": 0
        if topic.facilitated
        else max(topic.slow_minutes, topic.forum.slow_minutes),
        "preview": preview,
        "seen_by": seen_by(
            request.community, topic.forum.audience_id, roles_by_id(request.community)
        ),
        "why_seen": why_seen(request.member, topic.forum.audience_id),
        "place": "forums",
    }
    return render(request, "forums/topic.html", context, status=status)


def under_posts(request: MemberRequest, topic: Topic, *, first: int, last: int) -> UnderPosts:
    """Return what draws the reactions of these posts: one query, and one for some forms."""
    reactions = post_reactions(
        topic, request.community, reader=request.member, first=first, last=last
    )
    return UnderPosts(request.member.pk, topic_top(topic, member=request.member), reactions)
