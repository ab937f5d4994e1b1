"""The doors of keeping posts and topics in order."""

from django.urls import URLPattern, path

from forums.views import (
    care_pages,
    flag_pages,
    held_pages,
    hidden_names,
    language_pages,
    new_members,
    pace_pages,
    removal_pages,
)

_MODERATION = "c/<slug:slug>/moderation/"
_TOPIC = "c/<slug:slug>/topics/<int:number>/"
_POST = f"{_TOPIC}posts/<int:post_number>/"

CARE: list[URLPattern] = [
    path(f"{_POST}removal/", removal_pages.removal, name="remove_post"),
    path(f"{_POST}removal/delete/", removal_pages.restoration, name="restore_post"),
    path(f"{_POST}history/", removal_pages.history, name="post_history"),
    path(f"{_POST}language/", language_pages.post_language, name="post_language"),
    path(f"{_POST}flag/", flag_pages.flag, name="flag_post"),
    path(f"{_MODERATION}flags/", flag_pages.flags, name="flags"),
    path(f"{_MODERATION}flags/<int:post_id>/", flag_pages.flagged_post, name="flagged_post"),
    path(f"{_MODERATION}waiting/", held_pages.held_posts, name="held_posts"),
    path(f"{_MODERATION}waiting/rules/", held_pages.hold_rules, name="hold_rules"),
    path(f"{_MODERATION}waiting/<int:held_id>/", held_pages.held_post, name="held_post"),
    path(f"{_MODERATION}waiting/<int:held_id>/name/", hidden_names.held_name, name="held_name"),
    path(f"{_MODERATION}new-members/", new_members.limits, name="new_member_limits"),
    path(f"{_TOPIC}lock/", care_pages.lock, name="lock_topic"),
    path(f"{_TOPIC}lock/delete/", care_pages.unlock, name="unlock_topic"),
    path(f"{_TOPIC}pace/", pace_pages.topic_pace, name="topic_pace"),
    path("c/<slug:slug>/forums/<slug:forum_slug>/pace/", pace_pages.forum_pace, name="forum_pace"),
    path(f"{_TOPIC}pin/", care_pages.pin, name="pin_topic"),
    path(f"{_TOPIC}pin/delete/", care_pages.unpin, name="unpin_topic"),
    path(f"{_TOPIC}forum/", care_pages.move, name="move_topic"),
    path(f"{_TOPIC}split/", care_pages.split, name="split_topic"),
    path(f"{_TOPIC}merger/", care_pages.merge, name="merge_topic"),
    path(f"{_TOPIC}merger/delete/", care_pages.unmerge, name="unmerge_topic"),
]
