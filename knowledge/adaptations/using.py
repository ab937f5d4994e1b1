"""A member says by mail, in a word or by one button, that his site uses something."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communities.models import Membership, Site
from knowledge.adaptations.actions import (
    AlreadyOpenError,
    AlreadyToldError,
    Plan,
    add_to_plan,
    begin_adaptation,
    delete_adaptation,
)
from knowledge.adaptations.forms import QUARTER
from knowledge.adaptations.permissions import check_begin_adaptation
from knowledge.adaptations.use_words import LONGEST
from knowledge.models import Adaptation, Resource
from notifications.answers import AnswerRefusedError

# So long he can take it back, and nobody is told.
UNDO = timedelta(minutes=10)


def check_use(
    member: Membership, resource_id: int, *, different: str = ""
) -> tuple[Resource, Site, Adaptation | None]:
    """Return what he would use, where, and what is open there, to which he adds what is different.

    Raises AnswerRefusedError with a sentence if he may not, or has nothing to add to what is open.
    """
    resource = Resource.objects.visible_to(member).filter(pk=resource_id).first()
    if resource is None:
        raise AnswerRefusedError(
            _("What it answers is not in the library any more, or not open to you any more.")
        )
    try:
        check_begin_adaptation(member, resource)
    except PermissionDenied as refused:
        raise AnswerRefusedError(str(refused)) from refused
    if member.site is None:
        # A facilitator, who chooses one in the form.
        raise AnswerRefusedError(
            _("You belong to no site. On its page you can say which site uses it.")
        )
    open_ = Adaptation.objects.filter(resource=resource, site=member.site, outcome="").first()
    if open_ is not None and not different:
        raise AnswerRefusedError(_already(open_, member.site))
    return resource, member.site, open_


def use(member: Membership, resource_id: int, *, different: str = "") -> str:
    """Note that his site uses it, and say so; its authors are told once it cannot be taken back.

    What is different there is added to what is open already. Raises AnswerRefusedError with a
    sentence.
    """
    different = different.replace("\r\n", "\n").strip()[:LONGEST]
    resource, site, open_ = check_use(member, resource_id, different=different)
    if open_ is not None:
        open_.community = member.community
        if not add_to_plan(open_, different, by=member):
            raise AnswerRefusedError(_already(open_, site))
        return _("Its page says now what is different at %(site)s.") % {"site": site.name}
    plan = Plan(begun_on=timezone.localdate(), ask_after=QUARTER, different=different)
    try:
        begin_adaptation(resource, site, plan, by=member, tell_at=timezone.now() + UNDO)
    except AlreadyOpenError as there:
        raise AnswerRefusedError(_already(there.adaptation, site)) from there
    return _("Its page says now that %(site)s uses it.") % {"site": site.name}


def meaning(member: Membership, resource_id: int) -> str:
    """Return what it comes to if he says it. Raises AnswerRefusedError with why he cannot."""
    _resource, site, _open = check_use(member, resource_id)
    return _(
        "Its page will say that %(site)s uses it, and those who wrote it will be told. In three "
        "months we ask you what came of it. You can take it back for ten minutes."
    ) % {"site": site.name}


def use_undone_until(member: Membership, resource_id: int) -> datetime | None:
    """Return until when he can take back what he said; None if he said nothing, or it is too late."""
    one = _just_said(member, resource_id)
    return one.created_at + UNDO if one else None


def undo_use(member: Membership, resource_id: int) -> str:
    """Take it back, and say so. Raises AnswerRefusedError if it is too late."""
    one = _just_said(member, resource_id)
    if one is None:
        raise AnswerRefusedError(
            _("It is too late to take it back here. You can still change it on its page.")
        )
    try:
        delete_adaptation(one, by=member)
    except AlreadyToldError as told:
        raise AnswerRefusedError(
            _("It was told what came of it, and others learn from that. You can change the words.")
        ) from told
    return _("It is taken back. Nobody was told.")


def _just_said(member: Membership, resource_id: int) -> Adaptation | None:
    """Return what he began within these minutes and nobody has added to."""
    rows = Adaptation.objects.select_related("resource", "site").filter(
        resource=resource_id,
        site=member.site_id or 0,
        opened_by=member,
        outcome="",
        changed_by=None,
        created_at__gt=timezone.now() - UNDO,
    )
    return rows.first()


def _already(open_: Adaptation, site: Site) -> str:
    values = {"site": site.name, "day": date_format(open_.begun_on, "DATE_FORMAT")}
    return (
        _("%(site)s uses it already, since %(day)s. What is to be added can be told on its page.")
        % values
    )
