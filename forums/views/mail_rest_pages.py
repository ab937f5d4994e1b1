"""What was cut off the mail that a post came by."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from communities.access import MemberRequest, member_required
from forums.models import MailRest, Post
from forums.permissions.posts import may_see_mail_rest


@require_safe
@member_required
def mail_rest(request: MemberRequest, number: int, post_number: int) -> HttpResponse:
    """Show it to the post's author and to who keeps the forum going; to all others it is not there."""
    posts = Post.objects.visible_to(request.member).select_related("topic__forum", "author__user")
    post = get_object_or_404(posts, topic__number=number, number=post_number)
    if not may_see_mail_rest(request.member, post):
        raise Http404
    post.topic.community = request.community
    context = {
        "post": post,
        "topic": post.topic,
        "forum": post.topic.forum,
        "rest": get_object_or_404(MailRest, post=post),
        "place": "forums",
    }
    return render(request, "forums/mail_rest.html", context)
