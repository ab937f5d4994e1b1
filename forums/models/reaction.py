"""What somebody says with one press: thanks, we face this too, we tried this."""

from django.db import models
from django.utils import timezone

from communities.constraints import tenant
from communities.models import Community, Membership, Role
from core.orm import PeerQuerySet
from forums.models.post import Post


class ReactionKind(models.TextChoices):
    THANKS = "thanks"
    FACE = "face"
    TRIED = "tried"


class Reaction(models.Model):
    """One a member, post and kind. "We tried this" says in a line what happened."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey(
        Post, models.CASCADE, related_name="reactions", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(
        Membership, models.CASCADE, related_name="reactions", db_constraint=False
    )
    kind = models.CharField(max_length=6, choices=ReactionKind)
    what_happened = models.CharField(max_length=300, blank=True)
    # Who faces the same and wants to be shown to the others who want it too.
    introduce = models.BooleanField(default=False)
    # Who faces this and is not shown to anybody; his role counts if three people or more have it.
    name_hidden = models.BooleanField(default=False)
    shown_role = models.ForeignKey(
        Role,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = PeerQuerySet["Reaction"].as_manager()

    class Meta:
        constraints = [
            *tenant("forums_reaction", "post", "member", "shown_role"),
            models.UniqueConstraint(fields=["post", "kind", "member"], name="forums_reaction_once"),
        ]
