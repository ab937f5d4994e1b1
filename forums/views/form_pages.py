"""What the forms of topic bring along: the answer of a question, who has read an announcement."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities.access import MemberRequest, member_required
from communities.models import Membership
from forums.actions import accept_answer, acknowledge, take_back_answer
from forums.loading import topic_or_404
from forums.models import Acknowledgement, Post
from forums.permissions.announcements import check_acknowledge, check_see_acknowledgements
from forums.permissions.topics import check_accept


@require_POST
@member_required
def acceptance(request: MemberRequest, number: int, post_number: int) -> HttpResponse:
    """Mark a post as the answer."""
    topic = topic_or_404(request.member, number)
    post = get_object_or_404(
        Post.objects.visible_to(request.member), topic=topic, number=post_number
    )
    check_accept(request.member, topic)
    if post.number == 1:
        raise PermissionDenied(_("The question itself cannot be its answer."))
    accept_answer(topic, post, by=request.member)
    messages.success(request, _("Marked as the answer. It is shown at the top from now on."))
    return redirect(topic)


@require_POST
@member_required
def delete_acceptance(request: MemberRequest, number: int) -> HttpResponse:
    topic = topic_or_404(request.member, number)
    check_accept(request.member, topic)
    take_back_answer(topic, by=request.member)
    messages.success(request, _("The question is open again."))
    return redirect(topic)


@require_POST
@member_required
def acknowledgement(request: MemberRequest, number: int) -> HttpResponse:
    """Say that one has read an announcement."""
    topic = topic_or_404(request.member, number)
    check_acknowledge(request.member, topic)
    acknowledge(topic, by=request.member)
    messages.success(request, _("Thank you. It is noted that you have read this."))
    return redirect(topic)


@require_safe
@member_required
def acknowledgements(request: MemberRequest, number: int) -> HttpResponse:
    """Show who has read an announcement and who has not."""
    topic = topic_or_404(request.member, number)
    check_see_acknowledgements(topic)
    people = (
        Membership.objects.in_audience(topic.forum.audience_id)
        .exclude(pk=topic.author_id)
        .for_display()
        .order_by("user__display_name", "pk")
    )
    said = set(Acknowledgement.objects.filter(topic=topic).values_list("member_id", flat=True))
    for person in people:
        person.community = request.community
    context = {
        "topic": topic,
        "forum": topic.forum,
        "missing": [person for person in people if person.pk not in said],
        "present": [person for person in people if person.pk in said],
        "place": "forums",
    }
    return render(request, "forums/acknowledgements.html", context)
