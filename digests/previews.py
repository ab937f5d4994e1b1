"""What the next digest tells somebody of a role, for a facilitator, of what he may see himself."""

import secrets

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from communities.models import Membership, MembershipRole, Role
from digests.batch import OLDEST, Batch
from digests.chapters import Chapter, Part, Written, cut_to_length
from digests.gathering import find
from digests.ranking import minutes_to_read


def preview(facilitator: Membership, role: Role) -> tuple[list[Part], int]:
    """Return the parts, and how many minutes they take to read.

    As a member of the facilitator's site finds them who has this role, joined two weeks ago and has
    read nothing. He is made for it, in a transaction that leaves nothing behind: so the preview asks
    what the digest asks, and no real member's reading is shown.
    """
    now = timezone.now()
    with transaction.atomic():
        user = User.objects.create_user(f"{secrets.token_hex(16)}@preview.invalid", None)
        member = Membership.objects.create(
            community=facilitator.community,
            user=user,
            site_id=facilitator.site_id,
            joined_at=now - OLDEST,
        )
        MembershipRole.objects.create(community=facilitator.community, membership=member, role=role)
        batch = Batch(facilitator.community, [member.pk], now)
        mine = set(facilitator.audience_ids)
        seen = [pair for pair in zip(*batch.seen, strict=True) if pair[1] in mine]
        batch.seen = [pk for pk, _audience in seen], [audience for _pk, audience in seen]
        entries = sorted(find(batch), key=lambda entry: entry.place)
        for number, entry in enumerate(entries, start=1):
            entry.pk = number
        transaction.set_rollback(True)
    home = settings.SITE_URL + reverse("communities:home", args=[facilitator.community.slug])
    chapter = Chapter(facilitator.community, home, "", [], member.pk, entries)
    written = Written()
    chapter.write(written, labelled=False)
    return chapter.parts, minutes_to_read(cut_to_length([chapter], written))
