"""What was cut off a mail before its words were posted."""

from django.db import models

from communities.constraints import tenant
from communities.models import Community
from core.orm import PeerQuerySet
from forums.models.post import Post


class MailRest(models.Model):
    """Quotations, a signature, a notice by lawyers: one a post, for its author and who keeps the forum.

    Programs put a person's telephone and other people's words there; so it is not for everybody. What
    opens pages in somebody's name was taken out of it.
    """

    community = models.ForeignKey(Community, models.CASCADE, related_name="+", db_index=False)
    post = models.OneToOneField(Post, models.CASCADE, related_name="mail_rest", db_constraint=False)
    text = models.TextField()

    objects = PeerQuerySet["MailRest"].as_manager()

    class Meta:
        constraints = tenant("forums_mailrest", "post")

    def __str__(self) -> str:
        return f"rest of the mail of {self.post_id}"
