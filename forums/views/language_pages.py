"""Saying which language a post is in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import MemberRequest, member_required
from forums.actions import say_language
from forums.forms import LanguageForm
from forums.loading import post_or_404
from forums.permissions.languages import check_say_language
from forums.post_languages import language_name
from forums.views.topic_pages import post_url


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def post_language(request: MemberRequest, number: int, post_number: int) -> HttpResponse:
    post = post_or_404(request.member, number, post_number)
    check_say_language(request.member, post)
    data = request.POST if request.method == "POST" else None
    form = LanguageForm(data, initial={"language": post.said_language})
    back = post_url(request, number, post_number, post.topic.last_number)
    if form.is_valid():
        say_language(post, form.cleaned_data["language"], by=request.member)
        words = _("This post counts as written in %(language)s now.")
        messages.success(request, words % {"language": language_name(post.language)})
        return redirect(back)
    context = {
        "post": post,
        "topic": post.topic,
        "forum": post.topic.forum,
        "now": language_name(post.language) if post.language else "",
        "form": form,
        "back": back,
        "place": "forums",
    }
    status = 422 if form.is_bound else 200
    return render(request, "forums/post_language.html", context, status=status)
