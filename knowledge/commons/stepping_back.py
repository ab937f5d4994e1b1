"""From the public web back to all communities only. Home again is `releasing.withdraw`."""

from django.db import transaction
from django.utils import timezone

from communities.due_work import due
from communities.models import Membership
from knowledge.commons.asking_wider import ask_no_more
from knowledge.commons.release_checks import entry_of
from knowledge.commons.releasing import TELL, locked
from knowledge.commons.standing import stand_anew
from knowledge.kinds import Reach
from knowledge.models import Release, Resource
from knowledge.models.release import ReleaseState
from moderation.record import record


def leave_web(resource: Resource, *, by: Membership, words: str) -> None:
    """Let only members of the communities here read it; its address on the web says so, with 410.

    What is asked for and waits is taken back. An author or an admin does this alone: nobody reads
    more by it.
    """
    with transaction.atomic():
        locked(resource)
        entry = entry_of(resource)
        rows = Release.objects.filter(resource=resource)
        last = rows.filter(state=ReleaseState.DONE).order_by("-pk").first()
        if entry is None or entry.current is None or entry.reach != Reach.PUBLIC or last is None:
            return
        rows.filter(state=ReleaseState.WAITING).update(state=ReleaseState.TAKEN_BACK, ended_by=by)
        ask_no_more(resource)
        entry.reach, entry.changed_at = Reach.PLATFORM, timezone.now()
        entry.save(update_fields=["reach", "changed_at"])
        # From now on this is what was agreed to; the same words, for fewer readers.
        narrower = Release.objects.create(
            community=resource.community,
            resource=resource,
            reach=Reach.PLATFORM,
            state=ReleaseState.DONE,
            content=last.content,
            quotations=last.quotations,
            left_out=last.left_out,
            kept=last.kept,
            permission=last.permission,
            asked_by=by,
            author_id=last.author_id,
            admin_id=last.admin_id,
            ended_by=by,
            note=words,
        )
        stand_anew(resource)
        due(TELL, narrower.pk, community=resource.community)
        record(by, "release_off_web", resource, note=words)
