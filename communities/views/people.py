"""The people of a community, and what is said of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import MemberRequest, member_required
from communities.forms.people import PersonForm, RefusalForm
from communities.membership_changes import change_person, other_admins, remove
from communities.models import Community, Invitation, Membership, Role, Site
from communities.models.membership import Circle, Standing, Status
from communities.name_finding import called, names_meant
from communities.permissions import (
    check_edit_person,
    check_remove_person,
    check_see_people,
    may_edit_person,
    may_remove_person,
)
from communities.person_rows import by_name, person_rows
from communities.person_sections import person_sections
from communities.querysets import MembershipQuerySet
from core.numbers import number_in

PEOPLE_PER_PAGE = 30
LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class Filter:
    """A link that narrows the list, or takes that back."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class PeoplePage:
    number: int
    count: int
    query: dict[str, str]

    @property
    def previous_url(self) -> str:
        return self._url(self.number - 1) if self.number > 1 else ""

    @property
    def next_url(self) -> str:
        return self._url(self.number + 1) if self.number < self.count else ""

    def _url(self, number: int) -> str:
        return "?" + urlencode({**self.query, "page": number})


@require_safe
@member_required
def people(request: MemberRequest) -> HttpResponse:
    check_see_people(request.member)
    roles = list(Role.objects.filter(community=request.community))
    sites = list(Site.objects.filter(community=request.community))
    query = _query(request, roles, sites)
    found, count, meant = _found(request.community, query)
    page = _page(request, count, query)
    first = (page.number - 1) * PEOPLE_PER_PAGE
    context = {
        "people": person_rows(by_name(found)[first : first + PEOPLE_PER_PAGE], request.community),
        "page": page,
        "role_filters": _filters("role", ((r.key, r.label_plural) for r in roles), query),
        "site_filters": _filters("site", ((s.slug, s.name) for s in sites), query),
        "circle_filters": _filters("circle", Circle.choices, query),
        "is_narrowed": bool(query.keys() - {"q"}),
        "query": query,
        "meant": meant,
        "place": "people",
        **(_waiting(request) if request.member.is_facilitator else {}),
    }
    return render(request, "communities/people.html", context)


@require_safe
@member_required
def person(request: MemberRequest, membership_id: int) -> HttpResponse:
    if membership_id != request.member.pk:
        check_see_people(request.member)
    shown = _member(request, membership_id)
    context = {
        "shown": shown,
        "may_edit": may_edit_person(request.member),
        "may_remove": may_remove_person(request.member, shown),
        "is_me": shown.pk == request.member.pk,
        "sections": person_sections(request, shown),
        "place": "people",
    }
    return render(request, "communities/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def edit(request: MemberRequest, membership_id: int) -> HttpResponse:
    if membership_id != request.member.pk:
        check_see_people(request.member)
    shown = _member(request, membership_id)
    check_edit_person(request.member)
    form = PersonForm(request.POST or None, member=shown, by=request.member)
    if request.method == "POST" and form.is_valid() and _save(shown, form, request.member):
        messages.success(request, _("Saved what is said of %(name)s.") % {"name": shown.name})
        return redirect(shown)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "shown": shown, "place": "people"}
    return render(request, "communities/person_edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def removal(request: MemberRequest, membership_id: int) -> HttpResponse:
    """End somebody's membership, with a reason."""
    if membership_id != request.member.pk:
        check_see_people(request.member)
    shown = _member(request, membership_id)
    check_remove_person(request.member, shown)
    form = RefusalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        remove(shown, by=request.member, reason=form.cleaned_data["reason"])
        messages.success(
            request,
            _("%(name)s is not in this community any more and gets your reason by mail.")
            % {"name": shown.name},
        )
        return redirect("communities:people", request.community.slug)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "shown": shown, "place": "people"}
    return render(request, "communities/removal.html", context, status=status)


def _save(member: Membership, form: PersonForm, by: Membership) -> bool:
    given = form.cleaned_data
    standing = given.get("standing") or member.standing
    if member.is_admin and standing != Standing.ADMIN and not other_admins(member):
        form.add_error("standing", _("A community needs an admin. Name another one first."))
        return False
    change_person(
        member,
        by=by,
        roles=given["roles"],
        site=given["site"],
        circle=given["circle"],
        standing=standing,
    )
    return True


def _member(request: MemberRequest, membership_id: int) -> Membership:
    found = Membership.objects.active().filter(community=request.community).for_display()
    member = get_object_or_404(found, pk=membership_id)
    member.community = request.community
    return member


def _query(request: MemberRequest, roles: Iterable[Role], sites: Iterable[Site]) -> dict[str, str]:
    known = {
        "role": {role.key for role in roles},
        "site": {site.slug for site in sites},
        "circle": set(Circle.values),
    }
    given = {name: request.GET.get(name, "") for name in known}
    query = {name: value for name, value in given.items() if value in known[name]}
    # PostgreSQL takes no zero byte.
    words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    return {**query, "q": words} if words else query


def _found(
    community: Community, query: dict[str, str]
) -> tuple[MembershipQuerySet[Membership], int, str]:
    """Return the people, their number, and by which words they were found if not by those typed."""
    people = _narrowed(query)
    count = people.count()
    meant = names_meant(community, query["q"]) if "q" in query and not count else ""
    if meant:
        people = _narrowed({**query, "q": meant})
        count = people.count()
    return people, count, meant


def _narrowed(query: dict[str, str]) -> MembershipQuerySet[Membership]:
    people = Membership.objects.active()
    if "q" in query:
        people = called(people, query["q"])
    if "role" in query:
        people = people.filter(role_links__role__key=query["role"])
    if "site" in query:
        people = people.filter(site__slug=query["site"])
    if "circle" in query:
        people = people.filter(circle=query["circle"])
    return people


def _filters(
    name: str, choices: Iterable[tuple[str, object]], query: dict[str, str]
) -> list[Filter]:
    found = []
    for value, label in choices:
        chosen = query.get(name) == value
        rest = {key: word for key, word in query.items() if key != name}
        url = "?" + urlencode(rest if chosen else {**rest, name: value})
        found.append(Filter(str(label), url, chosen))
    return found


def _page(request: MemberRequest, people: int, query: dict[str, str]) -> PeoplePage:
    pages = max(1, -(-people // PEOPLE_PER_PAGE))
    return PeoplePage(min(number_in(request.GET.get("page")) or 1, pages), pages, query)


def _waiting(request: MemberRequest) -> dict[str, int]:
    return {
        "requests": Membership.objects.filter(
            community=request.community, status=Status.REQUESTED
        ).count(),
        "invited": Invitation.objects.filter(
            community=request.community, status=Invitation.Status.WAITING
        ).count(),
    }
