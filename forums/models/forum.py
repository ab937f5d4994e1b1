"""A place to talk, with an audience."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from communities.audience_rules import AudienceRule
from communities.constraints import tenant
from communities.models import Audience, Community, Grant, grant_constraints
from core.addresses import address
from forums.querysets import FACILITATE, ForumQuerySet


class Kind(models.TextChoices):
    ROLE_ALIKE = "role-alike", _("Role-alike")
    MIXED_ROLE = "mixed-role", _("Mixed roles")
    SITE = "site", _("One site")
    WORKING = "working", _("Working group")
    EVERYONE = "everyone", _("Everyone")


def kind_of(rule: AudienceRule) -> Kind:
    """Return what a forum with this rule is."""
    if rule.is_everyone:
        return Kind.EVERYONE
    if rule.named_only or rule.circles is not None:
        return Kind.WORKING
    if rule.roles is not None and len(rule.roles) > 1:
        return Kind.MIXED_ROLE
    if rule.roles is not None and rule.sites is None:
        return Kind.ROLE_ALIKE
    if rule.roles is None and rule.sites is not None and len(rule.sites) == 1:
        return Kind.SITE
    return Kind.WORKING


def in_reader_language(words: str, words_es: str) -> str:
    """Return a name or a description in the reader's language, if it has it."""
    return (get_language() == "es" and words_es) or words


class Forum(models.Model):
    """Role-alike: people in the same job across sites. Mixed-role: deliberately different ones."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    audience = models.OneToOneField(
        Audience, models.PROTECT, related_name="forum", db_constraint=False
    )
    # From the template: tells a second run of provisioning that the forum is there already.
    key = models.SlugField(max_length=60)
    slug = models.SlugField(max_length=60)
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(_("name"), max_length=120)
    name_es = models.CharField(max_length=120, blank=True)
    description = models.CharField(_("what it is for"), max_length=400, blank=True)
    description_es = models.CharField(max_length=400, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    topic_count = models.PositiveIntegerField(default=0)
    post_count = models.PositiveIntegerField(default=0)
    last_post_at = models.DateTimeField(null=True, blank=True)
    # The last moment at which one of its topics is pinned; before it, its list asks for them.
    pinned_until = models.DateTimeField(null=True, blank=True)
    # Each member writes one post in so many minutes; 0: as many as he likes.
    slow_minutes = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    # Set by forum_or_404(): what the reader hears of it at once.
    level: str

    objects = ForumQuerySet["Forum"].as_manager()

    class Meta:
        ordering = ["position", "id"]
        permissions = [(FACILITATE, _("Keeps this forum going"))]
        constraints = [
            *tenant("forums_forum", "audience"),
            models.UniqueConstraint(fields=["community", "slug"], name="forums_forum_slug_once"),
            models.UniqueConstraint(fields=["community", "key"], name="forums_forum_key_once"),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return address("forums:forum", self.community.slug, self.slug)

    @property
    def label(self) -> str:
        return in_reader_language(self.name, self.name_es)

    @property
    def about(self) -> str:
        return in_reader_language(self.description, self.description_es)


class ForumUserObjectPermission(Grant):
    """A right on one forum: who facilitates it."""

    content_object = models.ForeignKey(
        Forum, models.CASCADE, related_name="grants", db_constraint=False
    )

    class Meta(Grant.Meta):
        abstract = False
        constraints = grant_constraints(
            "forums_forumuserobjectpermission", member="forums_forum_facilitator_is_member"
        )
