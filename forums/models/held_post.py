"""What waits until a facilitator has read it, and the rules by which it does."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.constraints import tenant
from communities.models import Community, Membership
from core.addresses import address
from core.orm import PeerQuerySet
from forums.models.form import Form
from forums.models.forum import Forum
from forums.models.post import Post
from forums.models.topic import Topic


class FirstPosts(models.IntegerChoices):
    NONE = 0, _("None: everything is shown at once")
    ONE = 1, _("The first one")
    THREE = 3, _("The first three")


class HoldWhy(models.TextChoices):
    FIRST = "first", _("One of the first posts of a new member")
    LINK = "link", _("It has a link")
    WORD = "word", _("It has a word that you look out for")
    DOMAIN = "domain", _("It links to a place that you blocked")


class HoldState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    APPROVED = "approved", _("Shown")
    DECLINED = "declined", _("Declined")


class HoldRules(models.Model):
    """One row a community; without it nothing is held."""

    community = models.OneToOneField(Community, models.CASCADE, related_name="+")
    first_posts = models.PositiveSmallIntegerField(
        _("Which posts of a new member wait for you?"),
        choices=FirstPosts,
        default=FirstPosts.NONE,
    )
    links = models.BooleanField(_("Posts with links wait"), default=False)
    words = models.TextField(
        _("Posts with these words wait"), blank=True, help_text=_("One word or phrase a line.")
    )
    domains = models.TextField(
        _("Posts with links to these places wait"),
        blank=True,
        help_text=_("One a line, for example casino.example."),
    )

    objects = PeerQuerySet["HoldRules"].as_manager()

    class Meta:
        constraints = tenant("forums_holdrules")


class HeldPost(models.Model):
    """Not a post yet: it has no number, and nobody is told of it but its author and facilitators."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    forum = models.ForeignKey(Forum, models.CASCADE, related_name="+", db_constraint=False)
    # Null: it would open one, with the title and the form below.
    topic = models.ForeignKey(
        Topic, models.CASCADE, null=True, blank=True, related_name="held_posts", db_constraint=False
    )
    # A change: the post that would say this instead. Until then it says what it said.
    edits = models.ForeignKey(
        Post, models.CASCADE, null=True, blank=True, related_name="+", db_constraint=False
    )
    # Of a change: the keys of the post's files that would go with it. Those that would come are its own.
    dropped_files = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    # The number of the post there that it answers.
    reply_to = models.PositiveIntegerField(null=True, blank=True)
    title = models.CharField(max_length=200, blank=True)
    form = models.CharField(max_length=12, choices=Form, default=Form.DISCUSSION)
    # What the topic would be about, as communities.facets names it.
    facets = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    # Of a consult: how many days a step takes.
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    author = models.ForeignKey(Membership, models.CASCADE, related_name="+", db_constraint=False)
    name_hidden = models.BooleanField(default=False)
    body = models.TextField(max_length=20_000)
    html = models.TextField(blank=True)
    # What was cut off the mail it came by, as forums.models.mail_rest keeps it once it is shown.
    mail_rest = models.TextField(blank=True, default="", db_default="")
    form_key = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=8, choices=HoldWhy)
    # What the rule found: the word, the address.
    match = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=HoldState, default=HoldState.WAITING)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False
    )
    reason = models.TextField(max_length=1000, blank=True)
    post = models.ForeignKey(
        Post, models.CASCADE, null=True, blank=True, related_name="+", db_constraint=False
    )

    objects = PeerQuerySet["HeldPost"].as_manager()

    class Meta:
        constraints = [
            *tenant("forums_heldpost", "forum", "topic", "edits", "author", "decided_by", "post"),
            models.UniqueConstraint(
                fields=["community", "form_key"], name="forums_heldpost_form_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["community", "created_at"],
                name="forums_heldpost_waiting",
                condition=models.Q(state="waiting"),
            )
        ]

    def get_absolute_url(self) -> str:
        return address("forums:held_post", self.community.slug, self.pk)

    @property
    def label(self) -> str:
        """Return the title of the topic that it belongs to, or would open."""
        return self.topic.title if self.topic is not None else self.title
