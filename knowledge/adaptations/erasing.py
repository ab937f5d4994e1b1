"""What is left of what somebody said of his site's use of things once he is erased.

An adaptation that he alone wrote goes. In one that others wrote in too goes what he alone wrote;
what others wrote with him stays, without his name.
"""

from django.db.models import Q

from communities.models import Membership
from knowledge.models import Adaptation, AdaptationPerson, OutcomeFile


def erase_adaptations(member: Membership) -> None:
    """Take away what the member alone wrote of adaptations, and his name with it."""
    me = member.pk
    named = Q(opened_by=me) | Q(changed_by=me) | Q(told_by=me)
    added = OutcomeFile.objects.filter(added_by=me)
    for one in Adaptation.objects.filter(
        named
        | Q(planners__contains=[me])
        | Q(tellers__contains=[me])
        | Q(pk__in=added.values("adaptation"))
    ):
        if is_his_alone(one, member):
            one.delete()
            continue
        OutcomeFile.objects.filter(adaptation=one, added_by=me).delete()
        planners, tellers = one.planned_by(), one.told_by_all()
        if planners == {me}:
            one.different = one.change = ""
        if tellers == {me}:
            one.happened, one.figures = "", []
        one.planners, one.tellers = sorted(planners - {me}), sorted(tellers - {me})
        one.save(
            update_fields=["different", "change", "happened", "figures", "planners", "tellers"]
        )
    AdaptationPerson.objects.filter(member=me).delete()


def is_his_alone(one: Adaptation, member: Membership) -> bool:
    """Return whether nobody else opened it, changed it, or told or showed what came of it."""
    hands = {one.opened_by_id, one.changed_by_id, one.told_by_id} - {None}
    added = OutcomeFile.objects.filter(adaptation=one).values_list("added_by", flat=True)
    return hands | one.planned_by() | one.told_by_all() | {*added} == {member.pk}
