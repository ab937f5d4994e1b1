"""Saying what a topic is about."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import MemberRequest, member_required
from forums.actions import set_facets
from forums.facet_forms import FacetForm
from forums.facets import facets_of_topic
from forums.loading import topic_or_404
from forums.permissions.topics import check_say_about


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def facets(request: MemberRequest, number: int) -> HttpResponse:
    topic = topic_or_404(request.member, number)
    check_say_about(request.member, topic)
    form = FacetForm(
        request.POST if request.method == "POST" else None,
        community=request.community,
        chosen=[facet.value for facet in facets_of_topic(topic)],
    )
    if form.is_valid():
        set_facets(topic, form.facets, by=request.member)
        messages.success(request, _("Saved. Others find this topic by it."))
        return redirect(topic)
    context = {"topic": topic, "forum": topic.forum, "form": form, "place": "forums"}
    return render(
        request, "forums/topic_facets.html", context, status=422 if form.is_bound else 200
    )
