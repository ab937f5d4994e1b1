"""Keeping what somebody has begun to write. Call inside the scope."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from communities.models import Membership
from forums.draft_places import Thing
from forums.models import Draft, Form, Forum, Post, Topic
from forums.sent_forms import was_sent


class NewerDraftError(Exception):
    """Another page has kept something since; what it kept is not written over."""


def save_draft(
    by: Membership,
    *,
    fields: dict[str, Any],
    topic: Topic | None = None,
    forum: Forum | None = None,
    post: Post | None = None,
    thing: Thing | None = None,
    form: Form | None = None,
    form_key: UUID | None = None,
    after: UUID | None = None,
    base: str | None = None,
) -> Draft | None:
    """Keep what stands in a form, in the place of what was kept of it before.

    `form_key` is the page that asks, `after` the one before it in the same browser, whose last
    words may arrive later; `base` is the version it goes on from; None overrules whatever there is. Returns None
    where there is nothing to keep: no words, or the page was sent meanwhile. Raises NewerDraftError.
    """
    if was_sent(by, form_key):
        return None
    place = _place(topic, forum, post, thing)
    with transaction.atomic():
        kept = Draft.objects.select_for_update().filter(member=by, **place).first()
        mine = {form_key, after} - {None}
        if kept and kept.form_key not in mine and base not in {None, kept.version}:
            raise NewerDraftError
        if not fields:
            if kept:
                kept.delete()
            return None
        values = {
            "fields": fields,
            "form": form.value if form else "",
            "form_key": form_key,
            "saved_at": timezone.now(),
        }
        draft: Draft
        draft, _new = Draft.objects.update_or_create(
            community=by.community, member=by, **place, defaults=values
        )
    return draft


def drop_draft(
    by: Membership,
    *,
    topic: Topic | None = None,
    forum: Forum | None = None,
    post: Post | None = None,
    thing: Thing | None = None,
) -> None:
    """Forget what was begun here: it was sent."""
    place = _place(topic, forum, post, thing)
    Draft.objects.filter(member=by, **place).delete()


def forget_drafts(kind: str, ids: Collection[int]) -> None:
    """Take away what anybody had begun of things of a higher app that go."""
    Draft.objects.filter(kind=kind, object_id__in=ids).delete()


def _place(
    topic: Topic | None, forum: Forum | None, post: Post | None, thing: Thing | None
) -> dict[str, Any]:
    """Return the one of these that is given, by its name."""
    if thing:
        return {"kind": thing[0], "object_id": thing[1]}
    places = {"topic": topic, "forum": forum, "post": post}
    return {name: place for name, place in places.items() if place}
