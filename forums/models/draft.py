"""What somebody has begun to write here and not sent."""

from typing import Any

from django.db import models
from django.utils import timezone

from communities.constraints import tenant
from communities.models import Community, Membership
from core.orm import PeerQuerySet
from forums.models.form import Form
from forums.models.forum import Forum
from forums.models.post import Post
from forums.models.topic import Topic


class Draft(models.Model):
    """A reply to a topic, a topic to be opened in a forum, a change of a post, or a thing of a higher app.

    One of each a member and place. `fields` is what stood in the form: names to texts, or to lists
    where several were chosen.
    """

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    member = models.ForeignKey(
        Membership, models.CASCADE, related_name="drafts", db_constraint=False, db_index=False
    )
    topic = models.ForeignKey(
        Topic, models.CASCADE, null=True, blank=True, related_name="drafts", db_constraint=False
    )
    # Of a topic to be opened; a reply goes where its topic is.
    forum = models.ForeignKey(
        Forum, models.CASCADE, null=True, blank=True, related_name="drafts", db_constraint=False
    )
    # Of a change: the post that would say it.
    post = models.ForeignKey(
        Post, models.CASCADE, null=True, blank=True, related_name="drafts", db_constraint=False
    )
    # Of a thing of a higher app, which registered the kind; 0 for one that there is not yet.
    kind = models.CharField(max_length=40, blank=True)
    object_id = models.BigIntegerField(null=True, blank=True)
    form = models.CharField(max_length=12, choices=Form, blank=True)
    fields: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    # The page it was kept from last: that page may go on, whatever it knows of the moment.
    form_key = models.UUIDField(null=True, blank=True)
    began_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = PeerQuerySet["Draft"].as_manager()

    class Meta:
        constraints = [
            *tenant("forums_draft", "member", "topic", "forum", "post"),
            models.UniqueConstraint(fields=["member", "topic"], name="forums_draft_of_topic_once"),
            models.UniqueConstraint(fields=["member", "forum"], name="forums_draft_of_forum_once"),
            models.UniqueConstraint(fields=["member", "post"], name="forums_draft_of_post_once"),
            models.UniqueConstraint(
                fields=["member", "kind", "object_id"], name="forums_draft_of_thing_once"
            ),
            models.CheckConstraint(
                condition=models.Q(topic=None, forum__isnull=False, post=None, object_id=None)
                | models.Q(topic__isnull=False, forum=None, post=None, object_id=None)
                | models.Q(topic=None, forum=None, post__isnull=False, object_id=None)
                | models.Q(topic=None, forum=None, post=None, object_id__isnull=False),
                name="forums_draft_has_one_place",
            ),
        ]

    @property
    def version(self) -> str:
        """Return which state it is in, for a page to say which one it goes on from."""
        return self.saved_at.isoformat()
