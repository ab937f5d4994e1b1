"""Who may open a view of a community."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from communities.models.community import Community
from communities.models.membership import Membership


class CommunityRequest(HttpRequest):
    """A request under /c/<slug>/; member is None for a visitor."""

    community: Community
    member: Membership | None


class MemberRequest(CommunityRequest):
    member: Membership


type MemberView[**P] = Callable[Concatenate[MemberRequest, P], HttpResponseBase]


def member_required[**P](view: MemberView[P]) -> Callable[..., HttpResponseBase]:
    """Let active members in; send visitors to sign in; the place does not exist for anyone else.

    The slug of the URL is taken by the middleware and not passed on to the view.
    """

    @wraps(view)
    def inner(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kwargs.pop("slug", None)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if request.member is None:
            raise Http404
        return view(request, *args, **kwargs)

    return inner


def visitor_allowed[**P](
    view: Callable[Concatenate[CommunityRequest, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Let anybody reach the view, which decides itself what a visitor may know of."""

    @wraps(view)
    def inner(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kwargs.pop("slug", None)
        return view(request, *args, **kwargs)

    return inner


def facilitator_required[**P](view: MemberView[P]) -> Callable[..., HttpResponseBase]:
    """Let facilitators and admins of the community in; tell other members why not."""

    @wraps(view)
    def checked(request: MemberRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.member.is_facilitator:
            raise PermissionDenied(_("Only facilitators of this community may do this."))
        return view(request, *args, **kwargs)

    return member_required(cast("MemberView[P]", checked))


def admin_required[**P](view: MemberView[P]) -> Callable[..., HttpResponseBase]:
    """Let admins of the community in; tell other members why not."""

    @wraps(view)
    def checked(request: MemberRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.member.is_admin:
            raise PermissionDenied(_("Only admins of this community may do this."))
        return view(request, *args, **kwargs)

    return member_required(cast("MemberView[P]", checked))


def platform_admin_required[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[..., HttpResponseBase]:
    """Let platform admins in; the place does not exist for anyone else."""

    @wraps(view)
    def inner(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.is_staff:
            raise Http404
        return view(request, *args, **kwargs)

    return inner
