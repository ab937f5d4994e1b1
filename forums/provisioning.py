"""The forums a community starts with, and who keeps them going."""

from guardian.shortcuts import assign_perm

from communities.community_templates import CommunityTemplate, ForumTemplate
from communities.membership_changes import register_facilitator_hooks
from communities.models import Audience, AudienceRole, Community, Membership, Role
from communities.provisioning import register_provisioner
from core.slugs import unique_slug
from forums.actions.forum_changes import TAKEN_SLUGS, facilitators_of
from forums.models import Forum, ForumUserObjectPermission
from forums.querysets import FACILITATE


def register() -> None:
    """Take part in making communities; called from AppConfig.ready()."""
    register_provisioner("forums", make_forums)
    register_facilitator_hooks(start=give_forums, stop=take_forums)


def make_forums(community: Community, template: CommunityTemplate) -> int:
    """Make the template's forums that are not there yet; return how many."""
    forums = Forum.objects.filter(community=community)
    there, slugs = set(), set(TAKEN_SLUGS)
    for key, slug in forums.values_list("key", "slug"):
        there.add(key)
        slugs.add(slug)
    roles = {role.key: role for role in Role.objects.filter(community=community)}
    facilitators = facilitators_of(community)
    made = 0
    for position, entry in enumerate(template.forums, 1):
        if entry.key not in there:
            slug = unique_slug(entry.name["en"], slugs, default="forum")
            slugs.add(slug)
            forum = _make_forum(community, entry, roles, slug=slug, position=position)
            for member in facilitators:
                assign_perm(FACILITATE, member.user, forum)
            made += 1
    return made


def _make_forum(
    community: Community,
    entry: ForumTemplate,
    roles: dict[str, Role],
    *,
    slug: str,
    position: int,
) -> Forum:
    audience = Audience.objects.create(community=community, any_role=entry.roles is None)
    AudienceRole.objects.bulk_create(
        AudienceRole(community=community, audience=audience, role=roles[key])
        for key in entry.roles or ()
    )
    return Forum.objects.create(
        community=community,
        audience=audience,
        key=entry.key,
        slug=slug,
        kind=entry.kind,
        name=entry.name["en"],
        name_es=entry.name["es"],
        description=entry.description["en"],
        description_es=entry.description["es"],
        position=position,
    )


def give_forums(member: Membership) -> None:
    """Let a new facilitator see and keep going every forum there is; each can be taken back."""
    for forum in Forum.objects.filter(community_id=member.community_id):
        assign_perm(FACILITATE, member.user, forum)


def take_forums(member: Membership) -> None:
    """Take the forums back from somebody who does not facilitate any more."""
    ForumUserObjectPermission.objects.filter(
        community_id=member.community_id, user_id=member.user_id
    ).delete()
