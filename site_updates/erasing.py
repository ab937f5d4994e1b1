"""What is left of whom we asked when he is erased."""

from communities.models import Membership
from site_updates.models import NotAsked, UpdatePrompt


def erase_prompts(member: Membership) -> None:
    """Forget that he was asked, and what he said to that; his words are the forums' business."""
    UpdatePrompt.objects.filter(member=member).delete()
    NotAsked.objects.filter(member=member).delete()
