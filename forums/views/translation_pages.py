"""Putting a post into another language."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import MemberRequest, member_required
from forums.actions import remove_translation, translate_post
from forums.forms import TranslationForm
from forums.loading import post_or_404
from forums.models import Post, PostTranslation
from forums.permissions.languages import may_say_language
from forums.permissions.translations import check_remove_translation, check_translate
from forums.post_history import versions_in
from forums.post_languages import language_name
from forums.previews import preview_html
from forums.refusals import PostRefusedError
from forums.views.topic_pages import post_url


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def translation(
    request: MemberRequest, number: int, post_number: int, language: str
) -> HttpResponse:
    """Show the post beside the form for its translation, or keep that."""
    post = _post(request, number, post_number, language)
    known = PostTranslation.objects.filter(post=post, language=language).first()
    check_translate(request.member, post, known.by_id if known else None)
    before = {"title": known.title, "body": known.body} if known else {}
    opens = post.number == 1
    form = TranslationForm(request.POST or None, initial=before, with_title=opens)
    preview = preview_html(request, form)
    if request.method == "POST" and preview is None and form.is_valid():
        given = form.cleaned_data
        try:
            translate_post(
                post,
                by=request.member,
                language=language,
                body=given["body"],
                title=given.get("title", ""),
            )
        except PostRefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Thank you. Who reads in that language sees it now."))
            return redirect(post_url(request, number, post_number, post.topic.last_number))
    context = {
        "post": post,
        "topic": post.topic,
        "forum": post.topic.forum,
        "language": language,
        "language_name": language_name(language),
        "now": language_name(post.language) if post.language else "",
        "may_say": may_say_language(request.member, post),
        "known": known,
        "form": form,
        "preview": preview,
        "draft_key": f"post-{post.pk}-{language}",
        "place": "forums",
    }
    status = 422 if form.errors and preview is None else 200
    return render(request, "forums/translation.html", context, status=status)


@require_safe
@member_required
def history(request: MemberRequest, number: int, post_number: int, language: str) -> HttpResponse:
    """Show what a translation said before, to whoever sees the post."""
    post = _post(request, number, post_number, language)
    known = get_object_or_404(
        PostTranslation.objects.select_related("by__user", "post__author__user"),
        post=post,
        language=language,
    )
    context = {
        "post": post,
        "topic": post.topic,
        "forum": post.topic.forum,
        "language": language,
        "language_name": language_name(language),
        "versions": versions_in(known),
        "place": "forums",
    }
    return render(request, "forums/translation_history.html", context)


@require_POST
@member_required
def delete_translation(
    request: MemberRequest, number: int, post_number: int, language: str
) -> HttpResponse:
    post = _post(request, number, post_number, language)
    known = get_object_or_404(PostTranslation, post=post, language=language)
    check_remove_translation(request.member, post, known.by_id)
    remove_translation(known, by=request.member)
    messages.success(request, _("The translation is removed."))
    return redirect(post_url(request, number, post_number, post.topic.last_number))


def _post(request: MemberRequest, number: int, post_number: int, language: str) -> Post:
    """Return a post that may be put into this language; 404 for others."""
    post = post_or_404(request.member, number, post_number)
    if language not in dict(settings.LANGUAGES) or language == post.language:
        raise Http404
    return post
