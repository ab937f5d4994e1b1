"""A discussion."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from communities.constraints import tenant
from communities.models import Community, Membership
from core.addresses import address
from forums.models.form import Form
from forums.models.forum import Forum
from forums.querysets import TopicQuerySet


def title_for_reader(title: str, titles: dict[str, str]) -> str:
    """Return a topic's title in the reader's language, if it has it."""
    return titles.get(get_language() or "") or title


class Topic(models.Model):
    """Post 1 opens it. Its number counts within the community."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    forum = models.ForeignKey(
        Forum, models.CASCADE, related_name="topics", db_constraint=False, db_index=False
    )
    number = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=200)
    # By language, as those put it who translated the first post.
    titles = models.JSONField(default=dict, blank=True)
    form = models.CharField(max_length=12, choices=Form, default=Form.DISCUSSION)
    # Of a question: the post that answered it.
    accepted_post = models.ForeignKey(
        "forums.Post",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    author = models.ForeignKey(
        Membership, models.PROTECT, related_name="topics", db_constraint=False
    )
    last_author = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", db_constraint=False
    )
    # Whether the first post and the newest one stand there without their authors' names.
    name_hidden = models.BooleanField(default=False)
    last_name_hidden = models.BooleanField(default=False)
    # The number of the newest post; readers compare their marker with it.
    last_number = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    last_post_at = models.DateTimeField(default=timezone.now)
    # Set while no post of it is shown: lists leave it out, and its numbers stay.
    removed_at = models.DateTimeField(null=True, blank=True)
    # Closed to replies, and the words for those who would reply.
    locked_at = models.DateTimeField(null=True, blank=True)
    lock_note = models.CharField(max_length=300, blank=True)
    # Each member writes one post in so many minutes; 0: as many as he likes.
    slow_minutes = models.PositiveSmallIntegerField(default=0)
    # Stands first in its forum's list until then.
    pinned_until = models.DateTimeField(null=True, blank=True)
    # Its posts were carried there, and its address leads there.
    merged_into = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="+", db_constraint=False
    )
    # Two topics opened by one double click are one: the form carries a key.
    form_key = models.UUIDField(null=True, blank=True)

    # Set by with_read_through(): how far the reader has read.
    read_through: int
    # Set by with_facilitated(): whether the reader keeps the forum going.
    facilitated: bool
    # Set by with_wrote_hidden(): whether the reader wrote here without his name.
    wrote_hidden: bool
    # Set by with_has_poll().
    has_poll: bool
    # Set by with_has_held().
    has_held: bool
    # Set by with_has_draft(): whether the reader has begun to write a reply.
    has_draft: bool
    # Set by with_facet_ids().
    capacity_ids: list[int]
    result_ids: list[int]
    # Set by topic_or_404(): what the reader hears of it at once.
    level: str
    # Set by topic_or_404(), for forums.became: what was made of it.
    became: list[dict[str, Any]]
    # Set by topic_or_404(), for forums.talked_of: at which meetings it is talked of.
    talks: list[dict[str, Any]]

    objects = TopicQuerySet["Topic"].as_manager()

    class Meta:
        constraints = [
            *tenant(
                "forums_topic", "forum", "author", "last_author", "accepted_post", "merged_into"
            ),
            models.UniqueConstraint(
                fields=["community", "number"], name="forums_topic_number_once"
            ),
            models.UniqueConstraint(
                fields=["community", "form_key"], name="forums_topic_form_once"
            ),
        ]
        indexes = [
            models.Index(fields=["forum", "-last_post_at", "-id"], name="forums_topic_by_forum"),
            models.Index(fields=["community", "-last_post_at", "-id"], name="forums_topic_newest"),
            # Asked when a post goes.
            models.Index(
                fields=["accepted_post"],
                name="forums_topic_accepted",
                condition=models.Q(accepted_post__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_pinned(self) -> bool:
        return self.pinned_until is not None and self.pinned_until > timezone.now()

    @property
    def shows_answer(self) -> bool:
        """Return whether the answer of a question is marked, and shown; fetch `accepted_post`."""
        return self.accepted_post is not None and self.accepted_post.removed_at is None

    @property
    def shown_title(self) -> str:
        """Return the title in the reader's language, if somebody put it there."""
        return title_for_reader(self.title, self.titles)

    def lock(self, *, note: str) -> None:
        """Take no replies from members from now on."""
        self.locked_at, self.lock_note = timezone.now(), note
        self.save(update_fields=["locked_at", "lock_note"])

    def unlock(self) -> None:
        """Take replies again."""
        self.locked_at, self.lock_note = None, ""
        self.save(update_fields=["locked_at", "lock_note"])

    def get_absolute_url(self) -> str:
        return address("forums:topic", self.community.slug, self.number)
