"""By the link of a mail: one's name and language, and which forums write to one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actions import save_profile
from accounts.forms import NameForm
from accounts.models import User
from communities.arrival import member_of
from communities.models import Community, Membership
from communities.scope import scope
from communities.switcher import my_communities
from core.signed_links import StaleLinkError, read_token
from digests.forms import ForumsForm
from digests.links import PACE, PACE_LINK_LASTS
from forums.mailing_forums import choose_forums, forums_to_choose

pages = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@pages
def about_me(request: HttpRequest, token: str) -> HttpResponse:
    """Show name and language; a POST changes them."""
    person = _person_or_404(token)
    with translation.override(person.language):
        form = NameForm(request.POST or None, instance=person)
        if form.is_valid():
            save_profile(form.instance)
            return redirect(reverse("digests:about_me", args=[token]) + "?saved=1")
        return _page(request, "digests/about_me.html", token, person, form)


@never_cache
@pages
def forums(request: HttpRequest, token: str, slug: str) -> HttpResponse:
    """Show which forums of one community write to the person; a POST changes that."""
    person = _person_or_404(token)
    community = get_object_or_404(Community, slug=slug)
    with scope(community), translation.override(person.language):
        member = _member_or_404(community, person)
        form = ForumsForm(
            request.POST if request.method == "POST" else None, forums=forums_to_choose(member)
        )
        if form.is_valid():
            choose_forums(member, form.chosen)
            here = reverse("digests:forums", args=[token, slug])
            return redirect(f"{here}?saved=1")
        return _page(request, "digests/forums.html", token, person, form, community=community)


def _page(
    request: HttpRequest,
    template: str,
    token: str,
    person: User,
    form: NameForm | ForumsForm,
    *,
    community: Community | None = None,
) -> HttpResponse:
    context = {
        "person": person,
        "community": community,
        "form": form,
        "saved": "saved" in request.GET and not form.is_bound,
        "communities": my_communities(person),
        "token": token,
    }
    return render(request, template, context, status=422 if form.errors else 200)


def _person_or_404(token: str) -> User:
    """Return whom the link names, while it is not too old; its older page offers a new one."""
    try:
        ids = read_token(PACE, token, max_age=PACE_LINK_LASTS)
    except StaleLinkError:
        ids = None
    if ids is None:
        raise Http404
    return get_object_or_404(User, pk=ids.get("user"), is_active=True)


def _member_or_404(community: Community, person: User) -> Membership:
    member = member_of(community, person)
    if member is None:
        raise Http404
    return member
