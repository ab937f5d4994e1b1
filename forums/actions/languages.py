"""Saying which language a post is in, where its words told it wrongly."""

from django.db import transaction

from communities.models import Membership
from forums.actions.translations import note_translations
from forums.models import Post
from forums.post_languages import language_told
from forums.search_documents import put_post
from moderation.record import record


def say_language(post: Post, language: str, *, by: Membership) -> None:
    """Let a post count as written in this language; empty: as its words tell.

    Its topic knows its forum and community. Of another's post it goes into the record.
    """
    with transaction.atomic():
        current = Post.objects.select_for_update(no_key=True).get(pk=post.pk)
        if current.said_language == language:
            return
        current.topic, current.said_language = post.topic, language
        current.language = language_told(current, default=by.community.language)
        current.save(update_fields=["said_language", "language"])
        note_translations(current)
        put_post(current)
        if by.pk != current.author_id:
            record(by, "language_said", current)
    post.said_language, post.language = current.said_language, current.language
