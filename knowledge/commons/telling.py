"""Mails about releases: who is asked, what was decided, what was withdrawn."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from communities.models import Membership
from communities.models.membership import Standing
from communities.querysets import MembershipQuerySet
from core.addresses import address
from knowledge.commons.credit_links import named_path
from knowledge.kinds import Reach
from knowledge.models import CreditChoice, Release, Resource
from knowledge.models.release import ReleaseState
from knowledge.permissions import release_hats
from knowledge.resource_people import people_behind
from knowledge.telling.letters import LetterWords, write_to
from notifications.models import OutgoingMail

_BECAUSE = _("You get this mail because you are one of its authors, or an admin here.")
ASKED = LetterWords(
    subject=_("Do you agree? “%(title)s”"),
    sentence=_(
        "%(asker)s asks that “%(title)s” may be read by all communities here. This needs your yes, "
        "too. Look at what will be shown first."
    ),
    button=_("Look at it"),
    because=_BECAUSE,
)
ASKED_FOR_WEB = replace(
    ASKED,
    sentence=_(
        "%(asker)s asks that “%(title)s” may go on the public web. Then anybody can read it. This "
        "needs your yes, too. Look at what will be shown first."
    ),
)
NAME_ASKED = LetterWords(
    subject=_("Do you want to be named? “%(title)s”"),
    sentence=_(
        "“%(title)s” may soon be read by all communities here. You helped to make it. Do you want "
        "your name on it there? If you do nothing, your name is not shown."
    ),
    button=_("Say yes or no"),
    because=_("You get this mail because you helped to make it."),
)
NAME_ASKED_FOR_WEB = replace(
    NAME_ASKED,
    sentence=_(
        "“%(title)s” may soon be on the public web, where anybody can read it. You helped to make "
        "it. Do you want your name on it there? If you do nothing, your name is not shown."
    ),
)
DONE = LetterWords(
    subject=_("Others can read it now: “%(title)s”"),
    sentence=_(
        "“%(title)s” can now be read by all communities here. You can withdraw it at any time."
    ),
    button=_("See where it stands"),
    because=_BECAUSE,
)
DONE_ON_WEB = replace(
    DONE, sentence=_("“%(title)s” is on the public web now. You can withdraw it at any time.")
)
OFF_WEB = LetterWords(
    subject=_("Off the public web: “%(title)s”"),
    sentence=_(
        "%(name)s took “%(title)s” off the public web. Members of the communities here can read it "
        "still. The reason:"
    ),
    button=_("See where it stands"),
)
REFUSED = LetterWords(
    subject=_("It stays at home for now: “%(title)s”"),
    sentence=_("%(name)s does not want “%(title)s” to go out like this, for this reason:"),
    button=_("See where it stands"),
    because=_BECAUSE,
)
WITHDRAWN = LetterWords(
    subject=_("No one else can read it any more: “%(title)s”"),
    sentence=_(
        "%(name)s took “%(title)s” back. From now on only %(community)s can read it. The reason:"
    ),
    button=_("See where it stands"),
    because=_BECAUSE,
)
WORDS_TAKEN_OFF = LetterWords(
    subject=_("Words were taken off “%(title)s”"),
    sentence=_(
        "Words that “%(title)s” quotes may not be read outside of %(community)s any more. They were "
        "taken off there at once; all else stands as it was. See whether it still says what it "
        "should. You can renew it, or withdraw it."
    ),
    button=_("See where it stands"),
)


def tell_of_release(release_id: int) -> None:
    """Queue the mails that a release asks for as it stands now: due work of its community."""
    release = (
        Release.objects.filter(pk=release_id)
        .select_related("community", "resource", "asked_by__user", "ended_by__user")
        .first()
    )
    if release is None:
        return
    resource = release.resource
    resource.community = release.community
    authors, admins = list(people_behind(resource).order_by("pk")), _admins_of(resource)
    on_web = release.reach == Reach.PUBLIC
    if release.state == ReleaseState.WAITING:
        waited_for = list(admins) if release.admin_id is None else []
        if release.author_id is None:
            # Not those who named themselves, and no guests: their yes does not count.
            waited_for = [*(one for one in authors if release_hats(one, resource)[0]), *waited_for]
        _tell(release, waited_for, ASKED_FOR_WEB if on_web else ASKED, "asked")
        _ask_for_names(release)
    elif release.state == ReleaseState.DONE and release.note:
        _tell(release, [*authors, *admins], OFF_WEB, "off_web")
    elif release.state == ReleaseState.DONE:
        _tell(release, [*authors, release.asked_by], DONE_ON_WEB if on_web else DONE, "done")
    elif release.state == ReleaseState.REFUSED:
        _tell(release, [release.asked_by], REFUSED, "refused")
    elif release.state == ReleaseState.WITHDRAWN:
        _tell(release, [*authors, *admins], WITHDRAWN, "withdrawn")


def tell_words_taken_off(resource_id: int) -> None:
    """Tell authors and admins that words are not read elsewhere any more: due work.

    Neither whose they were nor why: to take back a yes is nobody's business but one's own.
    """
    resource = Resource.objects.filter(pk=resource_id).select_related("community").first()
    if resource is None:
        return
    write_to(
        {one.pk: one for one in [*people_behind(resource), *_admins_of(resource)]}.values(),
        WORDS_TAKEN_OFF,
        key=f"taken-off/{resource.pk}",
        path=_path(resource),
        title=resource.title,
        community=resource.community.name,
    )


def _admins_of(resource: Resource) -> MembershipQuerySet[Membership]:
    """Return the admins of its community."""
    return _people().filter(community=resource.community, standing=Standing.ADMIN)


def _ask_for_names(release: Release) -> None:
    """Ask credited members who have not said whether they want to be named, once for each step."""
    resource = release.resource
    credited = resource.credits.filter(member__isnull=False).values("member_id")
    told = CreditChoice.objects.filter(resource=resource).values("member_id")
    for member in _people().filter(pk__in=credited).exclude(pk__in=told):
        key = f"name-asked/{resource.pk}/{release.reach}/"
        asked = OutgoingMail.objects.filter(user=member.user, key__contains=key)
        if member.pk != release.asked_by_id and not asked.exists():
            write_to(
                [member],
                NAME_ASKED_FOR_WEB if release.reach == Reach.PUBLIC else NAME_ASKED,
                key=f"{key}{release.pk}",
                path=named_path(resource.community_id, member.pk, resource.pk),
                title=resource.title,
            )


def _people() -> MembershipQuerySet[Membership]:
    return Membership.objects.active().select_related("user", "community").order_by("pk")


def _tell(release: Release, people: Iterable[Membership], words: LetterWords, event: str) -> None:
    """Write to each once, but not to who did it himself."""
    did_it: int | None = release.ended_by_id or release.asked_by_id
    if release.state == ReleaseState.DONE and release.quotations and not release.note:
        # The last whom it waited for were those who are quoted.
        did_it = None
    write_to(
        {one.pk: one for one in people if one.pk != did_it and one.is_active}.values(),
        words,
        key=f"release/{release.pk}/{release.state}/{event}",
        path=_path(release.resource),
        # What somebody said of it: why not, or why no more.
        reason=release.note,
        title=release.resource.title,
        asker=release.asked_by.name,
        name=(release.ended_by or release.asked_by).name,
        community=release.community.name,
    )


def _path(resource: Resource) -> str:
    return address("knowledge:release", resource.community.slug, resource.number)
