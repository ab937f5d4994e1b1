"""From the mail's link, or the public page, into a community."""

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from communities.access import (
    CommunityRequest,
    MemberRequest,
    member_required,
    visitor_allowed,
)
from communities.charters import current_charter
from communities.forms.people import JoinRequestForm
from communities.invitations import resend_on_request
from communities.joining import (
    Joined,
    LinkState,
    RemovedError,
    accept,
    account_of,
    ask_to_join,
    join_openly,
    read_join_token,
)
from communities.models import Invitation, Membership
from communities.models.community import Joining
from communities.models.membership import Status

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
BACKEND = "accounts.backend.SessionBackend"
# Read by the sign-up of accounts: who comes from a community that takes people may make an account.
SESSION_KEY = "joining_community"


@never_cache
@get_or_post
@visitor_allowed
def join(request: CommunityRequest, token: str) -> HttpResponse:
    """Show one button; only the button joins, since link scanners follow every link of a mail."""
    found = read_join_token(token)
    if found is None:
        return render(request, "communities/join_broken.html", status=404)
    invitation, state = found
    invitation.community = request.community
    stranger = _is_somebody_else(request, invitation)
    if request.method == "POST" and state is LinkState.GOOD and not stranger:
        joined = accept(invitation)
        if joined is not None:
            return _come_in(request, joined)
        state = LinkState.USED
    context = {
        "invitation": invitation,
        "state": state.name.lower(),
        "stranger": stranger,
        "charter": current_charter(request.community),
        "token": token,
        "was_asked": "sent" in request.GET,
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "communities/join.html", context, status=status)


@require_POST
@visitor_allowed
def fresh_link(request: CommunityRequest, token: str) -> HttpResponse:
    """Send a fresh link to the invited address, whoever asks."""
    found = read_join_token(token)
    if found is None:
        raise Http404
    invitation, _state = found
    invitation.community = request.community
    resend_on_request(invitation)
    return redirect(reverse("communities:join", args=[request.community.slug, token]) + "?sent=1")


@require_safe
@member_required
def welcome(request: MemberRequest) -> HttpResponse:
    context = {"charter": current_charter(request.community)}
    return render(request, "communities/welcome.html", context)


@require_safe
@visitor_allowed
def about(request: CommunityRequest) -> HttpResponse:
    return _about(request, JoinRequestForm())


@require_POST
@visitor_allowed
def ask(request: CommunityRequest) -> HttpResponse:
    """Join an open community, or ask to join one that takes requests."""
    _check_public(request)
    if not isinstance(request.user, User):
        return redirect(_sign_in_url(request))
    if request.member is not None:
        return redirect(request.community)
    if request.community.joining == Joining.OPEN:
        try:
            join_openly(request.community, request.user)
        except RemovedError as error:
            raise PermissionDenied(
                _(
                    "You were taken out of this community, so you cannot join by yourself. Ask its "
                    "facilitators for an invitation."
                )
            ) from error
        return redirect("communities:welcome", request.community.slug)
    form = JoinRequestForm(request.POST)
    if request.community.joining != Joining.REQUEST or not form.is_valid():
        return _about(request, form, status=422)
    ask_to_join(request.community, request.user, note=form.cleaned_data["note"])
    messages.success(
        request, _("Your request is with the facilitators. You will get a mail when they answer.")
    )
    return redirect("communities:about", request.community.slug)


@require_POST
@visitor_allowed
def new_account(request: CommunityRequest) -> HttpResponse:
    """Open the way to a new account for somebody who wants to join."""
    _check_public(request)
    if request.community.joining == Joining.INVITATION:
        raise Http404
    request.session[SESSION_KEY] = request.community.slug
    here = reverse("communities:about", args=[request.community.slug])
    return redirect(f"{reverse('account_signup')}?next={here}")


def _come_in(request: CommunityRequest, joined: Joined) -> HttpResponse:
    slug = request.community.slug
    if not joined.member.is_active:
        messages.success(
            request,
            _("Your request is with the facilitators. You will get a mail when they answer."),
        )
        return redirect("communities:about", slug)
    if joined.opens_session:
        login(request, joined.member.user, backend=BACKEND)
    if request.user.is_authenticated:
        return redirect("communities:welcome", slug)
    messages.success(
        request,
        _("You are a member of %(community)s now. Please sign in to come in.")
        % {"community": request.community.name},
    )
    return redirect(_sign_in_url(request, to="communities:welcome"))


def _is_somebody_else(request: CommunityRequest, invitation: Invitation) -> bool:
    """Return whether another person than the invited one is signed in."""
    if not isinstance(request.user, User):
        return False
    owner = account_of(invitation.email)
    if owner is not None:
        return owner.pk != request.user.pk
    mine = EmailAddress.objects.filter(user=request.user, email=invitation.email, verified=True)
    return not mine.exists()


def _sign_in_url(request: CommunityRequest, to: str = "communities:about") -> str:
    return f"{reverse('account_login')}?next={reverse(to, args=[request.community.slug])}"


def _check_public(request: CommunityRequest) -> None:
    """A community that takes nobody unasked is not there for those who are not in it."""
    if request.member is None and request.community.joining == Joining.INVITATION:
        raise Http404


def _about(request: CommunityRequest, form: JoinRequestForm, status: int = 200) -> HttpResponse:
    _check_public(request)
    mine = None
    if isinstance(request.user, User) and request.member is None:
        mine = Membership.objects.filter(community=request.community, user=request.user).first()
    context = {
        "form": form,
        "charter": current_charter(request.community),
        "has_asked": mine is not None and mine.status == Status.REQUESTED,
        "is_open": request.community.joining == Joining.OPEN,
        "takes_requests": request.community.joining == Joining.REQUEST,
        "sign_in_url": _sign_in_url(request),
        "public_url": request.build_absolute_uri(
            reverse("communities:about", args=[request.community.slug])
        ),
    }
    return render(request, "communities/about.html", context, status=status)
