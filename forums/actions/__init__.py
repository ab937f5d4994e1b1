"""Writes that touch several rows or tell somebody, one noun a file."""

from forums.actions.posts import edit_post, mark_read, note_new_post, open_topic, reply
from forums.actions.topic_forms import accept_answer, acknowledge, take_back_answer

__all__ = [
    "accept_answer",
    "acknowledge",
    "edit_post",
    "mark_read",
    "note_new_post",
    "open_topic",
    "reply",
    "take_back_answer",
]
