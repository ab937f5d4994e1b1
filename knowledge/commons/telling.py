"""Mails about releases: who is asked, what was decided, what was withdrawn."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _

from communities.models import Membership
from communities.models.membership import Standing
from communities.querysets import MembershipQuerySet
from knowledge.kinds import Reach
from knowledge.models import CreditChoice, Release, Resource
from knowledge.models.release import ReleaseState
from knowledge.permissions import release_hats
from knowledge.telling.life import people_behind
from notifications.moderation_mail import Letter, send_letter

type Writer = Callable[[Release], Letter]


def tell_of_release(release_id: int) -> None:
    """Queue the mails that a release asks for as it stands now: due work of its community."""
    release = (
        Release.objects.filter(pk=release_id)
        .select_related("community", "resource", "asked_by__user", "ended_by__user")
        .first()
    )
    if release is None:
        return
    release.resource.community = release.community
    authors, admins = authors_of(release), _admins(release)
    if release.state == ReleaseState.WAITING:
        waited_for = admins if release.admin_id is None else []
        if release.author_id is None:
            # Not those who named themselves, and no guests: their yes does not count.
            waited_for = [
                *(one for one in authors if release_hats(one, release.resource)[0]),
                *waited_for,
            ]
        _send(release, waited_for, _asked)
        _send(release, _asked_for_names(release), _name_asked)
    elif release.state == ReleaseState.DONE and release.note:
        _send(release, [*authors, *admins], _off_web)
    elif release.state == ReleaseState.DONE:
        _send(release, [*authors, release.asked_by], _done)
    elif release.state == ReleaseState.REFUSED:
        _send(release, [release.asked_by], _refused)
    elif release.state == ReleaseState.WITHDRAWN:
        _send(release, [*authors, *admins], _withdrawn)


def authors_of(release: Release) -> list[Membership]:
    """Return its owner and those members who are named as authors."""
    credits_ = release.resource.credits.filter(is_author=True, member__isnull=False)
    ids = {release.resource.owner_id, *credits_.values_list("member_id", flat=True)}
    return list(_people().filter(pk__in=ids))


def _admins(release: Release) -> list[Membership]:
    return list(_people().filter(community=release.community, standing=Standing.ADMIN))


def _asked_for_names(release: Release) -> list[Membership]:
    """Return credited members who have not said whether they want to be named."""
    credited = release.resource.credits.filter(member__isnull=False).values("member_id")
    told = CreditChoice.objects.filter(resource=release.resource).values("member_id")
    return list(_people().filter(pk__in=credited).exclude(pk__in=told))


def _people() -> MembershipQuerySet[Membership]:
    return Membership.objects.active().select_related("user", "community").order_by("pk")


def _send(release: Release, people: list[Membership], write: Writer) -> None:
    """Write to each once, but not to who did it himself."""
    did_it: int | None = release.ended_by_id or release.asked_by_id
    if release.state == ReleaseState.DONE and release.quotations and not release.note:
        # The last whom it waited for were those who are quoted.
        did_it = None
    for member in {one.pk: one for one in people if one.pk != did_it and one.is_active}.values():
        send_letter(
            member,
            lambda: write(release),
            key=f"release/{release.pk}/{release.state}/{write.__name__}",
        )


def _values(release: Release) -> dict[str, object]:
    ended_by = release.ended_by or release.asked_by
    return {
        "title": release.resource.title,
        "asker": release.asked_by.name,
        "name": ended_by.name,
        "community": release.community.name,
    }


def _path(release: Release) -> str:
    release.resource.community = release.community
    return _path_of(release.resource)


def _path_of(resource: Resource) -> str:
    return reverse("knowledge:release", args=[resource.community.slug, resource.number])


def _because() -> str:
    return _("You get this mail because you are one of its authors, or an admin here.")


def _asked(release: Release) -> Letter:
    values = _values(release)
    if release.reach == Reach.PUBLIC:
        sentence = _(
            "%(asker)s asks that “%(title)s” may go on the public web. Then anybody can read it. "
            "This needs your yes, too. Look at what will be shown first."
        )
    else:
        sentence = _(
            "%(asker)s asks that “%(title)s” may be read by all communities here. This needs your "
            "yes, too. Look at what will be shown first."
        )
    return Letter(
        subject=_("Do you agree? “%(title)s”") % values,
        sentence=sentence % values,
        path=_path(release),
        button=_("Look at it"),
        because=_because(),
    )


def _name_asked(release: Release) -> Letter:
    values = _values(release)
    return Letter(
        subject=_("Do you want to be named? “%(title)s”") % values,
        sentence=_(
            "“%(title)s” may soon be read outside of %(community)s. You helped to make it. Do you "
            "want your name on it there? If you do nothing, your name is not shown."
        )
        % values,
        path=_path(release),
        button=_("Say yes or no"),
        because=_("You get this mail because you helped to make it."),
    )


def _done(release: Release) -> Letter:
    values = _values(release)
    if release.reach == Reach.PUBLIC:
        sentence = _("“%(title)s” is on the public web now. You can withdraw it at any time.")
    else:
        sentence = _(
            "“%(title)s” can now be read by all communities here. You can withdraw it at any time."
        )
    return Letter(
        subject=_("Others can read it now: “%(title)s”") % values,
        sentence=sentence % values,
        path=_path(release),
        button=_("See where it stands"),
        because=_because(),
    )


def _off_web(release: Release) -> Letter:
    values = _values(release)
    return Letter(
        subject=_("Off the public web: “%(title)s”") % values,
        sentence=_(
            "%(name)s took “%(title)s” off the public web. Members of the communities here can read "
            "it still. The reason:"
        )
        % values,
        reason=release.note,
        path=_path(release),
        button=_("See where it stands"),
    )


def _refused(release: Release) -> Letter:
    values = _values(release)
    return Letter(
        subject=_("It stays at home for now: “%(title)s”") % values,
        sentence=_("%(name)s does not want “%(title)s” to go out like this, for this reason:")
        % values,
        reason=release.note,
        path=_path(release),
        button=_("See where it stands"),
        because=_because(),
    )


def _withdrawn(release: Release) -> Letter:
    values = _values(release)
    return Letter(
        subject=_("No one else can read it any more: “%(title)s”") % values,
        sentence=_(
            "%(name)s took “%(title)s” back. From now on only %(community)s can read it. The reason:"
        )
        % values,
        reason=release.note,
        path=_path(release),
        button=_("See where it stands"),
        because=_because(),
    )


def tell_words_taken_off(resource_id: int) -> None:
    """Tell authors and admins that words are not read elsewhere any more: due work.

    Neither whose they were nor why: to take back a yes is nobody's business but one's own.
    """
    found = Resource.objects.filter(pk=resource_id).select_related("community").first()
    if found is None:
        return
    resource = found
    admins = _people().filter(community=resource.community, standing=Standing.ADMIN)
    people = {one.pk: one for one in [*people_behind(resource), *admins]}
    values = {"title": resource.title, "community": resource.community.name}
    for member in people.values():
        send_letter(
            member,
            lambda: Letter(
                subject=_("Words were taken off “%(title)s”") % values,
                sentence=_(
                    "Words that “%(title)s” quotes may not be read outside of %(community)s any "
                    "more. They were taken off there at once; all else stands as it was. See whether "
                    "it still says what it should. You can renew it, or withdraw it."
                )
                % values,
                path=_path_of(resource),
                button=_("See where it stands"),
            ),
            key=f"taken-off/{resource.pk}",
        )
