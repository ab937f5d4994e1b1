"""The tenant."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.addresses import address
from core.orm import PeerQuerySet


class Joining(models.TextChoices):
    INVITATION = "invitation", _("By invitation only")
    REQUEST = "request", _("People may ask to join; a facilitator approves")
    OPEN = "open", _("Anybody may join")


def new_version() -> int:
    """Return a number that was never used: a rolled-back change must not leave its number behind."""
    return secrets.randbits(62)


class Community(models.Model):
    """A neighborhood network, a district network, a state or topic network.

    Global: its name and address are needed before any scope is open.
    """

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("web address"), max_length=60, unique=True)
    template = models.CharField(max_length=60, blank=True)
    framework_version = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=5, default="en")
    time_zone = models.CharField(max_length=64, default="America/New_York")
    joining = models.CharField(
        _("how people join"), max_length=12, choices=Joining, default=Joining.INVITATION
    )
    # Whether anything of its library may stand on pages that anybody reads.
    may_publish = models.BooleanField(default=False)
    # Changes with every change of a membership or an audience; keys what is counted of people.
    people_version = models.BigIntegerField(default=new_version)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PeerQuerySet["Community"].as_manager()

    class Meta:
        verbose_name_plural = "communities"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("communities:home", self.slug)

    def people_changed(self) -> None:
        """Make every count of people that was kept for this community out of date."""
        self.people_version = new_version()
        Community.objects.filter(pk=self.pk).update(people_version=self.people_version)
