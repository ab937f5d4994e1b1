"""Putting a post into another language, and taking that away."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Membership
from core import markdown
from forums.holding_rules import why_hold
from forums.models import Post, PostTranslation, Topic, TranslationRevision
from forums.refusals import PostRefusedError
from forums.search_translations import refresh_translations, translation_ids
from moderation.record import record


def translate_post(
    post: Post, *, by: Membership, language: str, body: str, title: str = ""
) -> PostTranslation:
    """Let a post be read in another language; put there again, the newer words stand.

    What it said before is kept. `title` is the topic's, with the post that opens it. Raises ValidationError if the body is too
    long, and PostRefusedError where such words would wait for a facilitator.
    """
    if why_hold(by, f"{title}\n{body}"):
        raise PostRefusedError(
            _(
                "A facilitator reads such words before others do. Ask those who keep this forum "
                "going to put the translation here."
            )
        )
    markdown.check_source(body)
    now = timezone.now()
    words = {
        "title": title,
        "body": body,
        "html": markdown.render(body),
        "renderer_version": markdown.RENDERER_VERSION,
        "written_at": now,
    }
    with transaction.atomic():
        current = Post.objects.select_for_update(no_key=True).get(pk=post.pk)
        translation, is_new = PostTranslation.objects.get_or_create(
            community=by.community, post=current, language=language, defaults={**words, "by": by}
        )
        if not is_new and (translation.title, translation.body) != (title, body):
            TranslationRevision.objects.create(
                community=by.community,
                translation=translation,
                title=translation.title,
                body=translation.body,
                written_at=translation.written_at,
                replaced_by=by,
            )
        if not is_new:
            changed = {**words, "changed_by": by if by.pk != translation.by_id else None}
            PostTranslation.objects.filter(pk=translation.pk).update(**changed)
        note_translations(current)
    return translation


def remove_translation(translation: PostTranslation, *, by: Membership) -> None:
    """Take a translation away; of another's, it goes into the record."""
    with transaction.atomic():
        current = Post.objects.select_for_update(no_key=True).get(pk=translation.post_id)
        gone = translation.pk
        translation.delete()
        refresh_translations(by.community, [gone])
        note_translations(current)
        if by.pk != translation.by_id:
            record(by, "untranslated", current)


def note_translations(post: Post) -> None:
    """Note on post and topic what there is, so that pages ask for it only where there is some.

    Post and index learn of it. What is in the language that the post turns out to be in is kept, and not shown.
    """
    others = post.translations.exclude(language=post.language).order_by("language")
    rows = list(others.values_list("language", "title"))
    Post.objects.filter(pk=post.pk).update(translated_into=[language for language, _title in rows])
    if post.number == 1:
        titles = {language: title for language, title in rows if title}
        Topic.objects.filter(pk=post.topic_id).update(titles=titles)
    refresh_translations(post.community, translation_ids(post=post))
