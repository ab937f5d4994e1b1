"""How much a member writes in his first days, as one community has it."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.constraints import tenant
from communities.models import Community
from core.orm import PeerQuerySet

# Nobody is new for longer: whoever has been here for more days costs no query.
LONGEST_DAYS = 30


class NewMemberLimits(models.Model):
    """One row a community. Null: as the settings of the installation say; 0: no limit."""

    community = models.OneToOneField(Community, models.CASCADE, related_name="+")
    days = models.PositiveSmallIntegerField(
        _("For how many days is somebody new?"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(LONGEST_DAYS)],
    )
    posts_an_hour = models.PositiveSmallIntegerField(
        _("How many posts in an hour?"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(1000)],
    )
    posts_a_day = models.PositiveSmallIntegerField(
        _("How many posts in a day?"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(1000)],
    )
    topics_a_day = models.PositiveSmallIntegerField(
        _("How many new topics in a day?"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(1000)],
    )
    mentions_a_day = models.PositiveSmallIntegerField(
        _("How many people and roles called with @ in a day?"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(1000)],
    )

    objects = PeerQuerySet["NewMemberLimits"].as_manager()

    class Meta:
        constraints = tenant("forums_newmemberlimits")
