"""What is left of what somebody said of his site's use of things once he is erased.

An adaptation that he alone wrote goes. One that others wrote in too stays, without his words.
"""

from django.db.models import Q

from communities.models import Membership
from knowledge.models import Adaptation, AdaptationPerson


def erase_adaptations(member: Membership) -> None:
    """Take away what the member wrote of adaptations, and his name with them."""
    me = member.pk
    changed = Q(changed_by=None) | Q(changed_by=me)
    told = Q(told_by=None) | Q(told_by=me)
    Adaptation.objects.filter(changed & told, opened_by=me).delete()
    begun = Adaptation.objects.filter(changed, opened_by=me) | Adaptation.objects.filter(
        changed_by=me
    )
    begun.update(different="", change="")
    Adaptation.objects.filter(told_by=me).update(happened="", figures=[])
    AdaptationPerson.objects.filter(member=me).delete()
